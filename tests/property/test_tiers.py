"""The same entries give the same tier, in whatever order they are told or looked at."""

from datetime import UTC, datetime, timedelta

from attrs import evolve as but
from hypothesis import given
from hypothesis import strategies as st

from mijoz.domain.ids import CustomerId
from mijoz.domain.loyalty.tier import TIERS
from mijoz.domain.loyalty.tier_entries import Entry, Tally
from mijoz.domain.loyalty.tier_policy import PolicyVersion, TierPolicy
from mijoz.domain.loyalty.tier_rules import (
    Crossing,
    Downgrade,
    Span,
    Tier,
    TierRules,
)
from mijoz.domain.loyalty.tier_standing import Course, earned
from mijoz.domain.loyalty.tier_status import TierStatus
from mijoz.domain.loyalty.tier_terms import (
    EvaluateTier,
    Event,
    JoinTier,
    PartTier,
    TierChanged,
)
from mijoz.domain.loyalty.tier_windows import TICK, window_at

START = datetime(2023, 1, 1, tzinfo=UTC)
ENROLLED = datetime(2024, 2, 29, 12, tzinfo=UTC)
LAST = START + timedelta(days=1500)
days = st.integers(0, 1460)
TIERS_OF_THREE = (Tier("bronze", 50), Tier("silver", 100), Tier("gold", 250))


@st.composite
def rules(draw: st.DrawFn) -> TierRules:
    span = draw(st.sampled_from(Span))
    downgrade = draw(st.sampled_from(Downgrade))
    in_grace = downgrade is Downgrade.KEEP_GRACE
    return TierRules(
        draw(st.sampled_from(["Asia/Tashkent", "Europe/Berlin", "America/Havana"])),
        TIERS_OF_THREE,
        span,
        downgrade,
        draw(st.sampled_from(Crossing)),
        draw(st.integers(1, 18)) if span is Span.ROLLING_MONTHS else None,
        draw(st.integers(1, 15)) if in_grace else None,
        draw(st.none() | st.integers(1, 60)),
    )


def entries(least: int = 1) -> st.SearchStrategy[list[Entry]]:
    made = st.builds(
        lambda day, amount: (START + timedelta(days=day), amount),
        days,
        st.integers(least, 150),
    )
    return st.lists(made, max_size=12).map(
        lambda each: [Entry(at, f"e{n}", amount) for n, (at, amount) in enumerate(each)]
    )


def told(status: TierStatus, command: EvaluateTier) -> tuple[list[Event], TierStatus]:
    events = list(TIERS.decide(command, status))
    return events, TIERS.fold(events, status)


def look(by: TierRules, at: datetime, known: list[Entry]) -> EvaluateTier:
    return EvaluateTier(at, PolicyVersion(1, START, by), ENROLLED, tuple(known))


@given(rules(), entries(least=-150), st.randoms())
def test_the_order_in_a_command_does_not_matter(
    by: TierRules, known: list[Entry], chance: object
) -> None:
    shuffled = known.copy()
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    first, _ = told(TIERS.initial, look(by, LAST, known))
    second, _ = told(TIERS.initial, look(by, LAST, shuffled))
    assert first == second


@given(rules(), entries())
def test_entries_that_come_late_lead_to_the_tier_that_they_would_have_in_time(
    by: TierRules, arriving: list[Entry]
) -> None:
    status, seen, known = TIERS.initial, START, []
    for entry in arriving:  # in any order of time, each looked at as it comes
        known.append(entry)
        seen = max(seen, entry.at)
        _, status = told(status, look(by, seen, known))
    _, status = told(status, look(by, LAST, known))
    in_time = earned(Course(by, Tally(known), ENROLLED), LAST)
    assert status.tier == by.name(in_time.rank)


@given(rules(), entries(least=-150), st.lists(days, max_size=6))
def test_looking_more_often_changes_no_outcome_and_twice_finds_nothing(
    by: TierRules, known: list[Entry], moments: list[int]
) -> None:
    status = TIERS.initial
    for day in sorted(moments):
        command = look(by, START + timedelta(days=day), known)
        _, status = told(status, command)
        assert told(status, command)[0] == []
    _, status = told(status, look(by, LAST, known))
    assert told(status, look(by, LAST, known))[0] == []
    in_time = earned(Course(by, Tally(known), ENROLLED), LAST)
    assert status.tier == by.name(in_time.rank)


@given(rules(), entries(least=-150), st.lists(days, max_size=6))
def test_a_tier_falls_only_as_a_window_or_its_grace_ends(
    by: TierRules, known: list[Entry], moments: list[int]
) -> None:
    status = TIERS.initial
    for day in [*sorted(moments), 1500]:
        at = START + timedelta(days=day)
        so_far = [each for each in known if each.at <= at]
        for event in TIERS.decide(look(by, at, so_far), status):
            if isinstance(event, TierChanged):
                fell = by.rank_of(event.to_tier) < by.rank_of(event.from_tier)
                assert fell == (event.effective_from == status.valid_until)
                if fell and not status.in_grace:
                    ended = window_at(by, event.effective_from - TICK, ENROLLED)
                    assert ended.until == event.effective_from
            status = TIERS.evolve(status, event)


