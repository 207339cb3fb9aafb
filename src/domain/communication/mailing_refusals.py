"""Why a mailing is not planned, or not launched."""

from datetime import datetime

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, MailingId
from .deciding import MessageChannel


@frozen
class MailingNotPlanned(Refused):
    def __str__(self) -> str:
        return "no such mailing was planned"


@frozen
class MailingChanged(Refused):
    mailing_id: MailingId

    def __str__(self) -> str:
        return f"mailing {self.mailing_id} is planned otherwise"


@frozen
class NoWay(Refused):
    mailing_id: MailingId

    def __str__(self) -> str:
        return f"mailing {self.mailing_id} names no channel to go by"


@frozen
class WayTwice(Refused):
    channel: MessageChannel

    def __str__(self) -> str:
        return f"a mailing goes by {self.channel} with one template only"


@frozen
class NoSegment(Refused):
    mailing_id: MailingId

    def __str__(self) -> str:
        return f"mailing {self.mailing_id} does not say whom it is for"


@frozen
class ImpossibleHoldout(Refused):
    holdout_per_mille: int

    def __str__(self) -> str:
        return f"{self.holdout_per_mille} of a thousand cannot be held out"


@frozen
class ImpossibleInterval(Refused):
    every_days: int

    def __str__(self) -> str:
        return f"a mailing cannot go out every {self.every_days} days"


@frozen
class MailingNotDue(Refused):
    due_at: datetime

    def __str__(self) -> str:
        return f"the mailing goes out at {self.due_at}, not before"


@frozen
class MailingIsOver(Refused):
    mailing_id: MailingId

    def __str__(self) -> str:
        return f"mailing {self.mailing_id} has gone out for the last time"


@frozen
class MailingIsPaused(Refused):
    mailing_id: MailingId

    def __str__(self) -> str:
        return f"mailing {self.mailing_id} is paused: resume it first"


@frozen
class NotTheNextRound(Refused):
    round: int
    expected: int

    def __str__(self) -> str:
        return f"round {self.round} cannot be launched: the next is {self.expected}"


@frozen
class RecipientTwice(Refused):
    customer_id: CustomerId

    def __str__(self) -> str:
        return f"customer {self.customer_id} stands in the audience twice"
