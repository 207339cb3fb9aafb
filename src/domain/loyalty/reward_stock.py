"""Stock set aside for redemptions: handed out or released, each once."""

from collections.abc import Mapping

from attrs import frozen

from .points_refusals import InvalidValue
from .reward_refusals import MoreThanReserved, NothingReserved, ReservationIsResolved
from .reward_terms import StockReleased, StockReserved, StockTaken


@frozen
class Reserved:
    """So many for a redemption: still waiting, or handed out, the rest released."""

    waiting: int
    how: str = "reserved"


def reserved(event: StockReserved | StockTaken | StockReleased) -> Reserved:
    """Return what an event leaves of a reservation."""
    match event:
        case StockReserved(quantity=quantity):
            return Reserved(quantity)
        case StockTaken(quantity=quantity):
            return Reserved(0, _handed_out(quantity))
        case StockReleased():
            return Reserved(0, "released")


def taken(known: Mapping[str, Reserved], name: str, quantity: int) -> int:
    """Return how many wait of which *quantity* can be handed out; 0 if they were."""
    waiting = _waiting(known, name, _handed_out(quantity))
    if not waiting:
        return 0
    if quantity < 1:
        raise InvalidValue("quantity", str(quantity))
    if quantity > waiting:
        raise MoreThanReserved(asked=quantity, reserved=waiting)
    return waiting


def released(known: Mapping[str, Reserved], name: str) -> int:
    """Return how many wait that can be released; 0 if they were."""
    return _waiting(known, name, "released")


def _waiting(known: Mapping[str, Reserved], name: str, how: str) -> int:
    found = known.get(name)
    if found is None:
        raise NothingReserved(name)
    if not found.waiting and found.how != how:
        raise ReservationIsResolved(name, found.how)
    return found.waiting


def _handed_out(quantity: int) -> str:
    return f"handed out, {quantity} of it"
