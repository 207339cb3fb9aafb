"""What customers said, broken down: by what they were asked about, or who they are."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

from attrs import frozen

from ...domain.feedback.invitation_terms import (
    ServqualAnswered,
    SurveyAnswered,
    SurveyInvitationWithdrawn,
    SurveyInvited,
)
from ...domain.feedback.scale import Instrument
from ..envelope import Recorded
from .defining import Measured, Window
from .definitions import NAMED

Group: TypeAlias = Callable[[SurveyInvited], str]

SCORES: Final[Mapping[Instrument, str]] = {
    Instrument.NPS: "survey-nps",
    Instrument.CSAT: "survey-csat",
    Instrument.CES: "survey-ces",
    Instrument.SERVQUAL: "servqual-gap",
}
"""The metric of each published instrument; each has a response rate beside it."""

GROUPS: Final[Mapping[str, Group]] = {
    "survey": lambda invited: f"{invited.survey_id}@{invited.survey_version}",
    "trigger": lambda invited: invited.trigger,
    "about": lambda invited: invited.about_ref or "nothing",
    "channel": lambda invited: invited.channel,
}
"""By what of its invitation an answer can be told apart."""


@frozen
class Part:
    """A group of invitations, with what was answered, and by how many of the invited.

    The score is of answers in the window, the rate of invitations in it.
    """

    group: str
    score: Measured
    response: Measured


def break_down(
    events: Iterable[Recorded], instrument: Instrument, window: Window, group: Group
) -> list[Part]:
    """Return the score and the response rate of each group, by its name.

    Every answer counts in one group, by its invitation; one in which nobody was invited
    or answered is left out.
    """
    events, groups = list(events), dict[tuple[str, str], str]()
    for each in events:
        if isinstance(each.event, SurveyInvited):
            groups[_key(each)] = group(each.event)
    parts: dict[str, list[Recorded]] = {}
    for each in events:
        if isinstance(each.event, _OF_ONE):
            parts.setdefault(groups[_key(each)], []).append(each)
    score, rate = NAMED[SCORES[instrument]], NAMED[f"{instrument}-response-rate"]
    found = (
        Part(name, score.measure(some, window), rate.measure(some, window))
        for name, some in sorted(parts.items())
    )
    return [each for each in found if each.score.counted or each.response.counted]


def by_class(classes: Mapping[str, str]) -> Group:
    """Return how to tell invitations apart by the class of the customer's segment."""
    return lambda invited: classes.get(invited.customer_id, "none")


def _key(recorded: Recorded) -> tuple[str, str]:
    return recorded.event.customer_id, recorded.event.invitation_id


_OF_ONE: Final = (
    SurveyInvited,
    SurveyAnswered,
    ServqualAnswered,
    SurveyInvitationWithdrawn,
)
