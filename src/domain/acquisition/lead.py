"""A lead: captured, judged, worked on, passed on, and converted once."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider, Refused
from ..times import not_before
from . import following, handover, judging
from .capture import CaptureLead, LeadCaptured, capture
from .conversion import ConvertLead, LeadConverted, LeadIsConverted, convert
from .following import (
    AssignLead,
    Following,
    LeadAssigned,
    LeadFollowedUp,
    LeadFollowUpMissed,
    NoteFollowUpDue,
    RecordFollowUp,
)
from .handover import (
    AcceptHandOver,
    HandOver,
    HandOverLead,
    LeadHandedOver,
    LeadHandOverAccepted,
    LeadHandOverRejected,
    RejectHandOver,
)
from .judging import (
    DisqualifyLead,
    Judgement,
    LeadDisqualified,
    LeadQualified,
    LeadScored,
    QualifyLead,
    ScoreLead,
    qualified,
    refuse_disqualified,
)

__all__ = [
    "LEADS",
    "AcceptHandOver",
    "AssignLead",
    "CaptureLead",
    "Command",
    "ConvertLead",
    "DisqualifyLead",
    "Event",
    "HandOverLead",
    "Lead",
    "LeadAssigned",
    "LeadCaptured",
    "LeadConverted",
    "LeadDisqualified",
    "LeadFollowUpMissed",
    "LeadFollowedUp",
    "LeadHandOverAccepted",
    "LeadHandOverRejected",
    "LeadHandedOver",
    "LeadQualified",
    "LeadScored",
    "NoteFollowUpDue",
    "QualifyLead",
    "RecordFollowUp",
    "RejectHandOver",
    "ScoreLead",
]


Command: TypeAlias = (
    CaptureLead
    | judging.JudgingCommand
    | following.FollowingCommand
    | handover.HandOverCommand
    | ConvertLead
)


Event: TypeAlias = (
    LeadCaptured
    | judging.JudgingEvent
    | following.FollowingEvent
    | handover.HandOverEvent
    | LeadConverted
)


@frozen
class LeadNotCaptured(Refused):
    def __str__(self) -> str:
        return "no such lead was captured"


@frozen
class Lead:
    """How far a lead has come; `captured` is None before it is there."""

    captured: LeadCaptured | None = None
    judged: Judgement = field(factory=Judgement)
    following: Following = field(factory=Following)
    hand_over: HandOver | None = None
    converted: LeadConverted | None = None

    @property
    def due(self) -> datetime | None:
        """When a follow-up is due, if one is."""
        return self.following.due

    @property
    def open(self) -> bool:
        """Whether there is something to do about it yet."""
        return bool(
            self.captured and not self.converted and not self.judged.disqualified
        )


def decide(command: Command, lead: Lead) -> Iterator[Event]:
    if isinstance(command, CaptureLead):
        yield from capture(command, lead.captured)
        return
    if lead.captured is None:
        raise LeadNotCaptured
    who = lead.captured.lead_id, lead.captured.customer_id
    not_before(lead.captured.at, command.at)
    match command:
        case NoteFollowUpDue():
            yield from following.decide(command, *who, lead.following)
        case ConvertLead():
            yield from convert(command, lead.captured, lead.judged, lead.converted)
        case _ if lead.converted:
            raise LeadIsConverted(who[0], lead.converted.customer_id)
        case ScoreLead() | QualifyLead() | DisqualifyLead():
            yield from judging.decide(command, *who, lead.judged)
        case AssignLead() | RecordFollowUp():
            refuse_disqualified(lead.judged)
            yield from following.decide(command, *who, lead.following)
        case HandOverLead():
            refuse_disqualified(lead.judged)
            qualified(lead.judged, who[0])
            yield from handover.decide(command, *who, lead.hand_over)
        case AcceptHandOver() | RejectHandOver():
            yield from handover.decide(command, *who, lead.hand_over)
        case _:
            assert_never(command)


def evolve(lead: Lead, event: Event) -> Lead:
    match event:
        case LeadCaptured():
            return but(lead, captured=event)
        case LeadDisqualified():
            judged = judging.evolve(lead.judged, event)
            return but(lead, judged=judged, following=lead.following.over)
        case LeadScored() | LeadQualified():
            return but(lead, judged=judging.evolve(lead.judged, event))
        case LeadAssigned() | LeadFollowedUp() | LeadFollowUpMissed():
            return but(lead, following=following.evolve(lead.following, event))
        case LeadHandOverAccepted(to_agent=agent):
            hand_over = handover.evolve(lead.hand_over, event)
            taken = but(lead.following, agent=agent)
            return but(lead, hand_over=hand_over, following=taken)
        case LeadHandedOver() | LeadHandOverRejected():
            return but(lead, hand_over=handover.evolve(lead.hand_over, event))
        case LeadConverted():
            return but(lead, converted=event, following=lead.following.over)
        case _:
            assert_never(event)


LEADS = Decider(Lead(), decide, evolve)
