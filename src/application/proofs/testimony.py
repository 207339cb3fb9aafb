"""What the events of a customer come to, told with both clocks: no more than they say.

Pure, so that whoever holds the events can tell it again and compare.
"""

from collections.abc import Sequence
from datetime import datetime

from attrs import frozen

from ..contexts import POINTS
from ..envelope import Recorded
from ..projections.card import CARDS, Card
from ..statement import Line, lines


@frozen
class Listed:
    """One event: what and where, when it happened, when we learned it, by whom, why."""

    position: int | None
    occurred_at: datetime
    recorded_at: datetime | None
    type: str
    version: int
    stream: str
    revision: int
    id: str
    actor: str
    correlation_id: str | None
    causation_id: str | None
    policy_refs: tuple[str, ...]


@frozen
class Account:
    """A member's points in one programme, line by line."""

    stream: str
    spendable: int
    lines: Sequence[Line]


@frozen
class Testimony:
    """All of it, as of ``made_at``, as far as known at the log's ``position``."""

    customer: str
    position: int
    made_at: datetime
    card: Card
    points: Sequence[Account]
    events: Sequence[Listed]


def witness(
    customer: str, position: int, made_at: datetime, events: Sequence[Recorded]
) -> Testimony:
    """Return what the *events* come to, given in the order of their positions."""
    card = Card(customer)
    accounts: dict[str, list[Recorded]] = {}
    for each in events:
        card = CARDS.evolve(card, each)
        if each.stream.startswith(POINTS.stream("")):
            accounts.setdefault(each.stream, []).append(each)
    return Testimony(
        customer,
        position,
        made_at,
        card,
        [_account(stream, made_at, told) for stream, told in accounts.items()],
        [_listed(each) for each in events],
    )


def _account(stream: str, at: datetime, events: Sequence[Recorded]) -> Account:
    ledger = POINTS.decider.fold(each.event for each in events)
    return Account(stream, ledger.spendable_at(at), lines(events))


def _listed(each: Recorded) -> Listed:
    return Listed(
        each.position,
        each.occurred_at,
        each.recorded_at,
        each.type,
        each.version,
        each.stream,
        each.revision,
        each.id,
        each.actor,
        each.correlation_id,
        each.causation_id,
        each.policy_refs,
    )
