"""Where wrapped data keys are kept: apart from the events that they seal."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol


class KeyRow(NamedTuple):
    """An owner's data key. One that is destroyed has no `wrapped`, and stays so."""

    owner: str
    kid: str | None
    epoch: str
    wrapped: bytes | None


class StaleEpoch(Exception):
    """Keys were wrapped under an epoch that has ended meanwhile; nothing was added."""


class KeyStore(Protocol):
    """Rows of keys. What it acknowledges is durable, and what it destroys is gone."""

    def epoch(self) -> str | None:
        """Return the epoch that keys are to be wrapped under; None before the first."""
        ...

    def begin(self, epoch: str, after: str | None) -> None:
        """Begin an epoch, unless the present one is not *after* any more."""
        ...

    def of(self, owners: Iterable[str]) -> Sequence[KeyRow]:
        """Return the rows of those owners who have one."""
        ...

    def held(self, kids: Iterable[str]) -> Sequence[KeyRow]:
        """Return the rows of those keys that are known."""
        ...

    def add(self, rows: Sequence[KeyRow]) -> Sequence[KeyRow]:
        """Add keys for owners who have none; return what each of the owners has now.

        Raises:
            StaleEpoch: The epoch they are wrapped under is not the present one.
        """
        ...

    def destroy(self, owner: str) -> Sequence[str]:
        """Destroy an owner's key, and let none be made again; return its id, if any."""
        ...

    def outdated(self, epoch: str, limit: int) -> Sequence[KeyRow]:
        """Return some keys that are wrapped under another epoch."""
        ...

    def rewrap(self, rows: Sequence[KeyRow]) -> None:
        """Keep keys as they are wrapped anew, but for those destroyed meanwhile.

        Raises:
            StaleEpoch: The epoch they are wrapped under is not the present one.
        """
        ...

    def bind(self, log: str) -> str:
        """Return the log that these keys belong to: *log*, if there was none."""
        ...
