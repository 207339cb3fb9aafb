"""An offer to someone who lapsed: once a lapse, under a consent, with its outcome."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider
from ..ids import CustomerId


class Outcome(StrEnum):
    PURCHASED = "purchased"
    OBJECTED = "objected"
    CLOSED = "closed"
    EXPIRED = "expired"


@frozen
class OfferWinBack:
    """``consent_position`` is of the consent it rests upon; None if there is none."""

    at: datetime
    customer_id: CustomerId
    lapsed_at: datetime
    offer: str
    purpose: str
    channel: str
    days: int
    consent_position: int | None


@frozen
class EndWinBack:
    at: datetime
    customer_id: CustomerId
    outcome: Outcome


@frozen
class NoteWinBackDue:
    at: datetime


Command: TypeAlias = OfferWinBack | EndWinBack | NoteWinBackDue


@frozen
class WinBackOffered:
    at: datetime
    customer_id: CustomerId
    lapsed_at: datetime
    offer: str
    purpose: str
    channel: str
    until: datetime
    consent_position: int


@frozen
class WinBackWithheld:
    """There was no consent to make the offer under."""

    at: datetime
    customer_id: CustomerId
    lapsed_at: datetime
    offer: str
    purpose: str
    channel: str


@frozen
class WinBackEnded:
    at: datetime
    customer_id: CustomerId
    outcome: Outcome


Event: TypeAlias = WinBackOffered | WinBackWithheld | WinBackEnded


@frozen
class WinBacks:
    """The offer that stands, if one does, and the last lapse that was answered."""

    standing: WinBackOffered | None = None
    answered: datetime | None = None

    @property
    def due(self) -> datetime | None:
        """When the offer that stands runs out."""
        return self.standing.until if self.standing else None


def decide(command: Command, state: WinBacks) -> Iterator[Event]:
    match command:
        case OfferWinBack(at=at):
            yield from _offer(command, state)
        case EndWinBack(at, customer, outcome):
            if standing := state.standing:
                over = at >= standing.until
                yield WinBackEnded(
                    standing.until if over else at,
                    customer,
                    Outcome.EXPIRED if over else outcome,
                )
        case NoteWinBackDue(at):
            if (standing := state.standing) and at >= standing.until:
                customer = standing.customer_id
                yield WinBackEnded(standing.until, customer, Outcome.EXPIRED)
        case _:
            assert_never(command)


def _offer(command: OfferWinBack, state: WinBacks) -> Iterator[Event]:
    at, customer = command.at, command.customer_id
    if state.answered is not None and command.lapsed_at <= state.answered:
        return
    if standing := state.standing:
        yield WinBackEnded(min(standing.until, at), customer, Outcome.EXPIRED)
    told = command.lapsed_at, command.offer, command.purpose, command.channel
    if command.consent_position is None:
        yield WinBackWithheld(at, customer, *told)
        return
    until = at + timedelta(days=command.days)
    yield WinBackOffered(at, customer, *told, until, command.consent_position)


def evolve(state: WinBacks, event: Event) -> WinBacks:
    match event:
        case WinBackOffered(lapsed_at=lapsed_at):
            return WinBacks(event, lapsed_at)
        case WinBackWithheld(lapsed_at=lapsed_at):
            return but(state, answered=lapsed_at)
        case WinBackEnded():
            return but(state, standing=None)
        case _:
            assert_never(event)


WIN_BACKS = Decider(WinBacks(), decide, evolve)
