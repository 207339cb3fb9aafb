"""Each criterion counts what it says, in its window, and says when it cannot tell."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from mijoz.application.envelope import Recorded, TimeQuality
from mijoz.application.metrics import judging
from mijoz.application.metrics.criteria import CRITERIA, Criterion
from mijoz.application.metrics.defining import Measure, Measured, Window
from mijoz.domain.customer.facts import CustomerFactRecorded, FactKind
from mijoz.domain.encounter.opening import EncounterKind, EncounterOpened
from mijoz.domain.encounter.serving_kinds import Channel
from mijoz.domain.encounter.serving_terms import EncounterStarted
from mijoz.domain.feedback.feedback import FeedbackKind, FeedbackReceived
from mijoz.domain.ids import (
    CustomerId,
    EmployeeId,
    EncounterId,
    FeedbackId,
    MembershipId,
    OrderId,
    ProgrammeId,
    TaskId,
)
from mijoz.domain.loyalty.membership import MemberEnrolled
from mijoz.domain.metrics.diagnosis import Problem
from mijoz.domain.purchase.order import OrderCompleted
from mijoz.domain.sales.task import TaskAssigned

MAY, JUNE = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
WINDOW = Window(MAY, JUNE)
INSTANT = timedelta(microseconds=1)


def log(*events: Any) -> Sequence[Recorded]:
    return [
        Recorded(
            n,
            n,
            str(n),
            type(event).__name__,
            1,
            "s",
            n,
            getattr(event, "customer_id", None),
            "user:anna",
            None,
            None,
            TimeQuality.SERVER,
            (),
            event,
        )
        for n, event in enumerate(events, start=1)
    ]


def value(measure: Measure, *events: Any) -> Fraction | None:
    return measure(log(*events), WINDOW).value


def bought(who: str, at: datetime = JUNE) -> OrderCompleted:
    customer = CustomerId(who)
    return OrderCompleted(at, OrderId(who), customer, "UZS", 1, 0, ("1",), (1,))


def served(who: str, name: str = "e", at: datetime = JUNE) -> EncounterOpened:
    customer = CustomerId(who)
    return EncounterOpened(
        at, EncounterId(name), customer, EncounterKind.QUESTION, "phone"
    )


def scored(name: str, score: int, about: str, at: datetime = JUNE) -> FeedbackReceived:
    feedback = FeedbackId(name)
    return FeedbackReceived(
        at, feedback, CustomerId("a"), FeedbackKind.CSAT, score, 10, about
    )


def task(who: str, at: datetime) -> TaskAssigned:
    return TaskAssigned(
        at, TaskId("t"), CustomerId(who), "anna", "call", JUNE, None, None
    )


def test_of_those_of_several_departments_some_have_somebody_in_charge() -> None:
    both = (bought("a"), served("a"), bought("b"), served("b"), bought("c"))
    assert value(judging.in_charge, *both) == 0
    assert value(judging.in_charge, *both, task("a", JUNE)) == Fraction(1, 2)
    assert value(judging.in_charge, *both, task("c", JUNE)) == 0
    assert value(judging.in_charge, *both, task("a", JUNE + INSTANT)) == 0
    earlier = bought("a", MAY), served("a")
    assert value(judging.in_charge, *earlier) is None


def test_of_some_buyers_something_is_known() -> None:
    def fact(at: datetime) -> CustomerFactRecorded:
        return CustomerFactRecorded(
            at, CustomerId("a"), "f", FactKind.HABIT, "tea", "asked", 100, None
        )

    assert value(judging.known_of, bought("a"), bought("b")) == 0
    assert value(judging.known_of, bought("a"), bought("b"), fact(MAY)) == Fraction(
        1, 2
    )
    late = fact(JUNE + INSTANT)
    assert value(judging.known_of, bought("a"), late) == 0


def test_some_buyers_are_heard_within_the_window() -> None:
    about = scored("f", 9, "order:1")
    assert value(judging.heard, bought("a"), bought("b"), about) == Fraction(1, 2)
    assert value(judging.heard, bought("a"), scored("f", 9, "x", MAY)) == 0


def test_some_encounters_are_assessed() -> None:
    two = served("a", "e"), served("b", "g")
    assert value(judging.assessed, *two) == 0
    about = scored("f", 9, "encounter:e")
    assert value(judging.assessed, *two, about, about) == Fraction(1, 2)
    assert value(judging.assessed, *two, scored("f", 9, "order:e")) == 0
    assert value(judging.assessed, *two, scored("f", 9, "encounter:x")) == 0
    assert value(judging.assessed) is None


def started(name: str, employee: str) -> EncounterStarted:
    who = EmployeeId(employee)
    return EncounterStarted(
        MAY, EncounterId(name), CustomerId("a"), Channel.PHONE, (), who
    )


def test_the_lowest_mean_of_an_employee_is_held_against_the_whole() -> None:
    events: list[Any] = []
    for employee, score in (("good", 10), ("poor", 6)):
        for n in range(10):
            name = f"{employee}-{n}"
            events += started(name, employee), scored(name, score, f"encounter:{name}")
    assert value(judging.balanced, *events) == Fraction(1, 4)
    assert value(judging.balanced, *events[:-1]) is None  # of one there are too few
    few = [started("x", "new"), scored("x", 0, "encounter:x")]
    found = judging.balanced(log(*events, *few), WINDOW).value
    assert found is not None
    assert 0 < found < Fraction(1, 4)  # counted in the whole, and not compared


def enrolled(who: str, at: datetime = MAY) -> MemberEnrolled:
    member, customer = MembershipId(f"club:{who}"), CustomerId(who)
    return MemberEnrolled(at, member, customer, ProgrammeId("club"), "shop", None)


def test_some_buyers_are_members_and_some_members_are_active() -> None:
    buyers = bought("a"), bought("b")
    assert value(judging.enrolled, *buyers, enrolled("a")) == Fraction(1, 2)
    assert value(judging.enrolled, *buyers, enrolled("a", JUNE + INSTANT)) == 0
    assert value(judging.active, enrolled("a"), enrolled("b")) == 0
    assert value(judging.active) is None


@pytest.mark.parametrize(
    ("per_mille", "of", "met"),
    [(500, 1_000, True), (499, 1_000, False), (1, 29, None), (0, 0, None)],
)
def test_a_criterion_is_met_from_its_bound_on_and_by_enough(
    per_mille: int, of: int, met: bool | None
) -> None:
    at_least = Criterion("c", 1, Problem.UNINFORMED, "", judging.heard, 500)
    assert at_least.met(Measured(per_mille, of, [])) is met


@pytest.mark.parametrize(("per_mille", "met"), [(150, True), (151, False)])
def test_a_criterion_may_have_a_bound_above(per_mille: int, met: bool) -> None:
    at_most = Criterion(
        "c", 1, Problem.UNBALANCED, "", judging.balanced, most_per_mille=150
    )
    assert at_most.met(Measured(per_mille, 1_000, [])) is met


def test_every_problem_has_a_criterion_and_every_criterion_a_bound() -> None:
    assert {each.problem for each in CRITERIA} == set(Problem)
    for each in CRITERIA:
        assert (each.least_per_mille is None) != (each.most_per_mille is None)
    assert len({each.name for each in CRITERIA}) == len(CRITERIA)
