"""An opportunity: opened at a stage, moved along, revised, and won or lost once."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from ..times import not_before
from . import buying, moving, revising
from .buying import (
    AddParticipant,
    BuyingRole,
    Part,
    ParticipantAdded,
    ParticipantRemoved,
    RemoveParticipant,
)
from .ending import (
    Ending,
    EndingCommand,
    LoseOpportunity,
    OpportunityLost,
    OpportunityWon,
    WinOpportunity,
    end,
    refuse_ended,
)
from .moving import AdvanceStage, SendBackStage, StageAdvanced, StageSentBack, named
from .opening import OpenOpportunity, OpportunityOpened, start
from .revising import (
    AmountRevised,
    ExpectedCloseMoved,
    MoveExpectedClose,
    ReviseAmount,
)
from .stages import Stage

__all__ = [
    "OPPORTUNITIES",
    "AddParticipant",
    "AdvanceStage",
    "AmountRevised",
    "BuyingRole",
    "Command",
    "Event",
    "ExpectedCloseMoved",
    "LoseOpportunity",
    "MoveExpectedClose",
    "OpenOpportunity",
    "Opportunity",
    "OpportunityLost",
    "OpportunityOpened",
    "OpportunityWon",
    "ParticipantAdded",
    "ParticipantRemoved",
    "RemoveParticipant",
    "ReviseAmount",
    "SendBackStage",
    "Stage",
    "StageAdvanced",
    "StageSentBack",
    "WinOpportunity",
]

Command: TypeAlias = (
    OpenOpportunity
    | moving.MovingCommand
    | revising.RevisingCommand
    | buying.BuyingCommand
    | EndingCommand
)
Event: TypeAlias = (
    OpportunityOpened
    | moving.MovingEvent
    | revising.RevisingEvent
    | buying.BuyingEvent
    | Ending
)


@frozen
class OpportunityNotOpened(Refused):
    def __str__(self) -> str:
        return "no such opportunity was opened"


@frozen
class Opportunity:
    """Where a sale stands; `opened` is None before there is one.

    `moved` is when something last changed of its stage, its worth or its ending.
    """

    opened: OpportunityOpened | None = None
    stage: Stage | None = None
    amount: int = 0
    expected_close: date | None = None
    moves: tuple[moving.MovingEvent, ...] = ()
    parts: frozenset[Part] = frozenset()
    left: frozenset[Part] = frozenset()
    moved: datetime | None = None
    ended: Ending | None = None


def decide(command: Command, sale: Opportunity) -> Iterator[Event]:
    if isinstance(command, OpenOpportunity):
        yield from start(command, sale.opened)
        return
    opened, stage, close = sale.opened, sale.stage, sale.expected_close
    if opened is None or stage is None or close is None:
        raise OpportunityNotOpened
    match command:
        case WinOpportunity() | LoseOpportunity():
            if sale.ended is None:
                not_before(sale.moved or opened.at, command.at)
            yield from end(command, opened, sale.amount, sale.ended)
        case _ if sale.ended:
            refuse_ended(sale.ended)
        case AdvanceStage() | SendBackStage():
            not_before(sale.moved or opened.at, command.at)
            yield from moving.decide(command, opened, stage)
        case ReviseAmount() | MoveExpectedClose():
            not_before(sale.moved or opened.at, command.at)
            yield from revising.decide(command, opened, sale.amount, close)
        case AddParticipant() | RemoveParticipant():
            not_before(opened.at, command.at)
            yield from buying.decide(command, opened, sale.parts, sale.left)
        case _:
            assert_never(command)


def evolve(sale: Opportunity, event: Event) -> Opportunity:
    match event:
        case OpportunityOpened(at=at, stages=stages, amount=amount):
            close = event.expected_close
            return Opportunity(event, stages[0], amount, close, moved=at)
        case StageAdvanced(at=at, to_stage=name) | StageSentBack(at=at, to_stage=name):
            if sale.opened is None:
                raise LookupError(name)
            stage = named(name, sale.opened.stages)
            return but(sale, stage=stage, moves=(*sale.moves, event), moved=at)
        case AmountRevised(at=at, amount=amount):
            return but(sale, amount=amount, moved=at)
        case ExpectedCloseMoved(at=at, expected_close=close):
            return but(sale, expected_close=close, moved=at)
        case ParticipantAdded(person_id=person, role=role):
            part = person, role
            return but(sale, parts=sale.parts | {part}, left=sale.left - {part})
        case ParticipantRemoved(person_id=person, role=role):
            part = person, role
            return but(sale, parts=sale.parts - {part}, left=sale.left | {part})
        case OpportunityWon() | OpportunityLost():
            return but(sale, ended=event, moved=event.at)
        case _:
            assert_never(event)


OPPORTUNITIES = Decider(Opportunity(), decide, evolve)
