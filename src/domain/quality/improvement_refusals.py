"""Why an improvement is not decided, or not verified."""

from datetime import datetime

from attrs import frozen

from ..decider import Refused
from ..ids import ImprovementId


@frozen
class ImprovementNotDecided(Refused):
    def __str__(self) -> str:
        return "no such improvement was decided"


@frozen
class ImprovementChanged(Refused):
    improvement_id: ImprovementId

    def __str__(self) -> str:
        return f"improvement {self.improvement_id} is on record with other content"


@frozen
class NamesNothing(Refused):
    field: str

    def __str__(self) -> str:
        return f"an improvement has to name {self.field}"


@frozen
class NotItsMetric(Refused):
    metric: str
    decided: str

    def __str__(self) -> str:
        return f"it was decided to move {self.decided}, which {self.metric} is not"


@frozen
class DefinedOtherwise(Refused):
    before: int
    after: int

    def __str__(self) -> str:
        return (
            f"a figure by version {self.after} of the metric cannot be held against one"
            f" by version {self.before}"
        )


@frozen
class NothingMeasured(Refused):
    sample: int
    denominator: int

    def __str__(self) -> str:
        return (
            f"a figure over a sample of {self.sample}, by {self.denominator},"
            " says nothing"
        )


@frozen
class NotBeforeAndAfter(Refused):
    decided_at: datetime

    def __str__(self) -> str:
        return (
            f"one window has to end and the other to begin around {self.decided_at},"
            " when the improvement was decided"
        )


@frozen
class ImprovementWasVerified(Refused):
    verified_at: datetime

    def __str__(self) -> str:
        return f"it was verified at {self.verified_at}, by other figures"


@frozen
class NotTheirEvidence(Refused):
    """Refused of an improvement that names what its shortcomings do not stand on."""

    evidence: str

    def __str__(self) -> str:
        return (
            f"no shortcoming that it was decided because of stands on {self.evidence}"
        )


@frozen
class ChangeNotMade(Refused):
    """Refused of an improvement that is verified without all that was to change."""

    change: str

    def __str__(self) -> str:
        return f"{self.change} was to change, and is not there from the window after on"


@frozen
class NotAsStated(Refused):
    statement_id: str

    def __str__(self) -> str:
        return f"statement {self.statement_id} states another figure"
