"""P4: what is earned and taken back moves a tier, and so does the end of a window."""

from attrs import evolve as but

from mijoz.application.contexts import POINTS, TIER
from mijoz.domain.loyalty.points import Ledger
from mijoz.domain.loyalty.tier_entries import qualifying
from mijoz.domain.loyalty.tier_rules import Downgrade, TierPart
from mijoz.domain.loyalty.tier_status import TierStatus
from mijoz.domain.loyalty.tier_terms import (
    TierChanged,
    TierKeptInGrace,
    TierQualified,
    TierReason,
    TierRetentionWarned,
)

from .telling import TIME, Told, day, tell
from .test_p01_orders_earn import ENROLLED, MEMBER
from .tiered import (
    CLUB_OF_TIERS,
    NEW_YEAR,
    NEXT_YEAR,
    RULES,
    buys,
    offered,
    refunded,
    sweep,
)

GOLD = buys("gold", 10, 300)


def changes(told: Told) -> list[tuple[str | None, str | None, TierReason]]:
    """Return from where to where a tier has changed, and why."""
    return [
        (each.from_tier, each.to_tier, each.reason)
        for each in told.of(TIER, MEMBER)
        if isinstance(each, TierChanged)
    ]


def status(told: Told) -> TierStatus:
    state: TierStatus = told.crm.handler.begin(TIME).state(TIER, MEMBER)
    return state


def test_an_order_that_crosses_a_line_raises_the_tier_at_once() -> None:
    told = tell(*CLUB_OF_TIERS, buys("first", 5, 90), buys("second", 10, 250))
    (risen,) = told.by("tiers-are-evaluated")
    assert isinstance(risen, TierChanged)
    assert (risen.at, risen.to_tier, risen.reason) == (
        day(10),
        "gold",
        TierReason.UPGRADE,
    )
    assert risen.crossing_entry == "lot:second"
    assert risen.crossing_parts == (
        TierPart(None, 10),
        TierPart("silver", 200),
        TierPart("gold", 40),
    )
    assert risen.evidence is not None
    assert (risen.evidence.amount, risen.evidence.threshold) == (340, 300)


def test_a_refund_lowers_what_counts_at_once_and_the_tier_as_the_window_ends() -> None:
    story = (*CLUB_OF_TIERS, GOLD, refunded("gold", 20, 150))
    told = tell(*story)
    ledger: Ledger = told.crm.handler.begin(TIME).state(POINTS, MEMBER)
    assert sum(each.amount for each in qualifying(ledger)) == 150
    assert status(told).tier == "gold"
    told = tell(*story, sweep(364), sweep(366), sweep(366))
    fallen = told.of(TIER, MEMBER)[-1]
    assert isinstance(fallen, TierChanged)
    assert (fallen.at, fallen.to_tier) == (NEW_YEAR, "silver")
    assert changes(told)[1:] == [("gold", "silver", TierReason.WINDOW_END)]


def test_a_tier_that_was_earned_again_is_confirmed_once() -> None:
    told = tell(*CLUB_OF_TIERS, GOLD, sweep(366), sweep(400))
    (_, kept) = told.of(TIER, MEMBER)
    assert isinstance(kept, TierQualified)
    assert (kept.at, kept.valid_until) == (NEW_YEAR, NEXT_YEAR)


def test_who_is_about_to_lose_a_tier_is_warned_once_of_what_is_missing() -> None:
    told = tell(*CLUB_OF_TIERS, GOLD, buys("again", 400, 120), sweep(701), sweep(702))
    warnings = [
        each for each in told.of(TIER, MEMBER) if isinstance(each, TierRetentionWarned)
    ]
    assert warnings == [TierRetentionWarned(day(701), "gold", 180, NEXT_YEAR, 1)]


def test_a_tier_falls_one_down_where_the_rules_say_so() -> None:
    rules = but(RULES, downgrade=Downgrade.ONE_DOWN, warn_days=None)
    told = tell(*ENROLLED, offered(rules), GOLD, sweep(731))
    assert changes(told)[1:] == [("gold", "silver", TierReason.WINDOW_END)]


def test_a_tier_is_kept_in_grace_where_the_rules_say_so() -> None:
    rules = but(RULES, downgrade=Downgrade.KEEP_GRACE, grace_months=3, warn_days=None)
    told = tell(*ENROLLED, offered(rules), GOLD, sweep(731), sweep(830))
    assert isinstance(told.of(TIER, MEMBER)[-2], TierKeptInGrace)
    assert changes(told)[1:] == [("gold", None, TierReason.WINDOW_END)]


def test_what_is_told_late_shows_as_a_retroactive_change_that_it_has_caused() -> None:
    told = tell(*CLUB_OF_TIERS, buys("on time", 50, 250), buys("late", 20, 50))
    changed = told.of(TIER, MEMBER)[-1]
    assert isinstance(changed, TierChanged)
    assert (changed.to_tier, changed.reason) == ("gold", TierReason.RETROACTIVE)
    assert (changed.at, changed.effective_from) == (day(50), day(50))
    log = {each.id: each for each in told.crm.journal.feed(0, 1_000)}
    (told_of,) = (each for each in log.values() if each.event == changed)
    cause = log[told_of.causation_id or ""]
    assert (cause.type, cause.event.source_ref) == ("PointsEarned", "order:late")
    assert told_of.policy_refs == ("tiers:club@1",)


def test_each_version_judges_the_windows_of_its_own_time() -> None:
    dearer = but(RULES, tiers=tuple(but(t, threshold=900) for t in RULES.tiers[:1]))
    dearer = but(dearer, tiers=(*dearer.tiers, but(RULES.tiers[1], threshold=1_000)))
    second = offered(dearer, 2, 365 - 5 / 24)
    told = tell(*CLUB_OF_TIERS, GOLD, second, sweep(400))
    kept = told.of(TIER, MEMBER)[-1]
    assert isinstance(kept, TierQualified)
    assert (kept.policy_version, kept.valid_until) == (1, NEXT_YEAR)


def test_where_there_are_no_tiers_nothing_is_said_of_any() -> None:
    told = tell(*ENROLLED, GOLD, sweep(400))
    assert told.of(TIER, MEMBER) == []
