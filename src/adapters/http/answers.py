"""Answers in JSON: how what we hold is written down for a caller."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Any

import msgspec
from fastapi import Request, Response

from ...application.desk import Replay

_encode = msgspec.json.Encoder().encode


def json(
    body: Any,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    media: str = "application/json",
) -> Response:
    """Return a response whose body is *body* in JSON."""
    return Response(_encode(body), status, headers, media)


def reading(
    request: Request, replay: Replay[Any], body: Mapping[str, Any], tag: str | None
) -> Response:
    """Return what was read, with the position and the two times it was read at.

    *tag* is its ETag, if what it says depends on nothing but the events; a caller who
    has it is told that it still stands, and at which position. What was opened for a
    purpose is not to be kept, and so is always told whole.
    """
    opened = "purpose" in request.headers
    headers = {
        "Cache-Control": "no-store" if opened else "private, no-cache",
        "Vary": "Purpose",
        "Position": padded(replay.position),
    }
    if replay.known_at:
        headers["Memento-Datetime"] = format_datetime(replay.known_at, usegmt=True)
    if tag:
        headers["ETag"] = tag
        known = "" if opened else request.headers.get("if-none-match", "")
        if known == "*" or tag in [each.strip() for each in known.split(",")]:
            return Response(status_code=304, headers=headers)
    return json({**top(replay), **body}, headers=headers)


def top(replay: Replay[Any]) -> dict[str, int | datetime | None]:
    """Return what every reading begins with."""
    return {
        "position": replay.position,
        "as_of": replay.as_of,
        "known_at": replay.known_at,
    }


def etag(revision: int) -> str:
    """Return the ETag of an aggregate at a revision."""
    return f'"{revision}"'


def padded(position: int) -> str:
    """Return a position as text that sorts as the number does."""
    return f"{position:012}"
