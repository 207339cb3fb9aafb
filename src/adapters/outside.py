"""What the state of an aggregate looks like from outside."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from attrs import asdict

from ..application.metrics.definitions import NAMED
from ..application.projections.queue import Queued
from ..application.savings import Savings
from ..application.standing import Standing
from ..application.statement import Statement
from ..domain.campaign.outreach import Outreach
from ..domain.customer.consent import ConsentGranted, Consents
from ..domain.customer.contact import Contacts
from ..domain.customer.profile import Profile
from ..domain.encounter.agenda import Agenda
from ..domain.encounter.encounter import Encounter
from ..domain.feedback.complaint_state import Complaint
from ..domain.feedback.invitation_state import Invitations
from ..domain.feedback.survey import Survey
from ..domain.loyalty.action import Actions
from ..domain.loyalty.cashback_budget import CashbackBudget
from ..domain.loyalty.expiry_warning import ExpiryWarnings
from ..domain.loyalty.ledger import Ledger
from ..domain.loyalty.lots import NEVER
from ..domain.loyalty.membership import FormerMember, Member, Membership
from ..domain.loyalty.privilege import Privileges
from ..domain.loyalty.reward_state import Reward
from ..domain.loyalty.tier_status import TierStatus
from ..domain.promotion.budget import Budget
from ..domain.promotion.coupon import Coupon, CouponReserved, CouponUsed
from ..domain.promotion.evaluation import Evaluation
from ..domain.promotion.promotion import Promotion
from ..domain.promotion.purse import Purse
from ..domain.promotion.terms import Kind
from ..domain.quality.assessment import Assessments
from ..domain.quality.criteria import Criteria
from ..domain.quality.improvement import Improvement
from ..domain.quality.raters import disagreements, mutual
from ..domain.quality.uplift import NotAShare, Share, uplift
from ..domain.sales.opportunity import Opportunity
from ..domain.sales.settlement import Settlement
from ..domain.service.case_state import Case
from ..domain.service.figures import figures


def _customer(profile: Profile) -> Any:
    identifiers = [
        {"kind": kind, "blind_index": index, "verified": verified}
        for (kind, index), verified in profile.verified.items()
    ]
    return {
        "registered": profile.registered,
        "identifiers": identifiers,
        "facts": [
            asdict(each.recorded) | {"value": each.value}
            for each in profile.facts.values()
        ],
        "closed": profile.closed,
    }


def _consents(consents: Consents) -> Any:
    return [
        {
            "purpose": purpose,
            "channel": channel,
            "allowed": isinstance(decisions[-1], ConsentGranted),
            "decisions": [
                {"granted": isinstance(each, ConsentGranted)} | asdict(each)
                for each in decisions
            ],
        }
        for (purpose, channel), decisions in consents.decisions.items()
    ]


def _encounter(encounter: Encounter) -> Any:
    return {
        "opened": encounter.opened,
        "started": encounter.started,
        "customer_id": encounter.customer_id,
        "employee_id": encounter.employee_id,
        "participants": [
            {"participant_id": name, "role": role}
            for name, role in encounter.participants.items()
        ],
        "steps": encounter.steps,
        "performed": encounter.standing,
        "withdrawn": list(encounter.withdrawn.values()),
        "hand_overs": encounter.hand_overs,
        "experiences": list(encounter.experiences.values()),
        "next_actions": list(encounter.next_actions.values()),
        "conformance": encounter.conformance,
        "pauses": encounter.pauses,
        "closed": encounter.closed,
    }


def _agenda(agenda: Agenda) -> Any:
    return [
        {
            "booked": each.booked,
            "starts_at": each.slot.starts_at,
            "ends_at": each.slot.ends_at,
            "standing": each.standing,
            "reminded": each.reminded,
            "withheld": each.withheld,
            "move": each.move,
            "held": each.held,
        }
        for each in agenda.appointments.values()
    ]


def _outreach(outreach: Outreach) -> Any:
    redeemed = list(outreach.redeemed.values())
    return {"exposed": sorted(outreach.exposed), "redeemed": redeemed}


def _membership(membership: Membership) -> Any:
    match membership:
        case Member(suspended=suspended):
            status = "suspended" if suspended else "member"
        case FormerMember():
            status = "former"
        case _:
            status = "outsider"
    return {"status": status} | asdict(membership)


def _points(ledger: Ledger) -> dict[str, Any]:
    return {
        "pending": ledger.pending,
        "available": ledger.available,
        "held": ledger.held,
        "arrears": ledger.arrears,
        "lots": _lots(ledger),
        "holds": ledger.holds,
        "debts": ledger.debts,
    }


def _lots(ledger: Ledger) -> list[dict[str, Any]]:
    return [
        {
            "lot_id": lot.lot_id,
            "remaining": lot.remaining,
            "available_at": lot.available_at,
            "expires_at": None if lot.expires_at == NEVER else lot.expires_at,
        }
        for lot in ledger.lots
    ]


def _tier(status: TierStatus) -> Any:
    return {
        "tier": status.tier,
        "since": status.since,
        "valid_until": status.valid_until,
        "in_grace": status.in_grace,
        "grant_id": status.grant_id,
        "grants": [
            {"revoked": status.revoked.get(each.grant_id)} | asdict(each)
            for each in status.grants.values()
        ],
        "joined": list(status.joined.values()),
    }


def _privileges(held: Privileges) -> Any:
    used = held.used
    return [
        {"used": used.get(key, 0), "ended": held.ended.get(key)} | asdict(each)
        for key, each in held.grants.items()
    ]


def standing(of: Standing) -> dict[str, Any]:
    """Return where a member stands, and how far it is to other tiers."""
    return {
        "version": len(of.replay.events),
        "programme_id": of.programme_id,
        "customer_id": of.customer_id,
        "at": of.at,
        "policy_version": of.policy_version,
        **_tier(of.status),
        "progress": of.progress,
    }


def _opportunity(sale: Opportunity) -> Any:
    return {
        "opened": sale.opened,
        "stage": sale.stage,
        "amount": sale.amount,
        "expected_close": sale.expected_close,
        "participants": [
            {"person_id": person, "role": role} for person, role in sorted(sale.parts)
        ],
        "moves": sale.moves,
        "ended": sale.ended,
    }


def _settlement(account: Settlement) -> Any:
    return {
        "balance": account.balance,
        "due": account.due,
        "advance": account.advance,
        "invoices": [
            {"due": each.due, "paid": each.paid, "credited": each.credited}
            | asdict(each.booked)
            for each in account.invoices.values()
        ],
        "payments": list(account.received.values()),
        "failures": list(account.failed.values()),
        "refunds": list(account.refunds.values()),
        "credits": list(account.credits.values()),
        "reconciliations": list(account.reconciled.values()),
    }


def _actions(actions: Actions) -> Any:
    return [
        asdict(each) | {"revoked": actions.revoked.get(name)}
        for name, each in actions.rewarded.items()
    ]


def _budget(budget: CashbackBudget) -> Any:
    return {"set": budget.set, "given": budget.given, "left": budget.left}


def _warnings(warnings: ExpiryWarnings) -> Any:
    return [
        {"lot_id": lot_id, "days": days} for lot_id, days in sorted(warnings.warned)
    ]


def _reward(reward: Reward) -> Any:
    return {
        "defined": reward.defined,
        "revisions": reward.revisions,
        "withdrawn": reward.withdrawn,
        "stock": reward.stock,
        "reserved": reward.reserved,
        "left": reward.left,
        "changes": list(reward.changes.values()),
        "reservations": [
            {"redemption_id": name} | asdict(each)
            for name, each in reward.reservations.items()
        ],
    }


def as_it_is(state: Any) -> Any:
    """Return the state of an aggregate that is made of its own events."""
    return state


def _contacts(contacts: Contacts) -> Any:
    return {
        "caps": contacts.caps,
        "quiet": contacts.quiet,
        "language": contacts.language,
        "contacts": [
            asdict(each) | {"waiting": each.contact_id in contacts.waiting}
            for each in contacts.reserved.values()
        ],
    }


def _survey(survey: Survey) -> Any:
    designs = [
        {"version": version} | asdict(design)
        for version, design in survey.designs.items()
    ]
    return {"designs": designs, "closed": survey.closed}


def _invitations(invitations: Invitations) -> Any:
    return {
        "due": invitations.due,
        "invitations": list(invitations.made.values()),
        "withheld": [
            {"invitation_id": key, "number": number}
            for key, number in sorted(invitations.withheld)
        ],
    }


def _complaint(complaint: Complaint) -> Any:
    return {
        "filed": complaint.filed,
        "owner": complaint.owner,
        "level": complaint.level,
        "due": complaint.due,
        "overdue": complaint.overdue,
        "acknowledged": complaint.acknowledged,
        "cause": complaint.cause,
        "remedies": list(complaint.remedies.values()),
        "closed": complaint.closed,
        "verified": complaint.verified,
    }


def _improvement(improvement: Improvement) -> Any:
    return {
        "decided": improvement.decided,
        "verified": improvement.verified,
        "uplift": _uplift(improvement),
    }


def _uplift(improvement: Improvement) -> Any:
    """Return by how much a share has changed; there is no telling of another figure."""
    if improvement.verified is None:
        return None
    both = improvement.verified.before, improvement.verified.after
    if any(NAMED[each.metric].unit != "share" for each in both):
        return None
    try:
        found = uplift(*(Share(each.numerator, each.denominator) for each in both))
    except NotAShare:
        return None
    return asdict(found) | {"certain": found.certain}


def _criteria(criteria: Criteria) -> Any:
    return list(criteria.versions.values())


def _assessments(assessments: Assessments) -> Any:
    made = assessments.made.values()
    return {
        "assessments": list(made),
        "mutual": [asdict(each) | {"gap": each.gap} for each in mutual(made)],
        "disagreements": [
            asdict(each) | {"mean_difference": round(each.mean_difference)}
            for each in disagreements(made)
        ],
    }


def _case(case: Case) -> Any:
    return {
        "opened": case.opened,
        "kind": case.kind,
        "priority": case.priority,
        "category": case.category,
        "owner": case.owner,
        "department": case.department,
        "due": case.due,
        "paused": case.paused,
        "breaches": list(case.breaches.values()),
        "messages": list(case.messages.values()),
        "encounters": case.encounters,
        "resolved": case.resolved,
        "reopened": case.reopened,
        "closed": case.closed,
        "merged": case.merged,
        "absorbed": case.absorbed,
        "splits": case.splits,
        "figures": figures(case),
    }


def _promotion(promotion: Promotion) -> Any:
    return {
        "versions": promotion.versions,
        "paused": promotion.paused,
        "ended": promotion.ended,
    }


def _evaluation(evaluation: Evaluation) -> Any:
    last, outcome = evaluation.evaluated, evaluation.outcome
    return {
        "evaluated": last,
        "lines": [
            {
                "line_id": line.line_id,
                "list_price": line.list_price,
                "discount": outcome.off(line.line_id),
                "coupon_discount": outcome.off(line.line_id, Kind.COUPON),
                "paid": line.list_price - outcome.off(line.line_id),
            }
            for line in (last.lines if last else ())
        ],
        "bound": evaluation.bound,
        "voided": evaluation.voided,
    }


def _coupon(coupon: Coupon) -> Any:
    return {
        "issued": coupon.issued,
        "reserved": sorted(coupon.reserved.values(), key=_when),
        "used": sorted(coupon.used.values(), key=_when),
        "revoked": coupon.revoked,
    }


def _promotion_budget(budget: Budget) -> Any:
    return {"opened": budget.opened, "left": budget.left, "leased": budget.leased}


def _purse(purse: Purse) -> Any:
    spent = {k: n for k, n in purse.spent.items() if k not in purse.unspent}
    return {"held": purse.held, "spent": dict(sorted(spent.items()))}


def _when(each: CouponReserved | CouponUsed) -> tuple[datetime, str]:
    return each.at, each.order_id


VIEWS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "customer": _customer,
    "contact": _contacts,
    "consent": _consents,
    "encounter": _encounter,
    "appointment": _agenda,
    "outreach": _outreach,
    "membership": _membership,
    "points": _points,
    "tier": _tier,
    "privilege": _privileges,
    "opportunity": _opportunity,
    "settlement": _settlement,
    "action": _actions,
    "reward": _reward,
    "expirywarning": _warnings,
    "cashbackbudget": _budget,
    "survey": _survey,
    "invitation": _invitations,
    "complaint": _complaint,
    "improvement": _improvement,
    "criteria": _criteria,
    "assessment": _assessments,
    "case": _case,
    "promotion": _promotion,
    "evaluation": _evaluation,
    "coupon": _coupon,
    "budget": _promotion_budget,
    "purse": _purse,
}


def queued(each: Queued) -> dict[str, Any]:
    """Return a case of the queue, as JSON has it."""
    return {
        "case_id": each.case_id,
        "customer_id": each.customer_id,
        "kind": each.kind,
        "priority": each.priority,
        "category": each.category,
        "channel": each.channel,
        "department": each.department,
        "owner": each.owner,
        "opened_at": each.opened_at,
        "due_at": each.due_at,
        "first_response_due_at": each.first_response_due_at,
        "resolution_due_at": each.resolution_due_at,
        "paused": each.paused,
        "missed": each.missed,
        "messages": each.messages,
        "tasks": each.tasks,
        "promises": each.promises,
    }


def savings(of: Savings) -> dict[str, Any]:
    """Return savings, each currency with its total."""
    return {
        "customer_id": of.customer_id,
        "at": of.at,
        "saved": [asdict(each) | {"total": each.total} for each in of.saved],
        "balances": of.balances,
        "rewards": of.rewards,
    }


def statement(of: Statement) -> dict[str, Any]:
    """Return a statement, and the lots in which points are left."""
    ledger = of.replay.state
    return {
        "version": len(of.replay.events),
        "programme_id": of.programme_id,
        "customer_id": of.customer_id,
        "at": of.at,
        "spendable": of.spendable,
        "pending": ledger.pending,
        "available": ledger.available,
        "held": ledger.held,
        "arrears": ledger.arrears,
        "lots": _lots(ledger),
        "lines": of.lines,
    }
