"""How long the stages of service last, and what was mistaken in telling them."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from .figures import Figure, mean
from .gathering import Gathered
from .scorecards import minutes


@frozen
class Stage:
    """A stage and how many minutes it lasts; `expected` as its standard has it."""

    standard: str | None
    stage: str
    lasts: Figure
    expected: int | None = None


@frozen
class Mistakes:
    """How many of the steps that were told were not so, by the mistake."""

    performed: int
    withdrawn: int
    by_cause: Sequence[tuple[str, int, Figure]]


def durations(gathered: Gathered) -> Sequence[Stage]:
    """Return waiting and serving of all encounters, then each standard's steps."""
    waiting, serving = [], []
    steps: dict[tuple[str, int, str], list[Fraction]] = {}
    expected: dict[tuple[str, int, str], int | None] = {}
    for each in gathered.served:
        encounter, started = each.encounter, each.encounter.started
        if started is None:
            continue
        waiting.append(minutes(each.opened_at, started.at))
        if encounter.closed:
            serving.append(minutes(started.at, encounter.closed.at))
        standard = f"{started.standard_id}@{started.version}"
        place = {step.step: number for number, step in enumerate(started.steps)}
        for step in encounter.standing:
            if step.step in place:
                key = standard, place[step.step], step.step
                steps.setdefault(key, []).append(minutes(step.began_at, step.at))
                expected[key] = started.steps[place[step.step]].minutes
    stages = [
        Stage(None, "waiting", mean(waiting, 1)),
        Stage(None, "serving", mean(serving, 1)),
    ]
    return stages + [
        Stage(key[0], key[2], mean(lasted, 1), expected[key])
        for key, lasted in sorted(steps.items())
    ]


def mistakes(gathered: Gathered) -> Mistakes:
    """Return the error rate of what was told of steps, by cause."""
    encounters = [each.encounter for each in gathered.served]
    performed = sum(len(each.performed) for each in encounters)
    causes = Counter(
        step.mistake for each in encounters for step in each.withdrawn.values()
    )
    by_cause = [
        (cause, count, Figure(100 * count / performed, performed))
        for cause, count in sorted(causes.items())
    ]
    return Mistakes(performed, causes.total(), by_cause)
