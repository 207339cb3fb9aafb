"""Events as they leave the house: CloudEvents 1.0, with the envelope as extensions."""

from collections import Counter
from datetime import datetime
from typing import Any, Final

from ...application.envelope import Draft, Origin, Recorded
from ..schemas import UPCASTS
from .answers import padded

BATCH: Final = "application/cloudevents-batch+json"
SOURCE: Final = "urn:mijoz"
_OLDER = Counter(name for name, _ in UPCASTS)
_KINDS = {"user": "user", "service": "service_account", "http": "unauthenticated"}


def cloud_event(recorded: Recorded) -> dict[str, Any]:
    """Return an event of the journal as a CloudEvent."""
    origin = Origin(
        recorded.actor,
        recorded.correlation_id,
        recorded.causation_id,
        recorded.time_quality,
        recorded.policy_refs,
    )
    draft = Draft(
        recorded.id,
        recorded.stream,
        recorded.revision,
        recorded.subject,
        recorded.event,
        origin,
    )
    return cloud_draft(draft, recorded.position, recorded.recorded_at)


def cloud_draft(
    draft: Draft, position: int | None = None, recorded_at: datetime | None = None
) -> dict[str, Any]:
    """Return an event just decided as a CloudEvent; a position, if it has one.

    The names of the extensions are the specification's own, where it has one: sequence,
    recordedtime, the correlation and the authentication context.
    """
    origin, name = draft.origin, type(draft.event).__name__
    event = {
        "specversion": "1.0",
        "id": draft.id,
        "source": SOURCE,
        "type": f"mijoz.{name}",
        "time": draft.event.at,
        "datacontenttype": "application/json",
        "dataversion": 1 + _OLDER[name],
        "stream": draft.stream,
        "revision": draft.revision,
        "authtype": _KINDS.get(origin.actor.partition(":")[0], "system"),
        "authid": origin.actor,
        "timequality": origin.time_quality,
    }
    optional = {
        "subject": draft.subject,
        "sequence": None if position is None else padded(position),
        "recordedtime": recorded_at,
        "correlationid": origin.correlation_id,
        "causationid": origin.causation_id,
        "policyrefs": " ".join(origin.policy_refs) or None,
    }
    event |= {key: value for key, value in optional.items() if value is not None}
    return event | {"data": draft.event}
