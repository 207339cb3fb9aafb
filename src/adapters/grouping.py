"""Group commit: what several threads wait to append goes into one transaction."""

from collections.abc import Callable, Sequence
from threading import Lock
from time import perf_counter, sleep
from typing import Final, Generic, TypeVar

_PATIENCE: Final = 0.005  # seconds
Work = TypeVar("Work")
Result = TypeVar("Result")


class Interrupted(Exception):
    """Whoever committed for others was stopped: whether it happened is not known."""


class _Ticket(Generic[Work, Result]):
    __slots__ = ("gate", "outcome", "work")

    def __init__(self, work: Work) -> None:
        self.work = work
        self.outcome: Result | Exception | None = None
        self.gate = Lock()  # opened when there is an outcome, or it is one's turn
        self.gate.acquire()


class Group(Generic[Work, Result]):
    """Lets whoever comes first commit for all that come meanwhile, then the next one.

    *commit* is given all waiting work, in order, and returns as many outcomes, each a
    result or the exception that one work deserves; when it raises, nothing of the work
    was done and everyone is told so. Nobody is answered before the commit, and nobody
    who was answered waits for the next.
    """

    def __init__(
        self, commit: Callable[[Sequence[Work]], Sequence[Result | Exception]]
    ) -> None:
        self._commit = commit
        self._waiting: list[_Ticket[Work, Result]] = []
        self._led = False
        self._lock = Lock()
        self._crowd, self._took = 1, 0.0  # at the last commit

    def submit(self, work: Work) -> Result:
        """Return the work's result once it is durable, or raise what it deserves."""
        ticket: _Ticket[Work, Result] = _Ticket(work)
        with self._lock:
            self._waiting.append(ticket)
            follows, self._led = self._led, True
        if follows:
            ticket.gate.acquire()
        if ticket.outcome is None:
            self._lead()
        outcome = ticket.outcome
        if isinstance(outcome, Exception):
            raise outcome
        assert outcome is not None
        return outcome

    def _lead(self) -> None:
        self._gather()
        began = perf_counter()
        with self._lock:
            tickets, self._waiting = self._waiting, []
        outcomes: Sequence[Result | Exception] = [Interrupted()] * len(tickets)
        try:
            outcomes = self._commit([ticket.work for ticket in tickets])
        except Exception as problem:
            outcomes = [problem] * len(tickets)
        finally:
            for ticket, outcome in zip(tickets, outcomes, strict=True):
                ticket.outcome = outcome
            with self._lock:
                following, self._led = self._waiting[:1], bool(self._waiting)
                self._crowd = len(tickets) + len(self._waiting)
                self._took = perf_counter() - began
            for ticket in (*following, *tickets):
                ticket.gate.release()

    def _gather(self) -> None:
        """Wait a little for those just answered, who often come again at once.

        It takes a quarter of a commit at the most, and nothing when nobody else is
        there; with a slow disk and many threads a third more is done.
        """
        until = perf_counter() + min(self._took / 4, _PATIENCE)
        while len(self._waiting) < self._crowd and perf_counter() < until:
            sleep(0.0001)
