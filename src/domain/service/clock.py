"""The clock of a case: when it ran, what that comes to, and when a budget is spent."""

from datetime import datetime, timedelta

from attrs import evolve as but
from attrs import frozen

from .business_hours import BusinessHours, due, elapsed


@frozen
class Clock:
    """When it ran, from and until; and since when it runs, if it does."""

    ran: tuple[tuple[datetime, datetime], ...] = ()
    since: datetime | None = None

    def start(self, at: datetime) -> "Clock":
        return but(self, since=at) if self.since is None else self

    def stop(self, at: datetime) -> "Clock":
        if self.since is None:
            return self
        return Clock((*self.ran, (self.since, at)))

    def used(self, hours: BusinessHours, at: datetime) -> timedelta:
        """Return the business time for which it had run by a moment."""
        running = [] if self.since is None else [(self.since, at)]
        return sum(
            (elapsed(hours, since, min(until, at)) for since, until in self.ran),
            start=sum((elapsed(hours, *each) for each in running), timedelta()),
        )

    def used_up(self, hours: BusinessHours, minutes: int, at: datetime) -> datetime:
        """Return when it has run for so many minutes, if it runs from *at* on.

        It is *at* itself if it has run for longer.
        """
        left = timedelta(minutes=minutes) - self.used(hours, at)
        return due(hours, at, left)
