"""Whether a bundle states what its events come to: they are folded anew."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from ...application.envelope import Recorded
from ...application.proofs.failing import NotProven
from ...application.proofs.testimony import Testimony, witness
from . import contents
from .contents import read, take


def customer(found: Mapping[str, bytes], size: int, events: Sequence[Recorded]) -> str:
    """Return whom a bundle is about, once what it states is what its events come to.

    Raises:
        NotProven: An event is about someone else, or something else is stated.
    """
    stated = read(found, contents.STATEMENT, Testimony)
    for each in events:
        if each.subject != stated.customer:
            raise NotProven(
                f"position {each.position}: it is not about {stated.customer}"
            )
    told = witness(stated.customer, size, stated.made_at, events)
    asked = msgspec.json.decode(take(found, contents.STATEMENT))
    if wrong := _differs(asked, msgspec.json.decode(contents.text(told))):
        raise NotProven(f"the statement is not what the events come to: {wrong}")
    return stated.customer


def _differs(stated: Any, told: Any, at: str = "") -> str:
    """Return where two values differ first, nowhere being empty.

    What is told may have members that were not yet stated when the bundle was made.
    """
    if isinstance(stated, dict) and isinstance(told, dict):
        pairs = [(str(key), stated[key], told.get(key)) for key in stated]
    elif isinstance(stated, list) and isinstance(told, list):
        if len(stated) != len(told):
            return at
        pairs = [(str(n), stated[n], told[n]) for n in range(len(stated))]
    else:
        return "" if stated == told else at
    inside = (_differs(a, b, f"{at}/{key}") for key, a, b in pairs)
    return next((each for each in inside if each), "")
