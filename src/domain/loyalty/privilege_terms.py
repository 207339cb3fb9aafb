"""What is told of a member's privileges, what happens to them, and why not."""

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from attrs import frozen

from ..decider import Refused
from .tier_rules import Privilege


class PrivilegeEnd(StrEnum):
    """Why a privilege is had no more; a tier that is confirmed gives its own anew."""

    TIER_CHANGED = "tier_changed"
    TIER_CONFIRMED = "tier_confirmed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@frozen
class EntitleByTier:
    """Have just what a tier gives, by a version of its policy; uses `anew` if said."""

    at: datetime
    tier: str | None
    policy_version: int
    privileges: tuple[Privilege, ...]
    anew: bool = False


@frozen
class GrantPrivilege:
    """Give someone what their tier does not; of `uses` and `until` None is no limit."""

    at: datetime
    grant_id: str
    privilege: str
    uses: int | None
    until: datetime | None
    reason: str
    approver: str


@frozen
class UsePrivilege:
    """Use a privilege once; `ref` is where, as an encounter or an order."""

    at: datetime
    use_id: str
    privilege: str
    ref: str | None = None


@frozen
class WithdrawPrivilege:
    at: datetime
    grant_id: str
    reason: str


@frozen
class NotePrivilegeDue:
    at: datetime


Command: TypeAlias = (
    EntitleByTier | GrantPrivilege | UsePrivilege | WithdrawPrivilege | NotePrivilegeDue
)


@frozen
class PrivilegeGranted:
    """By a tier under a version of its policy, or with a reason by who approves it."""

    at: datetime
    grant_id: str
    privilege: str
    uses: int | None
    until: datetime | None
    tier: str | None
    policy_version: int | None
    reason: str | None
    approver: str | None


@frozen
class PrivilegeUsed:
    """The `used`-th use of what was granted."""

    at: datetime
    use_id: str
    grant_id: str
    privilege: str
    used: int
    ref: str | None


@frozen
class PrivilegeEnded:
    at: datetime
    grant_id: str
    privilege: str
    why: PrivilegeEnd
    reason: str | None


Event: TypeAlias = PrivilegeGranted | PrivilegeUsed | PrivilegeEnded


@frozen
class PrivilegeGrantTaken(Refused):
    grant_id: str

    def __str__(self) -> str:
        return f"grant {self.grant_id} gave another privilege already"


@frozen
class PrivilegeNotGranted(Refused):
    grant_id: str

    def __str__(self) -> str:
        return f"no privilege was ever granted as {self.grant_id}"


@frozen
class NotEntitled(Refused):
    privilege: str
    at: datetime

    def __str__(self) -> str:
        return f"the member has no privilege {self.privilege} at {self.at.isoformat()}"


@frozen
class PrivilegeUsedUp(Refused):
    privilege: str
    uses: int

    def __str__(self) -> str:
        return f"privilege {self.privilege} was used all {self.uses} times"


@frozen
class UseIdTaken(Refused):
    use_id: str

    def __str__(self) -> str:
        return f"use {self.use_id} was of another privilege"


@frozen
class NoPrivilegesWhileSuspended(Refused):
    def __str__(self) -> str:
        return "a suspended member has no use of privileges"
