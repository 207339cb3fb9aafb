"""When something can be so: not before what it builds upon, and not due in the past."""

from datetime import datetime

from attrs import frozen

from .decider import Refused


@frozen
class TooEarly(Refused):
    at: datetime
    earliest: datetime

    def __str__(self) -> str:
        return f"{self.at} lies before {self.earliest}, when it could first be so"


@frozen
class DueTooEarly(Refused):
    due_at: datetime
    at: datetime

    def __str__(self) -> str:
        return f"what is asked at {self.at} cannot be due at {self.due_at}"


def not_before(earliest: datetime, at: datetime) -> None:
    """Refuse a time before the earliest at which something could be so."""
    if at < earliest:
        raise TooEarly(at, earliest)


def due_after(at: datetime, due_at: datetime | None) -> None:
    """Refuse what would be due at the moment it is asked, or before."""
    if due_at is not None and due_at <= at:
        raise DueTooEarly(due_at, at)
