"""Where a member stands among the tiers of a programme, at any two times."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen

from ..domain.loyalty.membership import Member
from ..domain.loyalty.tier_entries import Entry, qualifying
from ..domain.loyalty.tier_policy import TierPolicy
from ..domain.loyalty.tier_progress import Progress, progress
from ..domain.loyalty.tier_status import TierStatus
from ..domain.loyalty.tier_terms import EvaluateTier
from .aggregate import Aggregate
from .contexts import MEMBERSHIP, POINTS, TIER, TIER_POLICY, account
from .desk import Desk, Replay, Unknown
from .handling import Handler
from .identity import cluster


@frozen
class Standing:
    """The tier held at ``at``, by the last version; and how far it is to others.

    ``customer_id`` is the one who survived, of several who were merged. The replay is
    of what was recorded; the status counts what is due by then as well.
    """

    programme_id: str
    customer_id: str
    at: datetime
    policy_version: int
    replay: Replay[TierStatus]
    status: TierStatus
    progress: Progress


def standing(
    handler: Handler,
    programme: str,
    customer: str,
    *,
    now: datetime,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> Standing:
    """Return where a member stood at *as_of*, or stands *now*, as known at *known_at*.

    Windows that have ended since the tier was last looked at count as they will when
    somebody looks.

    Raises:
        Unknown: The programme had no tiers then, or nobody was a member.
        Gone: They were erased.
    """
    at = as_of or now

    def state(aggregate: Aggregate[Any, Any, Any], name: str) -> Replay[Any]:
        return _state(handler, aggregate, name, as_of, known_at)

    people = cluster(handler.journal, customer, as_of, known_at)
    names = [account(programme, each) for each in people]
    policy: TierPolicy = state(TIER_POLICY, programme).state
    members = [state(MEMBERSHIP, each).state for each in names]
    enrolled = [each.enrolled_at for each in members if isinstance(each, Member)]
    if policy.in_force(at) is None or not enrolled:
        raise Unknown(TIER.kind, account(programme, customer))
    replay: Replay[TierStatus] = state(TIER, names[0])
    entries = tuple(_entries(state(POINTS, each).state for each in names))
    status = replay.state
    looks = [
        EvaluateTier(moment, version, min(enrolled), entries)
        for moment, version in policy.looks(status.seen, at)
    ]
    for look in looks:
        status = TIER.decider.fold(TIER.decider.decide(look, status), status)
    far = progress(looks[-1], status)
    number = looks[-1].policy.number
    return Standing(programme, people[0], at, number, replay, status, far)


def _entries(ledgers: Iterator[Any]) -> Iterator[Entry]:
    for ledger in ledgers:
        yield from qualifying(ledger)


def _state(
    handler: Handler,
    aggregate: Aggregate[Any, Any, Any],
    name: str,
    as_of: datetime | None,
    known_at: datetime | None,
) -> Replay[Any]:
    """Return an aggregate as it was, or as it is before anything has happened."""
    try:
        desk: Desk[Any, Any, Any] = Desk(aggregate, handler)
        return desk.replay(name, as_of=as_of, known_at=known_at)
    except Unknown:
        nothing: Sequence[Any] = ()
        head = handler.journal.head()
        return Replay(head, as_of, known_at, nothing, aggregate.decider.initial)
