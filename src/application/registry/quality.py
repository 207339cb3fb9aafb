"""What can be told of shortcomings, improvements, criteria and assessments."""

from typing import Final

from ...domain.quality import assessment, criteria, shortcoming
from ...domain.quality import improvement_terms as improvement
from .. import contexts
from ..asking import LookedUp
from ..improving import to_assess, to_decide, to_verify
from .naming import named

COMMANDS: Final = (
    *named(
        contexts.SHORTCOMING,
        ("shortcoming_id",),
        (
            "register",
            shortcoming.RegisterShortcoming,
            "Register what we do not do well, on evidence.",
            "shortcoming_id",
        ),
        ("add-evidence", shortcoming.AddEvidence, "Add to what it stands on."),
    ),
    *named(
        contexts.IMPROVEMENT,
        ("improvement_id",),
        (
            "decide",
            improvement.DecideImprovement,
            "Decide on changes because of shortcomings.",
            "improvement_id",
            None,
            LookedUp(("evidence",), to_decide),
        ),
        (
            "verify",
            improvement.VerifyImprovement,
            "Hold its figure after against its figure before, as they were stated.",
            None,
            None,
            LookedUp(("before", "after"), to_verify),
        ),
    ),
    *named(
        contexts.CRITERIA,
        ("criteria_id",),
        (
            "publish",
            criteria.PublishCriteria,
            "Publish by what value is assessed, never to change.",
        ),
    ),
    *named(
        contexts.ASSESSMENT,
        ("customer_id",),
        (
            "assess",
            assessment.AssessValue,
            "Assess what the relationship is worth, by published criteria.",
            "assessment_id",
            None,
            LookedUp(("criteria",), to_assess),
        ),
    ),
)

# A shortcoming is addressed by the decision to improve it.
INTERNAL: Final = (shortcoming.AddressShortcoming,)
