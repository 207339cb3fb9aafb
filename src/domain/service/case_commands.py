"""What can be asked of a case."""

from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from ..ids import CaseId, CustomerId, EncounterId, SlaId
from .case_kinds import CaseKind, Direction, PauseReason
from .sla import SlaTerms


@frozen
class OpenCase:
    """`priority` 1 is the most urgent; `summary` is what it is about, in words.

    `terms` are those of the service level's version in force. Without a service level
    no clock runs.
    """

    at: datetime
    case_id: CaseId
    customer_id: CustomerId | None
    kind: CaseKind
    channel: str
    priority: int
    sla_id: SlaId | None = None
    terms: SlaTerms | None = None
    category: str | None = None
    department: str | None = None
    split_from: CaseId | None = None
    summary: str | None = None


@frozen
class TriageCase:
    at: datetime
    kind: CaseKind
    priority: int
    category: str | None = None


@frozen
class AssignCase:
    """To an owner, to a department that will find one, or to one of a department.

    `policy` names the version of the rule that says so; None if someone did.
    """

    at: datetime
    owner: str | None = None
    department: str | None = None
    reason: str | None = None
    policy: str | None = None


@frozen
class AddMessage:
    at: datetime
    message_id: str
    direction: Direction
    channel: str
    author: str
    body: str | None = None


@frozen
class LinkEncounter:
    at: datetime
    encounter_id: EncounterId


@frozen
class PauseClock:
    at: datetime
    reason: PauseReason


@frozen
class ResumeClock:
    at: datetime


@frozen
class NoteCaseDue:
    at: datetime


@frozen
class ResolveCase:
    """`cause` and `remedy` name what was found and done; `note` is in free words."""

    at: datetime
    cause: str
    remedy: str
    note: str | None = None


@frozen
class ReopenCase:
    at: datetime
    reason: str


@frozen
class CloseCase:
    at: datetime


@frozen
class MergeCase:
    """Have it go on in another case; that one is `into`."""

    at: datetime
    into: CaseId


@frozen
class AbsorbCase:
    """The other side of `MergeCase`."""

    at: datetime
    absorbed: CaseId


@frozen
class SplitCase:
    """Have a part of it go on in a case of its own, which is `into`."""

    at: datetime
    into: CaseId
    kind: CaseKind
    priority: int
    reason: str
    summary: str | None = None


Command: TypeAlias = (
    OpenCase
    | TriageCase
    | AssignCase
    | AddMessage
    | LinkEncounter
    | PauseClock
    | ResumeClock
    | NoteCaseDue
    | ResolveCase
    | ReopenCase
    | CloseCase
    | MergeCase
    | AbsorbCase
    | SplitCase
)
