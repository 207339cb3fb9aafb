"""Times as tables write them, brought to UTC."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

Moments: TypeAlias = Callable[[Any], datetime]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCHS = {"epoch": 1, "epoch_ms": 1_000}


def moments(zone: ZoneInfo, style: str, time_of_day: time) -> Moments:
    """Return what reads a cell as a moment, and raises ValueError if it is none.

    A naive time is *zone*'s; one of midnight sharp, as dates are, has *time_of_day*. Of
    an hour that a clock showed twice the first is meant; a time that it skipped is as
    far past the change as the clock was put forward.
    """

    def moment(cell: Any) -> datetime:
        found = _read(cell, style)
        if found.tzinfo is None:
            if found.time() == time.min:
                found = datetime.combine(found, time_of_day)
            found = found.replace(tzinfo=zone, fold=0)
        try:
            return found.astimezone(UTC)
        except OverflowError as problem:
            raise ValueError("no such year") from problem

    return moment


def _read(cell: Any, style: str) -> datetime:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time.min)
    if style in _EPOCHS:
        seconds = float(cell) / _EPOCHS[style]
        try:
            return _EPOCH + timedelta(seconds=seconds)
        except OverflowError as problem:
            raise ValueError("no such year") from problem
    if style == "iso":
        return datetime.fromisoformat(str(cell))
    return datetime.strptime(str(cell), style)  # noqa: DTZ007
