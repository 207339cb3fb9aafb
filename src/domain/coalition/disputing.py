"""How a settlement that was computed is disputed, resolved and agreed."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Protocol

from .clearing_refusals import (
    NoSuchRow,
    RowIsReversed,
    SettlementIsAgreed,
    SettlementIsDisputed,
    SettlementNotComputed,
)
from .clearing_terms import (
    AgreeSettlement,
    ClearingOpened,
    DisputeResolved,
    DisputeRows,
    PartnerRowCleared,
    ResolveDispute,
    SettlementAgreed,
    SettlementComputed,
    SettlementDisputed,
)


class Settled(Protocol):
    """What of a clearing matters here."""

    @property
    def counted(self) -> Collection[PartnerRowCleared]: ...
    @property
    def upheld(self) -> Collection[str]: ...
    @property
    def disputed(self) -> Collection[str]: ...
    @property
    def computed(self) -> SettlementComputed | None: ...
    @property
    def agreed(self) -> SettlementAgreed | None: ...


def dispute(
    command: DisputeRows, clearing: Settled, opened: ClearingOpened
) -> Iterator[SettlementDisputed]:
    """Yield the dispute of those rows that are not in dispute already."""
    _refuse_agreed(clearing, opened)
    if clearing.computed is None:
        raise SettlementNotComputed(opened.clearing_id)
    known = {row.row_id: row for row in clearing.counted}
    reversed_ = {row.of_row for row in clearing.counted}
    for name in command.row_ids:
        if name not in known:
            raise NoSuchRow(name)
        if name in reversed_ or known[name].of_row is not None:
            raise RowIsReversed(name)
    wanted = dict.fromkeys(command.row_ids)
    new = tuple(name for name in wanted if name not in clearing.disputed)
    if new:
        yield SettlementDisputed(
            command.at,
            opened.clearing_id,
            opened.partner_id,
            new,
            command.disputed_by,
            command.reason,
        )


def resolve(
    command: ResolveDispute, clearing: Settled, opened: ClearingOpened
) -> Iterator[DisputeResolved]:
    """Yield how the dispute of a row ends."""
    name = command.row_id
    if command.upheld and name in clearing.upheld:
        return
    if name not in clearing.disputed:
        raise NoSuchRow(name)
    (row,) = (each for each in clearing.counted if each.row_id == name)
    yield DisputeResolved(
        command.at,
        opened.clearing_id,
        opened.partner_id,
        name,
        row.customer_id,
        command.upheld,
        command.reason,
    )


def agree(
    command: AgreeSettlement, clearing: Settled, opened: ClearingOpened
) -> Iterator[SettlementAgreed]:
    """Yield that both sides agree, unless they did; nothing may be in dispute."""
    known = clearing.agreed
    ours, theirs = command.our_checkpoint, command.their_checkpoint
    if known:
        if (known.our_checkpoint, known.their_checkpoint) != (ours, theirs):
            raise SettlementIsAgreed(opened.clearing_id, known.at)
        return
    refuse_open(clearing)
    if clearing.computed is None:
        raise SettlementNotComputed(opened.clearing_id)
    yield agreed(command.at, clearing.computed, False, ours, theirs)


def agreed(
    at: datetime,
    computed: SettlementComputed,
    silent: bool,
    ours: str | None = None,
    theirs: str | None = None,
) -> SettlementAgreed:
    """Return that what was computed is agreed."""
    return SettlementAgreed(
        at,
        computed.clearing_id,
        computed.partner_id,
        computed.round,
        computed.net,
        computed.currency,
        silent,
        ours,
        theirs,
    )


def refuse_open(clearing: Settled) -> None:
    """Refuse what cannot be while a row is in dispute."""
    if clearing.disputed:
        first = next(iter(clearing.disputed))
        raise SettlementIsDisputed(len(clearing.disputed), first)


def _refuse_agreed(clearing: Settled, opened: ClearingOpened) -> None:
    if clearing.agreed:
        raise SettlementIsAgreed(opened.clearing_id, clearing.agreed.at)
