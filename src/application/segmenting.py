"""Segments run over the log: as of a time, as known at another, and over again."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from hashlib import sha256
from itertools import islice
from typing import Any, Final

from attrs import define, frozen

from ..domain.customer.profile import CustomerRegistered
from ..domain.ids import CustomerId
from ..domain.loyalty.membership import MemberEnrolled
from ..domain.purchase.order import OrderCompleted, OrderPlaced, OrderRefunded
from ..domain.segment import abc, conditions, rfm
from ..domain.segment.definition import (
    CompleteRun,
    Segment,
    SegmentDefined,
    SegmentRunCompleted,
    Terms,
)
from ..domain.segment.membership import SeeInClass
from ..domain.segment.rfm import NO_EDGES, Edges
from ..domain.segment.shopper import Shopper
from .contexts import CUSTOMER, SEGMENT, SEGMENT_MEMBER
from .desk import Unknown
from .envelope import Origin, visible
from .feeding import pages
from .handling import Handler
from .work import Work

_TOGETHER: Final = 500  # customers a transaction


@frozen
class Run:
    """What a definition came to: everyone's class, and the shoppers that it saw."""

    defined: SegmentDefined
    as_of: datetime
    known_at: datetime | None
    to_position: int
    classes: Mapping[str, str]
    edges: Edges
    shoppers: Mapping[str, Shopper]

    @property
    def digest(self) -> str:
        """The SHA-256 of who is in what; see `SegmentRunCompleted`."""
        lines = (f"{each} {self.classes[each]}\n" for each in sorted(self.classes))
        return sha256("".join(lines).encode()).hexdigest()

    @property
    def counts(self) -> Sequence[tuple[str, int]]:
        """How many are in each class, by name."""
        return sorted(Counter(self.classes.values()).items())


@define
class _Tally:
    registered_at: datetime | None = None
    orders: int = 0
    spent: int = 0
    cost: int = 0  # in thousandths of minor units
    last_order_at: datetime | None = None
    programmes: int = 0


def defined(handler: Handler, segment_id: str, version: int | None) -> SegmentDefined:
    """Return a version of a segment, the newest if none is asked for.

    Raises:
        Unknown: It is not defined.
    """
    work = handler.begin(Origin("service:segments"))
    segment: Segment = work.state(SEGMENT, segment_id)
    found = segment.newest if version is None else segment.version(version)
    if found is None:
        name = segment_id if version is None else f"{segment_id}@{version}"
        raise Unknown("segment", name)
    return found


