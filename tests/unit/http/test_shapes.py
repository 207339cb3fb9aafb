"""A shape reads what fits, names each fault by its place, and describes itself."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest
from attrs import frozen

from mijoz.adapters.scalars import LARGEST, Fault, Faults
from mijoz.adapters.shapes import record, shape
from mijoz.application.asking import Asked


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@frozen
class Sock:
    """A sock.

    And more about socks.
    """

    sku: str
    size: int | None
    colour: Colour = Colour.RED


def read(kind: Any, value: Any, name: str = "") -> tuple[Any, Faults]:
    faults: Faults = []
    return shape(kind, name).read(value, "/x", faults), faults


@pytest.mark.parametrize(
    ("kind", "said", "meant"),
    [
        (str, "é", "é"),
        (int, LARGEST, LARGEST),
        (int, -LARGEST, -LARGEST),
        (bool, False, False),
        (Colour, "blue", Colour.BLUE),
        (str | None, None, None),
        (date, "2026-02-28", date(2026, 2, 28)),
        (datetime, "2026-01-01T02:00:00+05:00", datetime(2025, 12, 31, 21, tzinfo=UTC)),
        (datetime, "1900-01-01T00:00:00Z", datetime(1900, 1, 1, tzinfo=UTC)),
        (tuple[str, ...], ["a", "b"], ("a", "b")),
        (tuple[tuple[str, int], ...], [["1", 5]], (("1", 5),)),
        (Sock, {"sku": "s"}, Sock("s", None)),
        (Sock, {"sku": "s", "size": 40, "colour": "blue"}, Sock("s", 40, Colour.BLUE)),
    ],
)
def test_what_fits_is_read(kind: Any, said: Any, meant: Any) -> None:
    assert read(kind, said) == (meant, [])


@pytest.mark.parametrize(
    ("kind", "said", "where"),
    [
        (str, "", "/x"),
        (str, " \t", "/x"),
        (str, 1, "/x"),
        (str, "a\n", "/x"),
        (int, LARGEST + 1, "/x"),
        (int, -LARGEST - 1, "/x"),
        (int, True, "/x"),
        (int, 1.5, "/x"),
        (int, "1", "/x"),
        (bool, 1, "/x"),
        (Colour, "green", "/x"),
        (Colour, [], "/x"),
        (str, None, "/x"),
        (date, "2026-02-30", "/x"),
        (date, "1899-12-31", "/x"),
        (datetime, "2026-01-01T00:00:00", "/x"),
        (datetime, "1899-12-31T00:00:00Z", "/x"),
        (datetime, "2201-01-01T00:00:00Z", "/x"),
        (datetime, 1772366400, "/x"),
        (tuple[str, ...], "ab", "/x"),
        (tuple[str, ...], ["a", 1], "/x/1"),
        (tuple[tuple[str, int], ...], [["1"]], "/x/0"),
        (tuple[tuple[str, int], ...], [["1", "5"]], "/x/0/1"),
        (tuple[tuple[str, int], ...], [["1", 5, 5]], "/x/0"),
        (Sock, {}, "/x/sku"),
        (Sock, {"sku": "s", "toes": 5}, "/x/toes"),
        (Sock, {"sku": "s", "a/b c": 5}, "/x"),
        (Sock, ["s"], "/x"),
    ],
)
def test_what_does_not_fit_is_named(kind: Any, said: Any, where: str) -> None:
    _, faults = read(kind, said)
    assert [each.pointer for each in faults] == [where]


@pytest.mark.parametrize(
    ("name", "text", "good"),
    [
        ("order_id", "till:7@shop.1_a~b+c-d", True),
        ("order_id", "x" * 128, True),
        ("order_id", "x" * 129, False),
        ("order_id", "a/b", False),
        ("order_id", "a b", False),
        ("programme_id", "club", True),
        ("programme_id", "club:1", False),
        ("programme_id", "x" * 65, False),
    ],
)
def test_an_id_can_stand_in_a_url(name: str, text: str, good: bool) -> None:
    _, faults = read(str, text, name)
    assert (not faults) is good


def test_all_faults_are_told_at_once() -> None:
    faults: Faults = []
    assert record([Asked("a", int), Asked("b", int)]).read({"c": 1}, "", faults) is None
    assert faults == [
        Fault("/c", "is not known here"),
        Fault("/a", "is missing"),
        Fault("/b", "is missing"),
    ]


def test_a_schema_says_what_is_read() -> None:
    text = {"type": "string", "pattern": r"\S"}
    limits = {"minimum": -LARGEST, "maximum": LARGEST}
    assert shape(Sock).schema == {
        "type": "object",
        "additionalProperties": False,
        "description": "A sock.",
        "properties": {
            "sku": text,
            "size": {"anyOf": [{"type": "integer", **limits}, {"type": "null"}]},
            "colour": {"type": "string", "enum": ["red", "blue"]},
        },
        "required": ["sku"],
    }
