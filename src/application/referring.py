"""Bringing in friends: a claim is judged, waits for an order, rewards both sides."""

from collections.abc import Mapping
from typing import Any, Final

from ..domain.engagement.bringing import BroughtEnough
from ..domain.engagement.claiming import ClaimDiffers
from ..domain.engagement.referral import (
    ClaimReferral,
    IssueReferralCode,
    NoteFriend,
    NoteFriendLost,
    QualifyReferral,
    Referral,
    ReferralClaimed,
    ReferralCodeIssued,
    ReferralRejected,
    ReferralRewarded,
    ReferralRewardRevoked,
    Rejection,
    RejectReferral,
)
from ..domain.engagement.scheme import Scheme, SchemePublished
from ..domain.purchase.order import Order, OrderCompleted, OrderRefunded
from .aggregate import Aggregate
from .bonuses import give, take_back
from .claims import REFERRAL_CLAIM
from .contexts import CUSTOMER, ORDER, REFERRAL, SCHEME
from .desk import Unknown
from .envelope import Draft, Origin
from .handling import Handler
from .identity import cluster
from .work import Reaction, Work


def whose_code(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return who has the code of an index, and the newest terms of its scheme."""
    work = handler.begin(Origin("service:registry"))
    referrer = _owner(work, said["code_index"])
    if referrer is None:
        return {}
    scheme: Scheme = work.state(SCHEME, _code(work, referrer).scheme_id)
    published = scheme.newest
    assert published is not None
    return {
        "referrer_id": referrer,
        "scheme_id": published.scheme_id,
        "version": published.version,
        "terms": published.terms,
    }


def codes_have_a_scheme(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Raise `Unknown` for a code under a scheme that was never published."""
    if isinstance(command, IssueReferralCode):
        scheme: Scheme = work.state(SCHEME, command.scheme_id)
        if not scheme.versions:
            raise Unknown(SCHEME.kind, command.scheme_id)


def claims_follow_their_code(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Refuse a claim that says otherwise than what is on record of its code."""
    if not isinstance(command, ClaimReferral):
        return
    referrer = _owner(work, command.code_index)
    said: Any = command.referrer_id, command.scheme_id, command.version, command.terms
    if referrer is None and said == (None, None, None, None):
        return
    published = _published(work, command)
    found: Any = None
    if referrer is not None and published is not None:
        scheme_id = _code(work, referrer).scheme_id
        found = referrer, scheme_id, published.version, published.terms
    if said != found:
        raise ClaimDiffers(command.claim_id)


def refer(work: Work, draft: Draft) -> None:
    """Have happen what follows for those who brought a friend, or were brought."""
    if follow := _FOLLOWS.get(type(draft.event)):
        follow(work, draft)


def _owner(work: Work, index: str) -> str | None:
    for each in work.drafts:
        issued = each.event
        if isinstance(issued, ReferralCodeIssued) and issued.code_index == index:
            return issued.customer_id
    return work.journal.owners(REFERRAL_CLAIM, [index]).get(index)


def _code(work: Work, referrer: str) -> ReferralCodeIssued:
    referral: Referral = work.state(REFERRAL, referrer)
    code = referral.bringing.code
    assert code is not None, "who owns a code was issued one"
    return code


def _published(work: Work, command: ClaimReferral) -> SchemePublished | None:
    if command.scheme_id is None or command.version is None:
        return None
    scheme: Scheme = work.state(SCHEME, command.scheme_id)
    return scheme.version(command.version)


def _admit(work: Work, draft: Draft) -> None:
    """Note a friend with whoever brought them, or reject the claim and say why."""
    claim: ReferralClaimed = draft.event
    friend, referrer, terms = claim.customer_id, claim.referrer_id, claim.terms
    if work.state(CUSTOMER, referrer).erased:
        _reject(work, draft, claim, Rejection.NOT_FOUND)
    elif referrer in cluster(work.journal, friend):
        _reject(work, draft, claim, Rejection.SELF)
    elif terms.newcomers and _bought_before(work, claim):
        _reject(work, draft, claim, Rejection.CONDITION)
    else:
        note = NoteFriend(claim.at, referrer, friend, claim.claim_id, terms.limit)
        try:
            work.handle(REFERRAL, referrer, note, _origin(work, draft, claim))
        except BroughtEnough:
            _reject(work, draft, claim, Rejection.LIMIT)


def _bought_before(work: Work, claim: ReferralClaimed) -> bool:
    known = [each.event for each in work.journal.about(claim.customer_id)]
    new = [each.event for each in work.drafts if each.subject == claim.customer_id]
    orders = [each for each in known + new if isinstance(each, OrderCompleted)]
    return any(each.at < claim.at for each in orders)


def _order_completed(work: Work, draft: Draft) -> None:
    """Have an order qualify a claim that waits, or show a friend to be no newcomer."""
    order: OrderCompleted = draft.event
    if not work.known(SCHEME) or work.state(CUSTOMER, order.customer_id).erased:
        return
    referral: Referral = work.state(REFERRAL, order.customer_id)
    claim = referral.claimed
    if claim is None:
        return
    if order.at < claim.at:
        if claim.terms.newcomers and not referral.revoked:
            _reject(work, draft, claim, Rejection.CONDITION, order)
        return
    terms, total = claim.terms, order.total
    fits = order.currency == terms.currency and total >= terms.least
    if referral.waits_at(order.at) and fits:
        qualify = QualifyReferral(order.at, order.order_id, total, order.currency)
        origin = _origin(work, draft, claim)
        work.handle(REFERRAL, order.customer_id, qualify, origin)


def _order_refunded(work: Work, draft: Draft) -> None:
    """Reject a claim whose order is refunded in time to less than it takes."""
    refund: OrderRefunded = draft.event
    if not work.known(SCHEME):
        return
    referral: Referral = work.state(REFERRAL, refund.customer_id)
    claim, qualified = referral.claimed, referral.qualified
    if claim is None or qualified is None or qualified.order_id != refund.order_id:
        return
    if refund.at >= qualified.due_at or referral.revoked:
        return
    order: Order = work.state(ORDER, refund.order_id)
    left = qualified.amount - sum(each.amount for each in order.refunds)
    if left < max(claim.terms.least, 1):
        _reject(work, draft, claim, Rejection.CONDITION, refund)


def _reject(
    work: Work,
    draft: Draft,
    claim: ReferralClaimed,
    reason: Rejection,
    because: OrderCompleted | OrderRefunded | None = None,
) -> None:
    at = max(because.at, claim.at) if because else claim.at
    referral: Referral = work.state(REFERRAL, claim.customer_id)
    if referral.rewarded and referral.qualified and at >= referral.qualified.due_at:
        return
    reject = RejectReferral(at, claim.claim_id, reason)
    origin = _origin(work, draft, claim)
    work.handle(REFERRAL, claim.customer_id, reject, origin)


def _lose(work: Work, draft: Draft) -> None:
    """Have whoever brought a friend have brought one less."""
    event: ReferralRejected | ReferralRewardRevoked = draft.event
    referrer = event.referrer_id
    if referrer is None or work.state(CUSTOMER, referrer).erased:
        return
    lose = NoteFriendLost(event.at, referrer, event.claim_id, event.reason)
    work.handle(REFERRAL, referrer, lose, _origin(work, draft, event))


def _reward(work: Work, draft: Draft) -> None:
    event: ReferralRewarded = draft.event
    terms, origin = event.terms, _origin(work, draft, event)
    for side, who, points in (
        ("friend", event.customer_id, terms.friend_points),
        ("referrer", event.referrer_id, terms.referrer_points),
    ):
        source = f"referral:{event.claim_id}:{side}"
        give(work, event.at, terms.programme_id, who, points, source, origin)


def _revoke(work: Work, draft: Draft) -> None:
    event: ReferralRewardRevoked = draft.event
    referral: Referral = work.state(REFERRAL, event.customer_id)
    assert referral.claimed is not None
    programme = referral.claimed.terms.programme_id
    origin = _origin(work, draft, event)
    for side, who in (("friend", event.customer_id), ("referrer", event.referrer_id)):
        source = f"referral:{event.claim_id}:{side}"
        take_back(work, event.at, programme, who, source, origin)
    _lose(work, draft)


def _origin(work: Work, draft: Draft, claim: Any) -> Origin:
    return work.caused_by(draft, "friends-are-rewarded", f"referral:{claim.claim_id}")


_FOLLOWS: Final[Mapping[type[Any], Reaction]] = {
    ReferralClaimed: _admit,
    OrderCompleted: _order_completed,
    OrderRefunded: _order_refunded,
    ReferralRejected: _lose,
    ReferralRewarded: _reward,
    ReferralRewardRevoked: _revoke,
}
