"""What a command takes for granted of other aggregates, checked before it decides."""

from typing import Any, Final, TypeAlias

from ..domain.campaign.campaign import CampaignNotPlanned
from ..domain.customer.profile import NotRegistered, RegisterCustomer
from ..domain.encounter.encounter import EncounterNotOpened
from ..domain.loyalty.membership import Enrol, NotAMember, Outsider
from ..domain.purchase.sale import OrderNotPlaced
from .aggregate import Aggregate
from .contexts import CUSTOMER, MEMBERSHIP, POINTS, PROGRAMME
from .desk import Unknown
from .work import Work

Of: TypeAlias = Aggregate[Any, Any, Any]

# Refusals of a command because there is nothing of that name to do it to.
ABSENT: Final = (
    CampaignNotPlanned,
    EncounterNotOpened,
    NotAMember,
    NotRegistered,
    OrderNotPlaced,
)


def customers_are_registered(work: Work, _: Of, __: str, command: Any) -> None:
    """Raise `Unknown` for a command about a customer who was never registered."""
    customer = getattr(command, "customer_id", None)
    if customer is None or isinstance(command, RegisterCustomer):
        return
    if work.state(CUSTOMER, customer).registered is None:
        raise Unknown("customer", customer)


def programmes_are_published(work: Work, _: Of, __: str, command: Any) -> None:
    """Raise `Unknown` for an enrolment in a programme that has no version."""
    if isinstance(command, Enrol):
        programme = command.programme_id
        if not work.state(PROGRAMME, programme).versions:
            raise Unknown("programme", programme)


def points_are_members(work: Work, aggregate: Of, identity: str, _: Any) -> None:
    """Raise `Unknown` for points of someone who has never enrolled."""
    if aggregate is POINTS and isinstance(work.state(MEMBERSHIP, identity), Outsider):
        raise Unknown(MEMBERSHIP.kind, identity)


GUARDS: Final = (
    customers_are_registered,
    programmes_are_published,
    points_are_members,
)
