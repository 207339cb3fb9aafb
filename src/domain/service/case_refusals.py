"""Why something cannot be done to a case."""

from datetime import datetime

from attrs import frozen

from ..decider import Refused
from .case_kinds import PauseReason


@frozen
class CaseNotOpened(Refused):
    def __str__(self) -> str:
        return "no such case was opened"


@frozen
class CaseChanged(Refused):
    case_id: str

    def __str__(self) -> str:
        return f"case {self.case_id} is opened otherwise"


@frozen
class ImpossiblePriority(Refused):
    priority: int

    def __str__(self) -> str:
        return f"no case has priority {self.priority}: the most urgent is 1"


@frozen
class MessageChanged(Refused):
    message_id: str

    def __str__(self) -> str:
        return f"message {self.message_id} of the case is on record and says otherwise"


@frozen
class NobodyToAssign(Refused):
    case_id: str

    def __str__(self) -> str:
        return f"say to which owner or department case {self.case_id} goes"


@frozen
class ClockStands(Refused):
    case_id: str
    reason: PauseReason

    def __str__(self) -> str:
        return f"the clock of case {self.case_id} stands already: {self.reason}"


@frozen
class CaseIsResolved(Refused):
    case_id: str
    at: datetime
    cause: str
    remedy: str

    def __str__(self) -> str:
        return (
            f"case {self.case_id} is resolved since {self.at}: {self.cause},"
            f" {self.remedy}"
        )


@frozen
class CaseNotResolved(Refused):
    case_id: str

    def __str__(self) -> str:
        return f"case {self.case_id} is not resolved, and so cannot be closed"


@frozen
class CaseIsClosed(Refused):
    case_id: str
    at: datetime

    def __str__(self) -> str:
        return f"case {self.case_id} is closed since {self.at}: reopen it for more"


@frozen
class CaseIsMerged(Refused):
    case_id: str
    into: str

    def __str__(self) -> str:
        return f"case {self.case_id} goes on in case {self.into}"


@frozen
class MergedIntoItself(Refused):
    case_id: str

    def __str__(self) -> str:
        return f"case {self.case_id} cannot be merged or split into itself"


@frozen
class OfAnotherCustomer(Refused):
    """Refused of a merge of what two persons asked for."""

    case_id: str
    into: str

    def __str__(self) -> str:
        return f"case {self.case_id} is another customer's than case {self.into}"
