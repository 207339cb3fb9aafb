"""Customers as a source refers to them: found again, or registered on first sight."""

from datetime import datetime

from ...application.contexts import CUSTOMER
from ...application.handling import Handler
from ...application.work import Work
from ...domain.customer.profile import (
    AddIdentifier,
    IdentifierKind,
    PartyKind,
    RegisterCustomer,
)
from ...domain.ids import CustomerId
from .mapping import Mapping
from .unfit import Unfit


class People:
    """Knows whose a source's reference is.

    A reference is the customer's identifier of kind ``external``, as ``source:key``, or
    of the kind that the mapping says. What is remembered here of customers whose
    registration came to nothing does no harm: that they are registered is asked of the
    work each time.
    """

    def __init__(self, handler: Handler, mapping: Mapping) -> None:
        self._handler, self._mapping = handler, mapping
        self._kind = IdentifierKind(mapping.customer.identifier)
        self._seen: dict[tuple[str, str], CustomerId] = {}

    def meet(
        self, work: Work, reference: str, at: datetime, channel: str | None = None
    ) -> CustomerId:
        """Return the customer referred to, registered at *at* if they are new."""
        settings = self._mapping.customer
        register = RegisterCustomer(
            at,
            CustomerId(""),
            PartyKind(settings.party),
            settings.channel or channel or self._mapping.source.name,
        )
        return self.register(work, reference, register)[0]

    def register(
        self, work: Work, reference: str, register: RegisterCustomer
    ) -> tuple[CustomerId, bool]:
        """Return the customer referred to, and whether *register* made them one."""
        value = self._value(reference)
        index = self._handler.blind(self._kind, value)
        known = self._owner(work, self._kind, index)
        if known:
            return known, False
        customer = self._seen.setdefault(
            (self._kind, index), CustomerId(self._handler.new_id())
        )
        work.new(CUSTOMER, customer)
        if register.referrer == customer:
            raise Unfit(self._mapping.label("referrer"), "is the customer itself")
        work.handle(CUSTOMER, customer, _for(register, customer))
        added = AddIdentifier(register.at, self._kind, value, index)
        work.handle(CUSTOMER, customer, added)
        return customer, True

    def find(self, work: Work, reference: str) -> CustomerId | None:
        """Return the customer referred to, if they are registered."""
        index = self._handler.blind(self._kind, self._value(reference))
        return self._owner(work, self._kind, index)

    def identify(
        self, work: Work, customer: CustomerId, at: datetime, kind: str, value: str
    ) -> None:
        """Add an identifier to a customer.

        Raises:
            Unfit: It is another customer's, and two are never made one by an import.
        """
        index = self._handler.blind(kind, value)
        owner = self._owner(work, kind, index)
        if owner not in (None, customer):
            raise Unfit(self._mapping.label(kind), "belongs to another customer")
        identifier = IdentifierKind(kind)
        work.handle(CUSTOMER, customer, AddIdentifier(at, identifier, value, index))
        self._seen[kind, index] = customer

    def _owner(self, work: Work, kind: str, index: str) -> CustomerId | None:
        customer = self._seen.get((kind, index))
        if customer:
            verified = work.state(CUSTOMER, customer).verified
            if (IdentifierKind(kind), index) in verified:
                return customer
        owner = work.journal.owners(kind, [index]).get(index)
        if owner is None:
            return None
        self._seen[kind, index] = CustomerId(owner)
        return CustomerId(owner)

    def _value(self, reference: str) -> str:
        if self._kind is IdentifierKind.EXTERNAL:
            return f"{self._mapping.source.name}:{reference}"
        return reference


def _for(register: RegisterCustomer, customer: CustomerId) -> RegisterCustomer:
    return RegisterCustomer(
        register.at,
        customer,
        register.party_kind,
        register.channel,
        register.campaign,
        register.referrer,
        register.name,
    )
