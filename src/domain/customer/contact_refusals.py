"""Why a contact is not made."""

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
class TooManyContacts(Refused):
    count: int
    days: int

    def __str__(self) -> str:
        return f"there were {self.count} contacts within {self.days} days already"


@frozen
class TooEarly(Refused):
    send_at: datetime

    def __str__(self) -> str:
        return f"the customer is not to be disturbed before {self.send_at}"


@frozen
class UnknownContact(Refused):
    contact_id: str

    def __str__(self) -> str:
        return f"contact {self.contact_id} was never reserved, or has come to its end"


@frozen
class NotACap(Refused):
    count: int
    days: int

    def __str__(self) -> str:
        return f"a cap of {self.count} contacts in {self.days} days is none"


@frozen
class DisturbsTheirRest(Refused):
    send_at: datetime

    def __str__(self) -> str:
        return f"at {self.send_at} the customer is not to be disturbed"
