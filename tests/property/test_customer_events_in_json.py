"""Every event of these contexts comes back from JSON as it went in."""

from datetime import UTC, date, datetime
from enum import EnumType
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec
import pytest
from attrs import fields, has
from hypothesis import given
from hypothesis import strategies as st

from mijoz.domain.campaign import campaign, outreach
from mijoz.domain.customer import consent, profile
from mijoz.domain.encounter import encounter
from mijoz.domain.feedback import feedback
from mijoz.domain.purchase import order

EVENTS: list[type[Any]] = [
    event
    for module in (profile, consent, order, campaign, outreach, encounter, feedback)
    for event in get_args(module.Event) or (module.Event,)
]
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=8),
    int: st.integers(-(2**63), 2**63 - 1),
    bool: st.booleans(),
    NoneType: st.none(),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
}


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Return values of a field's type: one of the few that events are made of."""
    if has(kind):
        return st.builds(kind, *(values(field.type) for field in fields(kind)))
    if get_origin(kind) is tuple:
        inner, *_ = get_args(kind)
        return st.lists(values(inner), max_size=3).map(tuple)
    if get_origin(kind) is Annotated:
        return values(get_args(kind)[0])
    if get_origin(kind) in {UnionType, Union}:
        return st.one_of([values(each) for each in get_args(kind)])
    if isinstance(kind, EnumType):
        return st.sampled_from(list(kind))
    return PLAIN[getattr(kind, "__supertype__", kind)]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
@given(data=st.data())
def test_an_event_survives_json(event: type[Any], data: st.DataObject) -> None:
    told = data.draw(values(event))
    assert msgspec.json.decode(msgspec.json.encode(told), type=event) == told


def test_no_two_events_share_a_name() -> None:
    names = [event.__name__ for event in EVENTS]
    assert len(set(names)) == len(names)
