"""What can be told of friends brought in, challenges, contests and causes."""

from typing import Any, Final

from ...domain.engagement import referral, scheme
from .. import contexts
from ..asking import Indexed, LookedUp
from ..referring import whose_code
from .naming import named

_CODE = Indexed("code", "code_index", of="referral-code")

COMMANDS: Final = (
    *named(
        contexts.SCHEME,
        ("scheme_id",),
        (
            "publish",
            scheme.PublishScheme,
            "Publish a version of what bringing in a friend takes, and brings.",
        ),
    ),
    *named(
        contexts.REFERRAL,
        ("customer_id",),
        (
            "issue-code",
            referral.IssueReferralCode,
            "Give a customer their code, to bring in friends by.",
            None,
            _CODE,
        ),
        (
            "claim",
            referral.ClaimReferral,
            "Claim to be brought in, by a friend's code.",
            "claim_id",
            _CODE,
            LookedUp(("referrer_id", "scheme_id", "version", "terms"), whose_code),
        ),
        ("reject", referral.RejectReferral, "Reject a claim, or take its reward back."),
        ("fall-due", referral.NoteReferralDue, "Reward a claim or expire it, if due."),
    ),
)

# What orders and claims bring about is nobody's to say.
INTERNAL: Final[tuple[type[Any], ...]] = (
    referral.NoteFriend,
    referral.NoteFriendLost,
    referral.QualifyReferral,
)
