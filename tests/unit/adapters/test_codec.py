"""Stored names outlive their classes, and old versions find their way up."""

from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import frozen

from mijoz.adapters.codec import Codec, UnknownEvent
from mijoz.application.envelope import Draft, Origin
from mijoz.testing.journal import Noted

AT = datetime(2026, 3, 1, tzinfo=UTC)


def stored(event: Any, codec: Codec) -> tuple[str, bytes]:
    row = codec.encode(Draft("e-1", "note-1", 1, None, event, Origin("user:anna")))
    return row.topic, row.state


def renamed() -> type:
    @frozen
    class Noted:
        at: datetime
        words: tuple[str, ...]
        language: str

    return Noted


def test_an_event_is_stored_under_its_name_and_version() -> None:
    topic, state = stored(Noted(AT, "hi"), Codec([Noted]))
    assert topic == "Noted.1"
    assert b'"type":"Noted","version":1' in state


def test_an_older_version_is_brought_up_step_by_step() -> None:
    old = stored(Noted(AT, "good day"), Codec([Noted]))
    newest = renamed()
    codec = Codec(
        [newest],
        {
            ("Noted", 1): lambda d: {"at": d["at"], "words": d["text"].split()},
            ("Noted", 2): lambda data: {**data, "language": "en"},
        },
    )
    event = newest(AT, ("good", "day"), "en")
    assert codec.event(*old) == event
    back = codec.decode(*old, 1, 1)
    assert (back.event, back.version) == (event, 1)
    assert (
        codec.encode(Draft("e", "s", 1, None, event, Origin("a:b"))).topic == "Noted.3"
    )


def test_a_gap_in_the_way_up_is_found_at_the_start() -> None:
    with pytest.raises(ValueError, match="no way up from Noted version 1"):
        Codec([renamed()], {("Noted", 2): dict, ("Noted", 3): dict})


def test_a_way_up_of_no_event_is_found_at_the_start() -> None:
    with pytest.raises(ValueError, match="Nothing"):
        Codec([Noted], {("Nothing", 1): dict})


def test_an_event_of_no_known_class_is_loud() -> None:
    _, state = stored(Noted(AT, "hi"), Codec([Noted]))
    for read in (
        lambda: Codec([]).event("Noted.1", state),
        lambda: Codec([]).decode("Noted.1", state, 1, 1),
    ):
        with pytest.raises(UnknownEvent, match=r"Noted\.1"):
            read()


def test_an_event_of_a_newer_version_is_loud() -> None:
    with pytest.raises(UnknownEvent, match=r"Noted\.2"):
        Codec([Noted]).event("Noted.2", b"{}")
