"""Why a design is none."""

from attrs import frozen

from ..decider import Refused
from .kinds import Outcome


@frozen
class TooFewArms(Refused):
    arms: int

    def __str__(self) -> str:
        return f"with {self.arms} arms there is nothing to compare"


@frozen
class ArmTwice(Refused):
    arm: str

    def __str__(self) -> str:
        return f"the arm {self.arm} stands in the design twice"


@frozen
class ImpossibleWeight(Refused):
    arm: str
    weight: int

    def __str__(self) -> str:
        return f"the arm {self.arm} cannot have the weight {self.weight}"


@frozen
class NoTreatment(Refused):
    arm: str

    def __str__(self) -> str:
        return f"the design does not say what the arm {self.arm} gets"


@frozen
class NoControl(Refused):
    control: str

    def __str__(self) -> str:
        return f"the control {self.control} is none of the arms"


@frozen
class NotAHarm(Refused):
    outcome: Outcome

    def __str__(self) -> str:
        return f"that more units {self.outcome} is no harm to guard against"


@frozen
class ImpossibleFigure(Refused):
    name: str
    value: int

    def __str__(self) -> str:
        return f"{self.name} cannot be {self.value}"


@frozen
class DesignIsFrozen(Refused):
    design_sha256: str

    def __str__(self) -> str:
        return f"the design of digest {self.design_sha256} is frozen: make another"
