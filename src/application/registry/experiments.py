"""What can be told of experiments and of the units they expose."""

from typing import Any, Final

from ...domain.experiment import design, experiment, exposure
from ...domain.experiment.concluding import ConcludeExperiment
from ...domain.experiment.running import CheckExperiment
from .. import contexts
from ..asking import LookedUp
from ..experimenting import dealt
from .naming import named

COMMANDS: Final = (
    *named(
        contexts.EXPERIMENT,
        ("experiment_id",),
        (
            "design",
            design.DesignExperiment,
            "Say what an experiment will be, until it is frozen.",
            "experiment_id",
        ),
        ("freeze", experiment.FreezeDesign, "Freeze its design, under a digest."),
        ("start", experiment.StartExperiment, "Start it, its design being frozen."),
        ("stop", experiment.StopExperiment, "Stop it before its time, and say why."),
    ),
    *named(
        contexts.EXPOSURE,
        ("experiment_id", "unit"),
        (
            "note",
            exposure.ExposeUnit,
            "Note that a unit met the arm that it is dealt.",
            None,
            None,
            LookedUp(("arm", "design_sha256", "customer_id"), dealt),
        ),
    ),
)
# What is seen of an experiment is worked out, not told.
INTERNAL: Final[tuple[type[Any], ...]] = (CheckExperiment, ConcludeExperiment)
