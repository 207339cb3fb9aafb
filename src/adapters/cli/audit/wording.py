"""Who, why and when of an event, in the words that an auditor reads."""

from collections.abc import Sequence, Set
from datetime import datetime

from rich.markup import escape

from ....application.envelope import Recorded


def second(at: datetime | None) -> str:
    """Return a moment to the second, in UTC."""
    return "not yet numbered" if at is None else f"{at:%Y-%m-%d %H:%M:%S}"


def name(event: Recorded) -> str:
    """Return an event's position and what it is."""
    return f"#{event.position} {event.type}"


def who(event: Recorded) -> str:
    """Return who did it, and under which versions of which rules."""
    under = f" under {', '.join(event.policy_refs)}" if event.policy_refs else ""
    return escape(f"by {event.actor}{under}")


def why(causes: Sequence[Recorded], missing: str | None, here: Set[str]) -> str:
    """Return a chain of causes from the root down; nothing for what is a root.

    By whom is left out for those that are told of *here*, by their ids.
    """
    begun = [f"{missing} (not in this history)"] if missing else []
    chain = [
        name(each) if each.id in here else f"{name(each)} by {each.actor}"
        for each in causes
    ]
    return escape(" → ".join([*begun, *chain]))
