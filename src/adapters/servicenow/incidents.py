"""The rows of the log, read and put together: each change of each incident."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from attrs import define, field, frozen

from ..tables.moments import moments
from ..tables.rows import Row, Table
from ..tables.unfit import BadTable, Unfit

_MISSING: Final = (None, "", "?", "-100")
_TIMES: Final = moments(ZoneInfo("UTC"), "%d/%m/%Y %H:%M", time.min)  # it names no zone
_CHANNELS: Final[Mapping[str, str]] = {
    "phone": "phone",
    "email": "email",
    "ivr": "ivr",
    "self service": "self-service",
    "direct opening": "desk",
}
_NEEDED: Final = (
    "number",
    "caller_id",
    "opened_at",
    "sys_updated_at",
    "contact_type",
    "priority",
)
_STATES: Final = "incident_state", "ident_state"  # the column has had two names


class State(StrEnum):
    NEW = "New"
    ACTIVE = "Active"
    AWAITING_USER = "Awaiting User Info"
    AWAITING_VENDOR = "Awaiting Vendor"
    AWAITING_PROBLEM = "Awaiting Problem"
    AWAITING_EVIDENCE = "Awaiting Evidence"
    RESOLVED = "Resolved"
    CLOSED = "Closed"


@frozen
class Change:
    """A row: how an incident stood after it. None is what the row does not tell."""

    row: int
    at: datetime
    state: State | None
    priority: int
    category: str | None = None
    owner: str | None = None
    department: str | None = None
    cause: str | None = None
    remedy: str | None = None


@define
class Incident:
    """An incident, with its changes in the order of time."""

    number: str
    opened_at: datetime
    channel: str
    caller: str | None = None
    changes: list[Change] = field(factory=list)
    unfit: Unfit | None = None

    @property
    def rows(self) -> Sequence[int]:
        return [each.row for each in self.changes]


def incidents(table: Table) -> list[Incident]:
    """Return the incidents of a log, those opened first before the others.

    One with a row that makes no sense says so, and is whole otherwise.

    Raises:
        BadTable: The file has other columns, or a row without the number of one.
    """
    state = next((each for each in _STATES if each in table.columns), None)
    missing = [each for each in _NEEDED if each not in table.columns]
    if state is None or missing:
        lacking = ", ".join([*missing, *([] if state else _STATES[:1])])
        raise BadTable(f"it is no log of incidents: there is no column {lacking}")
    found: dict[str, Incident] = {}
    for row in table.rows:
        _take(row, state, found)
    for each in found.values():
        each.changes.sort(key=lambda change: (change.at, change.row))
    return sorted(found.values(), key=lambda each: (each.opened_at, each.number))


def _take(row: Row, state: str, found: dict[str, Incident]) -> None:
    """Put a row to its incident."""
    if row.broken is not None:
        raise BadTable(f"row {row.number}: {row.broken}")
    cells = {name: _plain(cell) for name, cell in row.values.items()}
    number = _number(cells["number"])
    if number is None:
        raise BadTable(f"row {row.number}: there is no number of an incident")
    try:
        incident = _incident(number, cells)
        change = _change(row.number, state, cells)
    except _Wrong as wrong:
        incident = found.setdefault(number, Incident(number, _EARLIEST, ""))
        incident.changes.append(Change(row.number, _EARLIEST, None, 0))
        incident.unfit = incident.unfit or wrong.at(row.number)
        return
    known = found.setdefault(number, incident)
    known.changes.append(change)
    if known.caller is None:
        known.caller = incident.caller
    elif incident.caller not in (None, known.caller) and known.unfit is None:
        problem = "is another caller than the incident's first"
        known.unfit = Unfit("caller_id", problem, row.number)


class _Wrong(Exception):
    """A cell that makes no sense."""

    def __init__(self, column: str, problem: str) -> None:
        super().__init__(problem)
        self.column, self.problem = column, problem

    def at(self, row: int) -> Unfit:
        return Unfit(self.column, self.problem, row)


_EARLIEST: Final = _TIMES("01/01/1970 00:00")


def _incident(number: str, cells: Mapping[str, Any]) -> Incident:
    said = cells["contact_type"]
    channel = _CHANNELS.get(str(said).lower())
    if channel is None:
        raise _Wrong("contact_type", "is no channel that is known")
    opened = _moment("opened_at", cells)
    return Incident(number, opened, channel, _number(cells["caller_id"]))


def _change(row: int, column: str, cells: Mapping[str, Any]) -> Change:
    said, priority = cells[column], _number(cells["priority"])
    if said is not None and said not in tuple(State):
        raise _Wrong(column, "is no state that is known")
    if priority is None:
        raise _Wrong("priority", "is missing")
    return Change(
        row,
        _moment("sys_updated_at", cells),
        None if said is None else State(said),
        int(priority),
        _named("category", "category", cells),
        _named("agent", "assigned_to", cells),
        _named("group", "assignment_group", cells),
        _named("cause", "caused_by", cells),
        _named("code", "closed_code", cells),
    )


def _moment(column: str, cells: Mapping[str, Any]) -> datetime:
    try:
        return _TIMES(cells[column])
    except ValueError:
        raise _Wrong(column, "is no time") from None


def _named(noun: str, column: str, cells: Mapping[str, Any]) -> str | None:
    number = _number(cells.get(column))
    return None if number is None else f"{noun}-{number}"


def _number(cell: Any) -> str | None:
    """Return the digits of a cell: the log has ``24`` for what was ``Caller 24``."""
    found = re.search(r"\d+", str(cell)) if cell is not None else None
    return found.group() if found else None


def _plain(cell: Any) -> Any:
    return None if cell in _MISSING else cell
