"""The households of the package: who each is, since when, and what is known of them."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from attrs import evolve

from ...application.contexts import CUSTOMER, MEMBERSHIP, account
from ...application.envelope import TimeQuality
from ...application.handling import Handler
from ...application.importing import Item
from ...application.work import Work
from ...domain.customer.profile import (
    AddIdentifier,
    FactKind,
    IdentifierKind,
    PartyKind,
    RecordFact,
    RegisterCustomer,
)
from ...domain.ids import CustomerId, MembershipId, ProgrammeId
from ...domain.loyalty.membership import Enrol
from . import PROGRAMME as PROGRAMME_ID
from . import SOURCE
from .package import Basket, start_of

DESCRIBED: Final = (
    "age",
    "income",
    "home_ownership",
    "marital_status",
    "household_size",
    "household_comp",
    "kids_count",
)


# Whose, when, which first at one moment, and what. Household by household: one
# customer's events lie together then, and the store's indexes grow at their end.
Story = tuple[int, datetime, int, Item]
NOBODY = 0  # comes before every household


class Households:
    """Which customer each household is: as claimed before, or a new one."""

    def __init__(self, handler: Handler, households: list[int]) -> None:
        self.value = {each: f"{SOURCE}:{each}" for each in households}
        self.index = {
            each: handler.blind(IdentifierKind.EXTERNAL, value)
            for each, value in self.value.items()
        }
        known = handler.journal.owners(IdentifierKind.EXTERNAL, self.index.values())
        self.customer = {
            each: CustomerId(known.get(index) or handler.new_id())
            for each, index in self.index.items()
        }


def registrations(people: Households, first: dict[int, datetime]) -> Iterator[Story]:
    programme = ProgrammeId(PROGRAMME_ID)
    for household, at in sorted(first.items()):
        customer = people.customer[household]
        membership = MembershipId(account(programme, customer))
        register = RegisterCustomer(at, customer, PartyKind.PERSON, "store")
        identify = AddIdentifier(
            at,
            IdentifierKind.EXTERNAL,
            people.value[household],
            people.index[household],
        )
        enrol = Enrol(at, membership, customer, programme, "store")

        def tell(
            work: Work,
            register: RegisterCustomer = register,
            identify: AddIdentifier = identify,
            enrol: Enrol = enrol,
        ) -> None:
            work.handle(CUSTOMER, register.customer_id, register)
            work.handle(CUSTOMER, register.customer_id, identify)
            work.handle(MEMBERSHIP, enrol.membership_id, enrol)

        key = f"household-{household}"
        yield household, at, 1, Item(key, key, tell)


def demographics(
    people: Households, described: list[tuple[Any, ...]], now: datetime
) -> Iterator[Item]:
    """Yield what is known of households, undated: so only as of the import itself."""
    for household, *values in described:
        customer = people.customer[household]
        commands = [
            RecordFact(
                now,
                fact_id=name,
                kind=FactKind.DEMOGRAPHIC,
                name=name,
                value=str(value),
                source=SOURCE,
            )
            for name, value in zip(DESCRIBED, values, strict=True)
            if value is not None
        ]

        def tell(
            work: Work,
            customer: CustomerId = customer,
            commands: list[RecordFact] = commands,
        ) -> None:
            origin = evolve(work.origin, time_quality=TimeQuality.ESTIMATED)
            for command in commands:
                work.handle(CUSTOMER, customer, command, origin)

        key = f"demographics-{household}"
        yield Item(key, key, tell)


def first_seen(
    everything: list[Basket],
    exposures: list[tuple[Any, ...]],
    planned: dict[int, tuple[str, date, date]],
) -> dict[int, datetime]:
    first: dict[int, datetime] = {}
    for basket in everything:
        first.setdefault(basket.household_id, basket.at)
    for campaign, household in exposures:
        starts = start_of(planned[campaign][1])
        first[household] = min(first.get(household, starts), starts)
    return first