@given(rules(), entries(least=-150), days)
def test_no_window_ever_comes_to_more_than_the_most(
    by: TierRules, known: list[Entry], day: int
) -> None:
    tally = Tally(known)
    since = window_at(by, START + timedelta(days=day), ENROLLED).since
    for count in range(len(known) + 1):
        assert tally.amount(since, count) <= tally.most()


@given(rules(), st.integers(0, 3), st.integers(-50, 300), st.integers(1, 400))
def test_the_parts_of_an_order_that_crosses_sum_to_it(
    by: TierRules, rank: int, before: int, amount: int
) -> None:
    if by.rank(before + amount) <= rank:
        return
    parts = by.parts(rank, before, amount)
    assert sum(each.amount for each in parts) == amount
    assert all(each.amount > 0 for each in parts)


@given(rules(), entries())
def test_more_entries_never_make_for_less(by: TierRules, known: list[Entry]) -> None:
    fewer = Course(by, Tally(known[:-1]), ENROLLED)
    more = Course(by, Tally(known), ENROLLED)
    assert earned(more, LAST).rank >= earned(fewer, LAST).rank


@given(rules(), rules(), days, entries(least=-150), st.lists(days, max_size=5))
def test_whoever_looks_each_version_decides_in_its_own_time(
    first: TierRules,
    second: TierRules,
    change: int,
    known: list[Entry],
    moments: list[int],
) -> None:
    starts = START - TICK, START + timedelta(days=change)
    policy = TierPolicy(
        (PolicyVersion(1, starts[0], first), PolicyVersion(2, starts[1], second))
    )

    def walked(moments: list[int]) -> TierStatus:
        status = TIERS.initial
        for day in [*sorted(moments), 1500]:
            at = START + timedelta(days=day)
            for moment, version in policy.looks(status.seen, at):
                evaluate = EvaluateTier(moment, version, ENROLLED, tuple(known))
                _, status = told(status, evaluate)
        return status

    often, once = walked(moments), walked([])
    assert (often.tier, often.valid_until) == (once.tier, once.valid_until)


three_days = st.lists(days, min_size=3, max_size=3).map(sorted)


@given(rules(), entries(least=-150), entries(least=-150), three_days)
def test_of_two_who_are_one_the_better_tier_is_held_until_a_window_ends(
    by: TierRules, own: list[Entry], others: list[Entry], moments: list[int]
) -> None:
    at, later = (START + timedelta(days=day) for day in moments[:2])
    both = [*own, *(each._replace(entry_id=f"o{each.entry_id}") for each in others)]
    _, alone = told(TIERS.initial, look(by, at, own))
    _, other = told(TIERS.initial, look(by, at, others))
    until = other.valid_until
    joined = TIERS.fold(
        TIERS.decide(JoinTier(at, "M", CustomerId("o"), other.tier, until), alone),
        alone,
    )
    _, status = told(joined, look(by, at, both))
    best = max(by.rank_of(alone.tier), by.rank_of(other.tier))
    assert by.rank_of(status.tier) >= best
    _, status = told(status, look(by, later, both))
    ends = [each for each in (alone.valid_until, until) if each is not None]
    if not ends or later < min(ends):
        assert by.rank_of(status.tier) >= best


@given(rules(), entries(least=-150), entries(least=-150), three_days, st.integers(0, 3))
def test_parted_again_all_is_as_if_they_had_never_been_one(
    by: TierRules,
    own: list[Entry],
    others: list[Entry],
    moments: list[int],
    rank: int,
) -> None:
    first, second, third = (START + timedelta(days=day) for day in moments)
    both = [*own, *(each._replace(entry_id=f"o{each.entry_id}") for each in others)]
    _, alone = told(TIERS.initial, look(by, first, own))
    join = JoinTier(first, "M", CustomerId("o"), by.name(rank), None)
    status = TIERS.fold(TIERS.decide(join, alone), alone)
    for at in (first, second, third):
        _, status = told(status, look(by, at, both))
    status = TIERS.fold(TIERS.decide(PartTier(third, "M", 1), status), status)
    _, status = told(status, look(by, third, own))
    _, never = told(alone, look(by, third, own))
    assert (status.tier, status.valid_until) == (never.tier, never.valid_until)
    assert (status.in_grace, status.grant_id) == (never.in_grace, never.grant_id)
    assert told(status, look(by, LAST, own))[1].tier == (
        told(never, look(by, LAST, own))[1].tier
    )


def test_the_crossing_is_told_in_the_event() -> None:
    by = but(RULES_OF_A_YEAR, crossing=Crossing.SPLIT)
    crossing = Entry(START + timedelta(days=40), "b", 30)
    known = [Entry(START + timedelta(days=1), "a", 90), crossing]
    _, status = told(TIERS.initial, look(by, known[0].at, known))
    (changed,), _ = told(status, look(by, crossing.at, known))
    assert isinstance(changed, TierChanged)
    assert sum(each.amount for each in changed.crossing_parts) == crossing.amount


RULES_OF_A_YEAR = TierRules(
    "Asia/Tashkent",
    TIERS_OF_THREE,
    Span.CALENDAR_YEAR,
    Downgrade.TO_EARNED,
    Crossing.SPLIT,
)
