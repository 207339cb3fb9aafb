"""Where each command and each aggregate is found."""

from collections.abc import Mapping
from typing import Final

_CUSTOMER = "/v1/customers/{customer_id}"
_ORDER = "/v1/orders/{order_id}"
_CAMPAIGN = "/v1/campaigns/{campaign_id}"
_ENCOUNTER = "/v1/encounters/{encounter_id}"
_PROGRAMME = "/v1/programmes/{programme_id}"
_MEMBER = "/v1/memberships/{programme_id}/{customer_id}"
_TOUCH = "/v1/touchpoints/{touch_id}"
_LEAD = "/v1/leads/{lead_id}"
_DISTRIBUTION = "/v1/distributions/{distribution_id}"
_PIPELINE = "/v1/pipelines/{pipeline_id}"
_OPPORTUNITY = "/v1/opportunities/{opportunity_id}"
_TASK = "/v1/tasks/{task_id}"
_GOAL = "/v1/goals/{goal_id}"
_PLAN = "/v1/plans/{plan_id}"
_CONTRACT = "/v1/contracts/{contract_id}"
_SETTLEMENT = "/v1/settlements/{currency}/{customer_id}"
_REWARD = "/v1/rewards/{reward_id}"
_REDEMPTION = "/v1/redemptions/{redemption_id}"
_SURVEY = "/v1/surveys/{survey_id}"
_TRIGGER = "/v1/survey-triggers/{policy_id}"
_COMPLAINT = "/v1/complaints/{complaint_id}"
_REVIEW = "/v1/reviews/{review_id}"
_IDEA = "/v1/ideas/{idea_id}"
_SHORTCOMING = "/v1/shortcomings/{shortcoming_id}"
_IMPROVEMENT = "/v1/improvements/{improvement_id}"
_CRITERIA = "/v1/value-criteria/{criteria_id}"
_INVITED = f"{_CUSTOMER}/invitations/{{invitation_id}}"
_SCHEME = "/v1/schemes/{scheme_id}"
_CHALLENGE = "/v1/challenges/{challenge_id}"
_PART = f"{_CHALLENGE}/participations/{{customer_id}}"
_REFERRAL = f"{_CUSTOMER}/referral"

_PHASES = "/v1/phases/{rules_id}"

