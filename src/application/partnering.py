"""What partners, clearings and benefits take for granted, and what is looked up."""

from collections.abc import Mapping
from typing import Any

from ..domain.coalition.agreement_terms import OnboardPartner
from ..domain.coalition.benefit import BenefitDiffers, GrantBenefit, NotForThem
from ..domain.coalition.clearing import Clearing
from ..domain.coalition.clearing_refusals import ClearingDiffers, LedgerDiffers
from ..domain.coalition.clearing_terms import ComputeSettlement, OpenClearing
from ..domain.coalition.coalition import Coalition
from ..domain.loyalty.membership import Member
from .aggregate import Aggregate
from .contexts import CLEARING, COALITION, MEMBERSHIP, PROGRAMME, account
from .desk import Unknown
from .envelope import Origin
from .handling import Handler
from .partner_ledger import ledger_sums
from .work import Work

_WHO = Origin("service:registry")


def newest_agreement(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return the currency and the days of dispute of a partner's newest agreement.

    Raises:
        Unknown: There is none.
    """
    return _newest(handler.begin(_WHO), said["programme_id"], said["partner_id"])


def offered_benefit(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return what an agreement offers under a name, and which partner does.

    Raises:
        Unknown: There is no such agreement, or it offers no such thing.
    """
    name = said["agreement_id"]
    coalition: Coalition = handler.begin(_WHO).state(COALITION, said["programme_id"])
    found = coalition.agreements.get(name)
    if found is None:
        raise Unknown("agreement", name)
    for each in found.signed.terms.benefits:
        if each.benefit_id == said["benefit_id"]:
            return {"partner_id": found.signed.partner_id, "benefit": each}
    raise Unknown("benefit", said["benefit_id"])


def cleared_by_ledger(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return what the ledger says of a clearing.

    Raises:
        Unknown: No such clearing is opened.
    """
    work = handler.begin(_WHO)
    clearing: Clearing = work.state(CLEARING, said["clearing_id"])
    if clearing.opened is None:
        raise Unknown(CLEARING.kind, said["clearing_id"])
    earned, burned = ledger_sums(
        work, clearing.opened.programme_id, said["clearing_id"]
    )
    return {"ledger_earned": earned, "ledger_burned": burned}


def partners_join_a_programme(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Raise `Unknown` for a partner of a programme that has no version."""
    if not isinstance(command, OnboardPartner):
        return
    if not work.state(PROGRAMME, command.programme_id).versions:
        raise Unknown(PROGRAMME.kind, command.programme_id)


def clearings_follow_their_agreement(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Refuse a clearing in another currency, or that is disputed for other days."""
    if not isinstance(command, OpenClearing):
        return
    found = _newest(work, command.programme_id, command.partner_id)
    said = {"currency": command.currency, "dispute_days": command.dispute_days}
    if said != found and work.state(CLEARING, command.clearing_id).opened is None:
        raise ClearingDiffers(command.clearing_id, command.partner_id)


def settlements_equal_the_ledger(
    work: Work, aggregate: Aggregate[Any, Any, Any], identity: str, command: Any
) -> None:
    """Refuse a settlement by other sums than the ledger's."""
    if not isinstance(command, ComputeSettlement):
        return
    clearing: Clearing = work.state(CLEARING, identity)
    if clearing.opened is None or clearing.computed or clearing.agreed:
        return
    found = ledger_sums(work, clearing.opened.programme_id, identity)
    said = command.ledger_earned, command.ledger_burned
    if said != found:
        raise LedgerDiffers(*said, *found)


def benefits_are_of_an_agreement_in_force(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Refuse a benefit that is not offered as it is granted, or to who is no member."""
    if not isinstance(command, GrantBenefit):
        return
    programme, customer = command.programme_id, command.customer_id
    coalition: Coalition = work.state(COALITION, programme)
    found = coalition.agreements.get(command.agreement_id)
    offered = found is not None and (
        found.in_force(command.at)
        and found.signed.partner_id == command.partner_id
        and command.benefit.benefit_id == command.benefit_id
        and command.benefit in found.signed.terms.benefits
    )
    if not offered:
        raise BenefitDiffers(command.agreement_id, command.benefit_id)
    member = work.state(MEMBERSHIP, account(programme, customer))
    if not (isinstance(member, Member) and member.earns(command.at)):
        raise NotForThem(customer, programme)


def _newest(work: Work, programme: str, partner: Any) -> dict[str, Any]:
    coalition: Coalition = work.state(COALITION, programme)
    known = coalition.of(partner)
    if not known:
        raise Unknown("agreement with", partner)
    terms = known[-1].signed.terms
    return {"currency": terms.prices.currency, "dispute_days": terms.dispute_days}
