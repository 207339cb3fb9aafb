"""Why a customer is not asked, or an answer not taken."""

from datetime import datetime

from attrs import frozen

from ..decider import Refused


@frozen
class NoConsent(Refused):
    purpose: str
    channel: str

    def __str__(self) -> str:
        return f"no consent position allows {self.purpose} by {self.channel}"


@frozen
class NotAsDesigned(Refused):
    field: str
    version: int

    def __str__(self) -> str:
        return f"{self.field} is not that of version {self.version} of the survey"


@frozen
class AlreadyInvited(Refused):
    invitation_id: str

    def __str__(self) -> str:
        return f"for the same reason invitation {self.invitation_id} is open already"


@frozen
class InvitationIdTaken(Refused):
    invitation_id: str

    def __str__(self) -> str:
        return f"invitation {self.invitation_id} is on record for something else"


@frozen
class NoTimeToAnswer(Refused):
    expires_at: datetime

    def __str__(self) -> str:
        return f"an invitation that ends by {self.expires_at} leaves no time to answer"


@frozen
class RemindedOutOfTurn(Refused):
    remind_at: datetime

    def __str__(self) -> str:
        return (
            f"nobody is reminded at {self.remind_at}: reminders follow one another"
            " while the invitation is good"
        )


@frozen
class UnknownInvitation(Refused):
    invitation_id: str

    def __str__(self) -> str:
        return f"the customer was never invited by {self.invitation_id}"


@frozen
class InvitationIsOver(Refused):
    expires_at: datetime

    def __str__(self) -> str:
        return f"the invitation is over since {self.expires_at}"


@frozen
class NotInvitedYet(Refused):
    invited_at: datetime

    def __str__(self) -> str:
        return f"the customer was invited no sooner than {self.invited_at}"


@frozen
class AlreadyAnswered(Refused):
    answered_at: datetime

    def __str__(self) -> str:
        return f"the invitation was answered at {self.answered_at}"


@frozen
class InvitationIsWithdrawn(Refused):
    withdrawn_at: datetime

    def __str__(self) -> str:
        return f"the invitation was withdrawn at {self.withdrawn_at}"


@frozen
class AskedNotLongAgo(Refused):
    invited_at: datetime
    rest_days: int

    def __str__(self) -> str:
        return (
            f"the customer was asked at {self.invited_at}, and is left alone for"
            f" {self.rest_days} days"
        )


@frozen
class NoSuchReminder(Refused):
    number: int
    reminders: int

    def __str__(self) -> str:
        return f"there is no reminder {self.number} where {self.reminders} are planned"


@frozen
class ReminderNotDue(Refused):
    due_at: datetime

    def __str__(self) -> str:
        return f"the customer is reminded no sooner than {self.due_at}"
