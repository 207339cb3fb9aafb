"""The catalogue of touchpoints: which events a customer notices, and who acts."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Way(StrEnum):
    """Who acts: the customer, or the firm; both, where they meet."""

    CUSTOMER = "customer"
    FIRM = "firm"
    BOTH = "both"


_C, _F, _B = Way.CUSTOMER, Way.FIRM, Way.BOTH

TOUCHPOINTS: Final[Mapping[str, tuple[str, Way]]] = {
    "TouchRecorded": ("touch", _C),
    "LeadCaptured": ("lead", _C),
    "LeadFollowedUp": ("lead", _F),
    "CustomerRegistered": ("registration", _C),
    "RelationshipClosed": ("relationship", _C),
    "RelationshipReopened": ("relationship", _C),
    "ConsentGranted": ("consent", _C),
    "ConsentWithdrawn": ("consent", _C),
    "ContactUsed": ("contact", _F),
    "MessageDispatched": ("message", _F),
    "MessageClicked": ("message", _C),
    "MessageReplied": ("message", _C),
    "OrderPlaced": ("order", _C),
    "OrderCompleted": ("order", _C),
    "OrderCancelled": ("order", _C),
    "LineReturned": ("return", _C),
    "OrderRefunded": ("refund", _F),
    "CouponRedeemed": ("coupon", _C),
    "MemberEnrolled": ("membership", _C),
    "MembershipEnded": ("membership", _C),
    "PointsRedeemed": ("points", _C),
    "RewardRequested": ("reward", _C),
    "RewardFulfilled": ("reward", _F),
    "AppointmentBooked": ("appointment", _C),
    "AppointmentRescheduled": ("appointment", _B),
    "AppointmentCancelled": ("appointment", _B),
    "CustomerCheckedIn": ("appointment", _C),
    "AppointmentHeld": ("appointment", _B),
    "NoShowRecorded": ("appointment", _C),
    "EncounterOpened": ("encounter", _C),
    "EncounterStarted": ("encounter", _B),
    "VisitorIdentified": ("encounter", _C),
    "EncounterHandedOver": ("encounter", _F),
    "ExperienceNoted": ("encounter", _C),
    "NextActionAgreed": ("encounter", _B),
    "EncounterClosed": ("encounter", _F),
    "EncounterReopened": ("encounter", _C),
    "CaseOpened": ("case", _C),
    "CaseMessageAdded": ("case", _B),
    "CaseResolved": ("case", _F),
    "CaseReopened": ("case", _C),
    "CaseClosed": ("case", _F),
    "PromiseMade": ("promise", _F),
    "PromiseKept": ("promise", _F),
    "PromiseBroken": ("promise", _F),
    "PromiseRenegotiated": ("promise", _F),
    "SurveyInvited": ("survey", _F),
    "SurveyAnswered": ("survey", _C),
    "ServqualAnswered": ("survey", _C),
    "FeedbackReceived": ("feedback", _C),
    "ReviewPublished": ("review", _C),
    "ComplaintFiled": ("complaint", _C),
    "ComplaintAcknowledged": ("complaint", _F),
    "RemedyOffered": ("complaint", _F),
    "RemedyAccepted": ("complaint", _C),
    "RemedyDeclined": ("complaint", _C),
    "ComplaintClosed": ("complaint", _F),
    "IdeaSubmitted": ("idea", _C),
    "OpportunityOpened": ("sale", _F),
    "OpportunityWon": ("sale", _B),
    "OpportunityLost": ("sale", _B),
    "ContractSigned": ("contract", _B),
    "ContractRenewed": ("contract", _B),
    "ContractEnded": ("contract", _B),
}
"""By the stored name of an event: what the customer would call it, and who acts."""
