"""Why something cannot be done with a complaint."""

from datetime import datetime

from attrs import frozen

from ..decider import Refused
from ..ids import ComplaintId


@frozen
class ComplaintNotFiled(Refused):
    def __str__(self) -> str:
        return "no such complaint was filed"


@frozen
class ComplaintChanged(Refused):
    complaint_id: ComplaintId

    def __str__(self) -> str:
        return f"complaint {self.complaint_id} is on record with other content"


@frozen
class NotAcknowledged(Refused):
    due_at: datetime

    def __str__(self) -> str:
        return f"the customer has not heard that we have it, due by {self.due_at}"


@frozen
class NotTheNextLevel(Refused):
    level: int
    following: int

    def __str__(self) -> str:
        return f"the complaint can go to level {self.following}, not to {self.level}"


@frozen
class ComplaintIsClosed(Refused):
    closed_at: datetime

    def __str__(self) -> str:
        return f"the complaint is closed since {self.closed_at}"


@frozen
class NotClosedYet(Refused):
    complaint_id: ComplaintId

    def __str__(self) -> str:
        return f"complaint {self.complaint_id} is open: nothing can be verified of it"


@frozen
class NotALaterScore(Refused):
    given_at: datetime
    closed_at: datetime

    def __str__(self) -> str:
        return (
            f"a score given at {self.given_at} says nothing of what was done by"
            f" {self.closed_at}"
        )


@frozen
class NotComparable(Refused):
    before: str
    after: str

    def __str__(self) -> str:
        return f"a score of {self.after} cannot be held against one of {self.before}"


@frozen
class LoopWasVerified(Refused):
    evidence_ref: str

    def __str__(self) -> str:
        return f"the loop was verified already, by {self.evidence_ref}"
