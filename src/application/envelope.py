"""What is known of an event beside what it says: who, why, when, and where."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

from attrs import frozen

Event: TypeAlias = Any  # an attrs class of the domain, with `at: datetime`
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class TimeQuality(StrEnum):
    """How far `occurred_at` can be trusted, by where it came from."""

    SERVER = "server"
    CLIENT = "client"
    IMPORTED = "imported"
    ESTIMATED = "estimated"


@frozen
class Origin:
    """Who or what asked for a command, why, and under which rules.

    ``actor`` is ``kind:id``, such as ``user:anna``, ``import:till`` or
    ``policy:points-for-orders``. ``policy_refs`` name versions of rules, programmes,
    models or consent texts that the decision used, such as ``programme:club@2``.
    """

    actor: str
    correlation_id: str | None = None
    causation_id: str | None = None
    time_quality: TimeQuality = TimeQuality.SERVER
    policy_refs: tuple[str, ...] = ()


# Named tuples where there is one for each event: a third of the cost of a frozen class.
class Draft(NamedTuple):
    """An event decided and not yet recorded. ``id`` is a UUIDv7."""

    id: str
    stream: str
    revision: int
    subject: str | None
    event: Event
    origin: Origin


class Recorded(NamedTuple):
    """An event as the journal holds it.

    ``type`` and ``version`` are its stored name; ``revision`` counts from 1 in its
    stream. ``position`` counts from 1 over the whole log without a gap, in the order in
    which readers see it; both it and ``recorded`` (microseconds since 1970, which never
    run backwards along it) are None only for an event committed and not yet numbered.
    ``sealed`` is what stands in the event's personal fields as `Sealed`, to be opened.
    """

    position: int | None
    recorded: int | None
    id: str
    type: str
    version: int
    stream: str
    revision: int
    subject: str | None
    actor: str
    correlation_id: str | None
    causation_id: str | None
    time_quality: TimeQuality
    policy_refs: tuple[str, ...]
    event: Event
    sealed: Any = None

    @property
    def occurred_at(self) -> datetime:
        """When it happened, by its source: the event's own ``at``."""
        at: datetime = self.event.at
        return at

    @property
    def recorded_at(self) -> datetime | None:
        """When we learned it, by our own clock, in UTC."""
        return None if self.recorded is None else moment(self.recorded)


def micros(moment: datetime) -> int:
    """Return whole microseconds since 1970 of an aware moment."""
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def moment(micros: int) -> datetime:
    """Return the aware moment, in UTC, that `micros` was given."""
    return _EPOCH + timedelta(microseconds=micros)


def visible(
    history: Sequence[Recorded],
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> list[Recorded]:
    """Return what had happened by *as_of*, of what had been recorded by *known_at*.

    Both bounds include their own instant; None is no bound. The order is kept.
    """
    last = None if known_at is None else micros(known_at)
    return [
        each
        for each in history
        if (as_of is None or each.occurred_at <= as_of)
        and (last is None or (each.recorded is not None and each.recorded <= last))
    ]
