"""What can be told of touches, leads, and how leads are dealt out."""

from typing import Any, Final

from ...domain.acquisition import distribution, lead, touchpoint
from .. import contexts
from .naming import named

COMMANDS: Final = (
    *named(
        contexts.TOUCHPOINT,
        ("touch_id",),
        (
            "record",
            touchpoint.RecordTouch,
            "Record a touch, once under its source's key.",
            "touch_id",
        ),
        ("identify", touchpoint.IdentifyTouch, "Say whose touch it was."),
    ),
    *named(
        contexts.LEAD,
        ("lead_id",),
        ("capture", lead.CaptureLead, "Capture a lead; it is dealt out.", "lead_id"),
        ("score", lead.ScoreLead, "Note a model's score of a lead."),
        ("qualify", lead.QualifyLead, "Qualify a lead by the criteria it meets."),
        ("disqualify", lead.DisqualifyLead, "Disqualify a lead, and say why."),
        ("assign", lead.AssignLead, "Assign a lead to someone, and say why."),
        ("follow-up", lead.RecordFollowUp, "Record that someone got back to a lead."),
        ("fall-due", lead.NoteFollowUpDue, "Note a follow-up missed that was due."),
        ("hand-over", lead.HandOverLead, "Hand a qualified lead over."),
        ("accept", lead.AcceptHandOver, "Take a lead that was handed over."),
        ("reject", lead.RejectHandOver, "Do not take it, and say why."),
        ("convert", lead.ConvertLead, "Note that a lead became a customer, once."),
    ),
    *named(
        contexts.DISTRIBUTION,
        ("distribution_id",),
        (
            "publish",
            distribution.PublishDistribution,
            "Publish a version of who gets leads, never to change.",
        ),
    ),
)

# Leads are dealt by the policy; a touch is traced by what its material says.
INTERNAL: Final[tuple[type[Any], ...]] = (
    touchpoint.TraceTouch,
    distribution.DealLead,
    distribution.RedealLead,
    distribution.ClearLead,
    distribution.DealWaiting,
)
