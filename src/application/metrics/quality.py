"""Figures of how loops are closed, what is improved, and how value is assessed."""

from collections.abc import Iterable
from typing import Any, Final

from ...domain.feedback.complaint_kinds import ComplaintCategory
from ...domain.feedback.complaint_terms import (
    ComplaintAcknowledged,
    ComplaintClosed,
    ComplaintFiled,
    LoopVerified,
)
from ...domain.feedback.idea import IdeaAdopted, IdeaDeclined, IdeaSubmitted
from ...domain.quality.assessment import CustomerValueAssessed
from ...domain.quality.improvement_terms import ImprovementDecided, ImprovementVerified
from ...domain.quality.raters import apart, latest
from ..envelope import Recorded
from .defining import Definition, Measure, Measured, Window, defined, within

HOUR: Final = 3_600


def _complaints(*categories: ComplaintCategory) -> Measure:
    def measure(events: Iterable[Recorded], window: Window) -> Measured:
        counted = [
            each
            for each in within(events, window, ComplaintFiled)
            if not categories or each.event.category in categories
        ]
        return Measured(len(counted), 1, counted)

    return measure


def _in_time(events: Iterable[Recorded], window: Window) -> Measured:
    events = list(events)
    filed = {e.event.complaint_id: e for e in within(events, window, ComplaintFiled)}
    heard = [
        each
        for each in events
        if isinstance(each.event, ComplaintAcknowledged)
        and each.event.complaint_id in filed
        and each.event.in_time
    ]
    return Measured(len(heard), len(filed), [*filed.values(), *heard])


def _hours(begins: type[Any], ends: type[Any], named: str) -> Measure:
    """Return the mean hours from the beginning of what has ended in a window."""

    def measure(events: Iterable[Recorded], window: Window) -> Measured:
        events = list(events)
        begun = {
            getattr(each.event, named): each
            for each in events
            if isinstance(each.event, begins)
        }
        ended = within(events, window, ends)
        first = [begun[getattr(each.event, named)] for each in ended]
        seconds = sum(
            round((end.event.at - start.event.at).total_seconds())
            for start, end in zip(first, ended, strict=True)
        )
        return Measured(seconds, HOUR * len(ended), [*first, *ended])

    return measure


def _adopted(events: Iterable[Recorded], window: Window) -> Measured:
    counted = within(events, window, IdeaAdopted, IdeaDeclined)
    adopted = sum(isinstance(each.event, IdeaAdopted) for each in counted)
    return Measured(adopted, len(counted), counted)


def _submitted(events: Iterable[Recorded], window: Window) -> Measured:
    counted = within(events, window, IdeaSubmitted)
    return Measured(len(counted), 1, counted)


def _disagreement(events: Iterable[Recorded], window: Window) -> Measured:
    counted = within(events, window, CustomerValueAssessed)
    by_customer: dict[str, list[Any]] = {}
    for each in counted:
        by_customer.setdefault(each.event.customer_id, []).append(each.event)
    total = pairs = 0
    for made in by_customer.values():
        for views in latest(made).values():
            more, compared = apart(view.score for view in views.values())
            total, pairs = total + more, pairs + compared
    return Measured(total, 100 * pairs, counted)


DEFINITIONS: Final[tuple[Definition, ...]] = (
    defined("complaints", "complaints", "complaints and loops filed", _complaints()),
    defined(
        "staff-complaints",
        "complaints",
        "complaints filed about the conduct of staff",
        _complaints(ComplaintCategory.STAFF),
    ),
    defined(
        "acknowledged-in-time",
        "share",
        "complaints acknowledged before due by complaints filed in the window",
        _in_time,
    ),
    defined(
        "hours-to-close",
        "hours",
        "mean from filing to closing of complaints closed",
        _hours(ComplaintFiled, ComplaintClosed, "complaint_id"),
    ),
    defined(
        "hours-to-verify",
        "hours",
        "mean from filing to the later score of loops verified",
        _hours(ComplaintFiled, LoopVerified, "complaint_id"),
    ),
    defined(
        "hours-to-improve",
        "hours",
        "mean from decision to verification of improvements verified",
        _hours(ImprovementDecided, ImprovementVerified, "improvement_id"),
    ),
    defined("ideas", "ideas", "ideas of customers submitted", _submitted),
    defined("ideas-adopted", "share", "ideas adopted by ideas decided", _adopted),
    defined(
        "value-disagreement",
        "marks",
        "mean difference between two raters of a customer by one version",
        _disagreement,
    ),
)
KINDS: Final = (
    ComplaintFiled,
    ComplaintAcknowledged,
    ComplaintClosed,
    LoopVerified,
    IdeaSubmitted,
    IdeaAdopted,
    IdeaDeclined,
    ImprovementDecided,
    ImprovementVerified,
    CustomerValueAssessed,
)  # what any of them counts
