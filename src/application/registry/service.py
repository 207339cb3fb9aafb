"""What can be told of encounters and their standards, and of what customers say."""

from typing import Final

from ...domain.encounter import encounter, serving_terms, standard
from ...domain.feedback import feedback
from .. import contexts
from ..asking import LookedUp
from ..serving import standard_steps
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
        (
            "start",
            serving_terms.StartService,
            "Start to serve, by a standard if one is named.",
            None,
            None,
            LookedUp(("steps",), standard_steps),
        ),
        ("identify", serving_terms.IdentifyVisitor, "Say which customer it is with."),
        ("join", serving_terms.JoinEncounter, "Have someone else take part in it."),
        (
            "perform",
            serving_terms.PerformStep,
            "Tell a step that was done, and by whom.",
            "step_id",
        ),
        (
            "withdraw-step",
            serving_terms.WithdrawStep,
            "Take a step back that was not so, and say why.",
        ),
        ("hand-over", serving_terms.HandOver, "Hand it over, and say why."),
        (
            "note-experience",
            serving_terms.NoteExperience,
            "Note how it was for them, and about what.",
            "note_id",
        ),
        (
            "agree-next",
            serving_terms.AgreeNextAction,
            "Agree what comes next; it becomes a task.",
            "action_id",
        ),
    ),
    *named(
        contexts.STANDARD,
        ("standard_id",),
        (
            "define",
            standard.DefineStandard,
            "Define how such service should go, step by step.",
            "standard_id",
        ),
        (
            "revise",
            standard.ReviseStandard,
            "Put its next version in force, because of some evidence.",
        ),
    ),
    *named(
        contexts.FEEDBACK,
        ("feedback_id",),
        ("receive", feedback.ReceiveFeedback, "Receive feedback.", "feedback_id"),
    ),
)
