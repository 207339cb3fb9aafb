"""Which survey is sent upon what: a policy, published in versions that never change."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final, TypeAlias, assert_never

from attrs import frozen

from ..decider import Decider, Refused
from ..ids import SurveyId, TriggerPolicyId
from ..times import not_before

DAYS_MOST: Final = 366


class Trigger(StrEnum):
    """What sets an invitation off."""

    FIRST_ENCOUNTER = "first_encounter"
    ENCOUNTER_CLOSED = "encounter_closed"
    CASE_RESOLVED = "case_resolved"
    REPEAT_PURCHASE = "repeat_purchase"
    COMPLAINT_CLOSED = "complaint_closed"
    PERIOD = "period"


@frozen
class Rule:
    """Upon a trigger ask a survey, for a purpose and by a channel.

    An invitation is good for `valid_days` and followed up after each of
    `remind_after_days`. Whoever was asked anything within `rest_days` is left alone.
    """

    trigger: Trigger
    survey_id: SurveyId
    purpose: str
    channel: str
    valid_days: int
    remind_after_days: tuple[int, ...] = ()
    rest_days: int = 0

    def expires_at(self, invited_at: datetime) -> datetime:
        """Return the first instant at which an invitation is no longer good."""
        return invited_at + timedelta(days=self.valid_days)

    def remind_at(self, invited_at: datetime) -> tuple[datetime, ...]:
        """Return when someone who has not answered is to be reminded."""
        return tuple(
            invited_at + timedelta(days=each) for each in self.remind_after_days
        )

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield what of it no rule can say."""
        if not 1 <= self.valid_days <= DAYS_MOST:
            yield "valid_days", str(self.valid_days)
        if not 0 <= self.rest_days <= DAYS_MOST:
            yield "rest_days", str(self.rest_days)
        days = (0, *self.remind_after_days, self.valid_days)
        if any(later <= day for day, later in pairwise(days)):
            yield "remind_after_days", f"{self.remind_after_days} of {self.valid_days}"


@frozen
class PublishTriggers:
    at: datetime
    policy_id: TriggerPolicyId
    version: int
    rules: tuple[Rule, ...]


Command: TypeAlias = PublishTriggers


@frozen
class SurveyTriggersPublished:
    at: datetime
    policy_id: TriggerPolicyId
    version: int
    rules: tuple[Rule, ...]


Event: TypeAlias = SurveyTriggersPublished


@frozen
class InvalidRule(Refused):
    trigger: Trigger
    field: str
    value: str

    def __str__(self) -> str:
        return f"in the rule upon {self.trigger}, {self.field} cannot be {self.value}"


@frozen
class TriggeredTwice(Refused):
    trigger: Trigger

    def __str__(self) -> str:
        return f"the policy has two rules upon {self.trigger}: one is to be asked"


@frozen
class PublishedTriggersNeverChange(Refused):
    version: int

    def __str__(self) -> str:
        return (
            f"version {self.version} of the triggers is published, and says otherwise"
        )


@frozen
class NotTheNextTriggers(Refused):
    version: int
    expected: int

    def __str__(self) -> str:
        return f"the triggers' next version is {self.expected}, not {self.version}"


@frozen
class Triggers:
    """Every version, in the order of their numbers from 1 on."""

    published: tuple[SurveyTriggersPublished, ...] = ()

    def in_force(self, at: datetime) -> SurveyTriggersPublished | None:
        """Return the newest version that was published by then."""
        return next((each for each in reversed(self.published) if each.at <= at), None)


def decide(command: Command, triggers: Triggers) -> Iterator[Event]:
    at, policy, version, rules = (
        command.at,
        command.policy_id,
        command.version,
        command.rules,
    )
    published = triggers.published
    if 1 <= version <= len(published):
        if published[version - 1].rules != rules:
            raise PublishedTriggersNeverChange(version)
        return
    if version != len(published) + 1:
        raise NotTheNextTriggers(version, len(published) + 1)
    if published:
        not_before(published[-1].at, at)
    seen: set[Trigger] = set()
    for rule in rules:
        if rule.trigger in seen:
            raise TriggeredTwice(rule.trigger)
        seen.add(rule.trigger)
        for name, value in rule.faults():
            raise InvalidRule(rule.trigger, name, value)
    yield SurveyTriggersPublished(at, policy, version, rules)


def evolve(triggers: Triggers, event: Event) -> Triggers:
    match event:
        case SurveyTriggersPublished():
            return Triggers((*triggers.published, event))
        case _:
            assert_never(event)


TRIGGERS = Decider[Command, Event, Triggers](Triggers(), decide, evolve)
