"""The rules of publishing which survey is sent upon what."""

from datetime import datetime
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.feedback.triggers import (
    TRIGGERS,
    InvalidRule,
    NotTheNextTriggers,
    PublishedTriggersNeverChange,
    PublishTriggers,
    Rule,
    SurveyTriggersPublished,
    Trigger,
    TriggeredTwice,
)
from mijoz.domain.ids import TriggerPolicyId
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

from .asking import DAY, NOW, SPEED, TICK, WARMTH

SHOP = TriggerPolicyId("shop")
ENCOUNTER = Rule(Trigger.ENCOUNTER_CLOSED, WARMTH, "survey", "email", 7, (3, 5), 30)
PURCHASE = but(ENCOUNTER, trigger=Trigger.REPEAT_PURCHASE, survey_id=SPEED)
FIRST = SurveyTriggersPublished(NOW, SHOP, 1, (ENCOUNTER,))
SECOND = SurveyTriggersPublished(NOW + DAY, SHOP, 2, (ENCOUNTER, PURCHASE))

triggers = Scenario(TRIGGERS)


def publish(
    *rules: Rule, version: int = 1, at: datetime = NOW + DAY
) -> PublishTriggers:
    return PublishTriggers(at, SHOP, version, rules)


def test_triggers_are_published_in_versions_once_each() -> None:
    triggers.when(publish(ENCOUNTER, at=NOW)).then(FIRST)
    story = triggers.given(FIRST)
    story.when(publish(ENCOUNTER)).then_nothing()
    story.when(publish(ENCOUNTER, PURCHASE, version=2)).then(SECOND)
    story.given(SECOND).when(publish(ENCOUNTER)).then_nothing()
    story.given(SECOND).when(publish(ENCOUNTER, PURCHASE, version=2)).then_nothing()


def test_what_is_published_never_changes() -> None:
    story = triggers.given(FIRST, SECOND)
    story.when(publish(PURCHASE)).then(PublishedTriggersNeverChange(1))
    story.when(publish(version=2)).then(PublishedTriggersNeverChange(2))


def test_versions_follow_one_another() -> None:
    triggers.when(publish(version=2)).then(NotTheNextTriggers(2, 1))
    triggers.when(publish(version=0)).then(NotTheNextTriggers(0, 1))
    triggers.given(FIRST).when(publish(version=3)).then(NotTheNextTriggers(3, 2))


def test_a_version_is_not_published_before_the_one_that_it_follows() -> None:
    story = triggers.given(FIRST)
    early = publish(PURCHASE, version=2, at=NOW - TICK)
    story.when(early).then(TooEarly(NOW - TICK, NOW))
    assert story.when(publish(PURCHASE, version=2, at=NOW)).refusal is None


def test_one_survey_is_asked_upon_a_trigger() -> None:
    twice = publish(ENCOUNTER, but(ENCOUNTER, survey_id=SPEED))
    triggers.when(twice).then(TriggeredTwice(Trigger.ENCOUNTER_CLOSED))


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [("valid_days", (6, 366), (0, 367)), ("rest_days", (0, 366), (-1, 367))],
)
def test_days_have_bounds(field: str, good: Any, bad: Any) -> None:
    for value in good:
        said: Any = {field: value}
        assert triggers.when(publish(but(ENCOUNTER, **said))).refusal is None
    for value in bad:
        rule = but(ENCOUNTER, **{field: value})
        refusal = InvalidRule(Trigger.ENCOUNTER_CLOSED, field, str(value))
        triggers.when(publish(rule)).then(refusal)
    one = but(ENCOUNTER, valid_days=1, remind_after_days=())
    assert triggers.when(publish(one)).refusal is None


@pytest.mark.parametrize("days", [(), (1,), (6,), (1, 2, 6)])
def test_someone_is_reminded_while_the_invitation_is_good(days: Any) -> None:
    rule = but(ENCOUNTER, remind_after_days=days)
    assert triggers.when(publish(rule)).refusal is None


@pytest.mark.parametrize("days", [(0,), (-1,), (7,), (3, 3), (5, 3)])
def test_nobody_is_reminded_out_of_turn(days: Any) -> None:
    rule = but(ENCOUNTER, remind_after_days=days)
    trigger = Trigger.ENCOUNTER_CLOSED
    refusal = InvalidRule(trigger, "remind_after_days", f"{days} of 7")
    triggers.when(publish(rule)).then(refusal)


def test_a_version_is_in_force_from_when_it_was_published() -> None:
    held = triggers.given(FIRST, SECOND).state
    assert held.in_force(NOW - TICK) is None
    assert held.in_force(NOW) == FIRST
    assert held.in_force(NOW + DAY - TICK) == FIRST
    assert held.in_force(NOW + DAY) == SECOND


def test_a_rule_says_when_things_are_due() -> None:
    assert ENCOUNTER.expires_at(NOW) == NOW + 7 * DAY
    assert ENCOUNTER.remind_at(NOW) == (NOW + 3 * DAY, NOW + 5 * DAY)
