"""What a command takes for granted of other aggregates, checked before it decides."""

from typing import Any, Final, TypeAlias

from ..domain.acquisition.distribution import DistributionNotPublished
from ..domain.acquisition.lead import LeadNotCaptured
from ..domain.acquisition.touchpoint import TouchNotRecorded
from ..domain.campaign.campaign import CampaignNotPlanned
from ..domain.campaign.gathering_refusals import GatheringNotAnnounced
from ..domain.coalition.benefit import BenefitNotGranted
from ..domain.coalition.clearing_refusals import ClearingNotOpened, NoSuchRow
from ..domain.coalition.coalition import AgreementNotSigned, PartnerNotOnboarded
from ..domain.communication.mailing_refusals import MailingNotPlanned
from ..domain.communication.message import MessageNotDecided
from ..domain.customer.access import NoteExport, NoteRead
from ..domain.customer.contact_refusals import NoConsent
from ..domain.customer.contact_terms import ReserveContact, UseContact
from ..domain.customer.profile import (
    NotRegistered,
    PersonErased,
    RegisterCustomer,
)
from ..domain.encounter.appointment_refusals import AppointmentNotBooked
from ..domain.encounter.encounter import EncounterNotOpened
from ..domain.encounter.serving_refusals import UnknownStep
from ..domain.encounter.standard import StandardNotDefined
from ..domain.engagement.cause_refusals import CauseNotAnnounced
from ..domain.engagement.claiming import NothingClaimed
from ..domain.engagement.contest_refusals import ContestNotAnnounced
from ..domain.engagement.joining import ChallengeNotJoined
from ..domain.experiment.experiment import ExperimentNotDesigned
from ..domain.feedback.complaint_refusals import ComplaintNotFiled
from ..domain.feedback.idea import IdeaNotSubmitted
from ..domain.feedback.invitation_refusals import UnknownInvitation
from ..domain.feedback.remedy import UnknownRemedy
from ..domain.feedback.review import ReviewNotPublished
from ..domain.feedback.survey import SurveyNotDesigned
from ..domain.finance.project import ProjectNotPlanned
from ..domain.loyalty.action import ActionNotRewarded
from ..domain.loyalty.cashback_budget import GrantCashback, ReturnCashback
from ..domain.loyalty.membership import (
    Enrol,
    IssueCard,
    NotAMember,
    Outsider,
    ReplaceCard,
)
from ..domain.loyalty.payout_terms import PayoutNotRequested
from ..domain.loyalty.privilege_terms import PrivilegeNotGranted
from ..domain.loyalty.redemption_terms import RedemptionNotRequested
from ..domain.loyalty.reward_refusals import RewardNotDefined
from ..domain.loyalty.tier import UnknownGrant
from ..domain.promotion.budget import BudgetNotOpened
from ..domain.promotion.coupon_terms import CouponNotIssued
from ..domain.promotion.evaluation_terms import NothingEvaluated
from ..domain.promotion.promising import PromotionNotPublished
from ..domain.promotion.purse import NoPurse
from ..domain.purchase.sale import OrderNotPlaced
from ..domain.quality.improvement_refusals import ImprovementNotDecided
from ..domain.quality.shortcoming import ShortcomingNotRegistered
from ..domain.sales.contract import ContractNotSigned
from ..domain.sales.goal import GoalNotSet
from ..domain.sales.opportunity import OpportunityNotOpened
from ..domain.sales.plan import PlanNotDrafted
from ..domain.sales.settlement import (
    CreditInvoice,
    NotePaymentFailed,
    ReceivePayment,
    ReconcileBalance,
    RefundPayment,
)
from ..domain.sales.task import TaskNotAssigned
from ..domain.service.case_refusals import CaseNotOpened
from ..domain.service.promise import PromiseNotMade
from ..domain.staff.employee_refusals import EmployeeNotRegistered
from .acquiring import materials_lead_to_their_campaign
from .aggregate import Aggregate
from .appointing import appointments_follow_their_resource
from .cashback import cashback_is_money
from .challenging import challenges_are_joined_as_published
from .contesting import contests_are_for_their_members
from .contexts import CONSENT, CONTACT, CUSTOMER, MEMBERSHIP, POINTS, PROGRAMME
from .desk import Unknown
from .earning import actions_follow_their_policy
from .entitling import privileges_are_members
from .experimenting import exposures_follow_their_design
from .holds import holds_follow_their_cause
from .improving import quality_stands_on_what_is_known
from .inviting import surveys_are_asked_as_designed
from .lawful import mailings_use_what_is_published, messages_are_lawful
from .partnering import (
    benefits_are_of_an_agreement_in_force,
    clearings_follow_their_agreement,
    partners_join_a_programme,
    settlements_equal_the_ledger,
)
from .promoted import GUARDS as PROMOTION_GUARDS
from .reaching import allowed
from .referring import claims_follow_their_code, codes_have_a_scheme
from .resolving import (
    cases_are_joined_of_one_customer,
    cases_follow_their_service_level,
    linked_encounters_are_there,
    service_levels_follow_their_calendar,
)
from .selling import opportunities_follow_their_pipeline
from .serving import encounters_follow_their_standard
from .tiering import tiers_are_offered
from .work import Work

