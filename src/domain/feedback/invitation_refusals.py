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
class NoContactReserved(Refused):
    contact_id: str
    purpose: str
    channel: str

    def __str__(self) -> str:
        return (
            f"contact {self.contact_id} is not reserved for {self.purpose}"
            f" by {self.channel}, and waiting"
        )


@frozen
class NotAsDesigned(Refused):
    field: str
    version: int

    def __str__(self) -> str:
        return f"{self.field} is not that of the survey's newest version {self.version}"


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
class NoMoreReminders(Refused):
    reminders: int

    def __str__(self) -> str:
        return f"the design allows no more than {self.reminders} reminders"