def run(
    handler: Handler,
    of: SegmentDefined,
    as_of: datetime,
    known_at: datetime | None = None,
    to_position: int | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> Run:
    """Put every customer into a class: pure, from the log up to a position."""
    to = handler.journal.head() if to_position is None else to_position
    found = shoppers(handler, of.terms, as_of, known_at, to, progress)
    everyone, terms, edges = list(found.values()), of.terms, NO_EDGES
    if terms.abc:
        classes = abc.classify(terms.abc, everyone)
    elif terms.rfm:
        edges = rfm.edges(terms.rfm, everyone, as_of)
        classes = rfm.classify(terms.rfm, edges, everyone, as_of)
    else:
        classes = conditions.classify(terms.conditions, everyone, as_of)
    return Run(of, as_of, known_at, to, classes, edges, found)


def record(handler: Handler, made: Run, at: datetime, origin: Origin) -> str:
    """Record a run and each change of class that it found; return the run's id.

    Whoever was erased since is counted, and not named. Safe to repeat.
    """
    of = made.defined
    stamp = made.known_at or "now"
    run_id = f"{of.version}:{made.as_of:%Y%m%dT%H%M%S.%fZ}:{made.to_position}:{stamp}"
    names, counts = zip(*made.counts, strict=True) if made.counts else ((), ())
    complete = CompleteRun(
        at,
        run_id,
        of.version,
        made.as_of,
        made.known_at,
        made.to_position,
        names,
        counts,
        made.digest,
        made.edges,
    )
    everyone = iter(sorted(made.classes.items()))
    while some := list(islice(everyone, _TOGETHER)):

        def story(work: Work, some: list[tuple[str, str]] = some) -> None:
            for customer, into in some:
                if not work.state(CUSTOMER, customer).erased:
                    _see(work, made, run_id, customer, into)

        handler.run(story, origin)
    handler.run(lambda work: work.handle(SEGMENT, of.segment_id, complete), origin)
    return run_id


def _see(work: Work, made: Run, run_id: str, customer: str, into: str) -> None:
    of = made.defined
    see = SeeInClass(
        made.as_of, CustomerId(customer), of.segment_id, of.version, run_id, into
    )
    work.handle(SEGMENT_MEMBER, f"{of.segment_id}:{customer}", see)


def again(
    handler: Handler,
    segment_id: str,
    run_id: str,
    progress: Callable[[int], object] = lambda _: None,
) -> tuple[SegmentRunCompleted, Run]:
    """Return a run on record, and the same one made again from the log.

    Raises:
        Unknown: There is no such run.
    """
    work = handler.begin(Origin("service:segments"))
    segment: Segment = work.state(SEGMENT, segment_id)
    known = segment.run(run_id)
    if known is None:
        raise Unknown("run of segment", f"{segment_id} {run_id}")
    of = defined(handler, segment_id, known.version)
    made = run(handler, of, known.as_of, known.known_at, known.to_position, progress)
    return known, made


def shoppers(
    handler: Handler,
    terms: Terms,
    as_of: datetime,
    known_at: datetime | None,
    to: int,
    progress: Callable[[int], object] = lambda _: None,
) -> Mapping[str, Shopper]:
    """Return what is looked at of each customer, by their ids."""
    since = as_of - timedelta(days=terms.days) if terms.days is not None else None
    tallies: dict[str, _Tally] = {}
    categories: dict[str, dict[str, str | None]] = {}
    costs = terms.abc and {each.category: each.per_mille for each in terms.abc.costs}
    other = terms.abc.other_cost_per_mille if terms.abc else 0
    for page in pages(handler.journal, to, progress):
        for each in visible(page, as_of, known_at):
            event: Any = each.event
            if isinstance(event, OrderPlaced) and costs:
                lines = {line.line_id: line.category for line in event.lines}
                categories[event.order_id] = lines
            if each.subject is None or not isinstance(event, _COUNTED):
                continue
            tally = tallies.setdefault(each.subject, _Tally())
            if isinstance(event, CustomerRegistered):
                tally.registered_at = event.at
            elif isinstance(event, MemberEnrolled):
                tally.programmes += 1
            elif event.currency == terms.currency and (
                since is None or event.at > since
            ):
                _count(tally, event, categories, costs or {}, other)
    return {name: _shopper(name, tally) for name, tally in tallies.items()}


_COUNTED: Final = (CustomerRegistered, MemberEnrolled, OrderCompleted, OrderRefunded)


def _count(
    tally: _Tally,
    event: OrderCompleted | OrderRefunded,
    categories: Mapping[str, Mapping[str, str | None]],
    costs: Mapping[str, int],
    other: int,
) -> None:
    if isinstance(event, OrderCompleted):
        sign, amounts = 1, event.line_paid
        tally.orders += 1
        tally.last_order_at = max(tally.last_order_at or event.at, event.at)
    else:
        sign, amounts = -1, event.line_amounts
    lines = categories.get(event.order_id, {})
    for line, amount in zip(event.line_ids, amounts, strict=True):
        tally.spent += sign * amount
        tally.cost += sign * amount * costs.get(lines.get(line) or "", other)


def _shopper(name: str, tally: _Tally) -> Shopper:
    return Shopper(
        name,
        tally.registered_at,
        tally.orders,
        tally.spent,
        tally.spent - round(Fraction(tally.cost, abc.WHOLE)),
        tally.last_order_at,
        tally.programmes,
    )
