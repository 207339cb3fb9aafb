"""A member's privileges: by their tier, for as long as they are in it, or their own."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import count
from typing import assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider
from .lots import NEVER
from .points_refusals import InvalidValue
from .privilege_terms import Command as Command
from .privilege_terms import (
    EntitleByTier,
    GrantPrivilege,
    NotEntitled,
    NotePrivilegeDue,
    PrivilegeEnd,
    PrivilegeEnded,
    PrivilegeGranted,
    PrivilegeGrantTaken,
    PrivilegeNotGranted,
    PrivilegeUsed,
    PrivilegeUsedUp,
    UseIdTaken,
    UsePrivilege,
    WithdrawPrivilege,
)
from .privilege_terms import Event as Event


@frozen
class Privileges:
    """All that was ever granted, when it ended if it has, and every use."""

    grants: Mapping[str, PrivilegeGranted] = field(factory=dict)
    ended: Mapping[str, datetime] = field(factory=dict)
    uses: Mapping[str, PrivilegeUsed] = field(factory=dict)

    @property
    def standing(self) -> list[PrivilegeGranted]:
        """Return what has not ended, whatever its date."""
        return [each for key, each in self.grants.items() if key not in self.ended]

    @property
    def due(self) -> datetime | None:
        """Return when the next of them expires."""
        return min((each.until for each in self.standing if each.until), default=None)

    @property
    def used(self) -> Mapping[str, int]:
        """Return how often each grant was used."""
        return Counter(each.grant_id for each in self.uses.values())

    def end(self, grant: PrivilegeGranted) -> datetime:
        """Return when what was granted ends or has ended, for who uses it."""
        until = grant.until or NEVER
        return min(self.ended.get(grant.grant_id, until), until)

    def in_force(self, at: datetime) -> list[PrivilegeGranted]:
        """Return what is had at a moment, used up or not."""
        every = self.grants.values()
        return [each for each in every if each.at <= at < self.end(each)]


def decide(command: Command, held: Privileges) -> Iterator[Event]:
    match command:
        case EntitleByTier():
            yield from _entitle(command, held)
        case GrantPrivilege():
            yield from _grant(command, held)
        case UsePrivilege():
            yield from _use(command, held)
        case WithdrawPrivilege(at, grant_id, reason):
            if grant_id not in held.grants:
                raise PrivilegeNotGranted(grant_id)
            grant = held.grants[grant_id]
            if at < held.end(grant):
                name, why = grant.privilege, PrivilegeEnd.WITHDRAWN
                yield PrivilegeEnded(at, grant_id, name, why, reason)
        case NotePrivilegeDue(at):
            for grant in sorted(held.standing, key=held.end):
                if grant.until is not None and grant.until <= at:
                    yield _ended(grant.until, grant, PrivilegeEnd.EXPIRED)
        case _:
            assert_never(command)


def _entitle(command: EntitleByTier, held: Privileges) -> Iterator[Event]:
    at, tier = command.at, command.tier
    wanted = {each.name: each for each in command.privileges if tier is not None}
    for grant in held.standing:
        if grant.tier is None:
            continue
        given = wanted.get(grant.privilege)
        anew = command.anew and grant.uses is not None and grant.at < at
        same = given is not None and (grant.tier, grant.uses) == (tier, given.uses)
        if same and not anew:
            del wanted[grant.privilege]
            continue
        confirmed = grant.tier == tier
        why = PrivilegeEnd.TIER_CONFIRMED if confirmed else PrivilegeEnd.TIER_CHANGED
        yield _ended(at, grant, why)
    numbers = count(len(held.grants) + 1)
    for each in wanted.values():
        ids = (f"{tier}:{each.name}:{number}" for number in numbers)
        key = next(every for every in ids if every not in held.grants)
        version, uses = command.policy_version, each.uses
        yield PrivilegeGranted(
            at, key, each.name, uses, None, tier, version, None, None
        )


def _grant(command: GrantPrivilege, held: Privileges) -> Iterator[Event]:
    at, key, name = command.at, command.grant_id, command.privilege
    uses, until = command.uses, command.until
    if known := held.grants.get(key):
        if (known.privilege, known.uses, known.until) != (name, uses, until):
            raise PrivilegeGrantTaken(key)
        return
    if not name:
        raise InvalidValue("privilege", "empty")
    if uses is not None and uses < 1:
        raise InvalidValue("uses", str(uses))
    if until is not None and until <= at:
        raise InvalidValue("until", until.isoformat())
    reason, approver = command.reason, command.approver
    yield PrivilegeGranted(at, key, name, uses, until, None, None, reason, approver)


def _use(command: UsePrivilege, held: Privileges) -> Iterator[Event]:
    """Use what costs nothing first, then what is lost soonest."""
    at, key, name = command.at, command.use_id, command.privilege
    if known := held.uses.get(key):
        if known.privilege != name:
            raise UseIdTaken(key)
        return
    mine = [each for each in held.in_force(at) if each.privilege == name]
    if not mine:
        raise NotEntitled(name, at)
    used = held.used
    left = [
        each for each in mine if each.uses is None or used[each.grant_id] < each.uses
    ]
    if not left:
        raise PrivilegeUsedUp(name, sum(each.uses or 0 for each in mine))
    best = min(
        left, key=lambda each: (each.uses is not None, held.end(each), each.grant_id)
    )
    number = used[best.grant_id] + 1
    yield PrivilegeUsed(at, key, best.grant_id, name, number, command.ref)


def _ended(at: datetime, grant: PrivilegeGranted, why: PrivilegeEnd) -> PrivilegeEnded:
    return PrivilegeEnded(at, grant.grant_id, grant.privilege, why, None)


def evolve(held: Privileges, event: Event) -> Privileges:
    match event:
        case PrivilegeGranted(grant_id=key):
            return but(held, grants={**held.grants, key: event})
        case PrivilegeEnded(at, key):
            return but(held, ended={**held.ended, key: at})
        case PrivilegeUsed(use_id=key):
            return but(held, uses={**held.uses, key: event})
        case _:
            assert_never(event)


PRIVILEGES = Decider[Command, Event, Privileges](Privileges(), decide, evolve)
