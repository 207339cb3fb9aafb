"""How an encounter differs from its standard, one test a way."""

from datetime import UTC, datetime, timedelta

import pytest

from mijoz.domain.encounter.conformance import Conformance, Performed, conformance
from mijoz.domain.encounter.steps import Role, StandardStep

NINE = datetime(2026, 5, 4, 9, tzinfo=UTC)
STANDARD = (
    StandardStep("greet", Role.EMPLOYEE, minutes=2),
    StandardStep("measure", Role.EMPLOYEE),
    StandardStep("choose", Role.CUSTOMER),
    StandardStep("wrap", Role.EMPLOYEE, required=False),
)


def did(text: str, **of: float) -> list[Performed]:
    """Return steps done one after the other, each ten minutes after the last."""
    steps = []
    for number, name in enumerate(text.split()):
        began = NINE + timedelta(minutes=10 * number)
        lasted = timedelta(minutes=of.get(name, 0))
        steps.append(Performed(name, began, began + lasted))
    return steps


@pytest.mark.parametrize("text", ["greet measure choose", "greet measure choose wrap"])
def test_what_goes_by_the_standard_conforms(text: str) -> None:
    found = conformance(STANDARD, did(text))
    assert found == Conformance(len(text.split()))
    assert found.conforms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("greet choose", Conformance(2, missing=("measure",))),
        ("", Conformance(0, missing=("greet", "measure", "choose"))),
        ("measure greet choose", Conformance(3, out_of_order=("greet",))),
        (
            "choose wrap measure greet",
            Conformance(4, out_of_order=("measure", "greet")),
        ),
        (
            "greet tea measure choose tea",
            Conformance(5, unknown=("tea",)),
        ),
        ("greet measure choose greet", Conformance(4, extra=("greet",))),
    ],
)
def test_what_differs_is_named_by_how_it_does(text: str, expected: Conformance) -> None:
    found = conformance(STANDARD, did(text))
    assert found == expected
    assert not found.conforms


def test_steps_follow_one_another_as_they_began_however_they_were_told() -> None:
    done = did("greet measure choose")
    assert conformance(STANDARD, done[::-1]).conforms


def test_what_began_together_stands_as_it_was_told() -> None:
    together = [Performed(name, NINE, NINE) for name in ("measure", "greet", "choose")]
    assert conformance(STANDARD, together).out_of_order == ("greet",)
    assert conformance(STANDARD, sorted(together, key=str)).out_of_order


def test_a_part_that_another_took_is_named() -> None:
    done = [
        Performed("greet", NINE, NINE, Role.SYSTEM),
        Performed("measure", NINE, NINE, Role.EMPLOYEE),
        Performed("choose", NINE, NINE, Role.CUSTOMER),
    ]
    assert conformance(STANDARD, done) == Conformance(3, wrong_role=("greet",))


def test_a_part_that_nobody_is_told_of_is_nobodys_fault() -> None:
    assert conformance(STANDARD, did("greet measure choose")).wrong_role == ()


def test_a_step_may_last_as_long_as_it_should_and_no_longer() -> None:
    done = did("greet measure choose", greet=2, measure=60)
    assert conformance(STANDARD, done).conforms
    done = did("greet measure choose", greet=2.001)
    assert conformance(STANDARD, done) == Conformance(3, overrun=("greet",))


@pytest.mark.parametrize(
    "way", ["missing", "out_of_order", "unknown", "extra", "wrong_role", "overrun"]
)
def test_it_conforms_if_it_differs_in_no_way(way: str) -> None:
    assert Conformance(3).conforms
    assert not Conformance(3, **{way: ("greet",)}).conforms
