"""What a command takes for granted of other aggregates, checked before it decides."""

from typing import Any, Final

from ..domain.campaign.campaign import CampaignNotPlanned
from ..domain.customer.profile import NotRegistered, RegisterCustomer
from ..domain.encounter.encounter import EncounterNotOpened
from ..domain.loyalty.membership import Enrol, NotAMember
from ..domain.purchase.sale import OrderNotPlaced
from .contexts import CUSTOMER, PROGRAMME
from .desk import Unknown
from .work import Work

# Refusals of a command because there is nothing of that name to do it to.
ABSENT: Final = (
    CampaignNotPlanned,
    EncounterNotOpened,
    NotAMember,
    NotRegistered,
    OrderNotPlaced,
)


def customers_are_registered(work: Work, command: Any) -> None:
    """Raise `Unknown` for a command about a customer who was never registered."""
    customer = getattr(command, "customer_id", None)
    if customer is None or isinstance(command, RegisterCustomer):
        return
    if work.state(CUSTOMER, customer).registered is None:
        raise Unknown("customer", customer)


def programmes_are_published(work: Work, command: Any) -> None:
    """Raise `Unknown` for an enrolment in a programme that has no version."""
    if isinstance(command, Enrol):
        programme = command.programme_id
        if not work.state(PROGRAMME, programme).versions:
            raise Unknown("programme", programme)


GUARDS: Final = (customers_are_registered, programmes_are_published)
