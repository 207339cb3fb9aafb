"""Partners' rows are cleared by the ledger, or refused with its reason, one by one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from attrs import frozen

from ..domain.coalition.clearing import Clearing
from ..domain.coalition.clearing_refusals import RowIsReversed
from ..domain.coalition.clearing_terms import (
    ClearingOpened,
    ClearRow,
    DisputeResolved,
    PartnerRowCleared,
    PartnerRowReported,
    RefuseRow,
    RowKind,
)
from ..domain.coalition.coalition import Coalition
from ..domain.decider import Refused
from ..domain.ids import PartnerId, ProgrammeId
from ..domain.loyalty.membership import Member
from ..domain.loyalty.points import Earn, Redeem, ReverseEarn, ReverseRedemption
from ..domain.loyalty.programme import LoyaltyProgramme, Version
from .claims import PARTNER_ROW_CLAIM, PARTNER_ROW_REVERSAL_CLAIM, partner_row
from .contexts import (
    CLEARING,
    COALITION,
    CUSTOMER,
    MEMBERSHIP,
    POINTS,
    PROGRAMME,
    account,
)
from .envelope import Draft
from .partner_ledger import ref
from .work import Reaction, Work


@frozen
class RowNotTaken(Refused):
    """The ledger is not asked for a row: it cannot be of this partner's clearing."""

    rule: str
    row_id: str

    def __str__(self) -> str:
        return f"row {self.row_id} is not taken: {self.rule}"


def clear(work: Work, draft: Draft) -> None:
    """Have happen what follows from an event of a clearing, if anything does."""
    if follow := _FOLLOWS.get(type(draft.event)):
        follow(work, draft)


def _reported(work: Work, draft: Draft) -> None:
    """Have the ledger take a row as a whole, or refuse it and say why."""
    row: PartnerRowReported = draft.event
    origin = work.caused_by(draft, "partners-are-cleared", f"report:{row.report_id}")
    try:
        work.attempt(lambda work: _clear(work, draft, row))
    except Refused as refusal:
        rule = type(refusal).__name__
        if isinstance(refusal, RowNotTaken):
            rule = refusal.rule
        refuse = RefuseRow(row.at, row.row_id, rule, str(refusal))
        work.handle(CLEARING, row.clearing_id, refuse, origin)


def _clear(work: Work, draft: Draft, row: PartnerRowReported) -> None:
    clearing: Clearing = work.state(CLEARING, row.clearing_id)
    opened = clearing.opened
    assert opened is not None
    programme, partner = opened.programme_id, opened.partner_id
    report = next(each for each in clearing.reports if each.report_id == row.report_id)
    if row.at >= opened.until or row.at > report.at:
        raise RowNotTaken("of_another_period", row.row_id)
    key = _key(opened, row.row_id)
    if work.journal.owners(PARTNER_ROW_CLAIM, [key]):
        raise RowNotTaken("reported_before", row.row_id)
    version = _version(work, programme, row)
    identity = account(programme, row.customer_id)
    name = ref(row.clearing_id, row.row_id)
    told: Earn | Redeem | ReverseEarn | ReverseRedemption
    if row.kind is RowKind.REVERSAL:
        found = _reversible(work, row, clearing, key=_key(opened, row.of_row))
        told = _back(row.at, name, found, version)
        cleared = _by(found, row)
    else:
        told, cleared = _movement(work, row, programme, partner, version, name)
        if opened.currency != cleared.prices.currency:
            raise RowNotTaken("in_another_currency", row.row_id)
    origin = work.caused_by(draft, "partners-are-cleared", f"partner:{partner}")
    moved = work.handle(POINTS, identity, told, origin)
    if row.points not in [getattr(each.event, "amount", None) for each in moved]:
        raise RowNotTaken("not_moved_in_whole", row.row_id)
    work.handle(CLEARING, row.clearing_id, cleared, origin)


def _version(work: Work, programme_id: ProgrammeId, row: PartnerRowReported) -> Version:
    """Return the version of the programme in force, for a member as of then."""
    programme: LoyaltyProgramme = work.state(PROGRAMME, programme_id)
    version = programme.in_force(row.at)
    member = work.state(MEMBERSHIP, account(programme_id, row.customer_id))
    if version is None or not (isinstance(member, Member) and member.earns(row.at)):
        raise RowNotTaken("not_a_member", row.row_id)
    if work.state(CUSTOMER, row.customer_id).erased:
        raise RowNotTaken("not_a_member", row.row_id)
    return version


