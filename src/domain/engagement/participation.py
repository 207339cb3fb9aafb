"""One customer's part in a challenge: joined, progressed by facts, completed once."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider
from ..times import not_before
from .challenge import MOST
from .joining import (
    BoardEntered,
    BoardLeft,
    ChallengeCompleted,
    ChallengeIsOver,
    ChallengeJoined,
    ChallengeLeft,
    ChallengeMissed,
    ChallengeNotJoined,
    ChallengeProgressed,
    ChallengeSetBack,
    ChallengeWasLeft,
    Command,
    EnterBoard,
    Event,
    JoinChallenge,
    LeaveBoard,
    LeaveChallenge,
    NotAStep,
    NoteChallengeDue,
    SetProgressBack,
    TakeProgress,
)

__all__ = ["PARTICIPATIONS", "Command", "Event", "Participation"]


@frozen
class Participation:
    """What was counted, by the fact that it came of; `shown` is on the board.

    `reached` is when the total was last added to: the earlier is ahead of its equals.
    `undone` are the facts that set something back.
    """

    joined: ChallengeJoined | None = None
    counted: Mapping[str, int] = field(factory=dict, hash=False)
    undone: frozenset[tuple[str, str]] = frozenset()
    reached: datetime | None = None
    completed: ChallengeCompleted | None = None
    missed: ChallengeMissed | None = None
    left: ChallengeLeft | None = None
    shown: bool = False

    @property
    def total(self) -> int:
        return sum(self.counted.values())

    @property
    def due(self) -> datetime | None:
        """When it will be missed, if it can still be."""
        over = self.completed or self.missed or self.left
        return self.joined.terms.ends_at if self.joined and not over else None

    def counts_at(self, at: datetime) -> bool:
        """Whether a fact of that moment counts, whenever it is told."""
        if self.joined is None or self.left:
            return False
        terms = self.joined.terms
        return max(self.joined.at, terms.starts_at) <= at < terms.ends_at


def decide(command: Command, part: Participation) -> Iterator[Event]:
    if isinstance(command, JoinChallenge):
        yield from _join(command, part)
        return
    joined = part.joined
    if joined is None:
        raise ChallengeNotJoined
    at, who = command.at, (joined.challenge_id, joined.customer_id)
    not_before(joined.at, at)
    match command:
        case TakeProgress():
            yield from _progress(command, part, joined)
        case SetProgressBack(_, evidence, because, amount):
            step = min(amount, part.counted.get(evidence, 0))
            if step > 0 and (evidence, because) not in part.undone:
                left = part.total - step
                target = joined.terms.target
                yield ChallengeSetBack(at, *who, evidence, because, step, left, target)
        case EnterBoard():
            _still(part)
            if not part.shown:
                yield BoardEntered(at, *who)
        case LeaveBoard():
            if part.shown:
                yield BoardLeft(at, *who)
        case LeaveChallenge():
            if not part.left:
                if part.shown:
                    yield BoardLeft(at, *who)
                yield ChallengeLeft(at, *who)
        case NoteChallengeDue():
            if part.due is not None and part.due <= at:
                yield ChallengeMissed(part.due, *who, part.total, joined.terms.target)
        case _:
            assert_never(command)


def _join(command: JoinChallenge, part: Participation) -> Iterator[Event]:
    _still(part)
    if part.joined:
        return
    at, name, terms = command.at, command.challenge_id, command.terms
    if at >= terms.ends_at:
        raise ChallengeIsOver(name, terms.ends_at)
    yield ChallengeJoined(at, name, command.customer_id, command.version, terms)


def _still(part: Participation) -> None:
    if part.left:
        raise ChallengeWasLeft(part.left.challenge_id)


def _progress(
    command: TakeProgress, part: Participation, joined: ChallengeJoined
) -> Iterator[Event]:
    at, evidence, step = command.at, command.evidence_ref, command.amount
    who, target = (joined.challenge_id, joined.customer_id), joined.terms.target
    _still(part)
    if evidence in part.counted:
        return
    if not 1 <= step <= MOST:
        raise NotAStep(step)
    not_before(joined.terms.starts_at, at)
    if at >= joined.terms.ends_at:
        raise ChallengeIsOver(joined.challenge_id, joined.terms.ends_at)
    total = part.total + step
    yield ChallengeProgressed(at, *who, evidence, step, total, target)
    if total >= target and not part.completed:
        yield ChallengeCompleted(at, *who, total, target)


def evolve(part: Participation, event: Event) -> Participation:
    match event:
        case ChallengeJoined():
            return Participation(event)
        case ChallengeProgressed(at=at, evidence_ref=evidence, step=step):
            reached = max(part.reached or at, at)
            counted = {**part.counted, evidence: step}
            return but(part, counted=counted, reached=reached)
        case ChallengeSetBack(evidence_ref=evidence, because_ref=because, step=step):
            counted = {**part.counted, evidence: part.counted[evidence] - step}
            undone = part.undone | {(evidence, because)}
            return but(part, counted=counted, undone=undone)
        case ChallengeCompleted():
            return but(part, completed=event)
        case ChallengeMissed():
            return but(part, missed=event)
        case ChallengeLeft():
            return but(part, left=event)
        case BoardEntered():
            return but(part, shown=True)
        case BoardLeft():
            return but(part, shown=False)
        case _:
            assert_never(event)


PARTICIPATIONS = Decider(Participation(), decide, evolve)
