"""What deeds earn: by the policy in force when they were done, through the ledger."""

from collections.abc import Mapping
from typing import Any, Final

from ..domain.loyalty.action import (
    ActionEarnsNothing,
    ActionRevoked,
    ActionRewarded,
    ActionRuleDiffers,
    DoesNotEarn,
    RecordAction,
)
from ..domain.loyalty.action_policy import ActionPolicy
from ..domain.loyalty.membership import Member
from ..domain.loyalty.points import Earn, Ledger, ReverseEarn
from ..domain.loyalty.programme import LoyaltyProgramme
from .aggregate import Aggregate
from .contexts import ACTION_POLICY, MEMBERSHIP, POINTS, PROGRAMME, account
from .desk import Unknown
from .envelope import Draft, Origin
from .handling import Handler
from .work import Reaction, Work


def rule_of_action(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return the rule for a deed, of the policy in force when it was done.

    Raises:
        Unknown: The programme has no policy for deeds by then.
        ActionEarnsNothing: The policy has no rule for such a deed.
    """
    work = handler.begin(Origin("service:registry"))
    policy: ActionPolicy = work.state(ACTION_POLICY, said["programme_id"])
    found = policy.in_force(said["at"])
    if found is None:
        raise Unknown("policy for deeds in programme", said["programme_id"])
    rule = found.rule(said["action"])
    if rule is None:
        raise ActionEarnsNothing(said["action"])
    return {"version": found.version, "time_zone": found.time_zone, "rule": rule}


def actions_follow_their_policy(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Refuse a deed by other rules than those in force, or of one who earns nothing."""
    if not isinstance(command, RecordAction):
        return
    at, programme = command.at, command.programme_id
    policy: ActionPolicy = work.state(ACTION_POLICY, programme)
    found = policy.in_force(at)
    rules = (command.version, command.time_zone, command.rule)
    if found is None or rules != (
        found.version,
        found.time_zone,
        found.rule(command.action),
    ):
        raise ActionRuleDiffers(command.action, command.version)
    name = account(programme, command.customer_id)
    member = work.state(MEMBERSHIP, name)
    if not (isinstance(member, Member) and member.earns(at)):
        raise DoesNotEarn(at)
    published: LoyaltyProgramme = work.state(PROGRAMME, programme)
    if published.in_force(at) is None:
        raise DoesNotEarn(at)


def bestow(work: Work, draft: Draft) -> None:
    """Have a deed's points earned, or taken back, if the event is one of a deed.

    A refusal undoes the deed as well.
    """
    if follow := _FOLLOWS.get(type(draft.event)):
        follow(work, draft)


def _earn(work: Work, draft: Draft) -> None:
    deed: ActionRewarded = draft.event
    programme: LoyaltyProgramme = work.state(PROGRAMME, deed.programme_id)
    version = programme.in_force(deed.at)
    assert version is not None  # see the guard
    points, source = deed.rule.points, _source(deed)
    available_at = version.terms.available_at(deed.at)
    earn = Earn(
        deed.at,
        source,
        source,
        points,
        available_at,
        version.terms.expires_at(available_at),
        deed.programme_id,
        version.number,
        qualifying=points if deed.rule.qualifying else 0,
    )
    work.handle(POINTS, _account(deed), earn, _origin(work, draft, deed.version))


def _reverse(work: Work, draft: Draft) -> None:
    deed: ActionRevoked = draft.event
    ledger: Ledger = work.state(POINTS, _account(deed))
    earned = ledger.earned_from(_source(deed))
    assert earned is not None
    programme: LoyaltyProgramme = work.state(PROGRAMME, deed.programme_id)
    version = programme.version(earned.programme_version)
    assert version is not None
    terms = version.terms
    reverse = ReverseEarn(
        deed.at,
        f"revoked {_source(deed)}",
        _source(deed),
        policy=terms.refund_policy,
        spend_order=terms.spend_order,
    )
    work.handle(POINTS, _account(deed), reverse, _origin(work, draft, None))


def _source(deed: ActionRewarded | ActionRevoked) -> str:
    return f"action:{deed.action_id}"


def _account(deed: ActionRewarded | ActionRevoked) -> str:
    return account(deed.programme_id, deed.customer_id)


def _origin(work: Work, draft: Draft, version: int | None) -> Origin:
    refs = () if version is None else (f"actions:{draft.event.programme_id}@{version}",)
    return work.caused_by(draft, "deeds-earn", *refs)


_FOLLOWS: Final[Mapping[type[Any], Reaction]] = {
    ActionRewarded: _earn,
    ActionRevoked: _reverse,
}
