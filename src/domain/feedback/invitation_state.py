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
    SurveyInvitationWithdrawn,
    SurveyInvited,
    SurveyReminded,
    SurveyReminderDue,
    SurveyWithheld,
)


@frozen
class Invitation:
    """`fallen_due` counts its reminders that were due, sent or not."""

    invited: SurveyInvited
    fallen_due: int = 0
    reminded: tuple[SurveyReminded, ...] = ()
    answered: Answered | None = None
    withdrawn: SurveyInvitationWithdrawn | None = None
    expired: bool = False

    def open_at(self, at: datetime) -> bool:
        """Whether it can still be answered, swept or not."""
        return not self._over and at < self.invited.expires_at

    @property
    def due(self) -> datetime | None:
        """When a reminder is due next, or it is over, if nothing was noted of that."""
        if self._over or self.expired:
            return None
        left = self.invited.remind_at[self.fallen_due :]
        return left[0] if left else self.invited.expires_at

    @property
    def _over(self) -> bool:
        return bool(self.answered or self.withdrawn)


@frozen
class Invitations:
    """Every invitation of one customer by its id, and what was withheld from them."""

    made: Mapping[str, Invitation] = field(factory=dict)
    withheld: frozenset[tuple[str, int]] = frozenset()

    @property
    def due(self) -> datetime | None:
        """When something is due of any of them."""
        return min((each.due for each in self.made.values() if each.due), default=None)


def evolve(invitations: Invitations, event: Event) -> Invitations:
    match event:
        case SurveyWithheld(invitation_id=key, number=number):
            return but(invitations, withheld=invitations.withheld | {(key, number)})
        case SurveyInvited():
            new = Invitation(event)
        case SurveyReminderDue(number=number):
            new = but(invitations.made[event.invitation_id], fallen_due=number)
        case SurveyReminded():
            old = invitations.made[event.invitation_id]
            new = but(old, reminded=(*old.reminded, event))
        case SurveyAnswered() | ServqualAnswered():
            new = but(invitations.made[event.invitation_id], answered=event)
        case SurveyInvitationWithdrawn():
            new = but(invitations.made[event.invitation_id], withdrawn=event)
        case SurveyInvitationExpired():
            new = but(invitations.made[event.invitation_id], expired=True)
        case _:
            assert_never(event)
    return but(invitations, made={**invitations.made, event.invitation_id: new})
