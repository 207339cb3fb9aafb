"""`mijoz survey scores`, for people and for programs."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.application.contexts import SEGMENT
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk
from mijoz.application.envelope import Origin
from mijoz.composition import compose
from mijoz.domain.segment.conditions import Condition, Field
from mijoz.domain.segment.definition import DefineSegment, Terms

from ...stories.asked import CSAT, READY, answers, encounter
from ...stories.telling import Step, day

ANNA = Origin("user:anna")
MEMBERS = "members"


@pytest.fixture
def crm() -> Crm:
    """Return a shop in which one of two encounters was answered."""
    crm = compose(clock=lambda: datetime(2026, 3, 1, tzinfo=UTC))
    steps: list[Step] = [*READY, *encounter("e-1", 1)]
    steps += [answers("encounter_closed:e-1", CSAT, 2, 4), *encounter("e-2", 3)]
    for step in steps:
        if callable(step):
            step(crm.handler)
        else:
            aggregate, name, command = step
            Desk(aggregate, crm.handler).tell(name, command, origin=ANNA)
    return crm


def none(*_: Any) -> Any:
    raise AssertionError("not for these tests")


def scores(
    crm: Crm, capsys: pytest.CaptureFixture[str], *words: str, fails: int = 0
) -> str:
    main = create(Services(lambda _: crm, none, none, none))
    when = ("--since", "2026-01-01", "--until", "2026-02-01")
    assert main(["survey", "scores", "csat", *when, *words]) == fails
    return capsys.readouterr().out


def test_a_score_is_shown_with_its_sample_and_response_rate(
    crm: Crm, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = scores(crm, capsys)
    for each in ("CSAT, share", "warmth@1", "100.00 %", "50.00 %"):
        assert each in shown


def test_a_score_is_told_by_encounter(
    crm: Crm, capsys: pytest.CaptureFixture[str]
) -> None:
    told = json.loads(scores(crm, capsys, "--by", "about", "--json"))
    assert told == [
        {
            "group": "encounter:e-1",
            "score": 1.0,
            "sample": 1,
            "answered": 1,
            "invited": 1,
            "response_rate": 1.0,
        },
        {
            "group": "encounter:e-2",
            "score": None,
            "sample": 0,
            "answered": 0,
            "invited": 1,
            "response_rate": 0.0,
        },
    ]


def test_a_score_is_told_by_the_classes_of_a_segment(
    crm: Crm, capsys: pytest.CaptureFixture[str]
) -> None:
    terms = Terms("UZS", conditions=(Condition(Field.ORDERS, 0, 0),))
    define = DefineSegment(day(0), MEMBERS, 1, terms)
    Desk(SEGMENT, crm.handler).tell(MEMBERS, define, origin=ANNA)
    (told,) = json.loads(scores(crm, capsys, "--segment", "members", "--json"))
    assert (told["group"], told["score"], told["response_rate"]) == ("in", 1.0, 0.5)


def test_a_window_has_a_length(crm: Crm, capsys: pytest.CaptureFixture[str]) -> None:
    scores(crm, capsys, "--until", "2026-01-01", fails=2)
