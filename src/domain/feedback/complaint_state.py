"""What became of a complaint so far."""

from datetime import datetime
from typing import assert_never

from attrs import evolve as but
from attrs import field, frozen

from . import remedy
from .complaint_terms import (
    CauseFound,
    ComplaintAcknowledged,
    ComplaintClosed,
    ComplaintEscalated,
    ComplaintFiled,
    ComplaintOverdue,
    Event,
    LoopVerified,
)
from .remedy import Remedies
from .remedy_terms import RemedyAccepted, RemedyDeclined, RemedyOffered


@frozen
class Complaint:
    """What became of it so far; `level` is how far up it went, `owner` whose it is."""

    filed: ComplaintFiled | None = None
    acknowledged: ComplaintAcknowledged | None = None
    overdue: bool = False
    cause: CauseFound | None = None
    remedies: Remedies = field(factory=dict)
    level: int = 0
    owner: str | None = None
    closed: ComplaintClosed | None = None
    verified: LoopVerified | None = None

    @property
    def due(self) -> datetime | None:
        """When it will be overdue; None if it cannot be any more."""
        if self.filed is None or self.acknowledged or self.overdue:
            return None
        return self.filed.due_at


def evolve(complaint: Complaint, event: Event) -> Complaint:
    match event:
        case ComplaintFiled():
            return but(complaint, filed=event, owner=event.owner)
        case ComplaintAcknowledged():
            return but(complaint, acknowledged=event)
        case ComplaintOverdue():
            return but(complaint, overdue=True)
        case CauseFound():
            return but(complaint, cause=event)
        case RemedyOffered() | RemedyAccepted() | RemedyDeclined():
            remedies = remedy.evolve(complaint.remedies, event)
            return but(complaint, remedies=remedies)
        case ComplaintEscalated(level=level, to=to):
            return but(complaint, level=level, owner=to)
        case ComplaintClosed():
            return but(complaint, closed=event)
        case LoopVerified():
            return but(complaint, verified=event)
        case _:
            assert_never(event)
