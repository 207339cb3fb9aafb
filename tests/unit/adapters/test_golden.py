"""What was ever stored can be read for ever: one file for each shipped version.

A new event class needs its file: run with MIJOZ_GOLDEN=write to add the missing ones.
Nothing rewrites a file that is there; a class that changes gets a new version, and an
upcast from the old one.
"""

import os
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

import pytest
from attrs import fields, has

from mijoz.adapters.schemas import EVENTS, codec
from mijoz.application.envelope import Draft, Origin, TimeQuality

FOLDER = Path(__file__).parents[2] / "golden"
CODEC = codec()
ORIGIN = Origin(
    "user:anna",
    "01a20c20-0000-7000-8000-0000000000c0",
    "01a20c20-0000-7000-8000-0000000000ca",
    TimeQuality.IMPORTED,
    ("programme:club@2",),
)


def sample(kind: Any, name: str = "") -> Any:
    """Return a value of a type, the same one every time, of all its fields."""
    kind = getattr(kind, "__supertype__", kind)
    arguments = [each for each in get_args(kind) if each is not NoneType]
    if get_origin(kind) is Annotated:
        return sample(arguments[0], name)
    if NoneType in get_args(kind):
        return sample(arguments[0], name)
    if get_origin(kind) is tuple:
        return (sample(arguments[0], name),) * 2
    if has(kind):
        return kind(
            **{each.name: sample(each.type, each.name) for each in fields(kind)}
        )
    if issubclass(kind, Enum):
        return list(kind)[-1]
    return {
        str: f"{name} of Ünal 'RETRO' \"CLOCK\"",
        int: len(name) * 1_000_003,
        bool: True,
        datetime: datetime(2026, 2, 28, 23, 59, 59, 999_999, UTC),
        date: date(2024, 2, 29),
    }[kind]


def draft(kind: type) -> Draft:
    return Draft(
        "01a20c20-0000-7000-8000-000000000001",
        "stream-1",
        7,
        "01a20c20-0000-7000-8000-0000000000aa",
        sample(kind),
        ORIGIN,
    )


def path(topic: str) -> Path:
    return FOLDER / f"{topic}.json"


def test_the_newest_version_is_stored_byte_for_byte_as_ever() -> None:
    for kind in EVENTS:
        stored = CODEC.encode(draft(kind))
        file = path(stored.topic)
        if not file.exists() and os.environ.get("MIJOZ_GOLDEN") == "write":
            file.write_bytes(stored.state + b"\n")
        assert file.read_bytes() == stored.state + b"\n", file


def test_the_newest_version_reads_back_as_it_was() -> None:
    for kind in EVENTS:
        topic = CODEC.encode(draft(kind)).topic
        back = CODEC.decode(topic, path(topic).read_bytes().strip(), 3, 5)
        assert back.event == sample(kind)
        assert CODEC.event(topic, path(topic).read_bytes().strip()) == sample(kind)
        assert (back.position, back.recorded, back.revision) == (3, 5, 7)
        assert (back.actor, back.time_quality) == (ORIGIN.actor, ORIGIN.time_quality)
        assert back.causation_id == ORIGIN.causation_id


@pytest.mark.parametrize("topic", sorted(CODEC.topics))
def test_every_version_that_can_be_read_has_its_file(topic: str) -> None:
    CODEC.decode(topic, path(topic).read_bytes().strip(), 1, 1)


def test_no_version_that_was_ever_shipped_is_forgotten() -> None:
    assert {each.stem for each in FOLDER.glob("*.json")} == CODEC.topics
