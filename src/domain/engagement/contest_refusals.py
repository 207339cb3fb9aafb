"""What cannot be in a contest."""

from datetime import datetime

from attrs import frozen

from ..decider import Refused
from ..ids import ContestId, CustomerId, ProgrammeId


@frozen
class ContestNotAnnounced(Refused):
    def __str__(self) -> str:
        return "no such contest was announced"


@frozen
class ContestChanged(Refused):
    contest_id: ContestId

    def __str__(self) -> str:
        return f"contest {self.contest_id} is announced otherwise"


@frozen
class NotADigest(Refused):
    digest: str

    def __str__(self) -> str:
        return f"{self.digest} is not a SHA-256 in 64 small hexadecimal digits"


@frozen
class NoPrizes(Refused):
    contest_id: ContestId

    def __str__(self) -> str:
        return f"contest {self.contest_id} has nothing to win"


@frozen
class ImpossiblePrize(Refused):
    prize: str
    count: int
    points: int

    def __str__(self) -> str:
        return f"there cannot be {self.count} of {self.prize}, at {self.points} points"


@frozen
class PrizesNeedAProgramme(Refused):
    prize: str
    points: int

    def __str__(self) -> str:
        return f"{self.points} points for {self.prize} go by a programme: name one"


@frozen
class SeedIsCommitted(Refused):
    seed_sha256: str

    def __str__(self) -> str:
        return f"the seed is committed already, by {self.seed_sha256}"


@frozen
class OnlyMembersEnter(Refused):
    customer_id: CustomerId
    programme_id: ProgrammeId

    def __str__(self) -> str:
        return f"{self.customer_id} is no member of {self.programme_id} who may enter"


@frozen
class NotATicket(Refused):
    entry_id: str

    def __str__(self) -> str:
        return f"{self.entry_id!r} is no ticket: one word is"


@frozen
class TicketTaken(Refused):
    entry_id: str

    def __str__(self) -> str:
        return f"ticket {self.entry_id} is somebody else's"


@frozen
class EntriesAreClosed(Refused):
    contest_id: ContestId
    closes_at: datetime

    def __str__(self) -> str:
        return f"the entries of contest {self.contest_id} closed at {self.closes_at}"


@frozen
class EntriesAreOpen(Refused):
    contest_id: ContestId
    closes_at: datetime

    def __str__(self) -> str:
        return f"the entries of contest {self.contest_id} close at {self.closes_at}"


@frozen
class SeedDoesNotMatch(Refused):
    seed_sha256: str

    def __str__(self) -> str:
        return f"this is not the seed that was committed by {self.seed_sha256}"


@frozen
class BeaconDiffers(Refused):
    """A value was told though none was announced, or none though one was."""

    contest_id: ContestId
    beacon: str | None

    def __str__(self) -> str:
        return f"contest {self.contest_id} is drawn with this beacon: {self.beacon}"


@frozen
class ContestIsDrawn(Refused):
    contest_id: ContestId

    def __str__(self) -> str:
        return f"contest {self.contest_id} is drawn, once and for all"


@frozen
class ContestNotDrawn(Refused):
    contest_id: ContestId

    def __str__(self) -> str:
        return f"contest {self.contest_id} is yet to be drawn"


@frozen
class ContestIsCancelled(Refused):
    contest_id: ContestId
    reason: str

    def __str__(self) -> str:
        return f"contest {self.contest_id} is cancelled: {self.reason}"
