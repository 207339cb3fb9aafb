"""Which phase a customer was in, and when: a pure function of what happened."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from attrs import frozen

from .rules import PhaseRules


class Phase(StrEnum):
    PROSPECT = "prospect"
    NEW = "new"
    ACTIVE = "active"
    LOYAL = "loyal"
    AT_RISK = "at_risk"
    LAPSED = "lapsed"
    WON_BACK = "won_back"
    CLOSED = "closed"


@frozen
class Rhythm:
    """Moments of one customer, in any order."""

    registered_at: datetime
    orders: Sequence[datetime] = ()
    closed: Sequence[datetime] = ()
    reopened: Sequence[datetime] = ()


@frozen
class Stay:
    """A phase from a moment on; ``orders`` is how many there were by then."""

    at: datetime
    phase: Phase
    orders: int = 0
    last_order_at: datetime | None = None


def phases(rules: PhaseRules, rhythm: Rhythm, until: datetime) -> Iterator[Stay]:
    """Yield each phase that was entered by *until*, that moment included.

    An order at the very moment from which one would be missed comes too late for it.
    What is told of times before the registration counts from then on.
    """
    if rhythm.registered_at > until:
        return
    phase, bought = Phase.PROSPECT, list[datetime]()
    yield Stay(rhythm.registered_at, phase)
    for at, what in _moments(rhythm, until):
        while (due := _due(rules, phase, bought)) is not None and due <= at:
            phase = _MISSED.get(phase, Phase.AT_RISK)
            yield Stay(due, phase, len(bought), bought[-1])
        if what == "order":
            bought.append(at)
        entered = _after(what, rules, phase, bought, at)
        if entered != phase:
            phase = entered
            yield Stay(at, phase, len(bought), bought[-1] if bought else None)


def _moments(rhythm: Rhythm, until: datetime) -> list[tuple[datetime, str]]:
    told = (
        ("closed", rhythm.closed),
        ("order", rhythm.orders),
        ("reopened", rhythm.reopened),
    )
    moments = [
        (max(at, rhythm.registered_at), what) for what, each in told for at in each
    ]
    return [*sorted(each for each in moments if each[0] <= until), (until, "now")]


_MISSED = {Phase.AT_RISK: Phase.LAPSED}


def _due(
    rules: PhaseRules, phase: Phase, bought: Sequence[datetime]
) -> datetime | None:
    """Return when an order will have been missed, for better or for good."""
    if phase in (Phase.PROSPECT, Phase.LAPSED, Phase.CLOSED):
        return None
    days = rules.lapsed_days if phase == Phase.AT_RISK else rules.at_risk_days
    return bought[-1] + timedelta(days=days)


def _after(
    what: str, rules: PhaseRules, phase: Phase, bought: Sequence[datetime], at: datetime
) -> Phase:
    match what:
        case "closed":
            return Phase.CLOSED
        case "order" if phase == Phase.LAPSED:
            return Phase.WON_BACK
        case "order" if phase != Phase.CLOSED:
            return _standing(rules, bought)
        case "reopened" if phase == Phase.CLOSED:
            return _as_of(rules, bought, at)
        case _:
            return phase


def _standing(rules: PhaseRules, bought: Sequence[datetime]) -> Phase:
    """Return the phase of someone who has just had the last of their orders."""
    if len(bought) < 2:
        return Phase.NEW if bought else Phase.PROSPECT
    since = bought[-1] - timedelta(days=rules.loyal_days)
    lately = sum(at > since for at in bought)
    return Phase.LOYAL if lately >= rules.loyal_orders else Phase.ACTIVE


def _as_of(rules: PhaseRules, bought: Sequence[datetime], at: datetime) -> Phase:
    phase = _standing(rules, bought)
    while (due := _due(rules, phase, bought)) is not None and due <= at:
        phase = _MISSED.get(phase, Phase.AT_RISK)
    return phase
