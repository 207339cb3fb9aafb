"""Many clients at once: threads of this process, or of several."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Barrier, Thread
from typing import Any, Final, TypeAlias

from attrs import define, field

from .measuring import Run, Step
from .places import Address

PATIENCE: Final = 30  # seconds
Clients: TypeAlias = Callable[
    [Address, int, int], AbstractContextManager[Sequence[Step]]
]  # (address, number of the first, how many) -> a step each


@define
class Tally:
    """What clients did together: how much, in how long, and what went wrong."""

    done: int = 0
    seconds: float = 0.0
    failed: int = 0
    problems: set[str] = field(factory=set)


def at_once(steps: Sequence[Step], seconds: float) -> Tally:
    """Have each step repeated by a thread of its own until the time is up."""
    tally, start = Tally(), Barrier(len(steps) + 1)
    counts = [0] * len(steps)

    def client(number: int, step: Step) -> None:
        start.wait()
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            try:
                counts[number] += step()
            except Exception as problem:  # counted, said, and gone on from
                tally.failed += 1
                tally.problems.add(f"{type(problem).__name__}: {problem}"[:120])

    threads = [Thread(target=client, args=each) for each in enumerate(steps)]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    tally.seconds = time.perf_counter() - began
    tally.done = sum(counts)
    return tally


@contextmanager
def threads(
    clients: Clients, address: Address, count: int, notes: list[str]
) -> Iterator[Run]:
    """Lend a run by so many threads here; failures go to *notes*."""
    with clients(address, 0, count) as steps:

        def run(seconds: float) -> float:
            tally = at_once(steps, seconds)
            _note(notes, clients, [tally])
            return tally.done / tally.seconds

        yield run


@contextmanager
def processes(
    clients: Clients, address: Address, each: Sequence[int], notes: list[str]
) -> Iterator[Run]:
    """Lend a run by several processes, of as many threads as *each* says."""
    context = get_context("spawn")
    pipes: list[Connection] = []
    workers = []
    for number, count in enumerate(each):
        mine, theirs = context.Pipe()
        worker = context.Process(
            target=_work, args=(clients, address, sum(each[:number]), count, theirs)
        )
        worker.start()
        theirs.close()
        pipes.append(mine)
        workers.append(worker)
    try:
        for pipe in pipes:
            _hear(pipe)

        def run(seconds: float) -> float:
            for pipe in pipes:
                pipe.send(seconds)
            tallies: list[Tally] = [_hear(pipe) for pipe in pipes]
            _note(notes, clients, tallies)
            done = sum(tally.done for tally in tallies)
            return done / max(tally.seconds for tally in tallies)

        yield run
    finally:
        for pipe in pipes:
            pipe.close()
        for worker in workers:
            worker.join(5)
            worker.kill()


def _work(
    clients: Clients, address: Address, first: int, count: int, pipe: Connection
) -> None:
    with clients(address, first, count) as steps:
        pipe.send("ready")
        with suppress(EOFError):
            while True:
                pipe.send(at_once(steps, pipe.recv()))


def _hear(pipe: Connection) -> Any:
    """Return what a worker says; if it died or is stuck, this ends too."""
    if not pipe.poll(PATIENCE):
        raise TimeoutError("a worker said nothing for long")
    return pipe.recv()


def _note(notes: list[str], clients: Clients, tallies: Sequence[Tally]) -> None:
    failed = sum(tally.failed for tally in tallies)
    if failed:
        problems = {problem for tally in tallies for problem in tally.problems}
        said = "; ".join(sorted(problems)[:2])
        notes.append(f"{clients.__module__} failed {failed} times: {said}")
