"""What a lead is worth: a model's score, and people's word on it."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, LeadId

TOP_SCORE = 100


@frozen
class ScoreLead:
    """`score` is from 0 to 100, by the version of the model that is named."""

    at: datetime
    score: int
    model_version: str


@frozen
class QualifyLead:
    """`criteria` name those that the lead meets."""

    at: datetime
    criteria: tuple[str, ...]


@frozen
class DisqualifyLead:
    at: datetime
    reason: str


JudgingCommand: TypeAlias = ScoreLead | QualifyLead | DisqualifyLead


@frozen
class LeadScored:
    at: datetime
    lead_id: LeadId
    customer_id: CustomerId | None
    score: int
    model_version: str


@frozen
class LeadQualified:
    at: datetime
    lead_id: LeadId
    customer_id: CustomerId | None
    criteria: tuple[str, ...]


@frozen
class LeadDisqualified:
    at: datetime
    lead_id: LeadId
    customer_id: CustomerId | None
    reason: str


JudgingEvent: TypeAlias = LeadScored | LeadQualified | LeadDisqualified


@frozen
class NotAScore(Refused):
    score: int

    def __str__(self) -> str:
        return f"a score of {self.score} is not between 0 and {TOP_SCORE}"


@frozen
class NoCriteria(Refused):
    lead_id: LeadId

    def __str__(self) -> str:
        return f"lead {self.lead_id} qualifies by no criteria"


@frozen
class LeadNotQualified(Refused):
    lead_id: LeadId

    def __str__(self) -> str:
        return f"lead {self.lead_id} is not qualified"


@frozen
class LeadIsDisqualified(Refused):
    lead_id: LeadId
    reason: str

    def __str__(self) -> str:
        return f"lead {self.lead_id} is disqualified: {self.reason}"


@frozen
class Judgement:
    """The last score, and the last word on the lead."""

    scored: LeadScored | None = None
    qualified: LeadQualified | None = None
    disqualified: LeadDisqualified | None = None


def decide(
    command: JudgingCommand,
    lead: LeadId,
    customer: CustomerId | None,
    judged: Judgement,
) -> Iterator[JudgingEvent]:
    """Yield what is made of a lead; saying the same twice says it once."""
    match command:
        case ScoreLead(at, score, model):
            if not 0 <= score <= TOP_SCORE:
                raise NotAScore(score)
            scored = LeadScored(at, lead, customer, score, model)
            known = judged.scored
            if known is None or but(scored, at=known.at) != known:
                yield scored
        case QualifyLead(at, criteria):
            refuse_disqualified(judged)
            if not criteria:
                raise NoCriteria(lead)
            if judged.qualified is None or judged.qualified.criteria != criteria:
                yield LeadQualified(at, lead, customer, criteria)
        case DisqualifyLead(at, reason):
            if judged.disqualified is None:
                yield LeadDisqualified(at, lead, customer, reason)
            elif judged.disqualified.reason != reason:
                refuse_disqualified(judged)
        case _:
            assert_never(command)


def refuse_disqualified(judged: Judgement) -> None:
    """Raise `LeadIsDisqualified` for a lead that is."""
    if no := judged.disqualified:
        raise LeadIsDisqualified(no.lead_id, no.reason)


def qualified(judged: Judgement, lead: LeadId) -> LeadQualified:
    """Return the qualification of a lead, or raise `LeadNotQualified`."""
    if judged.qualified is None:
        raise LeadNotQualified(lead)
    return judged.qualified


def evolve(judged: Judgement, event: JudgingEvent) -> Judgement:
    match event:
        case LeadScored():
            return but(judged, scored=event)
        case LeadQualified():
            return but(judged, qualified=event)
        case LeadDisqualified():
            return but(judged, disqualified=event)
        case _:
            assert_never(event)
