"""What is offered to someone who complained: accepted or declined, one at a time."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Refused
from ..ids import ComplaintId, CustomerId
from .remedy_terms import (
    AcceptRemedy,
    DeclineRemedy,
    OfferRemedy,
    RemedyAccepted,
    RemedyCommand,
    RemedyDeclined,
    RemedyEvent,
    RemedyKind,
    RemedyOffered,
)


@frozen
class RemedyIdTaken(Refused):
    remedy_id: str

    def __str__(self) -> str:
        return f"remedy {self.remedy_id} was offered as something else"


@frozen
class UnknownRemedy(Refused):
    remedy_id: str

    def __str__(self) -> str:
        return f"no remedy was ever offered as {self.remedy_id}"


@frozen
class RemedyIsOpen(Refused):
    remedy_id: str

    def __str__(self) -> str:
        return f"remedy {self.remedy_id} is neither accepted nor declined yet"


@frozen
class RemedyIsDecided(Refused):
    remedy_id: str

    def __str__(self) -> str:
        return f"remedy {self.remedy_id} was decided the other way"


@frozen
class NotAValue(Refused):
    kind: RemedyKind
    value: int

    def __str__(self) -> str:
        return f"a remedy of {self.kind} cannot be worth {self.value}, or of no unit"


@frozen
class NotPaidOut(Refused):
    value: int
    unit: str

    def __str__(self) -> str:
        return f"no posting or payment gives the {self.value} {self.unit}"


@frozen
class Remedy:
    offered: RemedyOffered
    decided: RemedyAccepted | RemedyDeclined | None = None


Remedies: TypeAlias = Mapping[str, Remedy]
PAYING = {RemedyKind.REFUND, RemedyKind.COMPENSATION}


def undecided(remedies: Remedies) -> str | None:
    """Return the remedy that waits for the customer's word, if one does."""
    return next((key for key, each in remedies.items() if not each.decided), None)


def decide(
    command: RemedyCommand,
    complaint_id: ComplaintId,
    customer_id: CustomerId | None,
    remedies: Remedies,
) -> Iterator[RemedyEvent]:
    """Decide what is told of the remedies of one complaint."""
    who = complaint_id, customer_id
    known = remedies.get(command.remedy_id)
    if isinstance(command, OfferRemedy):
        at, remedy_id, kind = command.at, command.remedy_id, command.kind
        offer = RemedyOffered(at, *who, remedy_id, kind, command.value, command.unit)
        if known:
            if but(offer, at=known.offered.at) != known.offered:
                raise RemedyIdTaken(remedy_id)
            return
        least = 1 if kind in PAYING else 0
        if command.value < least or (command.value > 0 and command.unit is None):
            raise NotAValue(kind, command.value)
        if waiting := undecided(remedies):
            raise RemedyIsOpen(waiting)
        yield offer
        return
    if known is None:
        raise UnknownRemedy(command.remedy_id)
    event: RemedyAccepted | RemedyDeclined
    match command:
        case AcceptRemedy(at, remedy_id, ledger_ref):
            event = RemedyAccepted(at, *who, remedy_id, ledger_ref)
            if known.offered.kind in PAYING and ledger_ref is None:
                raise NotPaidOut(known.offered.value, known.offered.unit or "")
        case DeclineRemedy(at, remedy_id):
            event = RemedyDeclined(at, *who, remedy_id)
        case _:
            assert_never(command)
    if known.decided is None:
        yield event
    elif type(known.decided) is not type(event):
        raise RemedyIsDecided(command.remedy_id)


def evolve(remedies: Remedies, event: RemedyEvent) -> Remedies:
    """Return the remedies after an event of theirs."""
    match event:
        case RemedyOffered():
            new = Remedy(event)
        case RemedyAccepted() | RemedyDeclined():
            new = Remedy(remedies[event.remedy_id].offered, event)
        case _:
            assert_never(event)
    return {**remedies, event.remedy_id: new}
