"""Read models that are made again from the log alone, an event at a time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol

from attrs import field, frozen

from ...domain.purchase.order import OrderPlaced
from .. import contexts
from ..aggregate import Aggregate
from ..desk import Replay
from ..envelope import Recorded, moment
from ..ports import Journal
from ..projections.card import CARDS, Card
from ..projections.facts import TABLES
from ..projections.rows import rows as facts_of
from ..statement import Statement, lines

AGGREGATES: Final[Mapping[str, Aggregate[Any, Any, Any]]] = {
    each.kind: each
    for each in (
        contexts.CUSTOMER,
        contexts.ACCESS,
        contexts.CONSENT,
        contexts.ORDER,
        contexts.CAMPAIGN,
        contexts.OUTREACH,
        contexts.ENCOUNTER,
        contexts.FEEDBACK,
        contexts.PROGRAMME,
        contexts.MEMBERSHIP,
        contexts.POINTS,
        contexts.TIER_POLICY,
        contexts.TIER,
        contexts.PRIVILEGE,
        contexts.TOUCHPOINT,
        contexts.LEAD,
        contexts.DISTRIBUTION,
        contexts.PIPELINE,
        contexts.OPPORTUNITY,
        contexts.TASK,
        contexts.GOAL,
        contexts.PLAN,
        contexts.CONTRACT,
        contexts.SETTLEMENT,
        contexts.CALENDAR,
        contexts.SLA,
        contexts.CASE,
        contexts.PROMISE,
    )
}
NOBODYS: Final = (
    "calendar",
    "sla",
    "campaign",
    "distribution",
    "pipeline",
    "programme",
    "tiers",
)  # never about one customer
CARDS_MODEL, STATEMENT, FACTS = "cards", "statement", "facts"
NAMES: Final[Sequence[str]] = (CARDS_MODEL, *AGGREGATES, STATEMENT, FACTS)
OF_ONE: Final = tuple(name for name in NAMES if name not in NOBODYS)


@frozen
class Row:
    """One row of a read model; ``whose`` is the customer it goes with when erased."""

    model: str
    key: str
    whose: str | None
    state: Any


@frozen
class Frame:
    """What a replay is made at: position, both bounds, and when accounts are told."""

    position: int
    as_of: datetime | None
    known_at: datetime | None
    at: datetime


class Model(Protocol):
    """Takes visible events in the order of the log, and says what they come to."""

    def take(self, recorded: Recorded) -> bool:
        """Take an event; say no where it cannot have been so by then."""
        ...

    def rows(self, frame: Frame) -> Iterator[Row]:
        """Yield the rows, in an order that does not depend on who asks."""
        ...


@frozen
class Cards:
    """Every customer on one card."""

    held: dict[str, Card] = field(factory=dict)

    def take(self, recorded: Recorded) -> bool:
        key = CARDS.key(recorded)
        if key is not None:
            self.held[key] = CARDS.evolve(self.held.get(key) or Card(key), recorded)
        return True

    def rows(self, _: Frame) -> Iterator[Row]:
        for key in sorted(self.held):
            yield Row(CARDS_MODEL, key, key, self.held[key])


@frozen
class States:
    """Every aggregate of one kind."""

    aggregate: Aggregate[Any, Any, Any]
    held: dict[str, Any] = field(factory=dict)

    def take(self, recorded: Recorded) -> bool:
        kind, _, identity = recorded.stream.partition("-")
        if kind != self.aggregate.kind:
            return True
        decider = self.aggregate.decider
        before = self.held.setdefault(identity, decider.initial)
        try:
            self.held[identity] = decider.evolve(before, recorded.event)
        except LookupError:  # dated before its own cause: see `Decider.fold_some`
            return False
        return True

    def rows(self, _: Frame) -> Iterator[Row]:
        aggregate = self.aggregate
        for identity in sorted(self.held):
            whose = aggregate.whose(identity)
            yield Row(aggregate.kind, identity, whose, self.held[identity])


@frozen
class Statements:
    """Every member's points, line by line."""

    ledgers: States = field(factory=lambda: States(contexts.POINTS))
    events: dict[str, list[Recorded]] = field(factory=dict)

    def take(self, recorded: Recorded) -> bool:
        kind, _, identity = recorded.stream.partition("-")
        if kind == contexts.POINTS.kind:
            self.events.setdefault(identity, []).append(recorded)
        return self.ledgers.take(recorded)

    def rows(self, frame: Frame) -> Iterator[Row]:
        for row in self.ledgers.rows(frame):
            programme, _, customer = row.key.partition(":")
            events, ledger = self.events[row.key], row.state
            spendable = ledger.spendable_at(frame.at)
            replay = Replay(frame.position, frame.as_of, frame.known_at, events, ledger)
            told = Statement(
                programme, customer, frame.at, spendable, replay, lines(events)
            )
            yield Row(STATEMENT, row.key, row.whose, told)


@frozen
class Facts:
    """The fact tables that features are made from, in the order of the log."""

    placed: Callable[[str], OrderPlaced]
    found: dict[str, list[tuple[Any, ...]]] = field(
        factory=lambda: {table: [] for table in TABLES}
    )

    def take(self, recorded: Recorded) -> bool:
        for table, values in facts_of(recorded, self.placed):
            self.found[table].append(values)
        return True

    def rows(self, _: Frame) -> Iterator[Row]:
        for table, found in self.found.items():
            for values in found:
                fact = dict(zip(TABLES[table], values, strict=True))
                for name in ("at", "known_at"):
                    fact[name] = moment(fact[name])
                customer = fact["customer_id"]
                yield Row(f"{FACTS}.{table}", customer, customer, fact)


def model(name: str, journal: Journal) -> Model:
    """Return the model of a name, with nothing in it yet."""
    if name == CARDS_MODEL:
        return Cards()
    if name == STATEMENT:
        return Statements()
    if name == FACTS:
        return Facts(lambda order: next(iter(journal.replay(f"order-{order}"))))
    return States(AGGREGATES[name])
