"""The phases that a customer was seen to enter: each recorded once, with its reason.

What was recorded stays. Where a late fact, or a new version of the rules, says that it
was otherwise, the phase that is right now is entered, and says so.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, assert_never

from attrs import frozen

from ..decider import Decider
from ..ids import CustomerId
from .phases import Phase, Rhythm, Stay, phases
from .rules import PhaseRules


class Because(StrEnum):
    RULE = "rule"
    LATE_FACT = "late_fact"
    NEW_RULES = "new_rules"


@frozen
class AssessPhase:
    """Look at a rhythm as it is known *at* this moment, by one version of the rules."""

    at: datetime
    customer_id: CustomerId
    rhythm: Rhythm
    rules: PhaseRules
    rules_id: str
    rules_version: int


Command: TypeAlias = AssessPhase


@frozen
class LifecyclePhaseEntered:
    """``orders`` and ``last_order_at`` are what the rules saw of orders by then."""

    at: datetime
    customer_id: CustomerId
    phase: Phase
    left: Phase | None
    because: Because
    rules_id: str
    rules_version: int
    orders: int
    last_order_at: datetime | None


Event: TypeAlias = LifecyclePhaseEntered


@frozen
class Lifecycle:
    """The phase a customer was last seen to enter; nothing before the first."""

    last: LifecyclePhaseEntered | None = None


def decide(command: Command, state: Lifecycle) -> Iterator[Event]:
    last = state.last
    if last is not None and command.at <= last.at:
        return
    stays = list(phases(command.rules, command.rhythm, command.at))
    if last is None:
        yield from _enter(command, stays, None, Because.RULE)
        return
    until_then = [each for each in stays if each.at <= last.at]
    if until_then and until_then[-1].phase == last.phase:
        later = stays[len(until_then) :]
        yield from _enter(command, later, last.phase, Because.RULE)
    elif stays and stays[-1].phase != last.phase:
        now = Stay(command.at, *_rest(stays[-1]))
        yield from _enter(command, [now], last.phase, _because(command, last))


def _rest(stay: Stay) -> tuple[Phase, int, datetime | None]:
    return stay.phase, stay.orders, stay.last_order_at


def _because(command: Command, last: LifecyclePhaseEntered) -> Because:
    before = last.rules_id, last.rules_version
    same = (command.rules_id, command.rules_version) == before
    return Because.LATE_FACT if same else Because.NEW_RULES


def _enter(
    command: Command, stays: list[Stay], left: Phase | None, because: Because
) -> Iterator[Event]:
    for stay in stays:
        yield LifecyclePhaseEntered(
            stay.at,
            command.customer_id,
            stay.phase,
            left,
            because,
            command.rules_id,
            command.rules_version,
            stay.orders,
            stay.last_order_at,
        )
        left = stay.phase


def evolve(_: Lifecycle, event: Event) -> Lifecycle:
    match event:
        case LifecyclePhaseEntered():
            return Lifecycle(event)
        case _:
            assert_never(event)


LIFECYCLES = Decider(Lifecycle(), decide, evolve)
