"""The figures that phases go by: versions that never change."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import frozen

from ..decider import Decider, Refused

MOST_DAYS = 3_660


@frozen
class WinBack:
    """How someone who lapsed is won back: by what, over what, and for how long."""

    offer: str
    purpose: str
    channel: str
    days: int


@frozen
class PhaseRules:
    """Loyal are those with ``loyal_orders`` in ``loyal_days``, the latest counted in.

    An order is missed from ``at_risk_days`` after the last one on, and the customer is
    lapsed from ``lapsed_days`` after it on: to the microsecond.
    """

    loyal_orders: int
    loyal_days: int
    at_risk_days: int
    lapsed_days: int
    win_back: WinBack | None = None


@frozen
class PublishPhaseRules:
    at: datetime
    rules_id: str
    version: int
    rules: PhaseRules


Command: TypeAlias = PublishPhaseRules


@frozen
class PhaseRulesPublished:
    at: datetime
    rules_id: str
    version: int
    rules: PhaseRules


Event: TypeAlias = PhaseRulesPublished


@frozen
class PhaseRulesNeverChange(Refused):
    version: int

    def __str__(self) -> str:
        return f"version {self.version} of these rules is published, and says otherwise"


@frozen
class PhaseRulesOutOfOrder(Refused):
    version: int
    after: int

    def __str__(self) -> str:
        return f"version {self.version} does not come after version {self.after}"


@frozen
class ImpossiblePhaseRule(Refused):
    field: str
    value: int
    least: int
    most: int

    def __str__(self) -> str:
        return f"{self.field} is {self.value}: give {self.least} to {self.most}"


@frozen
class Rules:
    """What was published under one name, in order."""

    versions: tuple[PhaseRulesPublished, ...] = ()

    @property
    def newest(self) -> PhaseRulesPublished | None:
        """The version that counts."""
        return self.versions[-1] if self.versions else None


def decide(command: Command, state: Rules) -> Iterator[Event]:
    number, rules = command.version, command.rules
    for known in state.versions:
        if known.version == number:
            if known.rules != rules:
                raise PhaseRulesNeverChange(number)
            return
    last = state.newest.version if state.newest else 0
    if number <= last:
        raise PhaseRulesOutOfOrder(number, last)
    for field, value, least in _bounds(rules):
        if not least <= value <= MOST_DAYS:
            raise ImpossiblePhaseRule(field, value, least, MOST_DAYS)
    yield PhaseRulesPublished(command.at, command.rules_id, number, rules)


def _bounds(rules: PhaseRules) -> Sequence[tuple[str, int, int]]:
    bounds = [
        ("loyal_orders", rules.loyal_orders, 2),
        ("loyal_days", rules.loyal_days, 1),
        ("at_risk_days", rules.at_risk_days, 1),
        ("lapsed_days", rules.lapsed_days, rules.at_risk_days + 1),
    ]
    if rules.win_back:
        bounds.append(("win_back.days", rules.win_back.days, 1))
    return bounds


def evolve(state: Rules, event: Event) -> Rules:
    match event:
        case PhaseRulesPublished():
            return Rules((*state.versions, event))
        case _:
            assert_never(event)


PHASE_RULES = Decider(Rules(), decide, evolve)