Of: TypeAlias = Aggregate[Any, Any, Any]

# What is noted of anyone, known or not.
ON_RECORD: Final = (NoteRead, NoteExport)

# What of the books goes on once a customer is erased.
BOOKS: Final = (
    CreditInvoice,
    GrantCashback,
    NotePaymentFailed,
    ReceivePayment,
    ReconcileBalance,
    RefundPayment,
    ReturnCashback,
)

# Refusals of a command because there is nothing of that name to do it to.
ABSENT: Final = (
    AgreementNotSigned,
    BenefitNotGranted,
    ClearingNotOpened,
    NoSuchRow,
    PartnerNotOnboarded,
    ActionNotRewarded,
    BudgetNotOpened,
    CouponNotIssued,
    NoPurse,
    NothingEvaluated,
    PromotionNotPublished,
    AppointmentNotBooked,
    CampaignNotPlanned,
    CauseNotAnnounced,
    ChallengeNotJoined,
    ContestNotAnnounced,
    ComplaintNotFiled,
    ContractNotSigned,
    ProjectNotPlanned,
    DistributionNotPublished,
    EmployeeNotRegistered,
    EncounterNotOpened,
    ExperimentNotDesigned,
    GatheringNotAnnounced,
    GoalNotSet,
    ImprovementNotDecided,
    ShortcomingNotRegistered,
    LeadNotCaptured,
    MailingNotPlanned,
    MessageNotDecided,
    NotAMember,
    NotRegistered,
    NothingClaimed,
    OpportunityNotOpened,
    OrderNotPlaced,
    PayoutNotRequested,
    PlanNotDrafted,
    StandardNotDefined,
    PrivilegeNotGranted,
    RedemptionNotRequested,
    RewardNotDefined,
    SurveyNotDesigned,
    TaskNotAssigned,
    TouchNotRecorded,
    UnknownGrant,
    UnknownInvitation,
    UnknownRemedy,
    IdeaNotSubmitted,
    ReviewNotPublished,
    UnknownStep,
    CaseNotOpened,
    PromiseNotMade,
)


def customers_are_registered(
    work: Work, aggregate: Of, identity: str, command: Any
) -> None:
    """Raise `Unknown` for a command about a customer who was never registered.

    Or `PersonErased`, for one who was erased. What names no customer goes on, but for
    a card, which identifies one: the books of someone erased are kept to their end.
    """
    customer = getattr(command, "customer_id", None)
    if isinstance(command, IssueCard | ReplaceCard):
        customer = aggregate.whose(identity)
    if customer is None or isinstance(command, (RegisterCustomer, *ON_RECORD)):
        return
    profile = work.state(CUSTOMER, customer)
    if profile.registered is None:
        raise Unknown("customer", customer)
    if profile.erased and not isinstance(command, BOOKS):
        raise PersonErased(profile.erased.certificate_id)


def contacts_have_consent(work: Work, _: Of, __: str, command: Any) -> None:
    """Raise `NoConsent` unless the position that a contact names allows it now."""
    if not isinstance(command, ReserveContact | UseContact):
        return
    if command.consent_position is None:
        return  # refused, or suppressed, by the contact's own rules
    customer = command.customer_id
    slot: Any = command
    if isinstance(command, UseContact):
        slot = work.state(CONTACT, customer).reserved.get(command.contact_id)
        if slot is None:
            return
    lawful = allowed(work, customer, slot.purpose, slot.channel)
    if not lawful or command.consent_position != work.revision(CONSENT, customer):
        raise NoConsent(slot.purpose, slot.channel)


def programmes_are_published(work: Work, _: Of, __: str, command: Any) -> None:
    """Raise `Unknown` for an enrolment in a programme that has no version."""
    if isinstance(command, Enrol):
        programme = command.programme_id
        if not work.state(PROGRAMME, programme).versions:
            raise Unknown("programme", programme)


def points_are_members(work: Work, aggregate: Of, identity: str, _: Any) -> None:
    """Raise `Unknown` for points of someone who has never enrolled."""
    if aggregate is POINTS and isinstance(work.state(MEMBERSHIP, identity), Outsider):
        raise Unknown(MEMBERSHIP.kind, identity)


GUARDS: Final = (
    customers_are_registered,
    contacts_have_consent,
    programmes_are_published,
    points_are_members,
    materials_lead_to_their_campaign,
    opportunities_follow_their_pipeline,
    surveys_are_asked_as_designed,
    quality_stands_on_what_is_known,
    actions_follow_their_policy,
    codes_have_a_scheme,
    claims_follow_their_code,
    challenges_are_joined_as_published,
    contests_are_for_their_members,
    partners_join_a_programme,
    clearings_follow_their_agreement,
    settlements_equal_the_ledger,
    benefits_are_of_an_agreement_in_force,
    tiers_are_offered,
    encounters_follow_their_standard,
    appointments_follow_their_resource,
    *PROMOTION_GUARDS,
    service_levels_follow_their_calendar,
    cases_follow_their_service_level,
    cases_are_joined_of_one_customer,
    linked_encounters_are_there,
    holds_follow_their_cause,
    cashback_is_money,
    privileges_are_members,
    messages_are_lawful,
    mailings_use_what_is_published,
    exposures_follow_their_design,
)
