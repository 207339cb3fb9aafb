"""A scheme for bringing in friends: its terms come in versions, and stay."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from .. import money
from ..decider import Decider, Refused
from ..ids import ProgrammeId, SchemeId

MOST_DAYS: Final = 3_660
MOST: Final = 10**12  # so that no sum of points outgrows 64 bits


@frozen
class SchemeTerms:
    """What an order of a friend's takes to qualify, and what both sides then get.

    It is of `least` minor units of `currency` or more, and made within `claim_days` of
    the claim. Both get points of `programme_id` once `return_days` have passed since.
    `limit` is how many friends anyone may bring, those lost again not counted; with
    `newcomers` a friend is nobody who has bought before.
    """

    programme_id: ProgrammeId
    friend_points: int
    referrer_points: int
    currency: str
    least: int
    claim_days: int
    return_days: int
    limit: int | None = None
    newcomers: bool = True


@frozen
class PublishScheme:
    at: datetime
    scheme_id: SchemeId
    version: int
    terms: SchemeTerms


Command: TypeAlias = PublishScheme


@frozen
class SchemePublished:
    at: datetime
    scheme_id: SchemeId
    version: int
    terms: SchemeTerms


Event: TypeAlias = SchemePublished


@frozen
class SchemeChanged(Refused):
    version: int

    def __str__(self) -> str:
        return f"version {self.version} of the scheme is published, and says otherwise"


@frozen
class SchemeOutOfOrder(Refused):
    version: int
    after: int

    def __str__(self) -> str:
        return f"version {self.version} of the scheme must come after {self.after}"


@frozen
class ImpossibleScheme(Refused):
    term: str
    value: int

    def __str__(self) -> str:
        return f"{self.term} of a scheme cannot be {self.value}"


@frozen
class Scheme:
    versions: tuple[SchemePublished, ...] = ()

    @property
    def newest(self) -> SchemePublished | None:
        return self.versions[-1] if self.versions else None

    def version(self, number: int) -> SchemePublished | None:
        """Return the version of that number."""
        return next((each for each in self.versions if each.version == number), None)


def decide(command: Command, scheme: Scheme) -> Iterator[Event]:
    number, terms = command.version, command.terms
    event = SchemePublished(command.at, command.scheme_id, number, terms)
    if known := scheme.version(number):
        if but(event, at=known.at) != known:
            raise SchemeChanged(number)
        return
    last = scheme.newest.version if scheme.newest else 0
    if number <= last:
        raise SchemeOutOfOrder(number, after=last)
    _check(terms)
    yield event


def _check(terms: SchemeTerms) -> None:
    money.check(terms.least, terms.currency, least=0)
    bounds = {
        "friend_points": (terms.friend_points, 0, MOST),
        "referrer_points": (terms.referrer_points, 0, MOST),
        "claim_days": (terms.claim_days, 1, MOST_DAYS),
        "return_days": (terms.return_days, 0, MOST_DAYS),
        "limit": (terms.limit, 1, MOST),
    }
    for term, (value, least, most) in bounds.items():
        if value is not None and not least <= value <= most:
            raise ImpossibleScheme(term, value)


def evolve(scheme: Scheme, event: Event) -> Scheme:
    match event:
        case SchemePublished():
            return Scheme((*scheme.versions, event))
        case _:
            assert_never(event)


SCHEMES = Decider(Scheme(), decide, evolve)
