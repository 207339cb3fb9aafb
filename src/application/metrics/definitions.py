"""Every metric there is, as data: what it counts, in which unit, by which formula.

A definition never changes: another one has another version. What counts towards a
figure is given with it, so that it can be followed down to the events.
"""

from collections.abc import Iterable
from typing import Final

from attrs import evolve as but

from ...domain.feedback.feedback import FeedbackKind, FeedbackReceived
from ...domain.metrics.ratios import DETRACTOR_MOST, PROMOTER_LEAST
from ..envelope import Recorded
from . import cases, feedback, messages, money, sales, standing
from .defining import Definition as Definition
from .defining import Measure as Measure
from .defining import Measured as Measured
from .defining import Nature
from .defining import Window as Window


def _nps(events: Iterable[Recorded], window: Window) -> Measured:
    counted = [
        each
        for each in events
        if isinstance(each.event, FeedbackReceived)
        and each.event.kind == FeedbackKind.NPS
        and window.holds(each.event.at)
    ]
    scores = [each.event.score for each in counted]
    promoters = sum(score >= PROMOTER_LEAST for score in scores)
    detractors = sum(score <= DETRACTOR_MOST for score in scores)
    return Measured(100 * (promoters - detractors), len(scores), counted)


_QUALITATIVE: Final = (
    Definition(
        "nps", 1, "score", "100 x (promoters - detractors) by answers (0 to 10)", _nps
    ),
    *cases.DEFINITIONS,
    *feedback.DEFINITIONS,
)
DEFINITIONS: Final[tuple[Definition, ...]] = (
    *sales.DEFINITIONS,
    *standing.DEFINITIONS,
    *money.DEFINITIONS,
    *messages.DEFINITIONS,
    *(but(each, nature=Nature.QUALITATIVE) for each in _QUALITATIVE),
)
KINDS: Final = (
    *sales.KINDS,
    *standing.KINDS,
    *money.KINDS,
    *messages.KINDS,
    FeedbackReceived,
    *cases.KINDS,
    *feedback.KINDS,
)  # what any of them counts
NAMED: Final = {each.name: each for each in DEFINITIONS}
