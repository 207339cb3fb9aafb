"""What a request says beside its URL, read strictly."""

import re
from datetime import datetime
from hashlib import sha256
from typing import Any

from attrs import frozen
from fastapi import Request

from ...application.envelope import Origin, TimeQuality
from ...application.ports import BlindIndex, Clock, CommandKey
from ...application.privacy.reading import Reading
from ..scalars import MOMENT, moment
from ..strict_json import BadJson, canonical, parse
from .problems import Problem, malformed

CALLER = "http:anonymous"  # until callers have credentials
_ACTOR = re.compile(r"(user|service):[A-Za-z0-9._@-]{1,128}")
_KEY = re.compile(r"[!#-~]{1,255}")
_TAG = re.compile(r'"([0-9]{1,15})"')
NUMBER = re.compile(r"[0-9]{1,15}")


async def body(request: Request, limit: int) -> bytes:
    """Return the body, counted as it comes in, whatever its headers say."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media != "application/json" or "content-encoding" in request.headers:
        title = "The body must be application/json, and not compressed"
        raise Problem(415, "unsupported-media-type", title)
    too_large = Problem(
        413, "body-too-large", "The body is too large", f"the limit is {limit} bytes"
    )
    told = request.headers.get("content-length", "")
    if NUMBER.fullmatch(told) and int(told) > limit:
        raise too_large
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > limit:
            raise too_large
    return bytes(read)


def said(raw: bytes) -> Any:
    """Return what a body says; an empty one says nothing, not even an object."""
    if not raw.strip():
        raise malformed("the body is empty: send a JSON object, if only {}")
    try:
        return parse(raw)
    except BadJson as problem:
        raise malformed(f"the body: {problem}", "malformed-json") from None


@frozen
class Query:
    """The parameters of a URL, each at most once and none unknown."""

    given: dict[str, str]

    @classmethod
    def of(cls, request: Request, *known: str) -> "Query":
        pairs = request.query_params.multi_items()
        given = dict(pairs)
        for name in given:
            if name not in known:
                raise malformed(f"the parameters here are: {', '.join(known)}")
        if len(given) < len(pairs):
            raise malformed("a parameter is given more than once")
        return cls(given)

    def moment(self, name: str) -> datetime | None:
        """Return a moment in UTC, None without one."""
        if name not in self.given:
            return None
        try:
            return moment(self.given[name])
        except ValueError:
            hint = "(in a URL, write a + as %2B)"
            raise malformed(f"{name} must be {MOMENT} {hint}") from None

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """Return a whole number within bounds."""
        text = self.given.get(name, str(default))
        if not NUMBER.fullmatch(text) or not least <= int(text) <= most:
            raise malformed(f"{name} must be a whole number from {least} to {most}")
        return int(text)

    def flag(self, name: str) -> bool:
        """Return whether a parameter is true."""
        text = self.given.get(name, "false")
        if text not in ("true", "false"):
            raise malformed(f"{name} must be true or false")
        return text == "true"


def command_key(request: Request, value: Any, blind: BlindIndex) -> CommandKey:
    """Return the idempotency key, with a digest of all that it stands for.

    It is keyed: what a body says of a person could be guessed from a plain one.
    """
    text = request.headers.get("idempotency-key")
    if text is None:
        detail = "send an Idempotency-Key, a fresh UUID; the same when you try again"
        raise malformed(detail, "idempotency-key-missing")
    key = text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
    if not _KEY.fullmatch(key):
        raise malformed("an Idempotency-Key is 1 to 255 visible ASCII characters")
    scope = request.scope
    url = canonical([request.method, scope["path"], scope["query_string"].decode()])
    digest = sha256(url + canonical(value)).hexdigest()
    return CommandKey(CALLER, key, blind("request", digest))


def origin(request: Request, *, timed: bool) -> Origin:
    """Return who asks; *timed* says that the time of the event is theirs."""
    actor = request.headers.get("actor", CALLER)
    if actor != CALLER and not _ACTOR.fullmatch(actor):
        raise malformed("an Actor is user: or service: and a name, such as user:anna")
    quality = TimeQuality.CLIENT if timed else TimeQuality.SERVER
    return Origin(actor, time_quality=quality)


def purpose(request: Request, clock: Clock) -> Reading | None:
    """Return who reads what is personal, and what for; None if no Purpose is stated."""
    text = request.headers.get("purpose")
    if text is None:
        return None
    return Reading(clock(), origin(request, timed=False).actor, text)


def expected(request: Request) -> int | None:
    """Return the revision that If-Match names; None without one."""
    text = request.headers.get("if-match")
    if text is None:
        return None
    found = _TAG.fullmatch(text.strip())
    if not found:
        raise malformed('If-Match takes one ETag as it was given, such as "17"')
    return int(found[1])
