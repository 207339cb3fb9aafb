"""By what the management of relationships is judged: criteria, as data.

Each is a share that is held against a bound, of at least so large a sample. A criterion
never changes: another bound is another version.
"""

from typing import Final

from attrs import frozen

from ...domain.metrics.diagnosis import Problem
from . import judging
from .defining import Measure, Measured


@frozen
class Criterion:
    """Met by a share of at least, or at most, so many per mille, of so many."""

    name: str
    version: int
    problem: Problem
    says: str
    measure: Measure
    least_per_mille: int | None = None
    most_per_mille: int | None = None
    sample: int = 30

    def met(self, found: Measured) -> bool | None:
        """Return whether the bound is kept; None where there are too few to tell."""
        if found.value is None or found.denominator < self.sample:
            return None
        per_mille = found.value * 1_000
        least, most = self.least_per_mille, self.most_per_mille
        return (least is None or per_mille >= least) and (
            most is None or per_mille <= most
        )


CRITERIA: Final = (
    Criterion(
        "somebody-in-charge",
        1,
        Problem.UNSYSTEMATIC,
        "customers of several departments who have a plan, an owner or a task",
        judging.in_charge,
        least_per_mille=500,
    ),
    Criterion(
        "segments-run",
        1,
        Problem.UNSYSTEMATIC,
        "segments were run in the window",
        judging.segmented,
        least_per_mille=1_000,
        sample=1,
    ),
    Criterion(
        "customers-known",
        1,
        Problem.UNINFORMED,
        "buyers of whom a need, habit or preference is recorded",
        judging.known_of,
        least_per_mille=300,
    ),
    Criterion(
        "customers-heard",
        1,
        Problem.UNINFORMED,
        "buyers who gave feedback in the window",
        judging.heard,
        least_per_mille=100,
    ),
    Criterion(
        "employees-alike",
        1,
        Problem.UNBALANCED,
        "how far the lowest mean score of an employee lies below the mean",
        judging.balanced,
        most_per_mille=150,
        sample=1,
    ),
    Criterion(
        "encounters-assessed",
        1,
        Problem.UNMONITORED,
        "encounters of the window with feedback on them",
        judging.assessed,
        least_per_mille=200,
    ),
    Criterion(
        "buyers-enrolled",
        1,
        Problem.UNREWARDING,
        "buyers who are members of a programme",
        judging.enrolled,
        least_per_mille=300,
    ),
    Criterion(
        "members-active",
        1,
        Problem.UNREWARDING,
        "members who earned in the window",
        judging.active,
        least_per_mille=300,
    ),
    Criterion(
        "points-redeemed",
        1,
        Problem.UNREWARDING,
        "points redeemed of those earned in the window",
        judging.redeemed,
        least_per_mille=200,
    ),
)
