"""Read models and facts, brought up to date before they are asked."""

from typing import Any

from ...application.crm import Crm
from ...application.feeding import Keeping, catch_up
from ...application.ports import Reader
from ...application.projections.card import CARDS
from ..collecting import rarely
from .progress import bar
from .services import Services

_TOGETHER = 20_000  # events a transaction: the facts are columns, and like many rows


def facts(services: Services, crm: Crm, store: str) -> Any:
    """Return a connection to the facts of a store, all events taken.

    Raises:
        MissingExtra: The extra ``ml`` is not installed.
    """
    warehouse = services.facts(crm, store)
    follow(crm, "bringing the facts up to date", warehouse)
    return warehouse.connection


def follow(crm: Crm, what: str, *readers: Reader) -> int:
    """Feed *readers* up to the last event, and return how many they had not taken."""
    start, head = min(each.position() for each in readers), crm.journal.head()
    if start == head:
        return 0
    with rarely(), bar(what, head) as advance:
        return (
            catch_up(crm.journal, *readers, batch=_TOGETHER, progress=advance) - start
        )


def cards(crm: Crm) -> Keeping[Any]:
    """Return the reader that keeps the customers' cards."""
    return Keeping(CARDS, crm.views)
