"""What cannot be in a clearing."""

from datetime import datetime

from attrs import frozen

from ..decider import Refused
from ..ids import ClearingId, PartnerId


@frozen
class ClearingNotOpened(Refused):
    def __str__(self) -> str:
        return "no such clearing was opened"


@frozen
class ClearingChanged(Refused):
    clearing_id: ClearingId

    def __str__(self) -> str:
        return f"clearing {self.clearing_id} is opened otherwise"


@frozen
class ClearingDiffers(Refused):
    """Refused of a clearing that is not as the newest agreement would have it."""

    clearing_id: ClearingId
    partner_id: PartnerId

    def __str__(self) -> str:
        return f"clearing {self.clearing_id} is not as agreed with {self.partner_id}"


@frozen
class NotAClearingId(Refused):
    clearing_id: ClearingId

    def __str__(self) -> str:
        return f"{self.clearing_id!r} cannot name a clearing: it is known by one word"


@frozen
class NotAFile(Refused):
    file_sha256: str

    def __str__(self) -> str:
        return f"{self.file_sha256} is not the SHA-256 of any file"


@frozen
class ReportChanged(Refused):
    report_id: str

    def __str__(self) -> str:
        return f"report {self.report_id} was of another file"


@frozen
class FileReported(Refused):
    file_sha256: str
    report_id: str

    def __str__(self) -> str:
        return f"file {self.file_sha256} was reported already, as {self.report_id}"


@frozen
class ImpossibleRow(Refused):
    row_id: str
    points: int
    of_row: str | None

    def __str__(self) -> str:
        return f"row {self.row_id} cannot be of {self.points} points, to {self.of_row}"


@frozen
class RowChanged(Refused):
    row_id: str

    def __str__(self) -> str:
        return f"row {self.row_id} was reported otherwise"


@frozen
class NoSuchRow(Refused):
    row_id: str

    def __str__(self) -> str:
        return f"no row {self.row_id} waits for that"


@frozen
class RowIsDecided(Refused):
    row_id: str

    def __str__(self) -> str:
        return f"row {self.row_id} is cleared or refused already"


@frozen
class TooManyRows(Refused):
    rows: int
    most: int

    def __str__(self) -> str:
        return f"{self.rows} rows are too many for one report: split it by {self.most}"


@frozen
class RowIsReversed(Refused):
    row_id: str

    def __str__(self) -> str:
        return f"row {self.row_id} is a reversal or reversed, and nothing is left of it"


@frozen
class PeriodIsNotOver(Refused):
    until: datetime

    def __str__(self) -> str:
        return f"the period is not over before {self.until}"


@frozen
class LedgerDiffers(Refused):
    """What was cleared is not what the ledger says: find out before settling."""

    earned: int
    burned: int
    ledger_earned: int
    ledger_burned: int

    def __str__(self) -> str:
        return (
            f"{self.earned} points earned and {self.burned} burned were cleared, but"
            f" the ledger says {self.ledger_earned} and {self.ledger_burned}"
        )


@frozen
class SettlementIsComputed(Refused):
    clearing_id: ClearingId

    def __str__(self) -> str:
        return f"clearing {self.clearing_id} is being settled: report it in the next"


@frozen
class SettlementNotComputed(Refused):
    clearing_id: ClearingId

    def __str__(self) -> str:
        return f"clearing {self.clearing_id} is not settled as things stand: compute it"


@frozen
class SettlementIsDisputed(Refused):
    rows: int
    first: str

    def __str__(self) -> str:
        return f"{self.rows} rows are disputed, the first is {self.first}"


@frozen
class SettlementIsAgreed(Refused):
    clearing_id: ClearingId
    at: datetime

    def __str__(self) -> str:
        return f"the settlement of clearing {self.clearing_id} was agreed at {self.at}"
