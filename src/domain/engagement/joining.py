"""What happens to one who takes part: commands, events and refusals."""

from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from ..decider import Refused
from ..ids import ChallengeId, CustomerId
from .challenge import ChallengeTerms


@frozen
class JoinChallenge:
    """The terms are those of the challenge's newest version."""

    at: datetime
    challenge_id: ChallengeId
    customer_id: CustomerId
    version: int
    terms: ChallengeTerms


@frozen
class TakeProgress:
    """Count a fact, by what it is known as, for so much; once."""

    at: datetime
    evidence_ref: str
    amount: int


@frozen
class SetProgressBack:
    """Count so much of a fact no more, because of another."""

    at: datetime
    evidence_ref: str
    because_ref: str
    amount: int


@frozen
class EnterBoard:
    at: datetime


@frozen
class LeaveBoard:
    at: datetime


@frozen
class LeaveChallenge:
    at: datetime


@frozen
class NoteChallengeDue:
    at: datetime


Command: TypeAlias = (
    JoinChallenge
    | TakeProgress
    | SetProgressBack
    | EnterBoard
    | LeaveBoard
    | LeaveChallenge
    | NoteChallengeDue
)


@frozen
class ChallengeJoined:
    at: datetime
    challenge_id: ChallengeId
    customer_id: CustomerId
    version: int
    terms: ChallengeTerms


@frozen
class ChallengeProgressed:
    """`step` more, which makes `total` of `target`."""

    at: datetime
    challenge_id: ChallengeId
    customer_id: CustomerId
    evidence_ref: str
    step: int
    total: int
    target: int


@frozen
class ChallengeSetBack:
    """`step` less, which leaves `total` of `target`."""

    at: datetime
    challenge_id: ChallengeId
    customer_id: CustomerId
    evidence_ref: str
    because_ref: str
    step: int
    total: int
    target: int


@frozen
class ChallengeCompleted:
    at: datetime
    challenge_id: ChallengeId
    customer_id: CustomerId
    total: int
    target: int


@frozen
class ChallengeMissed:
    at: datetime
    challenge_id: ChallengeId
    customer_id: CustomerId
    total: int
    target: int


@frozen
class ChallengeLeft:
    at: datetime
    challenge_id: ChallengeId
    customer_id: CustomerId


@frozen
class BoardEntered:
    at: datetime
    challenge_id: ChallengeId
    customer_id: CustomerId


@frozen
class BoardLeft:
    at: datetime
    challenge_id: ChallengeId
    customer_id: CustomerId


Event: TypeAlias = (
    ChallengeJoined
    | ChallengeProgressed
    | ChallengeSetBack
    | ChallengeCompleted
    | ChallengeMissed
    | ChallengeLeft
    | BoardEntered
    | BoardLeft
)


@frozen
class ChallengeNotJoined(Refused):
    def __str__(self) -> str:
        return "the customer has not joined this challenge"


@frozen
class ChallengeIsOver(Refused):
    challenge_id: ChallengeId
    ends_at: datetime

    def __str__(self) -> str:
        return f"challenge {self.challenge_id} was over at {self.ends_at}"


@frozen
class ChallengeWasLeft(Refused):
    challenge_id: ChallengeId

    def __str__(self) -> str:
        return f"challenge {self.challenge_id} was left, and is not joined again"


@frozen
class ChallengeDiffers(Refused):
    """Refused of who would join on other terms than were published."""

    challenge_id: ChallengeId
    version: int

    def __str__(self) -> str:
        return f"version {self.version} of challenge {self.challenge_id} says otherwise"


@frozen
class NotAStep(Refused):
    amount: int

    def __str__(self) -> str:
        return f"{self.amount} is no step in a challenge"
