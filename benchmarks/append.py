"""Append: new events of one stream, from nothing to durable, by one writer."""

from collections.abc import Iterator
from contextlib import ExitStack

from mijoz.application.ports import Batch, Journal, Write

from . import floor, ours, stock, stock_attrs
from .measuring import Case, Run, Target, steadily
from .notes import CONTACT, drafts
from .places import Places

SIZES = (1, 10, 100, 1_000)


def append(places: Places) -> Iterator[Case]:
    for kind in places.kinds:
        with ExitStack() as stack:
            lend = stack.enter_context
            raw = lend(floor.opened(places.new(kind)))
            journal = lend(ours.opened(places.new(kind))).journal
            app = lend(stock.opened(places.new(kind)))
            typed = lend(stock_attrs.opened(places.new(kind)))
            for size in SIZES:
                name = f"size-{size}"
                yield Case(
                    "append",
                    f"{kind}, {size:,} a commit",
                    "events/s",
                    {
                        "ours": _ours(journal, name, size),
                        "floor": floor.inserting(raw, size, name),
                        "stock": _stock(app, size),
                        "stock attrs": _typed(typed, size),
                    },
                    [Target("floor", 2.2, in_time=True)] if size == 100 else [],
                )


def _ours(journal: Journal, identity: str, size: int) -> Run:
    after, stream = 0, CONTACT.stream(identity)

    def step() -> int:
        nonlocal after
        write = Write(stream, after, drafts(identity, after, size))
        journal.append(Batch((write,)))
        after += size
        return size

    return steadily(step)


def _stock(app: stock.Contacts, size: int) -> Run:
    contact = stock.noted(1)

    def step() -> int:
        for _ in range(size):
            stock.note(contact)
        app.save(contact)
        return size

    return steadily(step)


def _typed(app: stock_attrs.TypedContacts, size: int) -> Run:
    after, identity = 0, stock_attrs.new_identity()

    def step() -> int:
        nonlocal after
        app.save(*stock_attrs.noted(identity, after, size))
        after += size
        return size

    return steadily(step)
