"""Customers from rows: who they are, what is known of them, and whether they left."""

from collections.abc import Iterator

from attrs import frozen

from ...application.contexts import CUSTOMER
from ...application.work import Work
from ...domain.customer.profile import (
    CloseReason,
    CloseRelationship,
    Command,
    CorrectFact,
    FactKind,
    PartyKind,
    RecordFact,
    RegisterCustomer,
)
from ...domain.ids import CustomerId
from .deeds import Deed
from .gathering import Gathered
from .mapping import Mapping
from .people import People
from .records import Record
from .unfit import Unfit

_IDENTIFIERS = "email", "phone", "card"


@frozen
class Newcomers:
    """Tells customers; one known already keeps what they were registered with."""

    mapping: Mapping
    people: People

    def deeds(self, newcomer: Gathered) -> Iterator[Deed]:
        """Yield the one deed that a customer's row is."""
        row, record = newcomer.entries[0]

        def tell(work: Work) -> None:
            customer, _ = self.people.register(
                work, record["customer"], self._registration(work, record)
            )
            self._know(work, customer, record)

        yield Deed(record["at"], newcomer.key, (row,), tell)

    def _registration(self, work: Work, record: Record) -> RegisterCustomer:
        settings, referrer = self.mapping.customer, None
        if record.get("referrer"):
            referrer = self.people.find(work, record["referrer"])
            if referrer is None:
                problem = "is of no customer who came before"
                raise Unfit(self.mapping.label("referrer"), problem)
        return RegisterCustomer(
            record["at"],
            CustomerId(""),
            PartyKind(record.get("party") or settings.party),
            record.get("channel") or settings.channel or self.mapping.source.name,
            record.get("campaign"),
            referrer,
            record.get("name"),
        )

    def _know(self, work: Work, customer: CustomerId, record: Record) -> None:
        at, source = record["at"], self.mapping.source.name
        for kind in _IDENTIFIERS:
            if record.get(kind):
                self.people.identify(work, customer, at, kind, record[kind])
        known = work.state(CUSTOMER, customer).facts
        for name, value in record.get("facts", {}).items():
            fact_id = f"{source}:{name}"
            kind = FactKind(self.mapping.facts[name][0])
            command: Command = RecordFact(at, fact_id, kind, name, value, source)
            if fact_id in known:
                command = CorrectFact(at, fact_id, value, "imported later")
            work.handle(CUSTOMER, customer, command)
        if record.get("closed_at"):
            reason = CloseReason(record.get("close_reason") or CloseReason.OTHER)
            closing = CloseRelationship(record["closed_at"], reason)
            work.handle(CUSTOMER, customer, closing)
