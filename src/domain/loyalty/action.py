"""A member's deeds that earn points: each with its proof, once, and up to a cap."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider, Refused
from ..ids import CustomerId, ProgrammeId
from ..personal import Personal, Pseudonym, personal, same
from ..times import not_before
from .action_policy import ActionRule, window_of


@frozen
class RecordAction:
    """Tell of a deed by its proof, of which `proof_index` is the blind index.

    `rule` and `time_zone` are those of the policy's version in force.
    """

    at: datetime
    action_id: str
    programme_id: ProgrammeId
    customer_id: CustomerId
    action: str
    proof_index: str
    version: int
    time_zone: str
    rule: ActionRule
    proof: str | None = None


@frozen
class RevokeAction:
    """Take back what a deed earned: it was undone, or was none."""

    at: datetime
    action_id: str
    reason: str


Command: TypeAlias = RecordAction | RevokeAction


@frozen
class ActionRewarded:
    """It is the one of this number among those of its kind that count in its window."""

    at: datetime
    action_id: str
    programme_id: ProgrammeId
    customer_id: CustomerId
    action: str
    version: int
    rule: ActionRule
    number: int
    window_since: datetime | None
    window_until: datetime | None
    proof_index: Pseudonym
    proof: Personal = personal(default=None)


@frozen
class ActionRevoked:
    at: datetime
    action_id: str
    programme_id: ProgrammeId
    customer_id: CustomerId
    reason: str


Event: TypeAlias = ActionRewarded | ActionRevoked


@frozen
class ActionEarnsNothing(Refused):
    action: str

    def __str__(self) -> str:
        return f"the policy in force gives nothing for {self.action}"


@frozen
class ActionRuleDiffers(Refused):
    action: str
    version: int

    def __str__(self) -> str:
        return f"version {self.version} in force says otherwise of {self.action}"


@frozen
class DoesNotEarn(Refused):
    at: datetime

    def __str__(self) -> str:
        return f"at {self.at.isoformat()} nothing can be earned by them"


@frozen
class NoProof(Refused):
    action: str

    def __str__(self) -> str:
        return f"a {self.action} without its proof earns nothing"


@frozen
class ProofUsed(Refused):
    action_id: str

    def __str__(self) -> str:
        return f"this proof is that of {self.action_id} already"


@frozen
class ActionChanged(Refused):
    action_id: str

    def __str__(self) -> str:
        return f"{self.action_id} is on record as another deed"


@frozen
class CapReached(Refused):
    action: str
    times: int
    until: datetime | None

    def __str__(self) -> str:
        end = f"before {self.until.isoformat()}" if self.until else "at all"
        return f"{self.action} has earned {self.times} times, and no more {end}"


@frozen
class ActionNotRewarded(Refused):
    action_id: str

    def __str__(self) -> str:
        return f"nothing was ever earned by {self.action_id}"


@frozen
class Actions:
    """All deeds of a member that earned something, and which of them were revoked."""

    rewarded: Mapping[str, ActionRewarded] = field(factory=dict)
    revoked: Mapping[str, ActionRevoked] = field(factory=dict)

    def counted(
        self, action: str, since: datetime | None, until: datetime | None
    ) -> int:
        """Return how many deeds of a kind count in a window; None is no end of it."""
        return sum(
            each.action == action
            and (since is None or since <= each.at)
            and (until is None or each.at < until)
            for name, each in self.rewarded.items()
            if name not in self.revoked
        )


def decide(command: Command, actions: Actions) -> Iterator[Event]:
    match command:
        case RecordAction():
            yield from _record(command, actions)
        case RevokeAction(at, action_id, reason):
            known = actions.rewarded.get(action_id)
            if known is None:
                raise ActionNotRewarded(action_id)
            not_before(known.at, at)
            if action_id not in actions.revoked:
                who = known.programme_id, known.customer_id
                yield ActionRevoked(at, action_id, *who, reason)
        case _:
            assert_never(command)


def _record(command: RecordAction, actions: Actions) -> Iterator[ActionRewarded]:
    at, action, rule = command.at, command.action, command.rule
    if command.proof is not None and not command.proof.strip():
        raise NoProof(action)
    since, until = window_of(rule.window, at, command.time_zone)
    number = actions.counted(action, since, until) + 1
    event = ActionRewarded(
        at,
        command.action_id,
        command.programme_id,
        command.customer_id,
        action,
        command.version,
        rule,
        number,
        since,
        until,
        command.proof_index,
        command.proof,
    )
    if known := actions.rewarded.get(command.action_id):
        if not _tells(event, known):
            raise ActionChanged(command.action_id)
        return
    for each in actions.rewarded.values():
        if each.proof_index == command.proof_index:
            raise ProofUsed(each.action_id)
    if rule.action != action:
        raise ActionRuleDiffers(action, command.version)
    if number > rule.times:
        raise CapReached(action, rule.times, until)
    yield event


def _tells(event: ActionRewarded, known: ActionRewarded) -> bool:
    """Say whether one deed is told of again, whatever the rules are by now."""
    told = but(
        event,
        version=known.version,
        rule=known.rule,
        number=known.number,
        window_since=known.window_since,
        window_until=known.window_until,
    )
    return same(told, known)


def evolve(actions: Actions, event: Event) -> Actions:
    match event:
        case ActionRewarded(action_id=name):
            return but(actions, rewarded={**actions.rewarded, name: event})
        case ActionRevoked(action_id=name):
            return but(actions, revoked={**actions.revoked, name: event})
        case _:
            assert_never(event)


ACTIONS = Decider(Actions(), decide, evolve)
