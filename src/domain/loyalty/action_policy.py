"""What deeds earn, besides purchases: in numbered versions, which never change."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import frozen

from ..decider import Decider, Refused
from ..ids import ProgrammeId
from .days import day_of, month_end, months_after, start_of
from .programme import (
    PublishedVersionsNeverChange,
    VersionsOutOfOrder,
    WouldChangeThePast,
)
from .terms import InvalidTerm

MOST_POINTS = 10**6  # for one deed
MOST_TIMES = 10**4


class CapWindow(StrEnum):
    """What a cap is counted over, in the programme's own days."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    EVER = "ever"


@frozen
class ActionRule:
    """A deed, such as a repost or a review, earns `points`, so many `times` a window.

    Its points count towards a tier only if they are `qualifying`.
    """

    action: str
    points: int
    times: int
    window: CapWindow
    qualifying: bool = False


@frozen
class PublishActionPolicy:
    at: datetime
    programme_id: ProgrammeId
    version: int
    effective_from: datetime
    time_zone: str
    rules: tuple[ActionRule, ...]


Command: TypeAlias = PublishActionPolicy


@frozen
class ActionPolicyPublished:
    at: datetime
    programme_id: ProgrammeId
    version: int
    effective_from: datetime
    time_zone: str
    rules: tuple[ActionRule, ...]

    def rule(self, action: str) -> ActionRule | None:
        """Return the rule for a deed, if it earns anything."""
        return next((each for each in self.rules if each.action == action), None)


Event: TypeAlias = ActionPolicyPublished


@frozen
class ActionRuleRepeated(Refused):
    action: str

    def __str__(self) -> str:
        return f"{self.action} has more than one rule"


@frozen
class ActionPolicy:
    versions: tuple[ActionPolicyPublished, ...] = ()

    def in_force(self, at: datetime) -> ActionPolicyPublished | None:
        """Return the version that counts for what was done *at* a moment."""
        for version in reversed(self.versions):
            if version.effective_from <= at:
                return version
        return None

    def version(self, number: int) -> ActionPolicyPublished | None:
        return next((each for each in self.versions if each.version == number), None)


def window_of(
    window: CapWindow, at: datetime, zone: str
) -> tuple[datetime | None, datetime | None]:
    """Return the first instant of the window *at* is in, and the first after it."""
    day = day_of(at, zone)
    match window:
        case CapWindow.DAY:
            first, after = day, day + timedelta(days=1)
        case CapWindow.WEEK:
            first = day - timedelta(days=day.weekday())
            after = first + timedelta(days=7)
        case CapWindow.MONTH:
            first = day.replace(day=1)
            after = month_end(day) + timedelta(days=1)
        case CapWindow.YEAR:
            first = day.replace(month=1, day=1)
            after = months_after(first, 12)
        case CapWindow.EVER:
            return None, None
    return start_of(first, zone), start_of(after, zone)


def decide(command: Command, policy: ActionPolicy) -> Iterator[Event]:
    number, start = command.version, command.effective_from
    event = ActionPolicyPublished(
        command.at,
        command.programme_id,
        number,
        start,
        command.time_zone,
        command.rules,
    )
    if known := policy.version(number):
        told = (known.effective_from, known.time_zone, known.rules)
        if told != (start, command.time_zone, command.rules):
            raise PublishedVersionsNeverChange(number)
        return
    if number < 1:
        raise InvalidTerm("version", str(number))
    _check(command)
    if policy.versions:
        last = policy.versions[-1]
        if number <= last.version or start <= last.effective_from:
            raise VersionsOutOfOrder(number, after=last.version)
        if start < command.at:
            raise WouldChangeThePast(number, start)
    yield event


def evolve(policy: ActionPolicy, event: Event) -> ActionPolicy:
    return ActionPolicy((*policy.versions, event))


def _check(command: PublishActionPolicy) -> None:
    try:
        ZoneInfo(command.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise InvalidTerm("time_zone", command.time_zone) from None
    seen = set()
    for rule in command.rules:
        if rule.action in seen:
            raise ActionRuleRepeated(rule.action)
        seen.add(rule.action)
        if not rule.action.strip():
            raise InvalidTerm("action", rule.action)
        if not 1 <= rule.points <= MOST_POINTS:
            raise InvalidTerm("points", str(rule.points))
        if not 1 <= rule.times <= MOST_TIMES:
            raise InvalidTerm("times", str(rule.times))


ACTION_POLICIES = Decider(ActionPolicy(), decide, evolve)
