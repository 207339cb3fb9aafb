"""A clearing: what a partner reported, what the ledger took, how that is settled."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider
from ..times import due_after, not_before
from . import disputing
from .clearing_refusals import (
    ClearingChanged,
    ClearingNotOpened,
    FileReported,
    ImpossibleRow,
    LedgerDiffers,
    NoSuchRow,
    NotAClearingId,
    NotAFile,
    PeriodIsNotOver,
    ReportChanged,
    RowChanged,
    RowIsDecided,
    SettlementIsAgreed,
    SettlementIsComputed,
    TooManyRows,
)
from .clearing_terms import (
    AgreeSettlement,
    ClearingOpened,
    ClearRow,
    Command,
    ComputeSettlement,
    DisputeResolved,
    DisputeRows,
    Event,
    NoteSettlementDue,
    OpenClearing,
    PartnerActivityReported,
    PartnerRowCleared,
    PartnerRowRefused,
    PartnerRowReported,
    RefuseRow,
    ReportActivity,
    ResolveDispute,
    Row,
    RowKind,
    SettlementAgreed,
    SettlementComputed,
    SettlementDisputed,
)
from .settling import lines
from .terms import MOST_POINTS

MOST_ROWS: Final = 2_000  # a report

__all__ = ["CLEARINGS", "Clearing", "Command", "Event"]


@frozen
class Clearing:
    """What was reported, by row: cleared, refused, or taken out again by a dispute.

    `computed` is None as well once an upheld dispute has left it stale; `rounds` counts
    how often it was computed.
    """

    opened: ClearingOpened | None = None
    reports: tuple[PartnerActivityReported, ...] = ()
    rows: Mapping[str, PartnerRowReported] = field(factory=dict, hash=False)
    cleared: Mapping[str, PartnerRowCleared] = field(factory=dict, hash=False)
    refused: Mapping[str, PartnerRowRefused] = field(factory=dict, hash=False)
    upheld: frozenset[str] = frozenset()
    disputed: tuple[str, ...] = ()
    computed: SettlementComputed | None = None
    rounds: int = 0
    agreed: SettlementAgreed | None = None

    @property
    def counted(self) -> tuple[PartnerRowCleared, ...]:
        """The rows that are settled: those cleared, but for disputes upheld."""
        return tuple(
            row for name, row in self.cleared.items() if name not in self.upheld
        )

    @property
    def earned(self) -> int:
        return sum(row.earned for row in self.counted)

    @property
    def burned(self) -> int:
        return sum(row.burned for row in self.counted)

    @property
    def due(self) -> datetime | None:
        """When silence agrees, if nothing is disputed."""
        if self.computed is None or self.agreed or self.disputed:
            return None
        return self.computed.due_at


def decide(command: Command, clearing: Clearing) -> Iterator[Event]:
    """Yield that silence agreed, if it did, and then what *command* causes."""
    if isinstance(command, OpenClearing):
        yield from _start(command, clearing.opened)
        return
    opened = clearing.opened
    if opened is None:
        raise ClearingNotOpened
    match command:
        case ReportActivity():
            yield from _report(command, clearing, opened)
        case ClearRow() | RefuseRow():
            yield _decided(command, clearing, opened)
        case _:
            at = command.at
            not_before(opened.at, at)
            if clearing.due is not None and clearing.due <= at:
                assert clearing.computed is not None
                event = disputing.agreed(clearing.due, clearing.computed, silent=True)
                clearing = evolve(clearing, event)
                yield event
            match command:
                case ComputeSettlement():
                    yield from _compute(command, clearing, opened)
                case DisputeRows():
                    yield from disputing.dispute(command, clearing, opened)
                case ResolveDispute():
                    yield from disputing.resolve(command, clearing, opened)
                case AgreeSettlement():
                    yield from disputing.agree(command, clearing, opened)
                case NoteSettlementDue():
                    return
                case _:
                    assert_never(command)


def _start(
    command: OpenClearing, known: ClearingOpened | None
) -> Iterator[ClearingOpened]:
    event = ClearingOpened(
        command.at,
        command.clearing_id,
        command.programme_id,
        command.partner_id,
        command.since,
        command.until,
        command.currency,
        command.dispute_days,
    )
    if known:
        if but(event, at=known.at) != known:
            raise ClearingChanged(known.clearing_id)
        return
    if not re.fullmatch(r"[\w.-]+", command.clearing_id):
        raise NotAClearingId(command.clearing_id)
    due_after(command.since, command.until)
    yield event


def _report(
    command: ReportActivity, clearing: Clearing, opened: ClearingOpened
) -> Iterator[Event]:
    at, name, sha = command.at, command.report_id, command.file_sha256
    for known in clearing.reports:
        if known.report_id == name:
            if known.file_sha256 != sha:
                raise ReportChanged(name)
            return
        if known.file_sha256 == sha:
            raise FileReported(sha, known.report_id)
    if clearing.rounds:
        raise SettlementIsComputed(opened.clearing_id)
    not_before(opened.since, at)
    if not re.fullmatch(r"[0-9a-f]{64}", sha):
        raise NotAFile(sha)
    if len(command.rows) > MOST_ROWS:
        raise TooManyRows(len(command.rows), MOST_ROWS)
    who = opened.clearing_id, opened.partner_id
    new: dict[str, PartnerRowReported] = {}
    for row in command.rows:
        event = _reported(row, opened, name)
        before = new.get(row.row_id) or clearing.rows.get(row.row_id)
        if before and but(event, report_id=before.report_id) != before:
            raise RowChanged(row.row_id)
        if before is None:
            new[row.row_id] = event
    yield PartnerActivityReported(at, *who, name, sha, len(command.rows))
    yield from new.values()


def _reported(row: Row, opened: ClearingOpened, report: str) -> PartnerRowReported:
    of_row, reverses = row.of_row, row.kind is RowKind.REVERSAL
    if not 1 <= row.points <= MOST_POINTS or reverses != (of_row is not None):
        raise ImpossibleRow(row.row_id, row.points, of_row)
    return PartnerRowReported(
        row.at,
        opened.clearing_id,
        opened.partner_id,
        report,
        row.row_id,
        row.kind,
        row.customer_id,
        row.points,
        of_row,
    )


def _decided(
    command: ClearRow | RefuseRow, clearing: Clearing, opened: ClearingOpened
) -> PartnerRowCleared | PartnerRowRefused:
    at, name = command.at, command.row_id
    who = opened.clearing_id, opened.partner_id, name
    row = clearing.rows.get(name)
    if row is None:
        raise NoSuchRow(name)
    if name in clearing.cleared or name in clearing.refused:
        raise RowIsDecided(name)
    if isinstance(command, RefuseRow):
        customer = row.customer_id
        return PartnerRowRefused(at, *who, customer, command.rule, command.reason)
    back = command.reversed_kind
    points = row.points if back is None else -row.points
    earns = (back or row.kind) is RowKind.EARN
    return PartnerRowCleared(
        at,
        opened.programme_id,
        *who,
        row.kind,
        row.customer_id,
        points if earns else 0,
        0 if earns else points,
        row.of_row,
        command.agreement_id,
        command.version,
        command.prices,
    )


def _compute(
    command: ComputeSettlement, clearing: Clearing, opened: ClearingOpened
) -> Iterator[SettlementComputed]:
    at = command.at
    if clearing.agreed:
        raise SettlementIsAgreed(opened.clearing_id, clearing.agreed.at)
    if clearing.computed:
        return
    if at < opened.until:
        raise PeriodIsNotOver(opened.until)
    disputing.refuse_open(clearing)
    earned, burned = clearing.earned, clearing.burned
    ledger = command.ledger_earned, command.ledger_burned
    if (earned, burned) != ledger:
        raise LedgerDiffers(earned, burned, *ledger)
    found = lines(clearing.counted)
    yield SettlementComputed(
        at,
        opened.clearing_id,
        opened.partner_id,
        clearing.rounds + 1,
        earned,
        burned,
        tuple(found),
        sum(each.earned_amount - each.burned_amount for each in found),
        opened.currency,
        at + timedelta(days=opened.dispute_days),
    )


def evolve(clearing: Clearing, event: Event) -> Clearing:
    match event:
        case ClearingOpened():
            return Clearing(event)
        case PartnerActivityReported():
            return but(clearing, reports=(*clearing.reports, event))
        case PartnerRowReported(row_id=name):
            return but(clearing, rows={**clearing.rows, name: event})
        case PartnerRowCleared(row_id=name):
            return but(clearing, cleared={**clearing.cleared, name: event})
        case PartnerRowRefused(row_id=name):
            return but(clearing, refused={**clearing.refused, name: event})
        case SettlementComputed(round=number):
            return but(clearing, computed=event, rounds=number)
        case SettlementDisputed(row_ids=names):
            return but(clearing, disputed=(*clearing.disputed, *names))
        case DisputeResolved(row_id=name, upheld=upheld):
            rest = tuple(each for each in clearing.disputed if each != name)
            if not upheld:
                return but(clearing, disputed=rest)
            out = clearing.upheld | {name}
            return but(clearing, disputed=rest, upheld=out, computed=None)
        case SettlementAgreed():
            return but(clearing, agreed=event)
        case _:
            assert_never(event)


CLEARINGS = Decider(Clearing(), decide, evolve)
