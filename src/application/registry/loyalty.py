"""What can be told of programmes, memberships and points."""

from typing import Any, Final

from ...domain.loyalty import (
    membership,
    points,
    programme,
)
from .. import contexts
from ..asking import Indexed
from .naming import named

_CARD = Indexed("number", "number_index")

COMMANDS: Final = (
    *named(
        contexts.PROGRAMME,
        ("programme_id",),
        ("publish", programme.PublishVersion, "Publish a version, never to change."),
        ("retire", programme.RetireVersion, "Have a version end."),
    ),
    *named(
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
    *named(
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

# A policy's own notes are nobody's to ask for.
INTERNAL: Final[tuple[type[Any], ...]] = (points.NoteRefusal,)
