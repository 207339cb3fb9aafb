"""A log to read: a few streams of each length, and many short ones."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from attrs import frozen

from mijoz.application.ports import Batch, Write

from . import ours, stock, stock_attrs
from .notes import CONTACT, drafts
from .places import Address, Places

LENGTHS = {10: 50, 100: 10, 1_000: 3, 10_000: 1}  # events: how many such streams
SHORT = 20


@frozen
class Filled:
    """The same log at three addresses; contact n is ``c-n`` or UUID n."""

    ours: Address
    stock: Address
    typed: Address
    of: Mapping[int, Sequence[int]]  # length -> numbers of contacts
    events: int


def filled(places: Places, kind: str) -> Filled:
    """Return the log in databases of a kind, written when it is first asked for."""
    if kind not in places.kept:
        places.kept[kind] = _fill(places, kind)
    found: Filled = places.kept[kind]
    return found


def identity(number: int) -> UUID:
    """Return what the library calls contact *number*."""
    return UUID(int=number + 1)


def _fill(places: Places, kind: str) -> Filled:
    kept = {n: LENGTHS[n] for n in LENGTHS if n < 10_000 or not places.quick}
    lengths = [length for length, many in kept.items() for _ in range(many)]
    of = {
        length: [n for n, each in enumerate(lengths) if each == length]
        for length in kept
    }
    wanted = 8_000 if places.quick else 100_000
    lengths += [SHORT] * ((wanted - sum(lengths)) // SHORT)
    made = Filled(
        places.new(kind), places.new(kind), places.new(kind), of, sum(lengths)
    )
    with ours.opened(made.ours) as mine:
        for group in _groups(lengths):
            mine.journal.append(
                Batch(
                    tuple(
                        Write(CONTACT.stream(f"c-{n}"), 0, drafts(f"c-{n}", 0, length))
                        for n, length in group
                    )
                )
            )
    with stock.opened(made.stock) as app:
        for group in _groups(lengths):
            *others, (last, many) = group
            app.save(*(stock.noted(length, identity(n)) for n, length in others))
            stock.write(app, many, identity(last))
    with stock_attrs.opened(made.typed) as typed:
        for n, length in enumerate(lengths[: sum(kept.values())]):
            for after in range(0, length, 1_000):  # see `stock.write`
                few = min(1_000, length - after)
                typed.save(*stock_attrs.noted(identity(n), after, few))
    return made


def _groups(lengths: Sequence[int]) -> Iterator[Sequence[tuple[int, int]]]:
    """Yield contacts with their lengths, about a thousand events at a time."""
    group: list[tuple[int, int]] = []
    for each in enumerate(lengths):
        group.append(each)
        if sum(length for _, length in group) >= 1_000:
            yield group
            group = []
    if group:
        yield group
