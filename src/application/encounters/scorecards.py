"""Scorecards by employee, department, channel, standard or competency."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Final

from attrs import frozen

from ...domain.encounter.serving_kinds import Valence
from ...domain.feedback.scale import Instrument
from ...domain.staff.employee_terms import CompetencyKind
from .figures import FEWEST, Figure, mean, out_of_line, points, share
from .gathering import Gathered, Served

_MINUTE: Final = 60_000_000  # microseconds
_CROWD: Final = 3  # employees, of whom none can be told from the others


class By(StrEnum):
    EMPLOYEE = "employee"
    DEPARTMENT = "department"
    CHANNEL = "channel"
    STANDARD = "standard"
    QUALIFICATION = "qualification"
    COMMUNICATION = "communication"
    MOTIVATION = "motivation"


# By what an employee is like: such a group is shown of several of them, or not at all.
_ABOUT_PEOPLE: Final = (By.QUALIFICATION, By.COMMUNICATION, By.MOTIVATION)


@frozen
class Scorecard:
    """One group's figures, each over those for whom it is known.

    Times are in minutes, shares in per cent. `score` is the figure of one instrument;
    whether it is `out_of_line` with everyone's, None where too few say so.
    """

    group: str
    encounters: int
    employees: int
    waiting: Figure
    serving: Figure
    handed_over: Figure
    conforming: Figure
    mistakes: Figure
    negative: Figure
    score: Figure
    out_of_line: bool | None


def scorecards(
    gathered: Gathered, by: By, instrument: Instrument = Instrument.CSAT
) -> Sequence[Scorecard]:
    """Return the scorecards of all groups, by name; who is in none is left out.

    An encounter is that of the employee who was at it last, and of the department where
    they worked then.
    """
    groups: dict[str, list[Served]] = {}
    for each in gathered.served:
        if (name := group(gathered, by, each)) is not None:
            groups.setdefault(name, []).append(each)
    every = scores(gathered.served, instrument)
    fewest = _CROWD if by in _ABOUT_PEOPLE else 0
    return [
        _card(name, groups[name], instrument, every, fewest) for name in sorted(groups)
    ]


def group(gathered: Gathered, by: By, served: Served) -> str | None:
    """Return the group that an encounter is in."""
    encounter = served.encounter
    employee, at = encounter.employee_id, encounter.latest or served.opened_at
    match by:
        case By.EMPLOYEE:
            return employee
        case By.DEPARTMENT:
            return gathered.department(employee, at)
        case By.CHANNEL:
            return served.channel
        case By.STANDARD:
            started = encounter.started
            if started is None or started.standard_id is None:
                return None
            return f"{started.standard_id}@{started.version}"
        case By.MOTIVATION:
            return _motivation(gathered, employee, at)
        case _:
            return _level(gathered, CompetencyKind(by.value), employee, at)


def scores(served: Iterable[Served], instrument: Instrument) -> list[int]:
    """Return what was given of encounters on an instrument, as `points`."""
    return [
        points(each)
        for one in served
        for each in one.scores
        if each.instrument is instrument
    ]


def _card(
    name: str,
    served: Sequence[Served],
    instrument: Instrument,
    every: Sequence[int],
    crowd: int,
) -> Scorecard:
    people = {each.encounter.employee_id for each in served} - {None}
    fewest = FEWEST if len(people) >= crowd else len(served) * 1_000
    encounters = [each.encounter for each in served]
    assessed = [each.assessed for each in encounters if each.assessed]
    steps = [name in each.withdrawn for each in encounters for name in each.performed]
    felt = [note for each in encounters for note in each.experiences.values()]
    mine = scores(served, instrument)
    card_score = mean(mine, fewest)
    return Scorecard(
        name,
        len(served),
        len(people),
        mean(_waiting(served), fewest),
        mean(_serving(served), fewest),
        share((bool(each.hand_overs) for each in encounters if each.started), fewest),
        share((each.conforms for each in assessed), fewest),
        share(steps, fewest),
        share((each.valence is Valence.NEGATIVE for each in felt), fewest),
        card_score,
        out_of_line(mine, every) if card_score.value is not None else None,
    )


def _waiting(served: Iterable[Served]) -> list[Fraction]:
    return [
        minutes(each.opened_at, each.encounter.started.at)
        for each in served
        if each.encounter.started
    ]


def _serving(served: Iterable[Served]) -> list[Fraction]:
    return [
        minutes(each.encounter.started.at, each.encounter.closed.at)
        for each in served
        if each.encounter.started and each.encounter.closed
    ]


def minutes(since: datetime, until: datetime) -> Fraction:
    """Return the minutes between two moments, exactly."""
    passed = until - since
    whole = (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds
    return Fraction(whole, _MINUTE)


def _level(
    gathered: Gathered, kind: CompetencyKind, employee: str | None, at: datetime
) -> str | None:
    """Return the level that was assessed last by then, of the skills of a kind."""
    known = gathered.staff.get(employee) if employee else None
    told = [
        each
        for each in (known.competencies.values() if known else ())
        if each.kind is kind and each.at <= at
    ]
    last = max(told, key=lambda each: each.at, default=None)
    return None if last is None else f"level {last.level}"


def _motivation(gathered: Gathered, employee: str | None, at: datetime) -> str | None:
    known = gathered.staff.get(employee) if employee else None
    told = [
        each for each in (known.motivation.values() if known else ()) if each.at <= at
    ]
    last = max(told, key=lambda each: each.at, default=None)
    if last is None:
        return None
    return "up to 39" if last.score < 40 else "40 to 69" if last.score < 70 else "70 on"
