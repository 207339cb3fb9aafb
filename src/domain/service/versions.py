"""What is published in versions never changes; each takes effect after the last."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from attrs import frozen

from ..decider import Refused
from ..personal import same


class Version(Protocol):
    """A version as it was published."""

    @property
    def at(self) -> datetime: ...

    @property
    def version(self) -> int: ...

    @property
    def effective_from(self) -> datetime: ...


Published = TypeVar("Published", bound=Version)


@frozen
class VersionStands(Refused):
    version: int

    def __str__(self) -> str:
        return f"version {self.version} is published, and says otherwise"


@frozen
class VersionOutOfOrder(Refused):
    version: int
    after: int

    def __str__(self) -> str:
        return (
            f"version {self.version} must have a higher number than version"
            f" {self.after}, and take effect after it"
        )


@frozen
class PastIsSettled(Refused):
    version: int
    effective_from: datetime

    def __str__(self) -> str:
        return (
            f"version {self.version} cannot change from {self.effective_from} on what"
            " was in force already"
        )


def known(number: int, versions: Sequence[Published]) -> Published | None:
    """Return the version of that number."""
    return next((each for each in versions if each.version == number), None)


def in_force(at: datetime, versions: Sequence[Published]) -> Published | None:
    """Return the version that counts at a moment."""
    begun = [each for each in versions if each.effective_from <= at]
    return begun[-1] if begun else None


def publish(new: Published, versions: Sequence[Published]) -> Iterator[Published]:
    """Yield a version, unless it is published already; its time may differ."""
    if found := known(new.version, versions):
        if not same(new, found):
            raise VersionStands(new.version)
        return
    if new.version <= 0:
        raise VersionOutOfOrder(new.version, 0)
    if versions:
        last = versions[-1]
        later = new.effective_from > last.effective_from
        if new.version <= last.version or not later:
            raise VersionOutOfOrder(new.version, last.version)
        if new.effective_from < new.at:
            raise PastIsSettled(new.version, new.effective_from)
    yield new
