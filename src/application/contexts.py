"""Every aggregate there is, with the kind of its streams and whom it is about."""

from typing import Any, Final

from ..domain.acquisition.distribution import DISTRIBUTIONS
from ..domain.acquisition.lead import LEADS
from ..domain.acquisition.touchpoint import TOUCHPOINTS
from ..domain.campaign.campaign import CAMPAIGNS
from ..domain.campaign.gathering import GATHERINGS
from ..domain.campaign.outreach import OUTREACH as OUTREACHES
from ..domain.coalition.benefit import BENEFITS
from ..domain.coalition.clearing import CLEARINGS
from ..domain.coalition.coalition import COALITIONS
from ..domain.communication.mailing import MAILINGS
from ..domain.communication.message import MESSAGES
from ..domain.communication.template import TEMPLATES
from ..domain.customer.access import ACCESSES
from ..domain.customer.consent import CONSENTS
from ..domain.customer.contact import CONTACTS
from ..domain.customer.link import LINKS
from ..domain.customer.match import MATCHES
from ..domain.customer.profile import CUSTOMERS
from ..domain.encounter.appointment import APPOINTMENTS
from ..domain.encounter.encounter import ENCOUNTERS
from ..domain.encounter.resource import RESOURCES
from ..domain.encounter.standard import STANDARDS
from ..domain.engagement.badge import BADGES
from ..domain.engagement.cause import CAUSES
from ..domain.engagement.challenge import CHALLENGES
from ..domain.engagement.contest import CONTESTS
from ..domain.engagement.participation import PARTICIPATIONS
from ..domain.engagement.referral import REFERRALS
from ..domain.engagement.scheme import SCHEMES
from ..domain.experiment.experiment import EXPERIMENTS
from ..domain.experiment.exposure import EXPOSURES
from ..domain.feedback.complaint import COMPLAINTS
from ..domain.feedback.feedback import FEEDBACK as RESPONSES
from ..domain.feedback.idea import IDEAS
from ..domain.feedback.invitation import INVITATIONS
from ..domain.feedback.review import REVIEWS
from ..domain.feedback.survey import SURVEYS
from ..domain.feedback.triggers import TRIGGERS
from ..domain.finance.figures import FIGURES
from ..domain.finance.project import PROJECTS
from ..domain.lifecycle.lifecycle import LIFECYCLES
from ..domain.lifecycle.rules import PHASE_RULES as RULES_OF_PHASES
from ..domain.lifecycle.winback import WIN_BACKS
from ..domain.loyalty.action import ACTIONS
from ..domain.loyalty.action_policy import ACTION_POLICIES
from ..domain.loyalty.cashback_budget import CASHBACK_BUDGETS
from ..domain.loyalty.expiry_warning import EXPIRY_WARNINGS
from ..domain.loyalty.membership import MEMBERSHIPS
from ..domain.loyalty.payout import PAYOUTS
from ..domain.loyalty.points import POINTS as LEDGERS
from ..domain.loyalty.privilege import PRIVILEGES
from ..domain.loyalty.programme import PROGRAMMES
from ..domain.loyalty.redemption import REDEMPTIONS
from ..domain.loyalty.reward import REWARDS
from ..domain.loyalty.tier import TIERS
from ..domain.loyalty.tier_policy import TIER_POLICIES
from ..domain.metrics.diagnosis import DIAGNOSES
from ..domain.metrics.statements import STATEMENTS
from ..domain.promotion.budget import BUDGETS
from ..domain.promotion.coupon import COUPONS
from ..domain.promotion.evaluation import EVALUATIONS
from ..domain.promotion.pool import POOLS
from ..domain.promotion.promotion import PROMOTIONS
from ..domain.promotion.purse import PURSES
from ..domain.purchase.order import ORDERS
from ..domain.quality.assessment import ASSESSMENTS
from ..domain.quality.criteria import CRITERIA as CATALOGUES
from ..domain.quality.improvement import IMPROVEMENTS
from ..domain.quality.shortcoming import SHORTCOMINGS
from ..domain.sales.contract import CONTRACTS
from ..domain.sales.goal import GOALS
from ..domain.sales.opportunity import OPPORTUNITIES
from ..domain.sales.pipeline import PIPELINES
from ..domain.sales.plan import PLANS
from ..domain.sales.settlement import SETTLEMENTS
from ..domain.sales.task import TASKS
from ..domain.segment.definition import SEGMENTS
from ..domain.segment.membership import SEGMENT_MEMBERS
from ..domain.service.calendar import CALENDARS
from ..domain.service.case import CASES
from ..domain.service.promise import PROMISES
from ..domain.service.sla import SLAS
from ..domain.staff.employee import EMPLOYEES
from .aggregate import Aggregate


