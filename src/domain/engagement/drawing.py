"""How winners are drawn: pure, and from what is told, so that anyone can draw again.

`hmac-sha256-rank-1`: each ticket's rank is the HMAC-SHA256, under the seed, of the
list's digest, the beacon's value (empty if there is none) and the ticket, in UTF-8 with
a line feed between. The lowest rank in hexadecimal wins first.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from hmac import new as hmac
from typing import Final

from .contest_terms import Prize

ALGORITHM: Final = "hmac-sha256-rank-1"


def commitment(seed: str) -> str:
    """Return the SHA-256 of a seed in UTF-8, which commits to it."""
    return sha256(seed.encode()).hexdigest()


def digest(tickets: Iterable[str]) -> str:
    """Return the SHA-256 of the tickets in order, in UTF-8, a line feed between."""
    return sha256("\n".join(sorted(tickets)).encode()).hexdigest()


def ranked(seed: str, beacon: str | None, tickets: Iterable[str]) -> Sequence[str]:
    """Return the tickets, who wins first before the rest."""
    known = sorted(tickets)
    head = f"{digest(known)}\n{beacon or ''}\n"

    def rank(ticket: str) -> str:
        return hmac(seed.encode(), f"{head}{ticket}".encode(), sha256).hexdigest()

    return sorted(known, key=rank)


def shared(
    prizes: Sequence[Prize], tickets: Sequence[str]
) -> Sequence[tuple[str, Prize]]:
    """Return who of the ranked gets what, the first prize first, while there is any."""
    pile = [each for each in prizes for _ in range(each.count)]
    return list(zip(tickets, pile, strict=False))
