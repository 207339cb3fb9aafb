"""A reward: what it costs, and how many there are; never more promised than there."""

from collections.abc import Iterator
from typing import assert_never

from attrs import evolve as but

from .. import money
from ..decider import Decider
from ..times import not_before
from .points_refusals import InvalidValue
from .reward_refusals import (
    NotEnoughStock,
    NotInProgramme,
    PartnerNotNamed,
    RewardChanged,
    RewardIsWithdrawn,
    RewardNotDefined,
    RewardVersionsOutOfOrder,
    StockChangeDiffers,
    StockIsUnlimited,
    TermsDiffer,
)
from .reward_state import Reward, evolve
from .reward_stock import released, taken
from .reward_terms import (
    ChangeStock,
    Command,
    DefineReward,
    Event,
    ReleaseStock,
    ReserveStock,
    ReviseReward,
    RewardDefined,
    RewardKind,
    RewardRevised,
    RewardTerms,
    RewardWithdrawn,
    StockChanged,
    StockReleased,
    StockReserved,
    StockTaken,
    TakeStock,
    WithdrawReward,
)

MOST_POINTS = 10**9  # for one, so that no redemption outgrows 64 bits
MOST_HOURS = 24 * 366


def decide(command: Command, reward: Reward) -> Iterator[Event]:
    if isinstance(command, DefineReward):
        yield from _define(command, reward.defined)
        return
    if reward.defined is None:
        raise RewardNotDefined
    defined, at = reward.defined, command.at
    not_before(defined.at, at)
    match command:
        case ReviseReward():
            yield from _revise(command, defined, reward)
        case ChangeStock():
            yield from _change(command, defined, reward)
        case WithdrawReward(at, reason):
            if reward.withdrawn is None:
                yield RewardWithdrawn(at, defined.reward_id, reason)
        case ReserveStock(redemption_id=name, quantity=quantity):
            if name in reward.reservations:
                return
            _check(command, defined, reward)
            yield StockReserved(at, defined.reward_id, name, quantity)
        case TakeStock(redemption_id=name, quantity=quantity):
            if waiting := taken(reward.reservations, name, quantity):
                rest = waiting - quantity
                yield StockTaken(at, defined.reward_id, name, quantity, rest)
        case ReleaseStock(redemption_id=name):
            if waiting := released(reward.reservations, name):
                yield StockReleased(at, defined.reward_id, name, waiting)
        case _:
            assert_never(command)


def _define(
    command: DefineReward, known: RewardDefined | None
) -> Iterator[RewardDefined]:
    event = RewardDefined(
        command.at,
        command.reward_id,
        command.programme_id,
        command.name,
        command.kind,
        command.terms,
        command.stock,
        command.partner_id,
    )
    if known is not None:
        if but(event, at=known.at) != known:
            raise RewardChanged(known.reward_id)
        return
    _check_terms(command.terms)
    if command.stock is not None and not 0 <= command.stock <= money.MOST:
        raise InvalidValue("stock", str(command.stock))
    if (command.kind is RewardKind.PARTNER) != (command.partner_id is not None):
        raise PartnerNotNamed(command.kind)
    yield event


def _revise(
    command: ReviseReward, defined: RewardDefined, reward: Reward
) -> Iterator[RewardRevised]:
    known = {each.version: each.terms for each in reward.revisions}
    known[1] = defined.terms
    if command.version in known:
        if known[command.version] != command.terms:
            raise TermsDiffer(defined.reward_id, command.version)
        return
    if command.version != max(known) + 1:
        raise RewardVersionsOutOfOrder(command.version, after=max(known))
    if reward.revisions:
        not_before(reward.revisions[-1].at, command.at)
    _check_terms(command.terms)
    yield RewardRevised(command.at, defined.reward_id, command.version, command.terms)


def _change(
    command: ChangeStock, defined: RewardDefined, reward: Reward
) -> Iterator[StockChanged]:
    at, change_id, amount = command.at, command.change_id, command.amount
    event = StockChanged(at, defined.reward_id, change_id, amount, command.reason)
    if known := reward.changes.get(change_id):
        if but(event, at=known.at) != known:
            raise StockChangeDiffers(change_id)
        return
    if reward.stock is None or reward.left is None:
        raise StockIsUnlimited(defined.reward_id)
    if not amount or reward.stock + amount > money.MOST:
        raise InvalidValue("amount", str(amount))
    if reward.left + amount < 0:
        raise NotEnoughStock(asked=-amount, left=reward.left)
    yield event


def _check(command: ReserveStock, defined: RewardDefined, reward: Reward) -> None:
    """Refuse what cannot be had: not of this programme, not so, or not any more."""
    if command.programme_id != defined.programme_id:
        raise NotInProgramme(defined.reward_id, command.programme_id)
    if reward.withdrawn and reward.withdrawn.at <= command.at:
        raise RewardIsWithdrawn(defined.reward_id, reward.withdrawn.at)
    if reward.terms_at(command.at) != (command.version, command.terms):
        raise TermsDiffer(defined.reward_id, command.version)
    if command.quantity < 1:
        raise InvalidValue("quantity", str(command.quantity))
    if reward.left is not None and command.quantity > reward.left:
        raise NotEnoughStock(asked=command.quantity, left=reward.left)


def _check_terms(terms: RewardTerms) -> None:
    if not 1 <= terms.points <= MOST_POINTS:
        raise InvalidValue("points", str(terms.points))
    if not 1 <= terms.hours <= MOST_HOURS:
        raise InvalidValue("hours", str(terms.hours))
    money.check(terms.worth, terms.currency, least=0)


REWARDS = Decider(Reward(), decide, evolve)
