"""What is said of a clearing, and what happens in it."""

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from attrs import frozen

from ..ids import AgreementId, ClearingId, CustomerId, PartnerId, ProgrammeId
from .terms import Prices


class RowKind(StrEnum):
    EARN = "earn"
    BURN = "burn"
    REVERSAL = "reversal"


@frozen
class Row:
    """A line of a partner's file; a reversal takes the row `of_row` back, all of it."""

    row_id: str
    kind: RowKind
    at: datetime
    customer_id: CustomerId
    points: int
    of_row: str | None = None


@frozen
class OpenClearing:
    """Of what a partner did from `since` and before `until`.

    Its currency and the days of dispute are those of the partner's newest agreement.
    """

    at: datetime
    clearing_id: ClearingId
    programme_id: ProgrammeId
    partner_id: PartnerId
    since: datetime
    until: datetime
    currency: str
    dispute_days: int


@frozen
class ReportActivity:
    """Report the rows of a file, whose SHA-256 is given."""

    at: datetime
    report_id: str
    file_sha256: str
    rows: tuple[Row, ...]


@frozen
class ClearRow:
    """Note that the ledger took a row, and what it is settled by.

    Of a reversal, `reversed_kind` and the prices are those of the row it takes back.
    """

    at: datetime
    row_id: str
    agreement_id: AgreementId
    version: int
    prices: Prices
    reversed_kind: RowKind | None = None


@frozen
class RefuseRow:
    at: datetime
    row_id: str
    rule: str
    reason: str


@frozen
class ComputeSettlement:
    """Settle what was cleared, which must be what the ledger says of this clearing."""

    at: datetime
    ledger_earned: int
    ledger_burned: int


@frozen
class DisputeRows:
    at: datetime
    row_ids: tuple[str, ...]
    disputed_by: str
    reason: str


@frozen
class ResolveDispute:
    """A row that is `upheld` in dispute is taken back from the ledger."""

    at: datetime
    row_id: str
    upheld: bool
    reason: str


@frozen
class AgreeSettlement:
    """Both sides may name the checkpoint of their own log that they agree by."""

    at: datetime
    our_checkpoint: str | None = None
    their_checkpoint: str | None = None


@frozen
class NoteSettlementDue:
    at: datetime


Command: TypeAlias = (
    OpenClearing
    | ReportActivity
    | ClearRow
    | RefuseRow
    | ComputeSettlement
    | DisputeRows
    | ResolveDispute
    | AgreeSettlement
    | NoteSettlementDue
)


@frozen
class ClearingOpened:
    at: datetime
    clearing_id: ClearingId
    programme_id: ProgrammeId
    partner_id: PartnerId
    since: datetime
    until: datetime
    currency: str
    dispute_days: int


@frozen
class PartnerActivityReported:
    at: datetime
    clearing_id: ClearingId
    partner_id: PartnerId
    report_id: str
    file_sha256: str
    rows: int


@frozen
class PartnerRowReported:
    at: datetime
    clearing_id: ClearingId
    partner_id: PartnerId
    report_id: str
    row_id: str
    kind: RowKind
    customer_id: CustomerId
    points: int
    of_row: str | None


@frozen
class PartnerRowCleared:
    """`earned` and `burned` are points, below zero where they are taken back."""

    at: datetime
    programme_id: ProgrammeId
    clearing_id: ClearingId
    partner_id: PartnerId
    row_id: str
    kind: RowKind
    customer_id: CustomerId
    earned: int
    burned: int
    of_row: str | None
    agreement_id: AgreementId
    version: int
    prices: Prices


@frozen
class PartnerRowRefused:
    at: datetime
    clearing_id: ClearingId
    partner_id: PartnerId
    row_id: str
    customer_id: CustomerId
    rule: str
    reason: str


@frozen
class SettlementLine:
    """What one version of an agreement comes to; amounts are in minor units."""

    agreement_id: AgreementId
    version: int
    prices: Prices
    earned: int
    burned: int
    earned_amount: int
    burned_amount: int


@frozen
class SettlementComputed:
    """`net` is what the partner owes us, below zero what we owe it.

    `round` counts how often it was computed: anew once a dispute was upheld. It may be
    disputed until `due_at`.
    """

    at: datetime
    clearing_id: ClearingId
    partner_id: PartnerId
    round: int
    earned: int
    burned: int
    lines: tuple[SettlementLine, ...]
    net: int
    currency: str
    due_at: datetime


@frozen
class SettlementDisputed:
    at: datetime
    clearing_id: ClearingId
    partner_id: PartnerId
    row_ids: tuple[str, ...]
    disputed_by: str
    reason: str


@frozen
class DisputeResolved:
    """An `upheld` row counts no more, and is taken back from the ledger."""

    at: datetime
    clearing_id: ClearingId
    partner_id: PartnerId
    row_id: str
    customer_id: CustomerId
    upheld: bool
    reason: str


@frozen
class SettlementAgreed:
    """`silent` if nobody said so, and the time to dispute it passed."""

    at: datetime
    clearing_id: ClearingId
    partner_id: PartnerId
    round: int
    net: int
    currency: str
    silent: bool
    our_checkpoint: str | None
    their_checkpoint: str | None


Event: TypeAlias = (
    ClearingOpened
    | PartnerActivityReported
    | PartnerRowReported
    | PartnerRowCleared
    | PartnerRowRefused
    | SettlementComputed
    | SettlementDisputed
    | DisputeResolved
    | SettlementAgreed
)
