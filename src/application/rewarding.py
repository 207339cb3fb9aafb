"""What follows when a reward is asked for: points held and stock reserved, together."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from ..domain.loyalty.points import CaptureHold, Hold, HoldExpired, ReleaseHold
from ..domain.loyalty.policies import SpendOrder
from ..domain.loyalty.programme import LoyaltyProgramme
from ..domain.loyalty.redemption_terms import (
    NoteRedemptionDue,
    RedemptionCancelled,
    RedemptionLapsed,
    RewardFulfilled,
    RewardRequested,
)
from ..domain.loyalty.reward_state import Reward
from ..domain.loyalty.reward_terms import ReleaseStock, ReserveStock, TakeStock
from .contexts import POINTS, PROGRAMME, REDEMPTION, REWARD, account
from .desk import Unknown
from .envelope import Draft, Origin
from .handling import Handler
from .holds import redemption_hold
from .work import Reaction, Work


def terms_of_reward(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return the programme of a reward, and its terms that count when it is asked for.

    Raises:
        Unknown: No such reward was defined by then.
    """
    work = handler.begin(Origin("service:registry"))
    reward: Reward = work.state(REWARD, said["reward_id"])
    found = reward.terms_at(said["at"])
    if reward.defined is None or found is None:
        raise Unknown("reward", said["reward_id"])
    version, terms = found
    programme = reward.defined.programme_id
    return {"programme_id": programme, "version": version, "terms": terms}


def reward(work: Work, draft: Draft) -> None:
    """Have happen what follows from an event of a redemption, if anything does.

    A refusal undoes the request as well: nobody has asked for what cannot be had.
    """
    if follow := _FOLLOWS.get(type(draft.event)):
        follow(work, draft)


def spend_order(work: Work, programme_id: str, at: datetime) -> SpendOrder:
    """Return the order in which a programme's points are spent at a moment."""
    programme: LoyaltyProgramme = work.state(PROGRAMME, programme_id)
    version = programme.in_force(at)
    return version.terms.spend_order if version else SpendOrder.FEFO


def _reserve(work: Work, draft: Draft) -> None:
    asked: RewardRequested = draft.event
    name, programme, at = asked.redemption_id, asked.programme_id, asked.at
    origin = _origin(work, draft, asked)
    reserve = ReserveStock(
        at, name, programme, asked.quantity, asked.version, asked.terms
    )
    work.handle(REWARD, asked.reward_id, reserve, origin)
    order = spend_order(work, programme, at)
    hold = Hold(at, redemption_hold(name), asked.points, asked.due_at, order)
    work.handle(POINTS, account(programme, asked.customer_id), hold, origin)


def _capture(work: Work, draft: Draft) -> None:
    had: RewardFulfilled = draft.event
    name, at = had.redemption_id, had.at
    asked = _asked(work, name)
    origin = _origin(work, draft, asked)
    capture = CaptureHold(at, redemption_hold(name), name, asked.reward_id, had.points)
    work.handle(POINTS, _account(asked), capture, origin)
    take = TakeStock(at, name, had.quantity)
    work.handle(REWARD, asked.reward_id, take, origin)


def _release(work: Work, draft: Draft) -> None:
    over: RedemptionCancelled | RedemptionLapsed = draft.event
    name, at = over.redemption_id, over.at
    asked = _asked(work, name)
    origin = _origin(work, draft, asked)
    work.handle(POINTS, _account(asked), ReleaseHold(at, redemption_hold(name)), origin)
    work.handle(REWARD, asked.reward_id, ReleaseStock(at, name), origin)


def _lapse(work: Work, draft: Draft) -> None:
    """Have a redemption end with its hold, whoever notices it first."""
    expired: HoldExpired = draft.event
    kind, _, name = expired.hold_id.partition(":")
    if kind != REDEMPTION.kind:
        return
    asked = work.state(REDEMPTION, name).requested
    if asked is None or POINTS.stream(_account(asked)) != draft.stream:
        return  # a hold of somebody's own, from when any could bear such a name
    note = NoteRedemptionDue(expired.at)
    work.handle(REDEMPTION, name, note, _origin(work, draft, asked))


def _asked(work: Work, name: str) -> RewardRequested:
    asked: RewardRequested | None = work.state(REDEMPTION, name).requested
    assert asked is not None
    return asked


def _account(asked: RewardRequested) -> str:
    return account(asked.programme_id, asked.customer_id)


def _origin(work: Work, draft: Draft, asked: RewardRequested) -> Origin:
    ref = f"reward:{asked.reward_id}@{asked.version}"
    return work.caused_by(draft, "rewards-are-redeemed", ref)


_FOLLOWS: Final[Mapping[type[Any], Reaction]] = {
    RewardRequested: _reserve,
    RewardFulfilled: _capture,
    RedemptionCancelled: _release,
    RedemptionLapsed: _release,
    HoldExpired: _lapse,
}
