"""The shape of a keyed read model: a row for each key, folded from the log."""

from collections.abc import Callable
from typing import Generic, TypeVar

from attrs import frozen

from ..envelope import Recorded

Row = TypeVar("Row")


@frozen
class Projection(Generic[Row]):
    """A pure fold over the log, kept as one row a key.

    ``key`` says which row an event touches, None for an event of no interest. A new
    ``version`` is another projection, built beside the old one.
    """

    name: str
    version: int
    row: type[Row]
    initial: Callable[[str], Row]
    key: Callable[[Recorded], str | None]
    evolve: Callable[[Row, Recorded], Row]

    @property
    def stored_as(self) -> str:
        """The name that rows and position are kept under."""
        return f"{self.name}.{self.version}"
