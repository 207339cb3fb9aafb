"""The rules of promotions and of their terms, one test a rule."""

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.ids import PromotionId
from mijoz.domain.money import MOST, NoSuchCurrency
from mijoz.domain.promotion.checking import (
    ImpossibleOrders,
    ImpossibleSteps,
    ImpossibleValue,
    NotSingleDays,
    TermMissing,
    TermOutOfPlace,
)
from mijoz.domain.promotion.promising import (
    PromotionChanged,
    PromotionIsEnded,
    PromotionNotPublished,
    PromotionOutOfOrder,
)
from mijoz.domain.promotion.promotion import (
    PROMOTIONS,
    Command,
    EndPromotion,
    PausePromotion,
    Promotion,
    PromotionEnded,
    PromotionPaused,
    PromotionPublished,
    PromotionResumed,
    PublishPromotion,
    ResumePromotion,
    Rule,
)
from mijoz.domain.promotion.terms import (
    Audience,
    Kind,
    Reward,
    Scope,
    Side,
    Step,
)
from mijoz.domain.promotion.windows import NoSuchTimeZone, NoWindow
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

from .promising import MARCH, NOW, OF, SPRING, TERMS

SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(days=1)
INSTANT = timedelta(microseconds=1)
TEN = PromotionId("ten")
PUBLISH = PublishPromotion(NOW, TEN, 1, TERMS)
PUBLISHED = PromotionPublished(NOW, TEN, 1, TERMS)
PAUSED = PromotionPaused(SOON, TEN, "a fault at the tills")
RESUMED = PromotionResumed(LATER, TEN, "mended")
ENDED = PromotionEnded(LATER, TEN, "sold out")

promotions = Scenario(PROMOTIONS)
ten = promotions.given(PUBLISHED)

COMMANDS: list[Command] = [
    PausePromotion(LATER, "x"),
    ResumePromotion(LATER, "x"),
    EndPromotion(LATER, "x"),
]


def test_a_promotion_is_published_in_versions() -> None:
    promotions.when(PUBLISH).then(PUBLISHED)
    ten.when(but(PUBLISH, at=SOON, version=3)).then(but(PUBLISHED, at=SOON, version=3))


def test_a_version_is_published_once_and_never_changes() -> None:
    ten.when(but(PUBLISH, at=LATER)).then_nothing()
    other = but(TERMS, reward=Reward.AMOUNT)
    ten.when(but(PUBLISH, terms=other)).then(PromotionChanged(1))


def test_versions_come_in_order() -> None:
    promotions.when(but(PUBLISH, version=0)).then(PromotionOutOfOrder(0, 0))
    third = promotions.given(but(PUBLISHED, version=3))
    third.when(but(PUBLISH, version=2)).then(PromotionOutOfOrder(2, 3))


def test_what_becomes_of_a_promotion_is_told_in_the_order_of_time() -> None:
    early = NOW - INSTANT
    commands: list[Command] = [PausePromotion(early, "x"), EndPromotion(early, "x")]
    for command in commands:
        ten.when(command).then(TooEarly(early, NOW))
        assert ten.when(but(command, at=NOW)).news
    ten.when(but(PUBLISH, at=early, version=2)).then(TooEarly(early, NOW))
    assert ten.when(but(PUBLISH, at=NOW, version=2)).news
    paused, early = ten.given(PAUSED), SOON - INSTANT
    paused.when(ResumePromotion(early, "x")).then(TooEarly(early, SOON))
    assert paused.when(ResumePromotion(SOON, "x")).news


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_what_was_not_published_is_not_paused(command: Command) -> None:
    promotions.when(command).then(PromotionNotPublished())


def test_a_promotion_is_paused_and_resumed() -> None:
    ten.when(PausePromotion(SOON, "a fault at the tills")).then(PAUSED)
    paused = ten.given(PAUSED)
    paused.when(PausePromotion(LATER, "again")).then_nothing()
    paused.when(ResumePromotion(LATER, "mended")).then(RESUMED)
    paused.given(RESUMED).when(ResumePromotion(LATER, "again")).then_nothing()
    ten.when(ResumePromotion(LATER, "never paused")).then_nothing()


def test_a_promotion_ends_once_and_for_good() -> None:
    ten.when(EndPromotion(LATER, "sold out")).then(ENDED)
    ended = ten.given(ENDED)
    ended.when(EndPromotion(NOW, "again")).then_nothing()
    over = PromotionIsEnded(TEN, "sold out")
    ended.when(PausePromotion(LATER, "x")).then(over)
    ended.when(ResumePromotion(LATER, "x")).then(over)
    ended.when(but(PUBLISH, at=LATER, version=2)).then(over)
    ended.when(but(PUBLISH, at=LATER)).then_nothing()


def test_what_is_in_force_depends_on_the_moment() -> None:
    second = but(PUBLISHED, at=LATER, version=2)
    state = ten.given(PAUSED, second, RESUMED).state
    assert state.in_force(NOW - INSTANT) is None
    assert state.in_force(NOW) == Rule(TEN, 1, TERMS)
    assert state.in_force(SOON - INSTANT) == Rule(TEN, 1, TERMS)
    assert state.in_force(SOON) == Rule(TEN, 1, TERMS, paused=True)
    assert state.in_force(LATER) == Rule(TEN, 2, TERMS)
    still = ten.given(PAUSED, second).state
    assert still.in_force(LATER) == Rule(TEN, 2, TERMS, paused=True)


