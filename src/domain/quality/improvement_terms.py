"""What is told of an improvement, and what happens to it."""

from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from ..ids import ImprovementId


@frozen
class Figure:
    """A figure as it was stated, `numerator` by `denominator`, over a sample."""

    statement_id: str
    metric: str
    version: int
    since: datetime
    until: datetime
    numerator: int
    denominator: int
    sample: int


@frozen
class DecideImprovement:
    """`because` names shortcomings, and `evidence` all that they stand on by now.

    `changes` are what is changed, such as ``standard:checkout@4``, and `metric` is the
    figure that they are to move.
    """

    at: datetime
    improvement_id: ImprovementId
    because: tuple[str, ...]
    evidence: tuple[str, ...]
    changes: tuple[str, ...]
    metric: str
    by: str


@frozen
class VerifyImprovement:
    """Hold two stated figures against one another, each named by its statement."""

    at: datetime
    before_statement_id: str
    after_statement_id: str
    before: Figure
    after: Figure


Command: TypeAlias = DecideImprovement | VerifyImprovement


@frozen
class ImprovementDecided:
    at: datetime
    improvement_id: ImprovementId
    because: tuple[str, ...]
    evidence: tuple[str, ...]
    changes: tuple[str, ...]
    metric: str
    by: str


@frozen
class ImprovementVerified:
    at: datetime
    improvement_id: ImprovementId
    before: Figure
    after: Figure


Event: TypeAlias = ImprovementDecided | ImprovementVerified