COMMANDS: Final[Mapping[str, str]] = {
    "customer.register": "/v1/customers",
    "customer.add-identifier": f"{_CUSTOMER}/identifiers",
    "customer.verify-identifier": f"{_CUSTOMER}/identifiers/verifications",
    "customer.remove-identifier": f"{_CUSTOMER}/identifiers/removals",
    "customer.record-fact": f"{_CUSTOMER}/facts",
    "customer.correct-fact": f"{_CUSTOMER}/facts/{{fact_id}}/corrections",
    "customer.close": f"{_CUSTOMER}/closure",
    "customer.reopen": f"{_CUSTOMER}/reopening",
    "customer.hold": f"{_CUSTOMER}/holds",
    "customer.release-hold": f"{_CUSTOMER}/holds/{{hold_id}}/release",
    "contact.prefer": f"{_CUSTOMER}/preference",
    "contact.reserve": f"{_CUSTOMER}/contacts",
    "contact.use": f"{_CUSTOMER}/contacts/{{contact_id}}/dispatch",
    "contact.release": f"{_CUSTOMER}/contacts/{{contact_id}}/release",
    "consent.grant": f"{_CUSTOMER}/consents",
    "consent.withdraw": f"{_CUSTOMER}/consents/withdrawals",
    "order.place": "/v1/orders",
    "order.record": "/v1/purchases",
    "order.complete": f"{_ORDER}/completion",
    "order.cancel": f"{_ORDER}/cancellation",
    "order.return": f"{_ORDER}/returns",
    "order.refund": f"{_ORDER}/refunds",
    "campaign.plan": "/v1/campaigns",
    "campaign.close": f"{_CAMPAIGN}/closure",
    "campaign.book-spend": f"{_CAMPAIGN}/spend",
    "campaign.cancel-spend": f"{_CAMPAIGN}/spend/{{spend_id}}/cancellation",
    "campaign.place-material": f"{_CAMPAIGN}/materials",
    "campaign.report-reach": f"{_CAMPAIGN}/reach",
    "outreach.expose": f"{_CUSTOMER}/exposures",
    "outreach.redeem-coupon": f"{_CUSTOMER}/coupons",
    "encounter.open": "/v1/encounters",
    "encounter.record-step": f"{_ENCOUNTER}/steps",
    "encounter.close": f"{_ENCOUNTER}/closure",
    "encounter.reopen": f"{_ENCOUNTER}/reopening",
    "feedback.receive": "/v1/feedback",
    "programme.publish": f"{_PROGRAMME}/versions",
    "programme.retire": f"{_PROGRAMME}/versions/{{version}}/retirement",
    "membership.enrol": "/v1/memberships",
    "membership.issue-card": f"{_MEMBER}/cards",
    "membership.replace-card": f"{_MEMBER}/cards/replacements",
    "membership.suspend": f"{_MEMBER}/suspension",
    "membership.reinstate": f"{_MEMBER}/reinstatement",
    "membership.leave": f"{_MEMBER}/departure",
    "points.earn": f"{_MEMBER}/earnings",
    "points.reverse": f"{_MEMBER}/earnings/reversals",
    "points.redeem": f"{_MEMBER}/redemptions",
    "points.give-back": f"{_MEMBER}/redemptions/{{redemption_id}}/reversals",
    "points.hold": f"{_MEMBER}/holds",
    "points.capture": f"{_MEMBER}/holds/{{hold_id}}/capture",
    "points.release": f"{_MEMBER}/holds/{{hold_id}}/release",
    "points.adjust": f"{_MEMBER}/adjustments",
    "points.settle": f"{_MEMBER}/settlements",
    "tiers.publish": f"{_PROGRAMME}/tiers",
    "tier.grant": f"{_MEMBER}/tier/grants",
    "tier.revoke": f"{_MEMBER}/tier/grants/{{grant_id}}/revocation",
    "touchpoint.record": "/v1/touchpoints",
    "touchpoint.identify": f"{_TOUCH}/identification",
    "lead.capture": "/v1/leads",
    "lead.score": f"{_LEAD}/scores",
    "lead.qualify": f"{_LEAD}/qualification",
    "lead.disqualify": f"{_LEAD}/disqualification",
    "lead.assign": f"{_LEAD}/assignments",
    "lead.follow-up": f"{_LEAD}/follow-ups",
    "lead.fall-due": f"{_LEAD}/due",
    "lead.hand-over": f"{_LEAD}/hand-overs",
    "lead.accept": f"{_LEAD}/hand-overs/acceptance",
    "lead.reject": f"{_LEAD}/hand-overs/rejection",
    "lead.convert": f"{_LEAD}/conversion",
    "distribution.publish": f"{_DISTRIBUTION}/versions",
    "pipeline.publish": f"{_PIPELINE}/versions",
    "opportunity.open": "/v1/opportunities",
    "opportunity.advance": f"{_OPPORTUNITY}/stage",
    "opportunity.send-back": f"{_OPPORTUNITY}/stage/return",
    "opportunity.revise-amount": f"{_OPPORTUNITY}/amount",
    "opportunity.move-close": f"{_OPPORTUNITY}/expected-close",
    "opportunity.add-participant": f"{_OPPORTUNITY}/participants",
    "opportunity.remove-participant": f"{_OPPORTUNITY}/participants/removals",
    "opportunity.win": f"{_OPPORTUNITY}/winning",
    "opportunity.lose": f"{_OPPORTUNITY}/loss",
    "task.assign": "/v1/tasks",
    "task.reassign": f"{_TASK}/assignee",
    "task.complete": f"{_TASK}/completion",
    "task.cancel": f"{_TASK}/cancellation",
    "task.fall-due": f"{_TASK}/due",
    "goal.set": "/v1/goals",
    "goal.measure": f"{_GOAL}/measurements",
    "goal.fall-due": f"{_GOAL}/due",
    "plan.draft": "/v1/plans",
    "plan.complete-step": f"{_PLAN}/steps/{{step_id}}/completion",
    "contract.sign": "/v1/contracts",
    "contract.renew": f"{_CONTRACT}/renewals",
    "contract.end": f"{_CONTRACT}/end",
    "contract.fall-due": f"{_CONTRACT}/due",
    "settlement.book-invoice": f"{_SETTLEMENT}/invoices",
    "settlement.credit-invoice": f"{_SETTLEMENT}/invoices/{{invoice_id}}/credits",
    "settlement.receive-payment": f"{_SETTLEMENT}/payments",
    "settlement.note-failure": f"{_SETTLEMENT}/payments/failures",
    "settlement.refund-payment": f"{_SETTLEMENT}/payments/{{payment_id}}/refunds",
    "settlement.reconcile": f"{_SETTLEMENT}/reconciliations",
    "actionpolicy.publish": f"{_PROGRAMME}/actions/versions",
    "action.record": f"{_MEMBER}/actions",
    "action.revoke": f"{_MEMBER}/actions/{{action_id}}/revocation",
    "reward.define": "/v1/rewards",
    "reward.revise": f"{_REWARD}/terms",
    "reward.change-stock": f"{_REWARD}/stock",
    "reward.withdraw": f"{_REWARD}/withdrawal",
    "redemption.request": "/v1/redemptions",
    "redemption.fulfil": f"{_REDEMPTION}/fulfilment",
    "redemption.cancel": f"{_REDEMPTION}/cancellation",
    "redemption.fall-due": f"{_REDEMPTION}/due",
    "survey.design": "/v1/surveys",
    "survey.revise": f"{_SURVEY}/versions",
    "survey.close": f"{_SURVEY}/closure",
    "trigger.publish": f"{_TRIGGER}/versions",
    "invitation.invite": f"{_CUSTOMER}/invitations",
    "invitation.remind": f"{_INVITED}/reminders",
    "invitation.answer": f"{_INVITED}/answer",
    "invitation.answer-servqual": f"{_INVITED}/servqual-answer",
    "invitation.withdraw": f"{_INVITED}/withdrawal",
    "invitation.fall-due": f"{_CUSTOMER}/due-invitations",
    "complaint.file": "/v1/complaints",
    "complaint.acknowledge": f"{_COMPLAINT}/acknowledgement",
    "complaint.find-cause": f"{_COMPLAINT}/cause",
    "complaint.offer": f"{_COMPLAINT}/remedies",
    "complaint.accept": f"{_COMPLAINT}/remedies/{{remedy_id}}/acceptance",
    "complaint.decline": f"{_COMPLAINT}/remedies/{{remedy_id}}/rejection",
    "complaint.escalate": f"{_COMPLAINT}/escalations",
    "complaint.close": f"{_COMPLAINT}/closure",
    "complaint.fall-due": f"{_COMPLAINT}/due",
    "review.publish": "/v1/reviews",
    "review.answer": f"{_REVIEW}/answer",
    "idea.submit": "/v1/ideas",
    "idea.adopt": f"{_IDEA}/adoption",
    "idea.decline": f"{_IDEA}/rejection",
    "scheme.publish": f"{_SCHEME}/versions",
    "referral.issue-code": f"{_REFERRAL}/code",
    "referral.claim": f"{_REFERRAL}/claims",
    "referral.reject": f"{_REFERRAL}/claims/{{claim_id}}/rejection",
    "referral.fall-due": f"{_REFERRAL}/due",
    "shortcoming.register": "/v1/shortcomings",
    "shortcoming.add-evidence": f"{_SHORTCOMING}/evidence",
    "improvement.decide": "/v1/improvements",
    "improvement.verify": f"{_IMPROVEMENT}/verification",
    "criteria.publish": f"{_CRITERIA}/versions",
    "assessment.assess": f"{_CUSTOMER}/assessments",
    "phases.publish": f"{_PHASES}/versions",
    "challenge.publish": f"{_CHALLENGE}/versions",
    "participation.join": f"{_CHALLENGE}/participations",
    "participation.leave": f"{_PART}/departure",
    "participation.enter-board": f"{_PART}/board",
    "participation.leave-board": f"{_PART}/board/departure",
    "participation.fall-due": f"{_PART}/due",
    "badge.award": f"{_CUSTOMER}/badges",
}

