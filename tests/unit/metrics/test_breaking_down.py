"""What customers said, broken down by what it was about or who they are."""

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from mijoz.application.metrics.breaking_down import (
    GROUPS,
    Group,
    break_down,
    by_class,
)
from mijoz.domain.feedback.invitation_terms import SurveyInvitationWithdrawn
from mijoz.domain.feedback.scale import Instrument
from mijoz.domain.feedback.triggers import Trigger
from mijoz.domain.ids import InvitationId

from .logs import log
from .test_feedback import APRIL, AZIZA, BEK, CES, CSAT, IN, START, answer, invite

EVENTS = (
    invite("i-1"),
    invite("i-2", trigger=Trigger.REPEAT_PURCHASE),
    invite("i-1", who=BEK),
    invite("i-3", at=START),  # before the window, answered in it
    answer(CSAT, 5, "i-1"),
    answer(CSAT, 1, "i-1", who=BEK),
    answer(CSAT, 4, "i-3"),
    invite("i-4", CES),
    answer(CES, 7, "i-4"),
)


def told(group: Group, instrument: Instrument = CSAT) -> dict[str, Any]:
    return {
        each.group: (each.score.value, each.response.value)
        for each in break_down(log(*EVENTS), instrument, APRIL, group)
    }


def test_every_answer_counts_in_one_group_by_its_invitation() -> None:
    assert told(GROUPS["trigger"]) == {
        "encounter_closed": (Fraction(2, 3), 1),
        "repeat_purchase": (None, 0),
    }


@pytest.mark.parametrize(
    ("name", "group"),
    [("survey", "warmth@1"), ("channel", "email"), ("about", "nothing")],
)
def test_all_of_one_group_is_the_whole(name: str, group: str) -> None:
    assert told(GROUPS[name]) == {group: (Fraction(2, 3), Fraction(2, 3))}
    assert told(GROUPS[name], CES) == {group: (7, 1)}


def test_customers_are_told_apart_by_the_class_they_are_in() -> None:
    assert told(by_class({AZIZA: "A"})) == {
        "A": (1, Fraction(1, 2)),
        "none": (0, 1),
    }


def test_a_group_in_which_nobody_was_asked_is_left_out() -> None:
    assert told(GROUPS["trigger"], Instrument.NPS) == {}
    gone = SurveyInvitationWithdrawn(IN, AZIZA, InvitationId("i-1"), "never sent")
    parts = break_down(log(invite("i-1"), gone), CSAT, APRIL, GROUPS["trigger"])
    assert parts == []
    late = invite("i-1", at=START + timedelta(days=99))
    assert break_down(log(late), CSAT, APRIL, GROUPS["trigger"]) == []
