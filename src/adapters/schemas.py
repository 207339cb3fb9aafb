"""Every event class that is stored, and the ways up from its older versions.

The class's name is the stored name, and so is never changed. To change its fields, add
an upcast from the version that is stored. What is stored never changes.
"""

from typing import Final, get_args

from ..domain.acquisition import distribution, lead, touchpoint
from ..domain.campaign import campaign, gathering, outreach
from ..domain.coalition import benefit, clearing, coalition
from ..domain.communication import mailing, message, template
from ..domain.customer import access, consent, contact, link, match, profile
from ..domain.encounter import appointment, encounter, resource, standard
from ..domain.engagement import (
    badge,
    cause,
    challenge,
    contest,
    participation,
    referral,
    scheme,
)
from ..domain.experiment import experiment, exposure
from ..domain.feedback import (
    complaint,
    feedback,
    idea,
    invitation,
    review,
    survey,
    triggers,
)
from ..domain.finance import figures, project
from ..domain.lifecycle import lifecycle, rules, winback
from ..domain.loyalty import (
    action,
    action_policy,
    cashback_budget,
    expiry_warning,
    membership,
    payout_terms,
    points,
    privilege,
    programme,
    redemption_terms,
    reward_terms,
    tier,
    tier_policy,
)
from ..domain.metrics import diagnosis, statements
from ..domain.promotion import budget, coupon, evaluation, pool, promotion, purse
from ..domain.purchase import order
from ..domain.quality import assessment, criteria, improvement, shortcoming
from ..domain.sales import (
    contract,
    goal,
    opportunity,
    pipeline,
    plan,
    settlement,
    task,
)
from ..domain.segment import definition
from ..domain.segment import membership as membership_of_segment
from ..domain.service import calendar, case, promise, sla
from ..domain.staff import employee
from .codec import Codec, Upcast
from .keys.vault import Vault

EVENTS: Final[tuple[type, ...]] = (
    *get_args(profile.Event),
    *get_args(consent.Event),
    *get_args(access.Event),
    *get_args(contact.Event),
    *get_args(link.Event),
    *get_args(order.Event),
    *get_args(campaign.Event),
    *get_args(outreach.Event),
    *get_args(programme.Event),
    *get_args(membership.Event),
    *get_args(points.Event),
    *(get_args(action_policy.Event) or (action_policy.Event,)),
    *get_args(action.Event),
    *get_args(reward_terms.Event),
    *get_args(redemption_terms.Event),
    *(get_args(tier_policy.Event) or (tier_policy.Event,)),
    *get_args(tier.Event),
    *get_args(cashback_budget.Event),
    *get_args(payout_terms.Event),
    *get_args(privilege.Event),
    *(get_args(expiry_warning.Event) or (expiry_warning.Event,)),
    *get_args(encounter.Event),
    *get_args(employee.Event),
    *get_args(standard.Event),
    resource.Event,
    *get_args(appointment.Event),
    *(get_args(statements.Event) or (statements.Event,)),
    *(get_args(feedback.Event) or (feedback.Event,)),
    *get_args(touchpoint.Event),
    *get_args(lead.Event),
    *get_args(distribution.Event),
    *(get_args(pipeline.Event) or (pipeline.Event,)),
    *get_args(opportunity.Event),
    *get_args(task.Event),
    *get_args(goal.Event),
    *get_args(plan.Event),
    *get_args(contract.Event),
    *get_args(settlement.Event),
    *get_args(survey.Event),
    *(get_args(triggers.Event) or (triggers.Event,)),
    *get_args(invitation.Event),
    *get_args(complaint.Event),
    *get_args(review.Event),
    *get_args(idea.Event),
    *(get_args(scheme.Event) or (scheme.Event,)),
    *get_args(referral.Event),
    *get_args(shortcoming.Event),
    *get_args(improvement.Event),
    *(get_args(criteria.Event) or (criteria.Event,)),
    *(get_args(assessment.Event) or (assessment.Event,)),
    *(get_args(rules.Event) or (rules.Event,)),
    *(get_args(lifecycle.Event) or (lifecycle.Event,)),
    *get_args(winback.Event),
    *(get_args(challenge.Event) or (challenge.Event,)),
    *get_args(participation.Event),
    *(get_args(badge.Event) or (badge.Event,)),
    *get_args(contest.Event),
    *get_args(cause.Event),
    *get_args(coalition.Event),
    *get_args(clearing.Event),
    *get_args(benefit.Event),
    *get_args(promotion.Event),
    *get_args(evaluation.Event),
    *get_args(pool.Event),
    *get_args(coupon.Event),
    *get_args(budget.Event),
    *get_args(purse.Event),
    *(get_args(calendar.Event) or (calendar.Event,)),
    *(get_args(sla.Event) or (sla.Event,)),
    *get_args(case.Event),
    *get_args(promise.Event),
    *get_args(definition.Event),
    *(get_args(membership_of_segment.Event) or (membership_of_segment.Event,)),
    *(get_args(figures.Event) or (figures.Event,)),
    *get_args(project.Event),
    *(get_args(template.Event) or (template.Event,)),
    *get_args(mailing.Event),
    *get_args(message.Event),
    *get_args(diagnosis.Event),
    *get_args(experiment.Event),
    *get_args(gathering.Event),
    *(get_args(exposure.Event) or (exposure.Event,)),
    *get_args(match.Event),
)

UPCASTS: Final[dict[tuple[str, int], Upcast]] = {}


def codec(vault: Vault | None = None) -> Codec:
    """Return the codec of all our events, its ways up checked; *vault* seals."""
    return Codec(EVENTS, UPCASTS, vault)
