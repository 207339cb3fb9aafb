"""How a race is run: contenders take turns, and what counts is the median ratio."""

import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import TypeAlias

from attrs import field, frozen

Run: TypeAlias = Callable[[float], float]  # for so many seconds -> how many a second
Step: TypeAlias = Callable[[], int]  # do some -> how many were done


class CannotRun(Exception):
    """A contender has no way to take part; the message says why."""


@frozen
class Target:
    """How ours must compare: in speed, or in time, with one of the others."""

    against: str
    ratio: float
    in_time: bool = False

    def reached(self, speed: float) -> bool:
        """Whether a ratio of speeds, ours by theirs, is enough."""
        return 1 / speed <= self.ratio if self.in_time else speed >= self.ratio

    def __str__(self) -> str:
        if self.in_time:
            return f"at most {self.ratio:g}x the time of {self.against}"
        return f"at least {self.ratio:g}x {self.against}"


@frozen
class Case:
    """One race: what is done, by whom, and what we want to come of it."""

    benchmark: str
    what: str
    unit: str
    contenders: Mapping[str, Run]
    targets: Sequence[Target] = ()
    notes: Sequence[str] = ()


@frozen
class Result:
    """What came of a race: every rate measured, in the order of the turns."""

    case: Case
    rates: Mapping[str, Sequence[float]]
    absent: Mapping[str, str] = field(factory=dict)

    def rate(self, name: str) -> float | None:
        """Return the median rate of a contender, None if it did not take part."""
        return median(self.rates[name]) if name in self.rates else None

    def speed(self, against: str) -> float | None:
        """Return how much faster ours is: the median over the turns, pair by pair."""
        ours, theirs = self.rates.get("ours"), self.rates.get(against)
        if not ours or not theirs:
            return None
        pairs = zip(ours, theirs, strict=True)
        return median(mine / other for mine, other in pairs)


def steadily(step: Step) -> Run:
    """Return a run that repeats *step* until the time is up."""

    def run(seconds: float) -> float:
        clock, done = time.perf_counter, 0
        began = clock()
        while (elapsed := clock() - began) < seconds or not done:
            done += step()
        return done / elapsed

    return run


def race(case: Case, turns: int, seconds: float) -> Result:
    """Let the contenders take turns, another one first each time.

    Who cannot run is left out, with the reason.
    """
    rates: dict[str, list[float]] = {name: [] for name in case.contenders}
    absent: dict[str, str] = {}
    names = list(case.contenders)
    for turn in range(turns + 1):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            run = case.contenders[name]
            if name in absent:
                continue
            try:
                rate = run(seconds if turn else seconds / 4)
            except CannotRun as reason:
                absent[name] = str(reason)
                del rates[name]
            else:
                if turn:  # the first turn only warms up
                    rates[name].append(rate)
    return Result(case, rates, absent)
