"""A promotion: published in versions that never change, paused, resumed, ended."""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider
from ..ids import PromotionId
from ..times import not_before
from .checking import check
from .promising import (
    Command,
    EndPromotion,
    Event,
    PausePromotion,
    PromotionChanged,
    PromotionEnded,
    PromotionIsEnded,
    PromotionNotPublished,
    PromotionOutOfOrder,
    PromotionPaused,
    PromotionPublished,
    PromotionResumed,
    PublishPromotion,
    ResumePromotion,
)
from .terms import Terms

__all__ = [
    "PROMOTIONS",
    "Command",
    "EndPromotion",
    "Event",
    "PausePromotion",
    "Promotion",
    "PromotionEnded",
    "PromotionPaused",
    "PromotionPublished",
    "PromotionResumed",
    "PublishPromotion",
    "ResumePromotion",
    "Rule",
]


@frozen
class Rule:
    """A promotion as it is in force at a moment."""

    promotion_id: PromotionId
    version: int
    terms: Terms
    paused: bool = False


@frozen
class Promotion:
    """All that became of it, in order: what is in force depends on the moment."""

    history: tuple[Event, ...] = ()

    @property
    def versions(self) -> tuple[PromotionPublished, ...]:
        return tuple(
            each for each in self.history if isinstance(each, PromotionPublished)
        )

    @property
    def ended(self) -> PromotionEnded | None:
        last = self.history[-1] if self.history else None
        return last if isinstance(last, PromotionEnded) else None

    @property
    def paused(self) -> bool:
        """Whether it applies to nobody for now."""
        rule = self.in_force(self.history[-1].at) if self.history else None
        return rule is not None and rule.paused

    def in_force(self, moment: datetime) -> Rule | None:
        """Return what it says at *moment*; None before it is there, and once ended."""
        rule: Rule | None = None
        for event in self.history:
            if event.at > moment:
                break
            match event:
                case PromotionPublished(_, name, version, terms):
                    rule = Rule(name, version, terms, rule is not None and rule.paused)
                case PromotionPaused() | PromotionResumed():
                    if rule is not None:
                        rule = but(rule, paused=isinstance(event, PromotionPaused))
                case PromotionEnded():
                    return None
                case _:
                    assert_never(event)
        return rule


def decide(command: Command, promotion: Promotion) -> Iterator[Event]:
    if isinstance(command, PublishPromotion):
        yield from _publish(command, promotion)
        return
    if not promotion.history:
        raise PromotionNotPublished
    last, name = promotion.history[-1], promotion.versions[-1].promotion_id
    paused = promotion.paused
    match command:
        case EndPromotion(at, reason):
            if promotion.ended is None:
                not_before(last.at, at)
                yield PromotionEnded(at, name, reason)
        case _ if ended := promotion.ended:
            raise PromotionIsEnded(name, ended.reason)
        case PausePromotion(at, reason):
            if not paused:
                not_before(last.at, at)
                yield PromotionPaused(at, name, reason)
        case ResumePromotion(at, reason):
            if paused:
                not_before(last.at, at)
                yield PromotionResumed(at, name, reason)
        case _:
            assert_never(command)


def _publish(
    command: PublishPromotion, promotion: Promotion
) -> Iterator[PromotionPublished]:
    number, versions = command.version, promotion.versions
    event = PromotionPublished(command.at, command.promotion_id, number, command.terms)
    for known in versions:
        if known.version == number:
            if but(event, at=known.at) != known:
                raise PromotionChanged(number)
            return
    if ended := promotion.ended:
        raise PromotionIsEnded(ended.promotion_id, ended.reason)
    last = versions[-1].version if versions else 0
    if number <= last:
        raise PromotionOutOfOrder(number, after=last)
    if promotion.history:
        not_before(promotion.history[-1].at, command.at)
    check(command.terms)
    yield event


def evolve(promotion: Promotion, event: Event) -> Promotion:
    return Promotion((*promotion.history, event))


PROMOTIONS = Decider(Promotion(), decide, evolve)
