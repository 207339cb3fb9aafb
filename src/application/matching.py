"""Customers who may be one person: found by a matcher, shown to a steward as a task."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from attrs import frozen

from ..domain.customer.facts import CustomerFactRecorded, FactKind
from ..domain.customer.identifiers import IdentifierAdded
from ..domain.customer.link import CustomersMerged
from ..domain.customer.match import (
    AcceptMerge,
    Feature,
    IdentifierConflictDetected,
    Match,
    MergeAccepted,
    MergeProposed,
    MergeRejected,
    NoteConflict,
    ProposeMerge,
    Standing,
)
from ..domain.customer.registration import CustomerRegistered
from ..domain.ids import CustomerId, TaskId
from ..domain.sales.task import AssignTask, CancelTask, CompleteTask
from .contexts import CUSTOMER, MATCH, TASK
from .envelope import Draft, Origin
from .handling import Handler
from .identity import root_of
from .ports import ClaimTaken
from .work import Reaction, Work

STEWARD: Final = "role:steward"
_WEEK: Final = timedelta(days=7)


@frozen
class Particulars:
    """What a matcher may look at of one customer; it is never stored."""

    customer_id: str
    name: str | None
    emails: Sequence[str] = ()
    phones: Sequence[str] = ()
    facts: Mapping[str, str] = {}  # demographic ones, by name


@frozen
class Likeness:
    """Two who may be one, with how far they agree, and in what."""

    one: str
    other: str
    score_per_mille: int
    features: tuple[Feature, ...]


class Matcher(Protocol):
    """Whatever finds customers who are alike; it has a name, and a version."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> int: ...

    def pairs(self, people: Sequence[Particulars]) -> Iterator[Likeness]:
        """Yield pairs worth a look, each once."""
        ...


def pair(one: str, other: str) -> str:
    """Return the identity of a pair: the same, whichever is named first."""
    return "~".join(sorted((one, other)))


def propose(
    handler: Handler,
    matcher: Matcher,
    at: datetime,
    origin: Origin,
    least_per_mille: int = 850,
    progress: Callable[[int], object] = lambda _: None,
) -> Sequence[Likeness]:
    """Propose every pair of at least such a score that is not one person yet."""
    people = list(_people(handler, progress))
    found = []
    for each in matcher.pairs(people):
        if each.score_per_mille < least_per_mille:
            continue
        if _propose(handler, matcher, each, at, origin):
            found.append(each)
    return found


def _propose(
    handler: Handler, matcher: Matcher, each: Likeness, at: datetime, origin: Origin
) -> bool:
    one, other = (CustomerId(name) for name in sorted((each.one, each.other)))
    command = ProposeMerge(
        at,
        one,
        other,
        each.score_per_mille,
        each.features,
        matcher.name,
        matcher.version,
    )

    def story(work: Work) -> None:
        if root_of(work, one) != root_of(work, other):
            work.handle(MATCH, pair(one, other), command)

    return bool(handler.run(story, origin).drafts)


def _people(
    handler: Handler, progress: Callable[[int], object]
) -> Iterator[Particulars]:
    streams = list(handler.journal.streams(CUSTOMER.kind))
    for number, stream in enumerate(streams, start=1):
        customer = stream.removeprefix(f"{CUSTOMER.kind}-")
        yield _particulars(customer, handler.journal.replay(stream))
        progress(number)


def _particulars(customer: str, events: Any) -> Particulars:
    name: str | None = None
    values: dict[str, list[str]] = {"email": [], "phone": []}
    facts: dict[str, str] = {}
    for event in events:
        match event:
            case CustomerRegistered(name=str(told)):
                name = told
            case IdentifierAdded(kind=kind, value=str(told)) if kind in values:
                values[kind].append(told)
            case CustomerFactRecorded(
                kind=FactKind.DEMOGRAPHIC, name=what, value=str(told)
            ):
                facts[what] = told
    return Particulars(customer, name, values["email"], values["phone"], facts)


def disputed(handler: Handler, work: Work, taken: ClaimTaken) -> None:
    """Note an identifier that two customers lay claim to; a task is made of it."""
    for draft in work.drafts:
        event = draft.event
        if isinstance(event, IdentifierAdded) and event.kind == taken.kind:
            one, other = sorted((event.customer_id, CustomerId(taken.owner)))
            note = NoteConflict(
                event.at,
                one,
                other,
                CustomerId(taken.owner),
                event.kind,
                event.blind_index,
            )
            origin = work.caused_by(draft, "conflicts-are-noted")
            name = pair(one, other)

            def story(again: Work, name: str = name, note: NoteConflict = note) -> None:
                again.handle(MATCH, name, note)

            handler.run(story, Origin(origin.actor, draft.origin.correlation_id))
            return


def match(work: Work, draft: Draft) -> None:
    """Have a steward look at who may be one, until it is decided."""
    if follow := _FOLLOWS.get(type(draft.event)):
        follow(work, draft)


def _task(event: Any) -> TaskId:
    return TaskId(f"match:{pair(event.customer_id, event.other_id)}")


def _ask(work: Work, draft: Draft) -> None:
    event: MergeProposed | IdentifierConflictDetected = draft.event
    name = _task(event)
    if work.state(TASK, name).assigned is not None:
        return
    assign = AssignTask(
        event.at,
        name,
        event.customer_id,
        STEWARD,
        "decide whether two customers are one person",
        event.at + _WEEK,
        f"{MATCH.kind}:{pair(event.customer_id, event.other_id)}",
        "identity@1",
    )
    work.handle(TASK, name, assign, work.caused_by(draft, "stewards-are-asked"))


def _decided(work: Work, draft: Draft) -> None:
    event: MergeAccepted | MergeRejected = draft.event
    task = work.state(TASK, _task(event))
    if task.assigned is None or task.ended is not None:
        return
    done = (
        CompleteTask(event.at, "merged")
        if isinstance(event, MergeAccepted)
        else CancelTask(event.at, event.reason)
    )
    work.handle(TASK, _task(event), done, work.caused_by(draft, "stewards-are-done"))


def _merged(work: Work, draft: Draft) -> None:
    merged: CustomersMerged = draft.event
    name = pair(merged.customer_id, merged.survivor)
    state: Match = work.state(MATCH, name)
    if state.standing == Standing.OPEN:
        accept = AcceptMerge(merged.at, merged.merge_id)
        work.handle(MATCH, name, accept, work.caused_by(draft, "merges-settle"))


_FOLLOWS: Final[Mapping[type[Any], Reaction]] = {
    MergeProposed: _ask,
    IdentifierConflictDetected: _ask,
    MergeRejected: _decided,
    MergeAccepted: _decided,
    CustomersMerged: _merged,
}