def _movement(
    work: Work,
    row: PartnerRowReported,
    programme: ProgrammeId,
    partner: PartnerId,
    version: Version,
    name: str,
) -> tuple[Earn | Redeem, ClearRow]:
    coalition: Coalition = work.state(COALITION, programme)
    agreement = coalition.in_force(partner, row.at)
    if agreement is None:
        raise RowNotTaken("no_agreement_in_force", row.row_id)
    at, terms = row.at, version.terms
    number, prices = agreement.prices_at(at)
    cleared = ClearRow(at, row.row_id, agreement.signed.agreement_id, number, prices)
    if row.kind is RowKind.BURN:
        reward = f"partner:{partner}"
        return Redeem(at, name, reward, row.points, terms.spend_order), cleared
    available_at = terms.available_at(at)
    earn = Earn(
        at,
        name,
        name,
        row.points,
        available_at,
        terms.expires_at(available_at),
        programme,
        version.number,
        qualifying=0,
    )
    return earn, cleared


def _reversible(
    work: Work, row: PartnerRowReported, clearing: Clearing, key: str
) -> PartnerRowCleared:
    """Return the row that a reversal takes back: all of it, and once."""
    name = row.of_row or ""
    owner = work.journal.owners(PARTNER_ROW_CLAIM, [key]).get(key)
    of: Clearing = work.state(CLEARING, owner) if owner else clearing
    found = of.cleared.get(name)
    if found is None:
        raise RowNotTaken("reverses_nothing", row.row_id)
    if name in of.upheld or _is_reversed(work, clearing, key, name):
        raise RowNotTaken("reversed_before", row.row_id)
    same = found.earned + found.burned, found.customer_id
    if same != (row.points, row.customer_id):
        raise RowNotTaken("reverses_something_else", row.row_id)
    if row.at < found.at:
        raise RowNotTaken("before_what_it_reverses", row.row_id)
    return found


def _is_reversed(work: Work, clearing: Clearing, key: str, name: str) -> bool:
    here = any(each.of_row == name for each in clearing.cleared.values())
    return here or bool(work.journal.owners(PARTNER_ROW_REVERSAL_CLAIM, [key]))


def _by(found: PartnerRowCleared, row: PartnerRowReported) -> ClearRow:
    """Return that a reversal is cleared, at the prices of what it takes back."""
    agreement, version, prices = found.agreement_id, found.version, found.prices
    return ClearRow(row.at, row.row_id, agreement, version, prices, found.kind)


def _back(
    at: datetime, name: str, found: PartnerRowCleared, version: Version
) -> ReverseEarn | ReverseRedemption:
    """Return what takes a cleared row back from the ledger."""
    source, terms = ref(found.clearing_id, found.row_id), version.terms
    if found.kind is RowKind.BURN:
        until = terms.grace_until(at)
        return ReverseRedemption(at, name, source, grace_until=until)
    policy, order = terms.refund_policy, terms.spend_order
    return ReverseEarn(at, name, source, policy=policy, spend_order=order)


def _resolved(work: Work, draft: Draft) -> None:
    """Take a row back from the ledger whose dispute was upheld.

    Raises:
        Refused: It was reversed since, or the ledger says no: it cannot be upheld.
    """
    event: DisputeResolved = draft.event
    if not event.upheld:
        return
    clearing: Clearing = work.state(CLEARING, event.clearing_id)
    opened, found = clearing.opened, clearing.cleared[event.row_id]
    assert opened is not None
    programme_id, key = opened.programme_id, _key(opened, event.row_id)
    if _is_reversed(work, clearing, key, event.row_id):
        raise RowIsReversed(event.row_id)
    programme: LoyaltyProgramme = work.state(PROGRAMME, programme_id)
    version = programme.in_force(event.at) or programme.versions[-1]
    name = f"{ref(event.clearing_id, event.row_id)}:disputed"
    back = _back(event.at, name, found, version)
    identity = account(programme_id, event.customer_id)
    origin = work.caused_by(draft, "partners-are-cleared", f"row:{event.row_id}")
    work.handle(POINTS, identity, back, origin)


def _key(opened: ClearingOpened, row: str | None) -> str:
    return partner_row(opened.programme_id, opened.partner_id, row or "")


_FOLLOWS: Final[Mapping[type[Any], Reaction]] = {
    PartnerRowReported: _reported,
    DisputeResolved: _resolved,
}
