"""What holds of programmes, of what orders earn, and of the map that ledgers keep."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from mijoz.domain.ids import CustomerId, MembershipId, ProgrammeId
from mijoz.domain.loyalty import cards, membership, programme
from mijoz.domain.loyalty.earning import points_for
from mijoz.domain.loyalty.layered import SMALL, LayeredMap
from mijoz.domain.loyalty.policies import (
    BalancePolicy,
    ExpiredPart,
    RefundPolicy,
    SpendOrder,
)
from mijoz.domain.loyalty.terms import Terms

ZONES = ("UTC", "Asia/Tashkent", "Europe/Berlin", "America/Havana", "Asia/Beirut")
START = datetime(2015, 1, 1, tzinfo=UTC)
moments = st.integers(0, 20 * 365 * 24 * 60).map(lambda m: START + timedelta(minutes=m))
terms = st.builds(
    Terms,
    time_zone=st.sampled_from(ZONES),
    unit=st.just("points"),
    points=st.integers(1, 50),
    per=st.integers(1, 5000),
    currency=st.just("UZS"),
    spend_order=st.sampled_from(SpendOrder),
    pending_days=st.integers(0, 60),
    expiry_months=st.none() | st.integers(1, 40),
    expiry_at_month_end=st.booleans(),
    refund_policy=st.sampled_from(RefundPolicy),
    expired_part=st.sampled_from(ExpiredPart),
    grace_days=st.integers(1, 90),
    two_person_above=st.none() | st.integers(0, 10**6),
)
paid = st.lists(st.integers(0, 10**7), max_size=12)


@given(terms, paid)
def test_lines_share_exactly_what_their_order_earns(
    rule: Terms, lines: list[int]
) -> None:
    points = points_for(rule, lines)
    assert sum(points) == sum(lines) * rule.points // rule.per
    assert len(points) == len(lines)


@given(terms, paid.filter(any))
def test_no_line_is_a_whole_point_off_its_share(rule: Terms, lines: list[int]) -> None:
    points, total = points_for(rule, lines), sum(lines)
    for line, earned in zip(lines, points, strict=True):
        assert abs(earned * total - sum(points) * line) < total


@given(terms, moments)
def test_points_are_earned_then_available_then_gone(
    rule: Terms, earned_at: datetime
) -> None:
    available_at = rule.available_at(earned_at)
    expires_at = rule.expires_at(available_at)
    assert earned_at <= available_at
    assert available_at - earned_at <= timedelta(rule.pending_days, hours=2)
    assert (expires_at is None) is (rule.expiry_months is None)
    if expires_at is not None:
        assert available_at < expires_at
        last = (expires_at - timedelta.resolution).astimezone(ZoneInfo(rule.time_zone))
        first = expires_at.astimezone(ZoneInfo(rule.time_zone))
        assert last.date() < first.date()
        if rule.expiry_at_month_end:
            assert first.day == 1


@given(terms, moments, moments)
def test_what_is_earned_later_is_never_available_or_gone_sooner(
    rule: Terms, one: datetime, other: datetime
) -> None:
    earlier, later = sorted((one, other))
    assert rule.available_at(earlier) <= rule.available_at(later)
    gone, gone_later = rule.expires_at(earlier), rule.expires_at(later)
    assert gone is None or gone_later is None or gone <= gone_later


@given(st.lists(st.tuples(moments, terms), max_size=6), moments)
def test_at_most_one_version_is_in_force_and_it_is_the_latest_begun(
    plans: list[tuple[datetime, Terms]], at: datetime
) -> None:
    history: list[programme.Event] = []
    for number, (start, rule) in enumerate(sorted(plans, key=lambda plan: plan[0])):
        history.append(
            programme.ProgrammeVersionPublished(
                start, ProgrammeId("bozor"), number + 1, start, rule
            )
        )
    begun = [start for start, _ in plans if start <= at]
    version = programme.PROGRAMMES.fold(history).in_force(at)
    assert (version and version.effective_from) == (max(begun) if begun else None)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers()), max_size=4 * SMALL))
def test_a_layered_map_is_a_map(entries: list[tuple[int, int]]) -> None:
    layered, plain = LayeredMap[int, int](), dict[int, int]()
    older: list[tuple[LayeredMap[int, int], dict[int, int]]] = []
    for key, value in entries:
        older.append((layered, dict(plain)))
        layered, plain[key] = layered.put(key, value), value
    for version, entries_then in [*older, (layered, plain)]:
        assert version.as_dict() == entries_then
        assert set(version) == set(entries_then)
        for key in range(61):
            assert version.get(key) == entries_then.get(key)
            assert (key in version) is (key in entries_then)


@given(st.permutations(range(40)))
def test_layered_maps_are_equal_if_their_entries_are(order: list[int]) -> None:
    one, other = LayeredMap[int, str](), LayeredMap[int, str]()
    for key in range(40):
        one = one.put(key, str(key))
    for key in order:
        other = other.put(key, str(key))
    assert one == other
    assert one != other.put(7, "seven")
    assert one != {key: str(key) for key in range(40)}


def test_a_layered_map_has_few_layers() -> None:
    grown = LayeredMap[int, int]()
    for key in range(10_000):
        grown = grown.put(key, key)
    assert len(grown.layers) <= 12
    assert grown[9_999] == 9_999


@given(
    st.one_of(
        st.builds(
            programme.ProgrammeVersionPublished,
            moments,
            st.just(ProgrammeId("bozor")),
            st.integers(1, 9),
            moments,
            terms,
        ),
        st.builds(
            programme.ProgrammeVersionRetired,
            moments,
            st.just(ProgrammeId("bozor")),
            st.integers(1, 9),
            moments,
        ),
        st.builds(
            membership.MemberEnrolled,
            moments,
            st.just(MembershipId("m")),
            st.just(CustomerId("aziza")),
            st.just(ProgrammeId("bozor")),
            st.text(),
            st.none() | st.text(),
        ),
        st.builds(cards.CardIssued, moments, st.text(), st.none() | st.text()),
        st.builds(cards.CardReplaced, moments, st.text(), st.text(), st.text()),
        st.builds(membership.MembershipSuspended, moments, st.text()),
        st.builds(membership.MembershipReinstated, moments),
        st.builds(
            membership.MembershipEnded,
            moments,
            st.text(),
            st.sampled_from(BalancePolicy),
        ),
    )
)
def test_events_survive_being_written_down(
    event: programme.Event | membership.Event,
) -> None:
    wire = msgspec.json.encode(event)
    assert msgspec.json.decode(wire, type=type(event)) == event
