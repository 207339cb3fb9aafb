"""Money that a project takes and brings, flow by flow, until one is cancelled."""

from collections.abc import Iterator, Mapping, Set
from datetime import datetime
from enum import StrEnum

from attrs import evolve as but
from attrs import frozen

from ..decider import Refused


class Side(StrEnum):
    COST = "cost"
    BENEFIT = "benefit"


@frozen
class BookFlow:
    """Money that goes out, or comes in, on a day; ``direct`` or by way of something."""

    at: datetime
    flow_id: str
    side: Side
    direct: bool
    kind: str
    amount: int
    on: datetime
    basis: str | None = None


@frozen
class CancelFlow:
    at: datetime
    flow_id: str
    reason: str


@frozen
class FlowBooked:
    at: datetime
    project_id: str
    flow_id: str
    side: Side
    direct: bool
    kind: str
    amount: int
    on: datetime
    basis: str | None
    currency: str


@frozen
class FlowCancelled:
    at: datetime
    project_id: str
    flow_id: str
    reason: str


@frozen
class FlowSaysOtherwise(Refused):
    flow_id: str

    def __str__(self) -> str:
        return f"flow {self.flow_id} is booked, and says otherwise: cancel it first"


@frozen
class FlowIsCancelled(Refused):
    flow_id: str

    def __str__(self) -> str:
        return f"flow {self.flow_id} was cancelled: book another"


@frozen
class NoSuchFlow(Refused):
    flow_id: str

    def __str__(self) -> str:
        return f"the project has no flow {self.flow_id}"


@frozen
class FlowOfNothing(Refused):
    amount: int

    def __str__(self) -> str:
        return f"a flow of {self.amount} is none: give an amount above nothing"


def book(
    command: BookFlow,
    project_id: str,
    currency: str,
    flows: Mapping[str, FlowBooked],
    cancelled: Set[str],
) -> Iterator[FlowBooked]:
    """Yield the flow, unless it is booked; refuse what it cannot be."""
    if command.amount <= 0:
        raise FlowOfNothing(command.amount)
    if command.flow_id in cancelled:
        raise FlowIsCancelled(command.flow_id)
    event = FlowBooked(
        command.at,
        project_id,
        command.flow_id,
        command.side,
        command.direct,
        command.kind,
        command.amount,
        command.on,
        command.basis,
        currency,
    )
    known = flows.get(command.flow_id)
    if known is None:
        yield event
    elif known != but(event, at=known.at):
        raise FlowSaysOtherwise(command.flow_id)


def cancel(
    command: CancelFlow,
    project_id: str,
    flows: Mapping[str, FlowBooked],
    cancelled: Set[str],
) -> Iterator[FlowCancelled]:
    """Yield that a flow is no more, unless it was cancelled before."""
    if command.flow_id in cancelled:
        return
    if command.flow_id not in flows:
        raise NoSuchFlow(command.flow_id)
    yield FlowCancelled(command.at, project_id, command.flow_id, command.reason)
