"""What can be told of segments: how customers are put into classes."""

from typing import Any, Final

from ...domain.segment.definition import CompleteRun, DefineSegment
from ...domain.segment.membership import SeeInClass
from .. import contexts
from .naming import named

COMMANDS: Final = named(
    contexts.SEGMENT,
    ("segment_id",),
    ("define", DefineSegment, "Define a version of a segment: ABC, RFM, or a rule."),
)
# Runs are made from the log, and changes of class follow from them.
INTERNAL: Final[tuple[type[Any], ...]] = (CompleteRun, SeeInClass)
