"""A customer's idea: submitted, then adopted as a change or declined for a reason."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from ..ids import CustomerId, IdeaId
from ..personal import Personal, personal, same
from ..times import not_before


@frozen
class SubmitIdea:
    """`about_ref` is the product, service or process that the idea is to change."""

    at: datetime
    idea_id: IdeaId
    customer_id: CustomerId | None
    about_ref: str
    text: str | None = None


@frozen
class AdoptIdea:
    """`change_ref` is what it became: an improvement, a product, a new version."""

    at: datetime
    by: str
    change_ref: str


@frozen
class DeclineIdea:
    at: datetime
    by: str
    reason: str


Command: TypeAlias = SubmitIdea | AdoptIdea | DeclineIdea


@frozen
class IdeaSubmitted:
    at: datetime
    idea_id: IdeaId
    customer_id: CustomerId | None
    about_ref: str
    text: Personal = personal(default=None)


@frozen
class IdeaAdopted:
    at: datetime
    idea_id: IdeaId
    customer_id: CustomerId | None
    by: str
    change_ref: str


@frozen
class IdeaDeclined:
    at: datetime
    idea_id: IdeaId
    customer_id: CustomerId | None
    by: str
    reason: str


Decided: TypeAlias = IdeaAdopted | IdeaDeclined
Event: TypeAlias = IdeaSubmitted | Decided


@frozen
class IdeaNotSubmitted(Refused):
    def __str__(self) -> str:
        return "no such idea was submitted"


@frozen
class IdeaChanged(Refused):
    idea_id: IdeaId

    def __str__(self) -> str:
        return f"idea {self.idea_id} is on record with other content"


@frozen
class IdeaIsDecided(Refused):
    decided_at: datetime

    def __str__(self) -> str:
        return f"the idea was decided at {self.decided_at}, another way"


@frozen
class Idea:
    submitted: IdeaSubmitted | None = None
    decided: Decided | None = None


def decide(command: Command, idea: Idea) -> Iterator[Event]:
    if isinstance(command, SubmitIdea):
        event = IdeaSubmitted(
            command.at,
            command.idea_id,
            command.customer_id,
            command.about_ref,
            command.text,
        )
        if idea.submitted is None:
            yield event
        elif not same(event, idea.submitted):
            raise IdeaChanged(command.idea_id)
        return
    if idea.submitted is None:
        raise IdeaNotSubmitted
    not_before(idea.submitted.at, command.at)
    decided = _decided(command, idea.submitted)
    if idea.decided is None:
        yield decided
    elif but(decided, at=idea.decided.at) != idea.decided:
        raise IdeaIsDecided(idea.decided.at)


def _decided(command: AdoptIdea | DeclineIdea, submitted: IdeaSubmitted) -> Decided:
    who = submitted.idea_id, submitted.customer_id
    match command:
        case AdoptIdea(at, by, change_ref):
            return IdeaAdopted(at, *who, by, change_ref)
        case DeclineIdea(at, by, reason):
            return IdeaDeclined(at, *who, by, reason)
        case _:
            assert_never(command)


def evolve(idea: Idea, event: Event) -> Idea:
    match event:
        case IdeaSubmitted():
            return but(idea, submitted=event)
        case IdeaAdopted() | IdeaDeclined():
            return but(idea, decided=event)
        case _:
            assert_never(event)


IDEAS = Decider[Command, Event, Idea](Idea(), decide, evolve)
