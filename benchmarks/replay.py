"""Replay: from the rows of one stream to the state of its aggregate."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import cycle as around
from typing import TypeAlias

from mijoz.application.ports import Journal

from . import floor, ours, stock, stock_attrs
from .filled import filled, identity
from .measuring import Case, Run, Target, steadily
from .notes import CONTACT, CONTACTS
from .places import Places

Read: TypeAlias = Callable[[int], object]


def replay(places: Places) -> Iterator[Case]:
    for kind in places.kinds:
        log = filled(places, kind)
        with ExitStack() as stack:
            lend = stack.enter_context
            journal = lend(ours.opened(log.ours)).journal
            raw = lend(floor.connected(log.ours))
            app = lend(stock.opened(log.stock))
            typed = lend(stock_attrs.opened(log.typed))

            for length, numbers in log.of.items():
                yield Case(
                    "replay",
                    f"{kind}, streams of {length:,}",
                    "events/s",
                    {
                        "ours": _reading(_ours(journal), length, numbers),
                        "floor": _reading(_raw(raw), length, numbers),
                        "stock": _reading(_stock(app), length, numbers),
                        "stock attrs": _reading(_typed(typed), length, numbers),
                    },
                    [Target("stock", 5), Target("stock attrs", 1.6)],
                )


def _stream(number: int) -> str:
    return CONTACT.stream(f"c-{number}")


def _ours(journal: Journal) -> Read:
    return lambda number: CONTACTS.fold(journal.replay(_stream(number)))


def _raw(raw: floor.Floor) -> Read:
    return lambda number: raw.stream(_stream(number))


def _stock(app: stock.Contacts) -> Read:
    return lambda number: app.repository.get(identity(number))


def _typed(app: stock_attrs.TypedContacts) -> Read:
    return lambda number: app.contact(identity(number))


def _reading(read: Read, length: int, numbers: Sequence[int]) -> Run:
    turn = around(numbers)

    def step() -> int:
        read(next(turn))
        return length

    return steadily(step)
