"""The rules of rewards and their stock, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.ids import ProgrammeId, RewardId
from mijoz.domain.loyalty.points_refusals import InvalidValue
from mijoz.domain.loyalty.reward import REWARDS
from mijoz.domain.loyalty.reward_refusals import (
    MoreThanReserved,
    NotEnoughStock,
    NothingReserved,
    NotInProgramme,
    PartnerNotNamed,
    ReservationIsResolved,
    RewardChanged,
    RewardIsWithdrawn,
    RewardNotDefined,
    RewardVersionsOutOfOrder,
    StockChangeDiffers,
    StockIsUnlimited,
    TermsDiffer,
)
from mijoz.domain.loyalty.reward_state import Reward
from mijoz.domain.loyalty.reward_terms import (
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
from mijoz.domain.money import MOST, NoSuchCurrency, NotAnAmount
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SOON, LATER = NOW + timedelta(days=1), NOW + timedelta(days=2)
INSTANT = timedelta(microseconds=1)
MUG, CLUB = RewardId("mug"), ProgrammeId("club")
TERMS, DEARER = RewardTerms(100, 900, "UZS", 48), RewardTerms(120, 900, "UZS", 48)
DEFINE = DefineReward(NOW, MUG, CLUB, "a mug", RewardKind.GIFT, TERMS, 3)
DEFINED = RewardDefined(NOW, MUG, CLUB, "a mug", RewardKind.GIFT, TERMS, 3, None)
RESERVE = ReserveStock(SOON, "r-1", CLUB, 2, 1, TERMS)
RESERVED = StockReserved(SOON, MUG, "r-1", 2)
MORE = ChangeStock(SOON, "c-1", 5, "delivered")

rewards = Scenario(REWARDS)
defined = rewards.given(DEFINED)
unlimited = rewards.given(but(DEFINED, stock=None))
reserved = defined.given(RESERVED)

COMMANDS: list[Command] = [
    ReviseReward(SOON, 2, DEARER),
    MORE,
    WithdrawReward(SOON, "out of print"),
    RESERVE,
    TakeStock(SOON, "r-1", 1),
    ReleaseStock(SOON, "r-1"),
]


def counts(story: Scenario[Command, Event, Reward]) -> tuple[int | None, ...]:
    """Return what is there, what of it is reserved, and what is left."""
    reward = story.state
    return reward.stock, reward.reserved, reward.left


def test_a_reward_is_offered_with_its_terms_and_its_stock() -> None:
    story = rewards.when(DEFINE)
    story.then(DEFINED)
    assert counts(story) == (3, 0, 3)
    assert story.state.terms_at(NOW) == (1, TERMS)
    assert story.state.terms_at(NOW - INSTANT) is None
    assert rewards.state.terms_at(NOW) is None


def test_a_reward_is_defined_once() -> None:
    defined.when(but(DEFINE, at=SOON)).then_nothing()
    defined.when(but(DEFINE, stock=4)).then(RewardChanged(MUG))
    defined.when(but(DEFINE, terms=DEARER)).then(RewardChanged(MUG))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_what_was_not_defined_is_not_to_be_had(command: Command) -> None:
    rewards.when(command).then(RewardNotDefined())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_nothing_becomes_of_a_reward_before_it_is_defined(command: Command) -> None:
    early = NOW - INSTANT
    reserved.when(but(command, at=early)).then(TooEarly(early, NOW))
    refusal = reserved.when(but(command, at=NOW)).refusal
    assert not isinstance(refusal, TooEarly)


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        (but(TERMS, points=0), InvalidValue("points", "0")),
        (but(TERMS, points=10**9 + 1), InvalidValue("points", "1000000001")),
        (but(TERMS, hours=0), InvalidValue("hours", "0")),
        (but(TERMS, hours=8_785), InvalidValue("hours", "8785")),
        (but(TERMS, worth=-1), NotAnAmount(-1, 0)),
        (but(TERMS, currency="sum"), NoSuchCurrency("sum")),
    ],
)
def test_terms_have_bounds(
    terms: RewardTerms, refusal: InvalidValue | NotAnAmount
) -> None:
    rewards.when(but(DEFINE, terms=terms)).then(refusal)
    defined.when(ReviseReward(SOON, 2, terms)).then(refusal)


@pytest.mark.parametrize(
    "terms",
    [
        but(TERMS, points=1, hours=1, worth=0),
        but(TERMS, points=10**9, hours=8_784),
    ],
)
def test_terms_reach_their_bounds(terms: RewardTerms) -> None:
    assert rewards.when(but(DEFINE, terms=terms)).news


@pytest.mark.parametrize("stock", [-1, MOST + 1])
def test_no_reward_begins_with_less_than_nothing(stock: int) -> None:
    rewards.when(but(DEFINE, stock=stock)).then(InvalidValue("stock", str(stock)))


@pytest.mark.parametrize("stock", [0, MOST, None])
def test_a_reward_begins_with_any_stock_or_without_limit(stock: int | None) -> None:
    assert rewards.when(but(DEFINE, stock=stock)).state.left == stock


@pytest.mark.parametrize("kind", RewardKind)
def test_a_partners_reward_names_the_partner_and_no_other_does(
    kind: RewardKind,
) -> None:
    partner = kind is RewardKind.PARTNER
    for named in (None, "cinema"):
        story = rewards.when(but(DEFINE, kind=kind, partner_id=named))
        if partner is (named is not None):
            assert story.news
        else:
            story.then(PartnerNotNamed(kind))


def test_terms_count_from_their_own_moment_on() -> None:
    story = defined.when(ReviseReward(SOON, 2, DEARER))
    story.then(RewardRevised(SOON, MUG, 2, DEARER))
    assert story.state.terms_at(SOON - INSTANT) == (1, TERMS)
    assert story.state.terms_at(SOON) == (2, DEARER)


def test_terms_come_in_order_and_never_change() -> None:
    story = defined.given(RewardRevised(SOON, MUG, 2, DEARER))
    story.when(ReviseReward(LATER, 2, DEARER)).then_nothing()
    story.when(ReviseReward(LATER, 1, TERMS)).then_nothing()
    story.when(ReviseReward(LATER, 2, TERMS)).then(TermsDiffer(MUG, 2))
    story.when(ReviseReward(LATER, 1, DEARER)).then(TermsDiffer(MUG, 1))
    story.when(ReviseReward(LATER, 4, TERMS)).then(RewardVersionsOutOfOrder(4, 2))
    early = SOON - INSTANT
    story.when(ReviseReward(early, 3, TERMS)).then(TooEarly(early, SOON))
    assert story.when(ReviseReward(SOON, 3, TERMS)).news
    defined.when(ReviseReward(SOON, 3, TERMS)).then(RewardVersionsOutOfOrder(3, 1))


def test_stock_is_added_and_taken_with_a_reason_once() -> None:
    story = defined.when(MORE)
    story.then(StockChanged(SOON, MUG, "c-1", 5, "delivered"))
    assert counts(story) == (8, 0, 8)
    story.when(but(MORE, at=LATER)).then_nothing()
    story.when(but(MORE, amount=6)).then(StockChangeDiffers("c-1"))
    story.when(but(MORE, reason="found")).then(StockChangeDiffers("c-1"))


def test_what_is_reserved_is_not_taken_from_the_stock() -> None:
    take = but(MORE, amount=-1, reason="broken")
    assert counts(reserved.when(take)) == (2, 2, 0)
    reserved.when(but(take, amount=-2)).then(NotEnoughStock(asked=2, left=1))


def test_a_change_of_stock_changes_it_and_not_past_what_can_be() -> None:
    defined.when(but(MORE, amount=0)).then(InvalidValue("amount", "0"))
    most = MOST - 3
    assert defined.when(but(MORE, amount=most)).state.stock == MOST
    defined.when(but(MORE, amount=most + 1)).then(InvalidValue("amount", str(most + 1)))


def test_what_is_without_limit_has_no_stock_to_change() -> None:
    unlimited.when(MORE).then(StockIsUnlimited(MUG))


def test_stock_is_reserved_once_for_a_redemption() -> None:
    story = defined.when(RESERVE)
    story.then(RESERVED)
    assert counts(story) == (3, 2, 1)
    story.when(RESERVE).then_nothing()


def test_the_last_is_reserved_and_no_more() -> None:
    assert counts(defined.when(but(RESERVE, quantity=3))) == (3, 3, 0)
    defined.when(but(RESERVE, quantity=4)).then(NotEnoughStock(asked=4, left=3))
    other = but(RESERVE, redemption_id="r-2")
    reserved.when(other).then(NotEnoughStock(asked=2, left=1))
    assert counts(unlimited.when(but(RESERVE, quantity=4))) == (None, 4, None)


def test_nothing_is_not_reserved() -> None:
    defined.when(but(RESERVE, quantity=0)).then(InvalidValue("quantity", "0"))
    assert defined.when(but(RESERVE, quantity=1)).news


def test_a_reward_is_had_in_its_own_programme_on_terms_that_count() -> None:
    other = ProgrammeId("other")
    defined.when(but(RESERVE, programme_id=other)).then(NotInProgramme(MUG, other))
    defined.when(but(RESERVE, terms=DEARER)).then(TermsDiffer(MUG, 1))
    defined.when(but(RESERVE, version=2)).then(TermsDiffer(MUG, 2))
    revised = defined.given(RewardRevised(SOON, MUG, 2, DEARER))
    revised.when(RESERVE).then(TermsDiffer(MUG, 1))
    assert revised.when(but(RESERVE, at=SOON - INSTANT)).news


def test_a_withdrawn_reward_is_not_to_be_had_from_then_on() -> None:
    story = defined.when(WithdrawReward(SOON, "out of print"))
    story.then(RewardWithdrawn(SOON, MUG, "out of print"))
    story.when(WithdrawReward(LATER, "again")).then_nothing()
    story.when(RESERVE).then(RewardIsWithdrawn(MUG, SOON))
    assert story.when(but(RESERVE, at=SOON - INSTANT)).news


def test_what_was_reserved_is_handed_out_and_the_rest_returns() -> None:
    story = reserved.when(TakeStock(LATER, "r-1", 1))
    story.then(StockTaken(LATER, MUG, "r-1", 1, 1))
    assert counts(story) == (2, 0, 2)
    story.when(TakeStock(LATER, "r-1", 1)).then_nothing()
    whole = reserved.when(TakeStock(LATER, "r-1", 2))
    assert counts(whole) == (1, 0, 1)
    assert counts(unlimited.given(RESERVED).when(TakeStock(LATER, "r-1", 2))) == (
        None,
        0,
        None,
    )


def test_no_more_is_handed_out_than_was_reserved_and_not_nothing() -> None:
    reserved.when(TakeStock(LATER, "r-1", 3)).then(MoreThanReserved(3, 2))
    reserved.when(TakeStock(LATER, "r-1", 0)).then(InvalidValue("quantity", "0"))


def test_what_was_reserved_is_released() -> None:
    story = reserved.when(ReleaseStock(LATER, "r-1"))
    story.then(StockReleased(LATER, MUG, "r-1", 2))
    assert counts(story) == (3, 0, 3)
    story.when(ReleaseStock(LATER, "r-1")).then_nothing()


def test_a_reservation_is_resolved_once() -> None:
    taken = reserved.when(TakeStock(LATER, "r-1", 2))
    how = "handed out, 2 of it"
    taken.when(ReleaseStock(LATER, "r-1")).then(ReservationIsResolved("r-1", how))
    taken.when(TakeStock(LATER, "r-1", 1)).then(ReservationIsResolved("r-1", how))
    taken.when(RESERVE).then_nothing()
    released = reserved.when(ReleaseStock(LATER, "r-1"))
    again = TakeStock(LATER, "r-1", 2)
    released.when(again).then(ReservationIsResolved("r-1", "released"))


@pytest.mark.parametrize(
    "command", [TakeStock(SOON, "r-9", 1), ReleaseStock(SOON, "r-9")]
)
def test_what_was_not_reserved_is_not_resolved(command: Command) -> None:
    reserved.when(command).then(NothingReserved("r-9"))
