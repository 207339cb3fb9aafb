"""What can be told of phases: by which rules customers enter them."""

from typing import Any, Final

from ...domain.lifecycle.lifecycle import AssessPhase
from ...domain.lifecycle.rules import PublishPhaseRules
from ...domain.lifecycle.winback import EndWinBack, NoteWinBackDue, OfferWinBack
from .. import contexts
from .naming import named

COMMANDS: Final = named(
    contexts.PHASE_RULES,
    ("rules_id",),
    ("publish", PublishPhaseRules, "Publish a version of the rules of phases."),
)
# Phases are assessed, and win-backs follow from them.
INTERNAL: Final[tuple[type[Any], ...]] = (
    AssessPhase,
    OfferWinBack,
    EndWinBack,
    NoteWinBackDue,
)
