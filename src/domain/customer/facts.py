"""What we know of a customer: facts with a source, corrected but never edited."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, assert_never

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId
from ..personal import Personal, personal, same


class FactKind(StrEnum):
    NEED = "need"
    EXPECTATION = "expectation"
    PREFERENCE = "preference"
    HABIT = "habit"
    MOTIVE = "motive"
    DEMOGRAPHIC = "demographic"


class NeedKind(StrEnum):
    PERSONAL = "personal"
    SOCIAL = "social"


@frozen
class RecordFact:
    """`confidence` is a percentage; `need_kind` is for needs alone."""

    at: datetime
    fact_id: str
    kind: FactKind
    name: str
    value: str | None
    source: str
    confidence: int | None = None
    need_kind: NeedKind | None = None


@frozen
class CorrectFact:
    at: datetime
    fact_id: str
    value: str | None
    reason: str


FactCommand: TypeAlias = RecordFact | CorrectFact


@frozen
class CustomerFactRecorded:
    at: datetime
    customer_id: CustomerId
    fact_id: str
    kind: FactKind
    name: str
    source: str
    confidence: int | None = None
    need_kind: NeedKind | None = None
    value: Personal = personal(default=None)


@frozen
class CustomerFactCorrected:
    at: datetime
    customer_id: CustomerId
    fact_id: str
    reason: str
    value: Personal = personal(default=None)


FactEvent: TypeAlias = CustomerFactRecorded | CustomerFactCorrected


@frozen
class Fact:
    """A fact as last told, and the words it was first recorded in."""

    recorded: CustomerFactRecorded
    value: Personal


@frozen
class UnknownFact(Refused):
    fact_id: str

    def __str__(self) -> str:
        return f"no fact {self.fact_id} is on record"


@frozen
class FactOnRecord(Refused):
    fact_id: str

    def __str__(self) -> str:
        return f"fact {self.fact_id} is on record otherwise; correct it instead"


@frozen
class NotAPercentage(Refused):
    confidence: int

    def __str__(self) -> str:
        return f"a confidence of {self.confidence} is not between 0 and 100"


@frozen
class NotANeed(Refused):
    kind: FactKind

    def __str__(self) -> str:
        return f"a {self.kind} is not a need, and has no kind of need"


def decide(
    command: FactCommand, customer: CustomerId, facts: Mapping[str, Fact]
) -> Iterator[FactEvent]:
    """Yield what becomes of a fact; `facts` holds those of the customer, by id."""
    known = facts.get(command.fact_id)
    match command:
        case RecordFact():
            event = _recorded(command, customer)
            if known is None:
                yield event
            elif not same(event, known.recorded):
                raise FactOnRecord(command.fact_id)
        case CorrectFact(at, fact_id, value, reason):
            if known is None:
                raise UnknownFact(fact_id)
            if value != known.value:
                yield CustomerFactCorrected(at, customer, fact_id, reason, value)
        case _:
            assert_never(command)


def _recorded(command: RecordFact, customer: CustomerId) -> CustomerFactRecorded:
    if command.confidence is not None and not 0 <= command.confidence <= 100:
        raise NotAPercentage(command.confidence)
    if command.need_kind and command.kind != FactKind.NEED:
        raise NotANeed(command.kind)
    return CustomerFactRecorded(
        command.at,
        customer,
        command.fact_id,
        command.kind,
        command.name,
        command.source,
        command.confidence,
        command.need_kind,
        command.value,
    )


def evolve(facts: Mapping[str, Fact], event: FactEvent) -> Mapping[str, Fact]:
    match event:
        case CustomerFactRecorded(fact_id=fact_id, value=value):
            return {**facts, fact_id: Fact(event, value)}
        case CustomerFactCorrected(fact_id=fact_id, value=value):
            return {**facts, fact_id: Fact(facts[fact_id].recorded, value)}
        case _:
            assert_never(event)
