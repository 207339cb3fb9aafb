"""Only a change of class is recorded, and none by a look at the past."""

from datetime import UTC, datetime, timedelta

from attrs import evolve

from mijoz.domain.ids import CustomerId
from mijoz.domain.segment.membership import (
    SEGMENT_MEMBERS,
    Membership,
    SeeInClass,
    SegmentChanged,
)

AT = datetime(2026, 6, 1, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
SEE = SeeInClass(AT, CustomerId("aziza"), "abc", 1, "r", "A")
SEEN = SegmentChanged(AT, CustomerId("aziza"), "abc", 1, "r", None, "A")
IN_A = SEGMENT_MEMBERS.fold([SEEN])


def decide(command: SeeInClass, state: Membership) -> list[SegmentChanged]:
    return list(SEGMENT_MEMBERS.decide(command, state))


def test_who_is_first_seen_comes_from_no_class() -> None:
    assert decide(SEE, Membership()) == [SEEN]


def test_who_is_seen_where_they_were_has_not_changed() -> None:
    assert decide(evolve(SEE, at=AT + INSTANT, run_id="r2"), IN_A) == []


def test_a_change_says_what_was_left() -> None:
    (event,) = decide(evolve(SEE, at=AT, into="B"), IN_A)
    assert (event.left, event.into) == ("A", "B")
    (gone,) = decide(evolve(SEE, into=None), IN_A)
    assert (gone.left, gone.into) == ("A", None)
    assert decide(evolve(SEE, into=None), Membership()) == []


def test_a_look_at_the_past_changes_nothing() -> None:
    assert decide(evolve(SEE, at=AT - INSTANT, into="B"), IN_A) == []
