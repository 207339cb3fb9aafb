"""Group commit: what several threads wait to append goes into one transaction."""

from collections import deque
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

Work = TypeVar("Work")
Result = TypeVar("Result")


class _Ticket(Generic[Work, Result]):
    __slots__ = ("outcome", "work")

    def __init__(self, work: Work) -> None:
        self.work = work
        self.outcome: Result | Exception | None = None


class Group(Generic[Work, Result]):
    """Lets whoever gets the lock commit for all that queue behind it.

    *commit* is given all waiting work, in order, and returns as many outcomes, each a
    result or the exception that one work deserves; when it raises, nothing of the work
    was done and everyone is told so. Nobody is answered before the commit.
    """

    def __init__(
        self, commit: Callable[[Sequence[Work]], Sequence[Result | Exception]]
    ) -> None:
        self._commit = commit
        self._waiting: deque[_Ticket[Work, Result]] = deque()
        self._lock = Lock()

    def submit(self, work: Work) -> Result:
        """Return the work's result once it is durable, or raise what it deserves."""
        ticket: _Ticket[Work, Result] = _Ticket(work)
        self._waiting.append(ticket)
        with self._lock:
            if ticket.outcome is None:
                self._lead()
        outcome = ticket.outcome
        if isinstance(outcome, Exception):
            raise outcome
        assert outcome is not None
        return outcome

    def _lead(self) -> None:
        tickets = []
        while self._waiting:
            tickets.append(self._waiting.popleft())
        try:
            outcomes = self._commit([ticket.work for ticket in tickets])
        except Exception as problem:
            outcomes = [problem] * len(tickets)
        for ticket, outcome in zip(tickets, outcomes, strict=True):
            ticket.outcome = outcome
