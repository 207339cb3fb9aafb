"""How the management of relationships fares: shares, worked out from the log."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Final

from ...domain.acquisition.lead import LeadAssigned, LeadCaptured
from ...domain.customer.facts import CustomerFactRecorded
from ...domain.encounter.encounter import EncounterOpened
from ...domain.encounter.serving_terms import EncounterStarted
from ...domain.feedback.feedback import FeedbackReceived
from ...domain.feedback.invitation_terms import SurveyAnswered, SurveyInvited
from ...domain.loyalty.membership import MemberEnrolled
from ...domain.loyalty.points import PointsEarned, PointsRedeemed
from ...domain.purchase.order import OrderCompleted
from ...domain.sales.opportunity import OpportunityOpened
from ...domain.sales.plan import AccountPlanned
from ...domain.sales.task import TaskAssigned
from ...domain.segment.definition import SegmentRunCompleted
from ...domain.service.case_events import CaseAssigned, CaseOpened
from ..envelope import Recorded
from .defining import Measured, Window, within
from .sales import buyers_of, orders_in

_ENCOUNTER: Final = "encounter:"
_LEAST_SCORES: Final = 10  # of one employee, to be compared with others
_DEPARTMENTS: Final[Mapping[str, tuple[type[Any], ...]]] = {
    "shop": (OrderCompleted,),
    "sales": (LeadCaptured, OpportunityOpened),
    "service": (EncounterOpened, EncounterStarted, CaseOpened),
}
_OWNED: Final = (
    AccountPlanned,
    CaseAssigned,
    LeadAssigned,
    OpportunityOpened,
    TaskAssigned,
)
KINDS: Final = (
    *(kind for kinds in _DEPARTMENTS.values() for kind in kinds),
    *_OWNED,
    SegmentRunCompleted,
    CustomerFactRecorded,
    FeedbackReceived,
    SurveyInvited,
    SurveyAnswered,
    MemberEnrolled,
    PointsEarned,
    PointsRedeemed,
)  # what any of them counts


def in_charge(events: Iterable[Recorded], window: Window) -> Measured:
    """Return who has somebody in charge, of those of two departments and more."""
    met: dict[str, set[str]] = defaultdict(set)
    owned, counted = set(), []
    for each in events:
        if each.subject is None or each.event.at > window.until:
            continue
        if isinstance(each.event, _OWNED):
            owned.add(each.subject)
            counted.append(each)
        if window.holds(each.event.at):
            for name, kinds in _DEPARTMENTS.items():
                if isinstance(each.event, kinds):
                    met[each.subject].add(name)
                    counted.append(each)
    several = {who for who, names in met.items() if len(names) > 1}
    return Measured(len(several & owned), len(several), counted)


def segmented(events: Iterable[Recorded], window: Window) -> Measured:
    runs = within(events, window, SegmentRunCompleted)
    return Measured(min(len(runs), 1), 1, runs)


def known_of(events: Iterable[Recorded], window: Window) -> Measured:
    """Return of which buyers of a window a need, habit or wish was recorded."""
    known = list(events)
    orders = orders_in(known, window)
    facts = [
        each
        for each in known
        if isinstance(each.event, CustomerFactRecorded)
        and each.event.at <= window.until
    ]
    buyers = buyers_of(orders).keys()
    told = {each.subject for each in facts}
    return Measured(len(buyers & told), len(buyers), [*orders, *facts])


def heard(events: Iterable[Recorded], window: Window) -> Measured:
    """Return which buyers of a window said in it what they think."""
    known = list(events)
    orders = orders_in(known, window)
    answers = within(known, window, FeedbackReceived, SurveyAnswered)
    buyers = buyers_of(orders).keys()
    said = {each.subject for each in answers}
    return Measured(len(buyers & said), len(buyers), [*orders, *answers])


def _scores(events: Iterable[Recorded], window: Window) -> list[tuple[Recorded, str]]:
    """Return the feedback of a window with the encounter that it is about."""
    invited: dict[str, str] = {}
    found = []
    for each in events:
        match each.event:
            case SurveyInvited(invitation_id=name, about_ref=str(ref)):
                if ref.startswith(_ENCOUNTER):
                    invited[name] = ref.removeprefix(_ENCOUNTER)
            case SurveyAnswered(invitation_id=name) if name in invited:
                if window.holds(each.event.at):
                    found.append((each, invited[name]))
            case FeedbackReceived(about_ref=str(ref)) if ref.startswith(_ENCOUNTER):
                if window.holds(each.event.at):
                    found.append((each, ref.removeprefix(_ENCOUNTER)))
    return found


def assessed(events: Iterable[Recorded], window: Window) -> Measured:
    known = list(events)
    opened = within(known, window, EncounterOpened, EncounterStarted)
    names = {each.event.encounter_id for each in opened}
    scored = [(each, name) for each, name in _scores(known, window) if name in names]
    judged = {name for _, name in scored}
    return Measured(len(judged), len(names), [*opened, *(each for each, _ in scored)])


def balanced(events: Iterable[Recorded], window: Window) -> Measured:
    """Return by how much the lowest mean score of an employee lies below the whole's.

    Of feedback on encounters; employees with few scores are left out of the comparison.
    """
    known = list(events)
    served: dict[str, str | None] = {
        each.event.encounter_id: each.event.employee_id
        for each in known
        if isinstance(each.event, EncounterStarted)
    }
    by: dict[str, list[Fraction]] = defaultdict(list)
    counted = []
    for each, encounter in _scores(known, window):
        employee = served.get(encounter)
        if employee is not None and isinstance(each.event, FeedbackReceived):
            by[employee].append(Fraction(each.event.score, each.event.scale_max))
            counted.append(each)
    means = [
        sum(s, Fraction()) / len(s) for s in by.values() if len(s) >= _LEAST_SCORES
    ]
    every = [score for scores in by.values() for score in scores]
    if len(means) < 2 or not any(every):
        return Measured(0, 0, counted)
    mean = sum(every, Fraction()) / len(every)
    below = (mean - min(means)) / mean
    return Measured(below.numerator, below.denominator, counted)


def enrolled(events: Iterable[Recorded], window: Window) -> Measured:
    known = list(events)
    orders = orders_in(known, window)
    members = [
        each
        for each in known
        if isinstance(each.event, MemberEnrolled) and each.event.at <= window.until
    ]
    buyers = buyers_of(orders).keys()
    joined = {each.subject for each in members}
    return Measured(len(buyers & joined), len(buyers), [*orders, *members])


def active(events: Iterable[Recorded], window: Window) -> Measured:
    known = list(events)
    members = [
        each
        for each in known
        if isinstance(each.event, MemberEnrolled) and each.event.at <= window.until
    ]
    earned = within(known, window, PointsEarned)
    joined = {each.subject for each in members}
    active = {each.subject for each in earned}
    return Measured(len(joined & active), len(joined), [*members, *earned])


def redeemed(events: Iterable[Recorded], window: Window) -> Measured:
    known = list(events)
    earned = within(known, window, PointsEarned)
    spent = within(known, window, PointsRedeemed)
    return Measured(
        sum(each.event.amount for each in spent),
        sum(each.event.amount for each in earned),
        [*earned, *spent],
    )
