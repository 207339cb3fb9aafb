"""What a command prints: a table for a person, JSON for a program."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec
from rich.console import Console
from rich.table import Table


class Made(Protocol):
    """What was made of the log, up to a position, at two times."""

    @property
    def position(self) -> int: ...
    @property
    def as_of(self) -> datetime | None: ...
    @property
    def known_at(self) -> datetime | None: ...


WIDTH = 140  # where there is no terminal to ask


def as_json(answer: Any) -> None:
    """Print an answer as JSON, indented."""
    text = msgspec.json.format(msgspec.json.encode(answer), indent=2).decode()
    print(text)


def console() -> Console:
    """Return where tables go; colours only to a terminal, and not under NO_COLOR."""
    out = Console(highlight=False)
    return out if out.is_terminal else Console(highlight=False, width=WIDTH)


def made_of(replay: Made) -> dict[str, Any]:
    """Return what a replay was made of: the position, and the two times."""
    return {
        "position": replay.position,
        "as_of": replay.as_of,
        "known_at": replay.known_at,
    }


def head(replay: Made) -> str:
    """Return the line that stands above every replay."""
    as_of = moment(replay.as_of) if replay.as_of else "now"
    known = moment(replay.known_at) if replay.known_at else "now"
    return f"[dim]at position {replay.position:,}, as of {as_of}, known at {known}[/]"


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Table:
    """Return a table; a column whose name begins with > is set to the right.

    The last column gives way where there is not enough room.
    """
    made = Table(
        box=None,
        pad_edge=False,
        header_style="bold",
        show_header=any(each.strip(">") for each in columns),
    )
    for name in columns:
        right = name.startswith(">")
        made.add_column(
            name.removeprefix(">"),
            justify="right" if right else "left",
            no_wrap=name is not columns[-1],
        )
    for row in rows:
        made.add_row(*("" if each is None else str(each) for each in row))
    return made


def moment(at: datetime | None) -> str:
    """Return a moment as people read it, to the minute, in UTC."""
    return "" if at is None else f"{at:%Y-%m-%d %H:%M}"


def money(amounts: Iterable[tuple[str, int]]) -> str:
    """Return sums of money, by currency, in major units of two decimals."""
    return ", ".join(f"{amount / 100:,.2f} {currency}" for currency, amount in amounts)
