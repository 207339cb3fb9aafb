"""How an encounter differs from its standard: worked out of the steps alone."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from attrs import frozen

from .steps import Role, StandardStep


@frozen
class Performed:
    """A step as it was done. Nothing is held against a role or length not told."""

    step: str
    began_at: datetime
    ended_at: datetime
    by: Role | None = None


@frozen
class Conformance:
    """The names of the steps that differ, by how they do; a step may in several ways.

    Missing are required and were not done; out of order, done first after one that
    should come later; unknown, not in the standard; extra, done again; wrong role, done
    by another than should; overrun, longer than they should last.
    """

    performed: int
    missing: tuple[str, ...] = ()
    out_of_order: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    wrong_role: tuple[str, ...] = ()
    overrun: tuple[str, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether it went as the standard says, in every way."""
        return not (
            self.missing
            or self.out_of_order
            or self.unknown
            or self.extra
            or self.wrong_role
            or self.overrun
        )


def conformance(
    standard: Sequence[StandardStep], done: Sequence[Performed]
) -> Conformance:
    """Return how what was done differs from the standard.

    Steps follow one another as they began; those that began together stand in the order
    in which they were told.
    """
    done = sorted(done, key=lambda each: each.began_at)
    place = {each.step: number for number, each in enumerate(standard)}
    by_name = {each.step: each for each in standard}
    times = Counter(each.step for each in done)
    first = list(dict.fromkeys(each.step for each in done))
    known = [each for each in done if each.step in by_name]
    late, furthest = [], -1
    for name in first:
        if name in place:
            if place[name] < furthest:
                late.append(name)
            furthest = max(furthest, place[name])
    wrong = [each for each in known if each.by not in (None, by_name[each.step].role)]
    slow = [each for each in known if _too_long(each, by_name[each.step].minutes)]
    return Conformance(
        len(done),
        tuple(each.step for each in standard if each.required and not times[each.step]),
        tuple(late),
        tuple(name for name in first if name not in place),
        tuple(name for name in first if name in place and times[name] > 1),
        tuple(dict.fromkeys(each.step for each in wrong)),
        tuple(dict.fromkeys(each.step for each in slow)),
    )


def _too_long(step: Performed, minutes: int | None) -> bool:
    lasted = step.ended_at - step.began_at
    return minutes is not None and lasted > timedelta(minutes=minutes)
