"""Who is asked what, and upon what: by a policy, on a consent, under the caps."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

from ..domain.customer.contact_terms import (
    ContactReleased,
    ContactSuppressed,
)
from ..domain.decider import Refused
from ..domain.encounter.encounter import EncounterClosed
from ..domain.feedback.complaint_terms import ComplaintClosed
from ..domain.feedback.invitation_state import Invitations
from ..domain.feedback.invitation_terms import (
    Invite,
    NoteWithheld,
    Remind,
    SurveyInvited,
    SurveyReminded,
    SurveyReminderDue,
)
from ..domain.feedback.triggers import Rule, Trigger, Triggers
from ..domain.ids import CustomerId, InvitationId
from ..domain.purchase.order import OrderCompleted
from ..domain.service.case_events import CaseResolved
from .announcing import reserve, withdraw
from .contexts import CUSTOMER, INVITATION, TRIGGER
from .envelope import Draft, TimeQuality
from .inviting import consent_position, newest_design
from .work import Reaction, Work

Rules: TypeAlias = Mapping[Trigger, tuple[Rule, str]]


def survey(work: Work, draft: Draft) -> None:
    """Have happen what follows for those who are asked, if anything does."""
    if follow := _FOLLOWS.get(type(draft.event)):
        follow(work, draft)


def _whom(work: Work, draft: Draft) -> CustomerId | None:
    """Return whom an event is about, if they are there to be asked."""
    customer: CustomerId | None = draft.event.customer_id
    profile = work.state(CUSTOMER, customer) if customer else None
    known = profile and profile.registered and not profile.erased
    return customer if known else None


def _rules(work: Work, draft: Draft) -> Rules:
    """Return the rule upon each trigger, of the first policy by name that has one.

    None for what was imported: it is long over, and asks nobody.
    """
    rules: dict[Trigger, tuple[Rule, str]] = {}
    if draft.origin.time_quality is TimeQuality.IMPORTED:
        return rules
    for name in work.known(TRIGGER):
        triggers: Triggers = work.state(TRIGGER, name)
        if published := triggers.in_force(draft.event.at):
            ref = f"{TRIGGER.kind}:{name}@{published.version}"
            for rule in published.rules:
                rules.setdefault(rule.trigger, (rule, ref))
    return rules


def _ask(
    work: Work,
    draft: Draft,
    customer: CustomerId,
    about: str,
    found: tuple[Rule, str],
) -> None:
    """Invite someone by a rule; what forbids it is kept with its reason."""
    rule, ref = found
    at, origin = draft.event.at, work.caused_by(draft, "surveys-follow", ref)
    key = InvitationId(f"{rule.trigger}:{about.partition(':')[2]}")

    def invite(work: Work) -> None:
        version, design = newest_design(work, rule.survey_id)
        command = Invite(
            at,
            customer,
            key,
            rule.survey_id,
            version,
            design.instrument,
            rule.trigger,
            rule.purpose,
            rule.channel,
            consent_position(work, customer, rule.purpose, rule.channel),
            rule.expires_at(at),
            about,
            rule.remind_at(at),
            rule.rest_days,
            ref,
        )
        work.handle(INVITATION, customer, command, origin)

    try:
        work.attempt(invite)
    except Refused as refusal:
        why = type(refusal).__name__, str(refusal)
        note = NoteWithheld(at, customer, key, rule.survey_id, rule.trigger, 0, *why)
        work.handle(INVITATION, customer, note, origin)


def _after_encounter(work: Work, draft: Draft) -> None:
    """Ask after an encounter; after the first one what is asked of newcomers."""
    closed: EncounterClosed = draft.event
    rules, customer = _rules(work, draft), _whom(work, draft)
    found = rules.get(Trigger.ENCOUNTER_CLOSED)
    newcomers = rules.get(Trigger.FIRST_ENCOUNTER)
    if newcomers and customer and not _earlier(work, draft, "encounter_id"):
        found = newcomers
    if found and customer:
        _ask(work, draft, customer, f"encounter:{closed.encounter_id}", found)


def _after_purchase(work: Work, draft: Draft) -> None:
    """Ask after a purchase that is not the customer's first."""
    order: OrderCompleted = draft.event
    found = _rules(work, draft).get(Trigger.REPEAT_PURCHASE)
    customer = _whom(work, draft) if found else None
    if found and customer and _earlier(work, draft, "order_id"):
        _ask(work, draft, customer, f"order:{order.order_id}", found)


def _after_case(work: Work, draft: Draft) -> None:
    """Ask how a case was dealt with, once it is resolved for the first time."""
    resolved: CaseResolved = draft.event
    _ask_upon(work, draft, Trigger.CASE_RESOLVED, f"case:{resolved.case_id}")


def _after_complaint(work: Work, draft: Draft) -> None:
    """Ask how a complaint was dealt with, once it is closed."""
    closed: ComplaintClosed = draft.event
    _ask_upon(work, draft, Trigger.COMPLAINT_CLOSED, f"complaint:{closed.complaint_id}")


def _ask_upon(work: Work, draft: Draft, trigger: Trigger, about: str) -> None:
    found = _rules(work, draft).get(trigger)
    customer = _whom(work, draft) if found else None
    if found and customer:
        _ask(work, draft, customer, about, found)


def _earlier(work: Work, draft: Draft, named: str) -> bool:
    """Whether the customer had one of these before, which is another than this."""
    assert draft.subject is not None
    recorded = (each.event for each in work.journal.about(draft.subject))
    decided = (each.event for each in work.drafts if each.subject == draft.subject)
    event = draft.event
    return any(
        type(each) is type(event)
        and each.at <= event.at
        and getattr(each, named) != getattr(event, named)
        for each in (*recorded, *decided)
    )


def _remind(work: Work, draft: Draft) -> None:
    """Remind whoever has not answered, if they may be written to now."""
    due: SurveyReminderDue = draft.event
    at, key, customer = due.at, due.invitation_id, _whom(work, draft)
    if customer is None:
        return
    invitations: Invitations = work.state(INVITATION, customer)
    invited = invitations.made[key].invited
    position = consent_position(work, customer, invited.purpose, invited.channel)
    refs = (invited.policy,) if invited.policy else ()
    origin = work.caused_by(draft, "surveys-follow", *refs)
    remind = Remind(at, customer, key, due.number, position)
    try:
        work.attempt(lambda work: work.handle(INVITATION, customer, remind, origin))
    except Refused as refusal:
        why = due.number, type(refusal).__name__, str(refusal)
        note = NoteWithheld(at, customer, key, invited.survey_id, invited.trigger, *why)
        work.handle(INVITATION, customer, note, origin)


_FOLLOWS: Final[Mapping[type[Any], Reaction]] = {
    EncounterClosed: _after_encounter,
    OrderCompleted: _after_purchase,
    CaseResolved: _after_case,
    ComplaintClosed: _after_complaint,
    SurveyInvited: reserve,
    SurveyReminderDue: _remind,
    SurveyReminded: reserve,
    ContactSuppressed: withdraw,
    ContactReleased: withdraw,
}
