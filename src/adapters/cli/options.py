"""Options that many commands share, and how their texts are read."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from getpass import getuser
from typing import Any, TypeAlias, TypeVar

import click

from ...application.crm import Crm
from ...application.privacy.reading import Reading
from ...domain.customer.profile import IdentifierKind
from ..scalars import moment

DEFAULT_STORE = "sqlite:///var/mijoz.db"
_WHEN = (
    "is neither a date, such as 2017-06-30 (all of that day, in UTC), nor a time with"
    " its offset, such as 2017-06-30T12:00:00Z"
)


def when(text: str) -> datetime:
    """Return the moment that a text names; a date is the last of its moments."""
    try:
        if len(text) == len("2017-06-30"):
            return datetime.combine(date.fromisoformat(text), time.max, UTC)
        return moment(text)
    except Exception:
        raise click.BadParameter(f"{text!r} {_WHEN}") from None


class _When(click.ParamType[datetime]):
    name = "time"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> datetime:
        return value if isinstance(value, datetime) else when(str(value))


WHEN = _When()
Command = TypeVar("Command", bound=Callable[..., Any])
Option: TypeAlias = Callable[[Command], Command]

store: Option[Any] = click.option(
    "--store",
    envvar="MIJOZ_STORE",
    default=DEFAULT_STORE,
    show_default=True,
    help="sqlite:///path, postgresql://user@host/db, or memory://",
)
json: Option[Any] = click.option("--json", is_flag=True, help="Print JSON.")
customer: Option[Any] = click.argument("customer")
by: Option[Any] = click.option(
    "--by",
    default=lambda: f"user:{getuser()}",
    help="Who asks, as kind:id.  [default: user:YOU]",
)
purpose: Option[Any] = click.option(
    "--purpose",
    help="Open what is personal, for this purpose; that it was read is noted.",
)
last: Option[Any] = click.option(
    "--last",
    type=click.IntRange(0),
    default=40,
    show_default=True,
    help="Only the last so many; 0 is all.",
)


def two_clocks(command: Command) -> Command:
    """Add the options that say as of when, and as known when."""
    known = click.option(
        "--known-at", type=WHEN, help="Only what we had recorded by then."
    )
    as_of = click.option("--as-of", type=WHEN, help="Only what had happened by then.")
    return as_of(known(command))


def reading(crm: Crm, by: str, purpose: str | None) -> Reading | None:
    """Return who reads what is personal and what for; None without a purpose."""
    return None if purpose is None else Reading(crm.clock(), by, purpose)


def who(crm: Crm, text: str) -> str:
    """Return the id of the customer that a text names: an id, or an identifier.

    Raises:
        Unknown: The identifier is nobody's.
    """
    kind, colon, value = text.partition(":")
    if not colon:
        return text
    if kind in tuple(IdentifierKind):
        return crm.customers.find(kind, value)
    return crm.customers.find(IdentifierKind.EXTERNAL, text)
