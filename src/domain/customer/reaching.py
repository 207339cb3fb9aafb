"""Where and how a customer is reached: channels they prefer, points that stopped."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId
from ..personal import Pseudonym
from .identifiers import IdentifierKind


@frozen
class PreferChannels:
    """`channels` in the order they are preferred; `format` is plain or html."""

    at: datetime
    customer_id: CustomerId
    channels: tuple[str, ...]
    format: str | None = None


@frozen
class StopContactPoint:
    at: datetime
    customer_id: CustomerId
    kind: IdentifierKind
    blind_index: str
    reason: str


@frozen
class ResumeContactPoint:
    at: datetime
    customer_id: CustomerId
    kind: IdentifierKind
    blind_index: str
    reason: str


ReachingCommand: TypeAlias = PreferChannels | StopContactPoint | ResumeContactPoint


@frozen
class ChannelsPreferred:
    at: datetime
    customer_id: CustomerId
    channels: tuple[str, ...]
    format: str | None


@frozen
class ContactPointStopped:
    at: datetime
    customer_id: CustomerId
    kind: IdentifierKind
    blind_index: Pseudonym
    reason: str


@frozen
class ContactPointResumed:
    at: datetime
    customer_id: CustomerId
    kind: IdentifierKind
    blind_index: Pseudonym
    reason: str


ReachingEvent: TypeAlias = ChannelsPreferred | ContactPointStopped | ContactPointResumed

FORMATS = ("plain", "html")


@frozen
class UnknownFormat(Refused):
    format: str

    def __str__(self) -> str:
        return f"nothing is written in the format {self.format}"


@frozen
class ChannelTwice(Refused):
    channel: str

    def __str__(self) -> str:
        return f"the channel {self.channel} can be preferred once only"


@frozen
class Reaching:
    """What a customer prefers, and the blind indexes of points that stopped."""

    channels: tuple[str, ...] = ()
    format: str | None = None
    stopped: frozenset[str] = frozenset()


def decide(command: ReachingCommand, reaching: Reaching) -> Iterator[ReachingEvent]:
    """Yield what of it is new."""
    match command:
        case PreferChannels(at, customer, channels, form):
            if form not in (None, *FORMATS):
                raise UnknownFormat(str(form))
            for each in channels:
                if channels.count(each) > 1:
                    raise ChannelTwice(each)
            if (channels, form) != (reaching.channels, reaching.format):
                yield ChannelsPreferred(at, customer, channels, form)
        case StopContactPoint(at, customer, kind, index, reason):
            if index not in reaching.stopped:
                yield ContactPointStopped(at, customer, kind, index, reason)
        case ResumeContactPoint(at, customer, kind, index, reason):
            if index in reaching.stopped:
                yield ContactPointResumed(at, customer, kind, index, reason)
        case _:
            assert_never(command)


def evolve(reaching: Reaching, event: ReachingEvent) -> Reaching:
    match event:
        case ChannelsPreferred(channels=channels, format=form):
            return but(reaching, channels=channels, format=form)
        case ContactPointStopped(blind_index=index):
            return but(reaching, stopped=reaching.stopped | {index})
        case ContactPointResumed(blind_index=index):
            return but(reaching, stopped=reaching.stopped - {index})
        case _:
            assert_never(event)
