"""What stored bytes say of themselves, read without any class of the domain."""

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final

import msgspec

from ..application.proofs.looking import Said


class _Happened(msgspec.Struct):
    at: datetime


class _Envelope(msgspec.Struct):
    id: str
    type: str
    version: int
    stream: str
    revision: int
    data: _Happened
    subject: str | None = None


_decode: Final = msgspec.json.Decoder(_Envelope).decode
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def said(state: bytes) -> Said:
    """Return what an event's stored bytes say; ValueError if they are none."""
    read = _decode(state)  # raises a ValueError of its own
    return read.id, (
        _topic(read.type, read.version),
        read.stream,
        read.revision,
        read.subject,
        (read.data.at - _EPOCH) // _MICROSECOND,
    )


@cache
def _topic(name: str, version: int) -> str:
    return f"{name}.{version}"
