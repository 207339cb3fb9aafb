"""Several people's views of one party, held together: how far they are apart."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import TypeAlias

from attrs import frozen

from ..ids import CriteriaId
from .assessment import Assessor, CustomerValueAssessed, Party

By: TypeAlias = tuple[Party, CriteriaId, int]
Views: TypeAlias = Mapping[tuple[Assessor, str], CustomerValueAssessed]


@frozen
class Mutual:
    """A party's own score and the partner's, by one version of the criteria."""

    party: Party
    criteria_id: CriteriaId
    version: int
    own: int
    partners: int

    @property
    def gap(self) -> int:
        """By how much the partner thinks more of them than they do themselves."""
        return self.partners - self.own


@frozen
class Disagreement:
    """How far raters are apart: the mean difference between two of them, and the most.

    In hundredths of a mark, as scores are. One rater alone agrees.
    """

    party: Party
    criteria_id: CriteriaId
    version: int
    raters: int
    mean_difference: Fraction
    spread: int


def latest(made: Iterable[CustomerValueAssessed]) -> Mapping[By, Views]:
    """Return each rater's latest assessment, by whom and by what it is of."""
    found: dict[By, dict[tuple[Assessor, str], CustomerValueAssessed]] = {}
    for each in sorted(made, key=lambda one: one.at):
        by = each.party, each.criteria_id, each.version
        found.setdefault(by, {})[each.assessor, each.rater] = each
    return found


def mutual(made: Iterable[CustomerValueAssessed]) -> Iterator[Mutual]:
    """Yield each party's own latest score beside the partner's, if both are there."""
    for by, views in latest(made).items():
        in_turn = sorted(views.values(), key=lambda one: one.at)
        scores = {view.assessor: view.score for view in in_turn}
        if Assessor.SELF in scores and Assessor.PARTNER in scores:
            yield Mutual(*by, scores[Assessor.SELF], scores[Assessor.PARTNER])


def disagreements(made: Iterable[CustomerValueAssessed]) -> Iterator[Disagreement]:
    """Yield how far the raters of each party are apart, by each version."""
    for by, views in latest(made).items():
        scores = [view.score for view in views.values()]
        total, pairs = apart(scores)
        mean = Fraction(total, pairs) if pairs else Fraction()
        yield Disagreement(*by, len(scores), mean, max(scores) - min(scores))


def apart(scores: Iterable[int]) -> tuple[int, int]:
    """Return the sum of the differences between any two scores, and of how many."""
    pairs = list(combinations(scores, 2))
    return sum(abs(one - other) for one, other in pairs), len(pairs)
