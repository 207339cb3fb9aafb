"""Cashback and its budget: what is earned in money is taken out of it, or is not."""

from collections.abc import Mapping
from typing import Any, Final

from ..domain.ids import CustomerId
from ..domain.loyalty.cashback_budget import (
    CashbackBudget,
    GrantCashback,
    ReturnCashback,
    SetCashbackBudget,
)
from ..domain.loyalty.payout_terms import NotInMoney, PayOutCashback
from ..domain.loyalty.points import EarnReversed, PointsEarned
from ..domain.loyalty.programme import LoyaltyProgramme
from ..domain.loyalty.terms import Terms
from .aggregate import Aggregate
from .contexts import CASHBACK_BUDGET, POINTS, PROGRAMME
from .envelope import Draft
from .work import Reaction, Work


def affordable(work: Work, programme_id: str, terms: Terms, amount: int) -> int:
    """Return how much of what would be earned the programme's budget has, if one is."""
    budget: CashbackBudget = work.state(CASHBACK_BUDGET, programme_id)
    if not terms.in_money or budget.left is None:
        return amount
    return min(amount, budget.left)


def cashback_is_money(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Refuse a budget or a payout of what is not money of that currency."""
    if not isinstance(command, SetCashbackBudget | PayOutCashback):
        return
    name, currency = command.programme_id, command.currency
    programme: LoyaltyProgramme = work.state(PROGRAMME, name)
    units = {each.terms.unit for each in programme.versions if each.terms.in_money}
    if currency not in units:
        raise NotInMoney(name, currency)


def budget(work: Work, draft: Draft) -> None:
    """Take what was earned out of its budget, or put what was refunded back into it.

    A refusal undoes what was earned: nobody earns past the budget.
    """
    if follow := _FOLLOWS.get(type(draft.event)):
        follow(work, draft)


def _grant(work: Work, draft: Draft) -> None:
    earned: PointsEarned = draft.event
    name, customer = earned.programme_id, _customer(draft)
    programme: LoyaltyProgramme = work.state(PROGRAMME, name)
    version = programme.version(earned.programme_version)
    if version is None or not version.terms.in_money:
        return
    grant = GrantCashback(earned.at, customer, earned.source_ref, earned.amount)
    origin = work.caused_by(draft, "cashback-has-a-budget")
    work.handle(CASHBACK_BUDGET, name, grant, origin)


def _return(work: Work, draft: Draft) -> None:
    refund: EarnReversed = draft.event
    name = draft.stream.removeprefix(POINTS.stream("")).partition(":")[0]
    back = refund.amount - refund.waived
    put_back = ReturnCashback(
        refund.at, _customer(draft), refund.source_ref, refund.refund_id, back
    )
    origin = work.caused_by(draft, "cashback-has-a-budget")
    work.handle(CASHBACK_BUDGET, name, put_back, origin)


def _customer(draft: Draft) -> CustomerId:
    assert draft.subject is not None  # every account of points is somebody's
    return CustomerId(draft.subject)


_FOLLOWS: Final[Mapping[type[Any], Reaction]] = {
    PointsEarned: _grant,
    EarnReversed: _return,
}