def account(programme: str, customer: str) -> str:
    """Return the identity of a customer's membership and points in a programme."""
    return f"{programme}:{customer}"


def _itself(identity: str, _: Any = None) -> str:
    return identity


def _member(identity: str, _: Any = None) -> str:
    return identity.partition(":")[2]


def _whoever(_: str, event: Any) -> str | None:
    return getattr(event, "customer_id", None)


def _nobody(_: str, __: Any) -> None:
    return None


def _of_event(_: str, event: Any) -> str | None:
    customer: str | None = getattr(event, "customer_id", None)
    return customer


CUSTOMER: Final = Aggregate("customer", CUSTOMERS, _itself, _itself)
ACCESS: Final = Aggregate("access", ACCESSES, _nobody)
CONSENT: Final = Aggregate("consent", CONSENTS, _itself, _itself)
LINK: Final = Aggregate("link", LINKS, _itself, _itself)
CONTACT: Final = Aggregate("contact", CONTACTS, _itself, _itself)
ORDER: Final = Aggregate("order", ORDERS)
CAMPAIGN: Final = Aggregate("campaign", CAMPAIGNS, _nobody)
OUTREACH: Final = Aggregate("outreach", OUTREACHES, _itself, _itself)
ENCOUNTER: Final = Aggregate("encounter", ENCOUNTERS)
EMPLOYEE: Final = Aggregate("employee", EMPLOYEES, _nobody)
STANDARD: Final = Aggregate("standard", STANDARDS, _nobody)
RESOURCE: Final = Aggregate("resource", RESOURCES, _nobody)
APPOINTMENT: Final = Aggregate("appointment", APPOINTMENTS)
FEEDBACK: Final = Aggregate("feedback", RESPONSES)
PROGRAMME: Final = Aggregate("programme", PROGRAMMES, _nobody)
MEMBERSHIP: Final = Aggregate("membership", MEMBERSHIPS, _member, _member)
METRIC: Final = Aggregate("metric", STATEMENTS, _nobody)
POINTS: Final = Aggregate("points", LEDGERS, _member, _member)
ACTION_POLICY: Final = Aggregate("actionpolicy", ACTION_POLICIES, _nobody)
ACTION: Final = Aggregate("action", ACTIONS, _member, _member)
REWARD: Final = Aggregate("reward", REWARDS, _nobody)
REDEMPTION: Final = Aggregate("redemption", REDEMPTIONS)
TIER_POLICY: Final = Aggregate("tiers", TIER_POLICIES, _nobody)
TIER: Final = Aggregate("tier", TIERS, _member, _member)
CASHBACK_BUDGET: Final = Aggregate("cashbackbudget", CASHBACK_BUDGETS, _nobody)
PAYOUT: Final = Aggregate("payout", PAYOUTS)
PRIVILEGE: Final = Aggregate("privilege", PRIVILEGES, _member, _member)
EXPIRY_WARNING: Final = Aggregate("expirywarning", EXPIRY_WARNINGS, _member, _member)
TOUCHPOINT: Final = Aggregate("touchpoint", TOUCHPOINTS)
LEAD: Final = Aggregate("lead", LEADS)
DISTRIBUTION: Final = Aggregate("distribution", DISTRIBUTIONS, _nobody)
PIPELINE: Final = Aggregate("pipeline", PIPELINES, _nobody)
OPPORTUNITY: Final = Aggregate("opportunity", OPPORTUNITIES)
TASK: Final = Aggregate("task", TASKS)
GOAL: Final = Aggregate("goal", GOALS)
PLAN: Final = Aggregate("plan", PLANS)
CONTRACT: Final = Aggregate("contract", CONTRACTS)
SETTLEMENT: Final = Aggregate("settlement", SETTLEMENTS)
SURVEY: Final = Aggregate("survey", SURVEYS, _nobody)
TRIGGER: Final = Aggregate("trigger", TRIGGERS, _nobody)
INVITATION: Final = Aggregate("invitation", INVITATIONS, _itself, _itself)
COMPLAINT: Final = Aggregate("complaint", COMPLAINTS)
REVIEW: Final = Aggregate("review", REVIEWS)
IDEA: Final = Aggregate("idea", IDEAS)
SCHEME: Final = Aggregate("scheme", SCHEMES, _nobody)
REFERRAL: Final = Aggregate("referral", REFERRALS, _itself, _itself)
SHORTCOMING: Final = Aggregate("shortcoming", SHORTCOMINGS, _nobody)
IMPROVEMENT: Final = Aggregate("improvement", IMPROVEMENTS, _nobody)
CRITERIA: Final = Aggregate("criteria", CATALOGUES, _nobody)
ASSESSMENT: Final = Aggregate("assessment", ASSESSMENTS, _itself, _itself)
PHASE_RULES: Final = Aggregate("phases", RULES_OF_PHASES, _nobody)
LIFECYCLE: Final = Aggregate("lifecycle", LIFECYCLES, _itself, _itself)
WIN_BACK: Final = Aggregate("winback", WIN_BACKS, _itself, _itself)
CHALLENGE: Final = Aggregate("challenge", CHALLENGES, _nobody)
PARTICIPATION: Final = Aggregate("participation", PARTICIPATIONS, _member, _member)
BADGE: Final = Aggregate("badge", BADGES, _itself, _itself)
CONTEST: Final = Aggregate("contest", CONTESTS, _whoever)
CAUSE: Final = Aggregate("cause", CAUSES, _whoever)
COALITION: Final = Aggregate("coalition", COALITIONS, _nobody)
CLEARING: Final = Aggregate("clearing", CLEARINGS, _whoever)
BENEFIT: Final = Aggregate("benefit", BENEFITS)
PROMOTION: Final = Aggregate("promotion", PROMOTIONS, _nobody)
EVALUATION: Final = Aggregate("evaluation", EVALUATIONS)
POOL: Final = Aggregate("pool", POOLS, _nobody)
COUPON: Final = Aggregate("coupon", COUPONS)
BUDGET: Final = Aggregate("budget", BUDGETS, _nobody)
PURSE: Final = Aggregate("purse", PURSES, _nobody)
CALENDAR: Final = Aggregate("calendar", CALENDARS, _nobody)
SLA: Final = Aggregate("sla", SLAS, _nobody)
CASE: Final = Aggregate("case", CASES)
PROMISE: Final = Aggregate("promise", PROMISES)
SEGMENT: Final = Aggregate("segment", SEGMENTS, _nobody)
SEGMENT_MEMBER: Final = Aggregate("insegment", SEGMENT_MEMBERS, _member, _member)
FIGURE: Final = Aggregate("figure", FIGURES, _nobody)
PROJECT: Final = Aggregate("project", PROJECTS, _nobody)
TEMPLATE: Final = Aggregate("template", TEMPLATES, _nobody)
MAILING: Final = Aggregate("mailing", MAILINGS, _of_event)
MESSAGE: Final = Aggregate("message", MESSAGES)
DIAGNOSIS: Final = Aggregate("diagnosis", DIAGNOSES, _nobody)
EXPERIMENT: Final = Aggregate("experiment", EXPERIMENTS, _nobody)
EXPOSURE: Final = Aggregate("exposure", EXPOSURES)
GATHERING: Final = Aggregate("gathering", GATHERINGS, _of_event)
MATCH: Final = Aggregate("match", MATCHES)
