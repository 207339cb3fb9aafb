"""What counts towards a tier: entries with a date, apart from any balance."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from itertools import accumulate
from typing import NamedTuple

from attrs import frozen

from .ledger import Ledger


# A named tuple, since a member has many and each look goes over all of them.
class Entry(NamedTuple):
    """So many qualifying units, counted when they came; below zero if taken back."""

    at: datetime
    entry_id: str
    amount: int


@frozen
class Evidence:
    """What a tier was decided on: the window, the amount in it, the line to reach.

    The window is from one instant up to another, None if it has no end. `digest` is
    the SHA-256 of the `entries` that were counted, in order of time and id, each as
    the line ``at id amount``.
    """

    since: datetime
    until: datetime | None
    amount: int
    threshold: int
    entries: int
    digest: str


def qualifying(ledger: Ledger) -> tuple[Entry, ...]:
    """Return an entry for each lot and each refund, when it came; none of nothing.

    What was spent, has expired or is owed makes no difference.
    """
    past = ledger.past
    earned = (
        Entry(each.at, f"lot:{each.lot_id}", each.qualifying)
        for each in past.earnings.as_dict().values()
    )
    reversed_ = (
        Entry(at, f"refund:{refund_id}", -amount)
        for refund_id, (at, amount) in past.reversals.as_dict().items()
    )
    return tuple(entry for entry in (*earned, *reversed_) if entry.amount)


class Tally:
    """Entries in order, of which any stretch of time is summed at once.

    An entry that is told twice counts once.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = sorted(set(entries))
        self._times = [each.at for each in self.entries]
        amounts = (each.amount for each in self.entries)
        self._sums = list(accumulate(amounts, initial=0))

    def until(self, moment: datetime) -> "Tally":
        """Return the tally of what had come by a moment, its own instant included."""
        if not self.entries or self.entries[-1].at <= moment:
            return self
        return Tally(self.entries[: bisect_right(self._times, moment)])

    def most(self) -> int:
        """Return the most that any stretch of time comes to: no window is above it."""
        lows = accumulate(self._sums, min)
        return max(high - low for high, low in zip(self._sums, lows, strict=True))

    def before(self, moment: datetime) -> int:
        """Return how many entries came before a moment."""
        return bisect_left(self._times, moment)

    def amount(self, since: datetime, count: int) -> int:
        """Return the sum from a moment on, of the first *count* entries there are."""
        return self._sums[count] - self._sums[min(self.before(since), count)]

    def digest(self, since: datetime, count: int) -> tuple[int, str]:
        """Return how many entries those are, and their digest."""
        counted = self.entries[self.before(since) : count]
        lines = "".join(
            f"{each.at.isoformat()} {each.entry_id} {each.amount}\n" for each in counted
        )
        return len(counted), sha256(lines.encode()).hexdigest()
