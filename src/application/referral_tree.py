"""Whom a customer brought in, whom those brought, and what makes one look twice."""

from collections.abc import Iterator, Sequence

from attrs import frozen

from ..domain.engagement.referral import Referral
from ..domain.engagement.suspicion import Sign, signs
from .contexts import REFERRAL
from .envelope import Origin
from .handling import Handler
from .identity import canonical
from .work import Work


@frozen
class Branch:
    """One customer of a tree, `depth` below who was asked about.

    `status` is how they came: `root`, `claimed`, `qualified`, `rewarded`, `revoked` or
    `rejected: ` and why. `brought` counts those they brought and did not lose.
    """

    customer_id: str
    depth: int
    status: str
    claim_id: str | None
    brought: int
    signs: Sequence[Sign]


def tree(handler: Handler, customer: str) -> Sequence[Branch]:
    """Return a customer and all below, each before those whom they brought."""
    work = handler.begin(Origin("service:referral-tree"))
    return list(_below(work, customer, 0, None, None))


def _below(
    work: Work, customer: str, depth: int, claim: str | None, by: str | None
) -> Iterator[Branch]:
    referral: Referral = work.state(REFERRAL, customer)
    root = canonical(work.journal, customer)
    same = by is not None and canonical(work.journal, by) == root
    seen = signs(referral, same_person=same)
    status = _status(referral, claim)
    yield Branch(customer, depth, status, claim, referral.bringing.count, seen)
    for name, each in referral.bringing.brought.items():
        yield from _below(work, each.friend_id, depth + 1, name, customer)


def _status(referral: Referral, claim: str | None) -> str:
    if claim is None:
        return "root"
    if rejected := referral.rejected.get(claim):
        return f"rejected: {rejected.reason}"
    if referral.revoked:
        return "revoked"
    if referral.rewarded:
        return "rewarded"
    return "qualified" if referral.qualified else "claimed"
