"""From a design to an experiment that runs and ends; and why it does not."""

from datetime import datetime

from attrs import frozen

from ..decider import Refused
from ..ids import ExperimentId


@frozen
class FreezeDesign:
    at: datetime


@frozen
class StartExperiment:
    at: datetime


@frozen
class StopExperiment:
    at: datetime
    reason: str


@frozen
class DesignFrozen:
    at: datetime
    experiment_id: ExperimentId
    design_sha256: str


@frozen
class ExperimentStarted:
    """It runs until `ends_at`, unless it is stopped before."""

    at: datetime
    experiment_id: ExperimentId
    design_sha256: str
    ends_at: datetime


@frozen
class ExperimentNotDesigned(Refused):
    def __str__(self) -> str:
        return "no such experiment was designed"


@frozen
class DesignNotFrozen(Refused):
    experiment_id: ExperimentId

    def __str__(self) -> str:
        return f"experiment {self.experiment_id} starts once its design is frozen"


@frozen
class ExperimentNotStarted(Refused):
    experiment_id: ExperimentId

    def __str__(self) -> str:
        return f"experiment {self.experiment_id} has not started"


@frozen
class ExperimentStillRuns(Refused):
    experiment_id: ExperimentId
    ends_at: datetime

    def __str__(self) -> str:
        return f"experiment {self.experiment_id} runs until {self.ends_at}: wait"


@frozen
class ExperimentIsConcluded(Refused):
    experiment_id: ExperimentId

    def __str__(self) -> str:
        return f"experiment {self.experiment_id} is concluded"
