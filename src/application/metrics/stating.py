"""Figures worked out from the log, stated as facts, and worked out again."""

from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final

from attrs import evolve, frozen

from ...domain.decider import Refused
from ...domain.metrics.statements import MetricStated, StateMetric
from ..contexts import METRIC
from ..crm import Crm
from ..desk import Desk
from ..envelope import Origin, Recorded, visible
from ..feeding import pages
from .definitions import KINDS, NAMED, Definition, Measured, Window

_STRETCHES: Final = 16  # of the log, each with a digest of what counted


@frozen
class SayWhichCurrency(Refused):
    """Money in several currencies has no sum."""

    currencies: tuple[str, ...]

    def __str__(self) -> str:
        return f"say which currency: there are {', '.join(self.currencies)}"


@frozen
class Checked:
    """A statement worked out again; what differs first lies between two positions."""

    stated: MetricStated
    again: MetricStated
    first: int | None
    last: int | None

    @property
    def same(self) -> bool:
        return self.stated == self.again


def relevant(
    crm: Crm,
    to: int,
    known_at: datetime | None,
    progress: Callable[[int], object] = lambda _: None,
) -> list[Recorded]:
    """Return what any metric may count, of the log up to position *to*."""
    found: list[Recorded] = []
    for page in pages(crm.journal, to, progress):
        counting = [each for each in page if isinstance(each.event, KINDS)]
        found += visible(counting, None, known_at)
    return found


def work_out(
    crm: Crm,
    definition: Definition,
    window: Window,
    events: Sequence[Recorded],
    to: int,
    known_at: datetime | None,
) -> StateMetric:
    """Return what is to be stated of a metric: the figure, and what it was made from.

    Raises:
        SayWhichCurrency: It is of money, in several currencies.
    """
    measured = definition.measure(events, window)
    if definition.money:
        _one_currency(measured)
    return StateMetric(
        crm.clock(),
        crm.handler.new_id(),
        definition.name,
        definition.version,
        window.currency,
        window.since,
        window.until,
        known_at,
        to,
        measured.numerator,
        measured.denominator,
        len(measured.counted),
        _digests(measured.counted, to),
    )


def state(crm: Crm, command: StateMetric, origin: Origin) -> MetricStated:
    """Record a statement, and return it."""
    told = Desk(METRIC, crm.handler).tell(command.statement_id, command, origin=origin)
    assert told.state.stated is not None
    return told.state.stated


def check(
    crm: Crm, statement_id: str, progress: Callable[[int], object] = lambda _: None
) -> Checked:
    """Work a statement out again, from the same positions, as known at the same time.

    Raises:
        Unknown: There is no such statement.
    """
    stated = Desk(METRIC, crm.handler).state(statement_id).stated
    assert stated is not None
    events = relevant(crm, stated.to_position, stated.known_at, progress)
    window = Window(stated.since, stated.until, stated.currency)
    measured = NAMED[stated.metric].measure(events, window)
    again = evolve(
        stated,
        numerator=measured.numerator,
        denominator=measured.denominator,
        sample=len(measured.counted),
        digests=_digests(measured.counted, stated.to_position),
    )
    pairs = zip(stated.digests, again.digests, strict=False)
    differing = (n for n, (one, other) in enumerate(pairs) if one != other)
    stretch = next(differing, None)
    if stretch is None:
        return Checked(stated, again, None, None)
    edges = _edges(stated.to_position)
    return Checked(stated, again, edges[stretch] + 1, edges[stretch + 1])


def _digests(counted: Sequence[Recorded], to: int) -> tuple[str, ...]:
    edges = _edges(to)
    digests = [sha256() for _ in edges[1:]]
    stretch = 0
    for each in sorted(counted, key=lambda each: each.position or 0):
        position = each.position or 0
        while position > edges[stretch + 1]:
            stretch += 1
        digests[stretch].update(f"{position} {each.id}\n".encode())
    return tuple(each.hexdigest() for each in digests)


def _edges(to: int) -> list[int]:
    return [to * n // _STRETCHES for n in range(_STRETCHES + 1)]


def _one_currency(measured: Measured) -> None:
    currencies = {getattr(each.event, "currency", None) for each in measured.counted}
    found = sorted(each for each in currencies if each is not None)
    if len(found) > 1:
        raise SayWhichCurrency(tuple(found))
