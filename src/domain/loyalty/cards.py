"""A member's card: issued once, replaced when lost, never brought back."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import frozen

from ..decider import Refused
from ..personal import Personal, Pseudonym, personal


@frozen
class IssueCard:
    """Issue a card. Its `number_index` is a blind index of the number on it."""

    at: datetime
    number_index: str
    number: str | None = None


@frozen
class ReplaceCard:
    at: datetime
    number_index: str
    reason: str
    number: str | None = None


CardCommand: TypeAlias = IssueCard | ReplaceCard


@frozen
class CardIssued:
    at: datetime
    number_index: Pseudonym
    number: Personal = personal(default=None)


@frozen
class CardReplaced:
    at: datetime
    replaced_index: Pseudonym
    number_index: Pseudonym
    reason: str
    number: Personal = personal(default=None)


CardEvent: TypeAlias = CardIssued | CardReplaced


@frozen
class CardAlreadyIssued(Refused):
    number_index: str

    def __str__(self) -> str:
        return "the member has a card, which can only be replaced"


@frozen
class NoCardToReplace(Refused):
    def __str__(self) -> str:
        return "the member has no card yet"


@frozen
class CardWasReplaced(Refused):
    number_index: str

    def __str__(self) -> str:
        return "the card was replaced, and does not come back"


def decide(command: CardCommand, cards: tuple[str, ...]) -> Iterator[CardEvent]:
    """Decide on *cards*, of which the last is the one that counts."""
    index = command.number_index
    if index in cards[:-1]:
        raise CardWasReplaced(index)
    if index in cards:
        return
    match command:
        case IssueCard(at, _, number):
            if cards:
                raise CardAlreadyIssued(cards[-1])
            yield CardIssued(at, index, number)
        case ReplaceCard(at, _, reason, number):
            if not cards:
                raise NoCardToReplace
            yield CardReplaced(at, cards[-1], index, reason, number)
        case _:
            assert_never(command)
