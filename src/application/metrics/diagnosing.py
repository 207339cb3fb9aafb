"""What is wrong with how relationships are managed: looked for, shown and noted."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from attrs import frozen

from ...domain.metrics.diagnosis import (
    Evidence,
    Maturity,
    NoteDiagnosis,
    Problem,
    maturity,
    problems,
)
from ..contexts import DIAGNOSIS
from ..crm import Crm
from ..envelope import Origin, Recorded, visible
from ..feeding import pages
from . import definitions, judging
from .criteria import CRITERIA, Criterion
from .defining import Measured, Window

FIRM: Final = "firm"
AFFECTED: Final = {
    Problem.UNSYSTEMATIC: ("revenue-volatility", "repeat-share"),
    Problem.UNINFORMED: ("nps", "churn"),
    Problem.UNBALANCED: ("repeat-share", "churn"),
    Problem.UNMONITORED: ("cost-to-serve", "nps"),
    Problem.UNREWARDING: ("repeat-share", "revenue-per-buyer"),
}
"""The metrics on which each problem tells, shown beside it."""


@frozen
class Found:
    """All that a look has found: each criterion with its figure, and the whole."""

    window: Window
    known_at: datetime | None
    to_position: int
    evidence: tuple[Evidence, ...]
    affected: Sequence[tuple[Problem, str, Measured, Measured]]

    @property
    def problems(self) -> Sequence[Problem]:
        """Those of which a criterion is not met, in their order."""
        found = problems(self.evidence)
        return [each for each in Problem if each in found]

    @property
    def maturity(self) -> Maturity:
        """How mature the management is, by the share of criteria that are met."""
        return maturity(self.evidence)


def diagnose(
    crm: Crm,
    window: Window,
    known_at: datetime | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> Found:
    """Judge a window by every criterion; what a problem tells on stands beside it."""
    head = crm.journal.head()
    events: list[Recorded] = []
    kinds = (*judging.KINDS, *definitions.KINDS)
    for page in pages(crm.journal, head, progress):
        counting = [each for each in page if isinstance(each.event, kinds)]
        events += visible(counting, None, known_at)
    evidence = tuple(_judge(each, events, window) for each in CRITERIA)
    before = Window(
        window.since - (window.until - window.since), window.since, window.currency
    )
    affected = [
        (problem, name, measure(events, before), measure(events, window))
        for problem, names in AFFECTED.items()
        for name in names
        for measure in [definitions.NAMED[name].measure]
    ]
    return Found(window, known_at, head, evidence, affected)


def record(crm: Crm, found: Found, origin: Origin) -> None:
    """Note the problems that are new or gone, and the assessment with its evidence."""
    command = NoteDiagnosis(
        crm.clock(),
        found.window.since,
        found.window.until,
        found.known_at,
        found.to_position,
        found.evidence,
        found.maturity,
    )
    crm.handler.run(lambda work: work.handle(DIAGNOSIS, FIRM, command), origin)


def _judge(
    criterion: Criterion, events: Sequence[Recorded], window: Window
) -> Evidence:
    found = criterion.measure(events, window)
    return Evidence(
        criterion.name,
        criterion.version,
        criterion.problem,
        found.numerator,
        found.denominator,
        criterion.least_per_mille,
        criterion.most_per_mille,
        len(found.counted),
        criterion.met(found),
    )
