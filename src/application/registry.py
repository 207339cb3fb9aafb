"""Every command there is, once: for the library, HTTP and the command line alike."""

from typing import Any, Final

from ..domain.campaign import campaign, outreach
from ..domain.customer import access, consent, profile
from ..domain.encounter import encounter
from ..domain.feedback import feedback
from ..domain.loyalty import membership, points, programme
from ..domain.purchase import order
from . import contexts
from .aggregate import Aggregate
from .asking import Entry, Indexed

_IDENTIFIER = Indexed("value", "blind_index", "kind")
_CARD = Indexed("number", "number_index")


def _of(
    aggregate: Aggregate[Any, Any, Any],
    identity: tuple[str, ...],
    *rows: tuple[Any, ...],
) -> tuple[Entry, ...]:
    return tuple(
        Entry(f"{aggregate.kind}.{verb}", aggregate, identity, *rest)
        for verb, *rest in rows
    )


# What is asked for under which verb, what it does, and which identity it can make.
COMMANDS: Final[tuple[Entry, ...]] = (
    *_of(
        contexts.CUSTOMER,
        ("customer_id",),
        ("register", profile.RegisterCustomer, "Register a customer.", "customer_id"),
        (
            "add-identifier",
            profile.AddIdentifier,
            "Add an e-mail, phone or other id, one customer's alone.",
            None,
            _IDENTIFIER,
        ),
        (
            "verify-identifier",
            profile.VerifyIdentifier,
            "Note that an identifier was verified, and how.",
            None,
            _IDENTIFIER,
        ),
        (
            "remove-identifier",
            profile.RemoveIdentifier,
            "Remove an identifier; another may then have it.",
            None,
            _IDENTIFIER,
        ),
        ("record-fact", profile.RecordFact, "Record a fact and its source.", "fact_id"),
        ("correct-fact", profile.CorrectFact, "Correct a fact; its history stays."),
        ("close", profile.CloseRelationship, "Close the relationship, and say why."),
        ("reopen", profile.ReopenRelationship, "Take the relationship up again."),
        ("hold", profile.PlaceLegalHold, "Place a legal hold: no erasure.", "hold_id"),
        ("release-hold", profile.ReleaseLegalHold, "Release a legal hold."),
    ),
    *_of(
        contexts.CONSENT,
        ("customer_id",),
        ("grant", consent.GrantConsent, "Allow a purpose by a channel."),
        ("withdraw", consent.WithdrawConsent, "Allow it no longer."),
    ),
    *_of(
        contexts.ORDER,
        ("order_id",),
        (
            "place",
            order.PlaceOrder,
            "Place an order; it is yet to be paid.",
            "order_id",
        ),
        (
            "record",
            order.RecordPurchase,
            "Record an order placed and paid at one moment.",
            "order_id",
        ),
        ("complete", order.CompleteOrder, "Complete an order: it is paid, and earns."),
        ("cancel", order.CancelOrder, "Call an order off that is not completed."),
        ("return", order.ReturnLines, "Take goods back, line by line.", "return_id"),
        (
            "refund",
            order.RefundOrder,
            "Pay money back; points go back with it.",
            "refund_id",
        ),
    ),
    *_of(
        contexts.CAMPAIGN,
        ("campaign_id",),
        ("plan", campaign.PlanCampaign, "Plan a campaign.", "campaign_id"),
        ("close", campaign.CloseCampaign, "Close a campaign."),
    ),
    *_of(
        contexts.OUTREACH,
        ("customer_id",),
        ("expose", outreach.ExposeToCampaign, "Note that a customer met a campaign."),
        (
            "redeem-coupon",
            outreach.RedeemCoupon,
            "Note that a customer used a coupon.",
            "redemption_id",
        ),
    ),
    *_of(
        contexts.ENCOUNTER,
        ("encounter_id",),
        (
            "open",
            encounter.OpenEncounter,
            "Open a question, problem, complaint or visit.",
            "encounter_id",
        ),
        ("record-step", encounter.RecordStep, "Record what was done in an encounter."),
        ("close", encounter.CloseEncounter, "Close an encounter with its outcome."),
        ("reopen", encounter.ReopenEncounter, "Take a closed encounter up again."),
    ),
    *_of(
        contexts.FEEDBACK,
        ("feedback_id",),
        ("receive", feedback.ReceiveFeedback, "Receive feedback.", "feedback_id"),
    ),
    *_of(
        contexts.PROGRAMME,
        ("programme_id",),
        ("publish", programme.PublishVersion, "Publish a version, never to change."),
        ("retire", programme.RetireVersion, "Have a version end."),
    ),
    *_of(
        contexts.MEMBERSHIP,
        ("programme_id", "customer_id"),
        ("enrol", membership.Enrol, "Enrol a customer in a programme."),
        ("issue-card", membership.IssueCard, "Issue the first card.", None, _CARD),
        (
            "replace-card",
            membership.ReplaceCard,
            "Replace a card, which never comes back.",
            None,
            _CARD,
        ),
        ("suspend", membership.Suspend, "Suspend a member, who then earns nothing."),
        ("reinstate", membership.Reinstate, "Reinstate a suspended member."),
        ("leave", membership.Leave, "End a membership, and settle its points."),
    ),
    *_of(
        contexts.POINTS,
        ("programme_id", "customer_id"),
        ("earn", points.Earn, "Earn points for a source, once.", "lot_id"),
        (
            "reverse",
            points.ReverseEarn,
            "Take back what a refunded source had earned.",
            "refund_id",
        ),
        ("redeem", points.Redeem, "Spend points on a reward.", "redemption_id"),
        (
            "give-back",
            points.ReverseRedemption,
            "Give redeemed points back to their lots.",
            "cancellation_id",
        ),
        ("hold", points.Hold, "Set points aside until a timeout.", "hold_id"),
        (
            "capture",
            points.CaptureHold,
            "Redeem what is held, or part of it.",
            "redemption_id",
        ),
        ("release", points.ReleaseHold, "Let go of points that are held."),
        (
            "adjust",
            points.Adjust,
            "Give points, or take them, on someone's word.",
            "adjustment_id",
        ),
        ("settle", points.SettleDue, "Let all happen that is due by then."),
    ),
)

# A policy's own notes are nobody's to ask for; an erasure is more than a command.
INTERNAL: Final[tuple[type[Any], ...]] = (
    points.NoteRefusal,
    profile.ErasePersonalData,
    profile.ConfirmErasure,
    access.NoteRead,
    access.NoteExport,
)
