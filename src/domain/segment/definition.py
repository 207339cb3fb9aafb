"""How customers are put into classes: versions that never change, and their runs."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from .abc import WHOLE, Abc, Measure
from .conditions import Condition
from .rfm import NO_EDGES, Edges, Rfm

MOST_BANDS = 9


@frozen
class Terms:
    """One of ``abc``, ``rfm`` and ``conditions``, over orders of one currency.

    ``days`` is how far back orders count; None for all there are.
    """

    currency: str
    days: int | None = None
    abc: Abc | None = None
    rfm: Rfm | None = None
    conditions: tuple[Condition, ...] = ()


@frozen
class DefineSegment:
    at: datetime
    segment_id: str
    version: int
    terms: Terms


@frozen
class CompleteRun:
    """Record what a run came to; see `SegmentRunCompleted`."""

    at: datetime
    run_id: str
    version: int
    as_of: datetime
    known_at: datetime | None
    to_position: int
    classes: tuple[str, ...]
    counts: tuple[int, ...]
    digest: str
    edges: Edges = NO_EDGES


Command: TypeAlias = DefineSegment | CompleteRun


@frozen
class SegmentDefined:
    at: datetime
    segment_id: str
    version: int
    terms: Terms


@frozen
class SegmentRunCompleted:
    """Who was in what as of a time, as known at another, by the log up to a position.

    ``digest`` is the SHA-256 of a line a customer, in the order of their ids: the id, a
    space, the class.
    """

    at: datetime
    segment_id: str
    run_id: str
    version: int
    as_of: datetime
    known_at: datetime | None
    to_position: int
    classes: tuple[str, ...]
    counts: tuple[int, ...]
    digest: str
    edges: Edges


Event: TypeAlias = SegmentDefined | SegmentRunCompleted


@frozen
class SegmentNotDefined(Refused):
    version: int

    def __str__(self) -> str:
        return f"version {self.version} of this segment is not defined"


@frozen
class DefinedSegmentsNeverChange(Refused):
    version: int

    def __str__(self) -> str:
        return f"version {self.version} of this segment is defined, and says otherwise"


@frozen
class SegmentsOutOfOrder(Refused):
    version: int
    after: int

    def __str__(self) -> str:
        return f"version {self.version} does not come after version {self.after}"


@frozen
class ImpossibleSegment(Refused):
    field: str
    value: int

    def __str__(self) -> str:
        return f"{self.field} of a segment cannot be {self.value}"


@frozen
class SayHowItIsDefined(Refused):
    ways: int

    def __str__(self) -> str:
        return f"give one of abc, rfm and conditions, not {self.ways} of them"


@frozen
class RunSaidOtherwise(Refused):
    run_id: str

    def __str__(self) -> str:
        return f"run {self.run_id} is on record with another content"


@frozen
class Segment:
    versions: tuple[SegmentDefined, ...] = ()
    runs: tuple[SegmentRunCompleted, ...] = ()

    @property
    def newest(self) -> SegmentDefined | None:
        """The version that is run unless another is asked for."""
        return self.versions[-1] if self.versions else None

    def version(self, number: int) -> SegmentDefined | None:
        return next((each for each in self.versions if each.version == number), None)

    def run(self, run_id: str) -> SegmentRunCompleted | None:
        return next((each for each in self.runs if each.run_id == run_id), None)


def decide(command: Command, segment: Segment) -> Iterator[Event]:
    match command:
        case DefineSegment():
            yield from _define(command, segment)
        case CompleteRun():
            defined = segment.version(command.version)
            if defined is None:
                raise SegmentNotDefined(command.version)
            event = _completed(command, defined.segment_id)
            known = segment.run(command.run_id)
            if known is None:
                yield event
            elif known != but(event, at=known.at):
                raise RunSaidOtherwise(command.run_id)
        case _:
            assert_never(command)


def _define(command: DefineSegment, segment: Segment) -> Iterator[Event]:
    number = command.version
    if known := segment.version(number):
        if known.terms != command.terms:
            raise DefinedSegmentsNeverChange(number)
        return
    last = segment.newest.version if segment.newest else 0
    if number <= last:
        raise SegmentsOutOfOrder(number, last)
    check(command.terms)
    yield SegmentDefined(command.at, command.segment_id, number, command.terms)


def check(terms: Terms) -> None:
    """Refuse terms by which nobody can be put into a class, naming the field."""
    ways = sum([terms.abc is not None, terms.rfm is not None, bool(terms.conditions)])
    if ways != 1:
        raise SayHowItIsDefined(ways)
    if terms.days is not None and terms.days <= 0:
        raise ImpossibleSegment("days", terms.days)
    if (rfm := terms.rfm) and not 2 <= rfm.bands <= MOST_BANDS:
        raise ImpossibleSegment("bands", rfm.bands)
    if abc := terms.abc:
        if not 0 < abc.a_per_mille < WHOLE:
            raise ImpossibleSegment("a_per_mille", abc.a_per_mille)
        if not abc.a_per_mille < abc.b_per_mille <= WHOLE:
            raise ImpossibleSegment("b_per_mille", abc.b_per_mille)
        shares = [each.per_mille for each in abc.costs]
        for share in (*shares, abc.other_cost_per_mille):
            if share < 0 or (abc.measure == Measure.REVENUE and share):
                raise ImpossibleSegment("cost per mille", share)


def _completed(command: CompleteRun, segment_id: str) -> SegmentRunCompleted:
    return SegmentRunCompleted(
        command.at,
        segment_id,
        command.run_id,
        command.version,
        command.as_of,
        command.known_at,
        command.to_position,
        command.classes,
        command.counts,
        command.digest,
        command.edges,
    )


def evolve(segment: Segment, event: Event) -> Segment:
    match event:
        case SegmentDefined():
            return but(segment, versions=(*segment.versions, event))
        case SegmentRunCompleted():
            return but(segment, runs=(*segment.runs, event))
        case _:
            assert_never(event)


SEGMENTS = Decider(Segment(), decide, evolve)
