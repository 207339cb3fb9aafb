"""What cannot be for a cause."""

from attrs import frozen

from ..decider import Refused
from ..ids import CauseId, CustomerId


@frozen
class CauseNotAnnounced(Refused):
    def __str__(self) -> str:
        return "no such cause was announced"


@frozen
class CauseChanged(Refused):
    cause_id: CauseId

    def __str__(self) -> str:
        return f"cause {self.cause_id} is announced otherwise"


@frozen
class CauseIsClosed(Refused):
    cause_id: CauseId
    reason: str

    def __str__(self) -> str:
        return f"cause {self.cause_id} is closed: {self.reason}"


@frozen
class GoalNeedsACurrency(Refused):
    goal: int

    def __str__(self) -> str:
        return f"a goal of {self.goal} is in some currency: name it"


@frozen
class ImpossibleRecognition(Refused):
    badge: str | None
    minutes: int | None

    def __str__(self) -> str:
        return f"badge {self.badge} cannot be had for {self.minutes} minutes"


@frozen
class TakesNoMoney(Refused):
    cause_id: CauseId

    def __str__(self) -> str:
        return f"cause {self.cause_id} takes no money: it names no currency"


@frozen
class TakesNoPoints(Refused):
    cause_id: CauseId

    def __str__(self) -> str:
        return f"cause {self.cause_id} takes no points: it names no programme"


@frozen
class NotSoMany(Refused):
    """Of points, minutes, or what an impact comes to."""

    amount: int
    least: int
    most: int

    def __str__(self) -> str:
        return f"{self.amount} is not from {self.least} to {self.most}"


@frozen
class PledgeChanged(Refused):
    pledge_id: str

    def __str__(self) -> str:
        return f"pledge {self.pledge_id} was made otherwise"


@frozen
class NoSuchPledge(Refused):
    pledge_id: str
    customer_id: CustomerId | None

    def __str__(self) -> str:
        return f"{self.customer_id} has made no pledge {self.pledge_id}"


@frozen
class ContributionChanged(Refused):
    contribution_id: str

    def __str__(self) -> str:
        return f"contribution {self.contribution_id} was made otherwise"


@frozen
class ParticipationChanged(Refused):
    participation_id: str

    def __str__(self) -> str:
        return f"participation {self.participation_id} was recorded otherwise"


@frozen
class ImpactChanged(Refused):
    report_id: str

    def __str__(self) -> str:
        return f"report {self.report_id} says otherwise of the impact"


@frozen
class NotTheEvidence(Refused):
    evidence_sha256: str

    def __str__(self) -> str:
        return f"{self.evidence_sha256} is not the SHA-256 of any evidence"
