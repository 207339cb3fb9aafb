"""What can be told of tiers, and of the privileges that they and people give."""

from typing import Any, Final

from ...domain.loyalty import privilege_terms, tier_policy, tier_terms
from .. import contexts
from .naming import named

COMMANDS: Final = (
    *named(
        contexts.TIER_POLICY,
        ("programme_id",),
        (
            "publish",
            tier_policy.PublishTierPolicy,
            "Publish a version of a programme's tiers, never to change.",
        ),
    ),
    *named(
        contexts.TIER,
        ("programme_id", "customer_id"),
        ("grant", tier_terms.GrantTier, "Give a member a tier.", "grant_id"),
        ("revoke", tier_terms.RevokeGrant, "End a grant, and with it its tier."),
    ),
    *named(
        contexts.PRIVILEGE,
        ("programme_id", "customer_id"),
        (
            "grant",
            privilege_terms.GrantPrivilege,
            "Give a member a privilege that their tier does not.",
            "grant_id",
        ),
        ("use", privilege_terms.UsePrivilege, "Use a privilege once.", "use_id"),
        (
            "withdraw",
            privilege_terms.WithdrawPrivilege,
            "Take a privilege away that was granted.",
        ),
        (
            "fall-due",
            privilege_terms.NotePrivilegeDue,
            "Note the privileges that have expired by then.",
        ),
    ),
)

# What a tier comes to, and gives, is worked out.
INTERNAL: Final[tuple[type[Any], ...]] = (
    tier_terms.EvaluateTier,
    tier_terms.JoinTier,
    tier_terms.PartTier,
    tier_terms.EndTier,
    privilege_terms.EntitleByTier,
)
