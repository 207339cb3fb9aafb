"""A challenge: what is to be done, by when, for what; in versions that stay."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from .. import money
from ..decider import Decider, Refused
from ..ids import ChallengeId, ProgrammeId
from ..times import due_after

MOST: Final = 10**12  # so that no sum outgrows 64 bits


class Measure(StrEnum):
    """What is counted: so many facts, or what was paid in minor units."""

    ORDERS = "orders"
    SPEND = "spend"
    REVIEWS = "reviews"
    VISITS = "visits"


@frozen
class ChallengeTerms:
    """Reach `target` of `counts` from `starts_at` and before `ends_at`.

    Spend is in `currency`. Whoever does gets the `badge` and the points, if any.
    """

    name: str
    counts: Measure
    target: int
    starts_at: datetime
    ends_at: datetime
    currency: str | None = None
    badge: str | None = None
    programme_id: ProgrammeId | None = None
    points: int = 0


@frozen
class PublishChallenge:
    at: datetime
    challenge_id: ChallengeId
    version: int
    terms: ChallengeTerms


Command: TypeAlias = PublishChallenge


@frozen
class ChallengePublished:
    at: datetime
    challenge_id: ChallengeId
    version: int
    terms: ChallengeTerms


Event: TypeAlias = ChallengePublished


@frozen
class ChallengeChanged(Refused):
    version: int

    def __str__(self) -> str:
        return f"version {self.version} of the challenge is published, saying otherwise"


@frozen
class ChallengeOutOfOrder(Refused):
    version: int
    after: int

    def __str__(self) -> str:
        return f"version {self.version} of the challenge must come after {self.after}"


@frozen
class ImpossibleChallenge(Refused):
    term: str
    value: int

    def __str__(self) -> str:
        return f"{self.term} of a challenge cannot be {self.value}"


@frozen
class CurrencyIsForSpend(Refused):
    counts: Measure
    currency: str | None

    def __str__(self) -> str:
        return f"{self.counts} cannot be counted in {self.currency}"


@frozen
class PointsNeedAProgramme(Refused):
    points: int

    def __str__(self) -> str:
        return f"{self.points} points go by a programme, and points by no other way"


@frozen
class Challenge:
    versions: tuple[ChallengePublished, ...] = ()

    @property
    def newest(self) -> ChallengePublished | None:
        return self.versions[-1] if self.versions else None

    def version(self, number: int) -> ChallengePublished | None:
        """Return the version of that number."""
        return next((each for each in self.versions if each.version == number), None)


def decide(command: Command, challenge: Challenge) -> Iterator[Event]:
    number, terms = command.version, command.terms
    event = ChallengePublished(command.at, command.challenge_id, number, terms)
    if known := challenge.version(number):
        if but(event, at=known.at) != known:
            raise ChallengeChanged(number)
        return
    last = challenge.newest.version if challenge.newest else 0
    if number <= last:
        raise ChallengeOutOfOrder(number, after=last)
    _check(terms)
    yield event


def _check(terms: ChallengeTerms) -> None:
    due_after(terms.starts_at, terms.ends_at)
    bounds = {"target": (terms.target, 1), "points": (terms.points, 0)}
    for term, (value, least) in bounds.items():
        if not least <= value <= MOST:
            raise ImpossibleChallenge(term, value)
    if (terms.counts is Measure.SPEND) != (terms.currency is not None):
        raise CurrencyIsForSpend(terms.counts, terms.currency)
    if terms.currency is not None:
        money.check(terms.target, terms.currency)
    if bool(terms.points) != (terms.programme_id is not None):
        raise PointsNeedAProgramme(terms.points)


def evolve(challenge: Challenge, event: Event) -> Challenge:
    match event:
        case ChallengePublished():
            return Challenge((*challenge.versions, event))
        case _:
            assert_never(event)


CHALLENGES = Decider(Challenge(), decide, evolve)
