"""Why a gathering is not announced, and why someone cannot come."""

from datetime import datetime

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, GatheringId


@frozen
class GatheringNotAnnounced(Refused):
    def __str__(self) -> str:
        return "no such gathering was announced"


@frozen
class GatheringChanged(Refused):
    gathering_id: GatheringId

    def __str__(self) -> str:
        return f"gathering {self.gathering_id} is announced otherwise"


@frozen
class ImpossibleHours(Refused):
    starts_at: datetime
    ends_at: datetime

    def __str__(self) -> str:
        return f"a gathering from {self.starts_at} cannot end at {self.ends_at}"


@frozen
class ImpossibleSeats(Refused):
    seats: int

    def __str__(self) -> str:
        return f"nobody can come to a gathering of {self.seats} seats"


@frozen
class GatheringIsNowhere(Refused):
    gathering_id: GatheringId

    def __str__(self) -> str:
        return f"gathering {self.gathering_id} needs a place, or a link if it is online"


@frozen
class NoSeatLeft(Refused):
    seats: int

    def __str__(self) -> str:
        return f"all {self.seats} seats are taken"


@frozen
class HasStarted(Refused):
    starts_at: datetime

    def __str__(self) -> str:
        return f"the gathering started at {self.starts_at}: it is too late for that"


@frozen
class IsOver(Refused):
    ends_at: datetime

    def __str__(self) -> str:
        return f"the gathering ended at {self.ends_at}: nobody came after that"


@frozen
class NotAnAttendee(Refused):
    customer_id: CustomerId

    def __str__(self) -> str:
        return f"customer {self.customer_id} is not registered for it"


@frozen
class AttendeeIsThere(Refused):
    customer_id: CustomerId

    def __str__(self) -> str:
        return f"customer {self.customer_id} came, and cannot cancel"


@frozen
class GatheringIsOff(Refused):
    reason: str

    def __str__(self) -> str:
        return f"the gathering was cancelled: {self.reason}"