AGGREGATES: Final[Mapping[str, str]] = {
    "customer": _CUSTOMER,
    "contact": f"{_CUSTOMER}/contacts",
    "consent": f"{_CUSTOMER}/consents",
    "order": _ORDER,
    "campaign": _CAMPAIGN,
    "outreach": f"{_CUSTOMER}/outreach",
    "encounter": _ENCOUNTER,
    "feedback": "/v1/feedback/{feedback_id}",
    "programme": _PROGRAMME,
    "membership": _MEMBER,
    "points": f"{_MEMBER}/statement",
    "tiers": f"{_PROGRAMME}/tiers",
    "tier": f"{_MEMBER}/tier",
    "touchpoint": _TOUCH,
    "lead": _LEAD,
    "distribution": _DISTRIBUTION,
    "pipeline": _PIPELINE,
    "opportunity": _OPPORTUNITY,
    "task": _TASK,
    "goal": _GOAL,
    "plan": _PLAN,
    "contract": _CONTRACT,
    "settlement": _SETTLEMENT,
    "actionpolicy": f"{_PROGRAMME}/actions",
    "action": f"{_MEMBER}/actions",
    "reward": _REWARD,
    "redemption": _REDEMPTION,
    "survey": _SURVEY,
    "trigger": _TRIGGER,
    "invitation": f"{_CUSTOMER}/invitations",
    "complaint": _COMPLAINT,
    "review": _REVIEW,
    "idea": _IDEA,
    "scheme": _SCHEME,
    "referral": _REFERRAL,
    "shortcoming": _SHORTCOMING,
    "improvement": _IMPROVEMENT,
    "criteria": _CRITERIA,
    "assessment": f"{_CUSTOMER}/assessments",
    "phases": _PHASES,
    "lifecycle": f"{_CUSTOMER}/lifecycle",
    "winback": f"{_CUSTOMER}/win-back",
    "challenge": _CHALLENGE,
    "participation": _PART,
    "badge": f"{_CUSTOMER}/badges",
}


def location(kind: str, names: tuple[str, ...], identity: str) -> str:
    """Return where an aggregate can be read; the shape of its id is fit for a URL."""
    parts = identity.split(":", len(names) - 1)
    return AGGREGATES[kind].format(**dict(zip(names, parts, strict=True)))
