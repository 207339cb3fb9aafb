"""An aggregate as the application sees it: a decider, and where its events go."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from attrs import frozen

from ..domain.decider import Decider
from .envelope import Event

Command = TypeVar("Command")
Happened = TypeVar("Happened")
State = TypeVar("State")


def _customer(_: str, event: Event) -> str | None:
    customer: str | None = event.customer_id
    return customer


def _nobody(_: str) -> None:
    return None


@frozen(eq=False)  # each is itself: the state that it begins with has no hash
class Aggregate(Generic[Command, Happened, State]):
    """A decider, with the kind of its streams and whom its events are about.

    ``subject`` is given the aggregate's identity and an event, and returns the customer
    that the event is about; by default the event's own ``customer_id``. ``whose`` is
    the customer to whom an aggregate belongs by its identity alone, if it is one's.
    """

    kind: str
    decider: Decider[Command, Happened, State]
    subject: Callable[[str, Any], str | None] = _customer
    whose: Callable[[str], str | None] = _nobody

    def stream(self, identity: str) -> str:
        """Return the name of the stream of one such aggregate."""
        return f"{self.kind}-{identity}"
