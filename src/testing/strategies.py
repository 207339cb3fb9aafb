"""Hypothesis strategies for events, lines and moments: for your tests, as for ours.

Needs hypothesis, which the package itself does not.
"""

from datetime import UTC, date, datetime
from enum import Enum
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

from attrs import fields, has
from hypothesis import strategies as st

from ..domain.purchase.order import Line

moments = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001
    datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
amounts = st.integers(-(2**53), 2**53)


@st.composite
def lines(draw: st.DrawFn, line_id: str = "1") -> Line:
    """Return a line that an order can have; amounts in minor units."""
    paid = draw(st.integers(0, 100_000))
    return Line(
        line_id,
        draw(st.sampled_from(["retro-socks", "retro-clock", "retro-cap"])),
        draw(st.none() | st.just("clothing")),
        draw(st.integers(0, 9)),
        paid,
        paid + draw(st.integers(0, 10_000)),
        draw(st.integers(0, 10_000)),
    )


def events(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Return any value of an event class, plausible or not: what can be stored."""
    return st.builds(kind, **{each.name: _of(each.type) for each in fields(kind)})


def _of(kind: Any) -> st.SearchStrategy[Any]:
    kind = getattr(kind, "__supertype__", kind)
    arguments = [each for each in get_args(kind) if each is not NoneType]
    if NoneType in get_args(kind):
        return st.none() | _of(arguments[0])
    if get_origin(kind) is Annotated:
        return _of(arguments[0])
    if get_origin(kind) is tuple:
        return st.lists(_of(arguments[0]), max_size=3).map(tuple)
    if has(kind):
        return events(kind)
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    return {
        str: texts,
        int: amounts,
        bool: st.booleans(),
        datetime: moments,
        date: st.dates(date(1900, 1, 1)),
    }[kind]
