"""Many writers: each its own stream, one event or one command a commit."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from threading import Lock
from uuid import UUID

from mijoz.application.ports import Batch, Write

from . import crowd, floor, ours, stock
from .cycle import tell
from .measuring import Case, Run, Step, Target
from .notes import CONTACT, drafts
from .places import POSTGRES, SQLITE, Address, Places

BEFORE = 20  # events in each stream that commands are told to
PROCESSES = 4


def clients(places: Places) -> Iterator[Case]:
    if SQLITE in places.kinds:
        yield from _sqlite(places, 32)
    if POSTGRES in places.kinds:
        for count in (32,) if places.quick else (8, 32):
            yield from _postgres(places, count)


def _sqlite(places: Places, count: int) -> Iterator[Case]:
    for what, contenders in (("an event", APPENDING), ("a command", COMMANDING)):
        with ExitStack() as stack:
            notes: list[str] = []
            runs: dict[str, Run] = {}
            for name, client in contenders.items():
                address = places.new(SQLITE)
                prepare(name, address, count)
                runs[name] = stack.enter_context(
                    crowd.threads(client, address, count, notes)
                )
            yield Case(
                "clients",
                f"SQLite, {count} threads, {what} each time",
                f"{what.split()[1]}s/s",
                runs,
                [Target("stock", 5)] if count == 32 else [],
                notes,
            )


def _postgres(places: Places, count: int) -> Iterator[Case]:
    several = PROCESSES // 2 if places.quick else PROCESSES
    share = [count // several] * several
    for what, contenders in (("an event", APPENDING), ("a command", COMMANDING)):
        with ExitStack() as stack:
            notes: list[str] = []
            runs: dict[str, Run] = {}
            for name, client in contenders.items():
                address = places.new(POSTGRES)
                prepare(name, address, count)
                runs[name] = stack.enter_context(
                    crowd.processes(client, address, share, notes)
                )
            yield Case(
                "clients",
                f"PostgreSQL, {count} in {several} processes, {what} each time",
                f"{what.split()[1]}s/s",
                runs,
                [Target("stock", 10)] if count == 32 else [],
                notes,
            )


def prepare(name: str, address: Address, count: int) -> None:
    """Give each client a stream with a few events, in the tables of a contender."""
    if name == "stock":
        with stock.opened(address) as app:
            for number in range(count):
                stock.write(app, BEFORE, _uuid(number))
        return
    with ours.opened(address) as mine:
        for number in range(count):
            identity = f"c-{number}"
            write = Write(CONTACT.stream(identity), 0, drafts(identity, 0, BEFORE))
            mine.journal.append(Batch((write,)))


@contextmanager
def appending(address: Address, first: int, count: int) -> Iterator[Sequence[Step]]:
    """Append, in our way, an event a batch."""
    with ours.opened(address) as mine:

        def client(number: int) -> Step:
            identity, after = f"c-{number}", BEFORE

            def step() -> int:
                nonlocal after
                new = drafts(identity, after, 1)
                mine.journal.append(Batch((Write(new[0].stream, after, new),)))
                after += 1
                return 1

            return step

        yield [client(first + number) for number in range(count)]


@contextmanager
def commanding(address: Address, first: int, count: int) -> Iterator[Sequence[Step]]:
    """Run commands through the handler that all clients of a process share."""
    with ours.opened(address) as mine:
        handler = mine.handler()
        yield [tell(handler, [f"c-{first + number}"]) for number in range(count)]


@contextmanager
def raw(address: Address, first: int, count: int) -> Iterator[Sequence[Step]]:
    """Insert a row a commit: SQLite takes one writer, so there they share a lock."""
    with ExitStack() as stack:
        lock = None if "://" in address else Lock()
        shared = stack.enter_context(floor.connected(address)) if lock else None

        def client(number: int) -> Step:
            mine = shared or stack.enter_context(floor.connected(address))
            more = floor.batches(CONTACT.stream(f"c-{number}"), BEFORE)

            def step() -> int:
                (rows,) = more(1, 1)
                if lock is None:
                    mine.insert(rows)
                else:
                    with lock:
                        mine.insert(rows)
                return 1

            return step

        yield [client(first + number) for number in range(count)]


@contextmanager
def stock_appending(
    address: Address, first: int, count: int
) -> Iterator[Sequence[Step]]:
    """Save, in the library's way, an event of an aggregate held in memory."""
    with stock.opened(address, CREATE_TABLE="n") as app:  # else they die of it

        def client(number: int) -> Step:
            contact: stock.Contact = app.repository.get(_uuid(number))

            def step() -> int:
                stock.note(contact)
                app.save(contact)
                return 1

            return step

        yield [client(first + number) for number in range(count)]


@contextmanager
def stock_commanding(
    address: Address, first: int, count: int
) -> Iterator[Sequence[Step]]:
    """Load, decide and save, in the library's way."""
    with stock.opened(address, CREATE_TABLE="n") as app:  # else they die of it

        def client(number: int) -> Step:
            identity = _uuid(number)

            def step() -> int:
                app.add_note(identity)
                return 1

            return step

        yield [client(first + number) for number in range(count)]


APPENDING = {"ours": appending, "floor": raw, "stock": stock_appending}
COMMANDING = {"ours": commanding, "floor": raw, "stock": stock_commanding}


def _uuid(number: int) -> UUID:
    return UUID(int=number + 1)
