"""What is the matter with a row, told without repeating what stands in it."""

from attrs import frozen

from ...domain.decider import Refused


class BadTable(Exception):
    """A file that cannot be read as a table at all; the message says why."""


class BadMapping(Exception):
    """A mapping that cannot be used; the message names the key and the fix."""


@frozen
class Unfit(Refused):
    """One problem, in one column unless it is the whole row's, of one row if known."""

    column: str | None
    problem: str
    row: int | None = None

    def __str__(self) -> str:
        return self.problem
