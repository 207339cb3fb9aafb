"""The class of a segment that one customer was last seen in."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import frozen

from ..decider import Decider
from ..ids import CustomerId


@frozen
class SeeInClass:
    """Note the class that a run, as of a time, found a customer in; None for none."""

    at: datetime
    customer_id: CustomerId
    segment_id: str
    version: int
    run_id: str
    into: str | None


Command: TypeAlias = SeeInClass


@frozen
class SegmentChanged:
    """A customer left one class for another; None stands for no class at all."""

    at: datetime
    customer_id: CustomerId
    segment_id: str
    version: int
    run_id: str
    left: str | None
    into: str | None


Event: TypeAlias = SegmentChanged


@frozen
class Membership:
    """The last change; nothing for one who was never in a class."""

    last: SegmentChanged | None = None


def decide(command: Command, member: Membership) -> Iterator[Event]:
    """Yield a change of class; a look at earlier times changes nothing."""
    last = member.last
    if last is not None and command.at < last.at:
        return
    left = last.into if last else None
    if command.into != left:
        yield SegmentChanged(
            command.at,
            command.customer_id,
            command.segment_id,
            command.version,
            command.run_id,
            left,
            command.into,
        )


def evolve(_: Membership, event: Event) -> Membership:
    match event:
        case SegmentChanged():
            return Membership(event)
        case _:
            assert_never(event)


SEGMENT_MEMBERS = Decider(Membership(), decide, evolve)