def test_what_has_ended_is_in_force_until_then() -> None:
    state = ten.given(ENDED).state
    assert state.in_force(LATER - INSTANT) == Rule(TEN, 1, TERMS)
    assert state.in_force(LATER) is None


def test_as_of_before_its_publication_nothing_is_in_force() -> None:
    assert Promotion((PAUSED, RESUMED)).in_force(LATER) is None


def publish(kind: Kind, **other: Any) -> Any:
    return promotions.when(but(PUBLISH, terms=but(OF[kind], **other)))


@pytest.mark.parametrize("kind", Kind)
def test_a_promotion_of_each_kind_can_be_published(kind: Kind) -> None:
    assert publish(kind).news


def test_terms_are_in_a_currency_and_good_somewhere_at_some_time() -> None:
    publish(Kind.FIXED, currency="so'm").then(NoSuchCurrency("so'm"))
    publish(Kind.FIXED, time_zone="Mars").then(NoSuchTimeZone("Mars"))
    publish(Kind.FIXED, windows=()).then(NoWindow())


@pytest.mark.parametrize("kind", [Kind.QUANTITY, Kind.THRESHOLD, Kind.CUMULATIVE])
def test_a_ladder_rises_from_above_nothing(kind: Kind) -> None:
    assert publish(kind, steps=(Step(1, 5), Step(2, 3))).news
    for steps in (
        (),
        (Step(0, 5),),
        (Step(2, 5), Step(2, 6)),
        (Step(2, 5), Step(1, 6)),
    ):
        publish(kind, steps=steps).then(ImpossibleSteps(kind))


def test_steps_are_refused_in_words_of_their_kind() -> None:
    assert "rise" in str(ImpossibleSteps(Kind.QUANTITY))
    assert "one step" in str(ImpossibleSteps(Kind.SALE))


@pytest.mark.parametrize(
    "kind", [Kind.FRIEND, Kind.COUPON, Kind.DAY, Kind.FIXED, Kind.SALE]
)
def test_what_is_no_ladder_has_one_step(kind: Kind) -> None:
    assert publish(kind, steps=(Step(0, 5),)).news
    assert publish(kind, steps=(Step(500, 5),)).news
    for steps in ((), (Step(-1, 5),), (Step(0, 5), Step(1, 6))):
        publish(kind, steps=steps).then(ImpossibleSteps(kind))


@pytest.mark.parametrize(
    ("reward", "least", "most"),
    [
        (Reward.SHARE, 1, 10_000),
        (Reward.AMOUNT, 1, MOST),
        (Reward.PRICE, 0, MOST),
    ],
)
def test_a_reward_has_a_value_that_can_be_given(
    reward: Reward, least: int, most: int
) -> None:
    for value in (least, most):
        assert publish(Kind.FIXED, reward=reward, steps=(Step(0, value),)).news
    for value in (least - 1, most + 1):
        story = publish(Kind.FIXED, reward=reward, steps=(Step(0, value),))
        story.then(ImpossibleValue(reward, value))


def test_a_day_promotion_is_good_on_single_days() -> None:
    publish(Kind.DAY, windows=(MARCH,)).then(NotSingleDays())
    tuesdays = but(MARCH, weekdays=(2,))
    assert publish(Kind.DAY, windows=(tuesdays,)).news
    publish(Kind.DAY, windows=(tuesdays, MARCH)).then(NotSingleDays())


@pytest.mark.parametrize(
    ("kind", "field"), [(Kind.COUPON, "pool_id"), (Kind.FRIEND, "side")]
)
def test_some_kinds_say_more(kind: Kind, field: str) -> None:
    publish(kind, **{field: None}).then(TermMissing(kind, field))


@pytest.mark.parametrize(
    ("field", "value"), [("pool_id", SPRING), ("side", Side.FRIEND)]
)
def test_others_do_not(field: str, value: object) -> None:
    story = publish(Kind.FIXED, **{field: value})
    story.then(TermOutOfPlace(Kind.FIXED, field))


def test_a_sale_is_of_something() -> None:
    publish(Kind.SALE, scope=Scope()).then(TermMissing(Kind.SALE, "scope"))
    assert publish(Kind.SALE, scope=Scope(skus=("toy",))).news


def test_an_audience_may_be_of_first_orders() -> None:
    assert publish(Kind.FIXED, audience=Audience(most_orders=0)).news
    story = publish(Kind.FIXED, audience=Audience(most_orders=-1))
    story.then(ImpossibleOrders(-1))


@pytest.mark.parametrize(
    ("scope", "inside"),
    [
        (Scope(), True),
        (Scope(skus=("toy",)), True),
        (Scope(skus=("sock",)), False),
        (Scope(categories=("children",)), True),
        (Scope(skus=("sock",), categories=("children",)), True),
        (Scope(except_skus=("toy",)), False),
        (Scope(skus=("toy",), except_categories=("children",)), False),
        (Scope(except_skus=("sock",)), True),
    ],
)
def test_a_scope_holds_what_is_named_but_not_its_exceptions(
    scope: Scope, inside: bool
) -> None:
    assert scope.holds("toy", "children") == inside


def test_what_has_no_category_is_in_scope_by_its_name_alone() -> None:
    assert Scope(skus=("toy",)).holds("toy", None)
    assert Scope().holds("toy", None)
    assert not Scope(categories=("children",)).holds("toy", None)
