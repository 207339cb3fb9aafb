"""What can be told of encounters, and of what customers say of us."""

from typing import Final

from ...domain.encounter import encounter
from ...domain.feedback import feedback
from .. import contexts
from .naming import named

COMMANDS: Final = (
    *named(
        contexts.ENCOUNTER,
        ("encounter_id",),
        (
            "open",
            encounter.OpenEncounter,
            "Open a question, problem, complaint or visit.",
            "encounter_id",
        ),
        ("record-step", encounter.RecordStep, "Record what was done in an encounter."),
        ("close", encounter.CloseEncounter, "Close an encounter with its outcome."),
        ("reopen", encounter.ReopenEncounter, "Take a closed encounter up again."),
    ),
    *named(
        contexts.FEEDBACK,
        ("feedback_id",),
        ("receive", feedback.ReceiveFeedback, "Receive feedback.", "feedback_id"),
    ),
)
