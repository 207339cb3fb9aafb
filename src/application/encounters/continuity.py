"""Whether one firm is met everywhere: hand-overs, repeat contacts, contradictions."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from attrs import frozen

from ...domain.feedback.scale import Instrument
from .figures import FEWEST, Figure, mean, share
from .gathering import Gathered, Served
from .scorecards import scores


@frozen
class Contradiction:
    """Two employees, or two channels, ended the same matter otherwise."""

    customer: str
    subject: str
    first: str
    first_outcome: str
    second: str
    second_outcome: str


@frozen
class Continuity:
    """How often encounters were handed over, and came back.

    A repeat contact is one of a known customer, of the same category (or kind, where
    there is none), opened within so many days of the end of another.
    """

    encounters: int
    hand_overs: int
    handed_over: Figure
    known: int
    repeats: Sequence[str]
    repeat_rate: Figure
    contradictions: Sequence[Contradiction]


@frozen
class Across:
    """Scores by channel, and how far apart those of enough encounters are.

    `spread` is the highest figure less the lowest, `variance` that of the figures
    between channels, each weighing the same; None with fewer than two.
    """

    channels: Sequence[tuple[str, Figure]]
    spread: float | None
    variance: float | None


def continuity(gathered: Gathered, days: int) -> Continuity:
    """Return how continuous service was, repeats counting within *days*."""
    served = gathered.served
    started = [each for each in served if each.encounter.started]
    matters: dict[tuple[str, str], list[Served]] = {}
    for each in served:
        if customer := each.encounter.customer_id:
            matters.setdefault((customer, _matter(each)), []).append(each)
    repeats = []
    for same in matters.values():
        same.sort(key=lambda each: each.opened_at)
        for number, each in enumerate(same):
            if any(_returns(each, before, days) for before in same[:number]):
                repeats.append(each.name)
    known = sum(len(each) for each in matters.values())
    came_back = set(repeats)
    return Continuity(
        len(served),
        sum(len(each.encounter.hand_overs) for each in served),
        share((bool(each.encounter.hand_overs) for each in started), 1),
        known,
        sorted(repeats),
        share((each.name in came_back for m in matters.values() for each in m), 1),
        _contradictions(served, days),
    )


def across(gathered: Gathered, instrument: Instrument) -> Across:
    """Return the figure of an instrument by channel, and how these vary."""
    groups: dict[str, list[Served]] = {}
    for each in gathered.served:
        groups.setdefault(each.channel, []).append(each)
    figures = [
        (name, mean(scores(groups[name], instrument), FEWEST))
        for name in sorted(groups)
    ]
    values = [each.value for _, each in figures if each.value is not None]
    if len(values) < 2:
        return Across(figures, None, None)
    middle = sum(values) / len(values)
    variance = sum((each - middle) ** 2 for each in values) / len(values)
    return Across(figures, max(values) - min(values), variance)


def _matter(served: Served) -> str:
    opened = served.encounter.opened
    assert opened is not None
    return opened.category or opened.kind


def _ended(served: Served) -> datetime | None:
    pauses = served.encounter.pauses
    return pauses[-1].closed.at if pauses else None


def _returns(served: Served, before: Served, days: int) -> bool:
    ended = _ended(before)
    if ended is None:
        return False
    return ended <= served.opened_at <= ended + timedelta(days=days)


def _contradictions(served: Sequence[Served], days: int) -> list[Contradiction]:
    """Return pairs about one subject of one customer that ended otherwise."""
    same: dict[tuple[str, str], list[Served]] = {}
    for each in served:
        opened, whose = each.encounter.opened, each.encounter.customer_id
        assert opened is not None
        if whose and opened.subject_ref and each.encounter.closed:
            same.setdefault((whose, opened.subject_ref), []).append(each)
    found = []
    for (customer, subject), several in sorted(same.items()):
        several.sort(key=lambda each: (_ended(each) or each.opened_at, each.name))
        for number, each in enumerate(several):
            for before in several[:number]:
                one, other = before.encounter.closed, each.encounter.closed
                assert one is not None
                assert other is not None
                near = other.at - one.at <= timedelta(days=days)
                apart = _by(before) != _by(each)
                if one.outcome != other.outcome and near and apart:
                    found.append(
                        Contradiction(
                            customer,
                            subject,
                            before.name,
                            one.outcome,
                            each.name,
                            other.outcome,
                        )
                    )
    return found


def _by(served: Served) -> tuple[str | None, str]:
    return served.encounter.employee_id, served.channel
