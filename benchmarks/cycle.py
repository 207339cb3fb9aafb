"""The command cycle: load, decide, append; one after the other, by one client."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from itertools import cycle as around
from uuid import UUID, uuid4

from mijoz.application.handling import Handler
from mijoz.application.ports import Batch, Write

from . import floor, ours, stock
from .measuring import Case, Run, Step, Target, steadily
from .notes import CONTACT, ORIGIN, TAGS, TEXT, AddNote, drafts
from .places import Places

STREAMS = 200  # half of them for whoever keeps states, half for whoever does not
BEFORE = 20  # events in each stream; more are added as it runs


def cycle(places: Places) -> Iterator[Case]:
    names = [f"c-{number}" for number in range(STREAMS)]
    for kind in places.kinds:
        with ExitStack() as stack:
            lend = stack.enter_context
            mine, raw = lend(ours.opened(places.new(kind))), places.new(kind)
            writes = [
                Write(CONTACT.stream(name), 0, drafts(name, 0, BEFORE))
                for name in names
            ]
            mine.journal.append(Batch(tuple(writes)))
            with ours.opened(raw) as below:
                below.journal.append(Batch(tuple(writes)))
            app = lend(stock.opened(address := places.new(kind)))
            identities = [uuid4() for _ in names]
            for identity in identities:
                stock.write(app, BEFORE, identity)
            hot = lend(stock.opened(address, AGGREGATE_CACHE_MAXSIZE="1000"))
            yield Case(
                "cycle",
                f"{kind}, streams of {BEFORE} and more events",
                "commands/s",
                {
                    "ours": steadily(tell(mine.handler(), names[::2])),
                    "ours uncached": steadily(tell(mine.handler(0), names[1::2])),
                    "floor": _raw(lend(floor.connected(raw)), names),
                    "stock": _stock(app, identities[::2]),
                    "stock cached": _stock(hot, identities[1::2]),
                },
                [Target("stock", 5)],
            )


def tell(handler: Handler, names: Sequence[str]) -> Step:
    """Return a step that tells the next of some contacts to add a note."""
    turn = around(names)

    def step() -> int:
        command = AddNote(datetime.now(UTC), TEXT, TAGS)
        identity = next(turn)
        handler.run(lambda work: work.handle(CONTACT, identity, command), ORIGIN)
        return 1

    return step


def _raw(raw: floor.Floor, names: Sequence[str]) -> Run:
    turn = around(
        [
            (CONTACT.stream(name), floor.batches(CONTACT.stream(name), BEFORE))
            for name in names
        ]
    )

    def step() -> int:
        stream, more = next(turn)
        raw.stream(stream)
        raw.insert(*more(1, 1))
        return 1

    return steadily(step)


def _stock(app: stock.Contacts, identities: Sequence[UUID]) -> Run:
    turn = around(identities)

    def step() -> int:
        app.add_note(next(turn))
        return 1

    return steadily(step)
