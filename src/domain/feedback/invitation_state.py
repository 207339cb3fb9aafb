"""What became of a customer's invitations so far."""

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from attrs import evolve as but
from attrs import field, frozen

from .invitation_terms import (
    Answered,
    Event,
    ServqualAnswered,
    SurveyAnswered,
    SurveyInvitationExpired,
    SurveyInvited,
    SurveyReminded,
    SurveyWithheld,
)


@frozen
class Invitation:
    invited: SurveyInvited
    reminders: tuple[SurveyReminded, ...] = ()
    answered: Answered | None = None
    expired: bool = False

    def open_at(self, at: datetime) -> bool:
        """Whether it can still be answered, swept or not."""
        return self.answered is None and at < self.invited.expires_at


@frozen
class Invitations:
    """Every invitation of one customer by its id, and what was withheld from them."""

    made: Mapping[str, Invitation] = field(factory=dict)
    withheld: frozenset[str] = frozenset()


def evolve(invitations: Invitations, event: Event) -> Invitations:
    match event:
        case SurveyWithheld():
            withheld = invitations.withheld | {event.invitation_id}
            return but(invitations, withheld=withheld)
        case SurveyInvited():
            new = Invitation(event)
        case SurveyReminded():
            old = invitations.made[event.invitation_id]
            new = but(old, reminders=(*old.reminders, event))
        case SurveyAnswered() | ServqualAnswered():
            new = but(invitations.made[event.invitation_id], answered=event)
        case SurveyInvitationExpired():
            new = but(invitations.made[event.invitation_id], expired=True)
        case _:
            assert_never(event)
    return but(invitations, made={**invitations.made, event.invitation_id: new})
