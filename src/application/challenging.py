"""Challenges are progressed by what customers do, and bring what they promise."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..domain.encounter.encounter import EncounterOpened
from ..domain.encounter.opening import EncounterKind
from ..domain.engagement.badge import AwardBadge
from ..domain.engagement.challenge import Challenge, ChallengePublished, Measure
from ..domain.engagement.joining import (
    ChallengeCompleted,
    ChallengeDiffers,
    JoinChallenge,
    SetProgressBack,
    TakeProgress,
)
from ..domain.engagement.participation import Participation
from ..domain.feedback.feedback import FeedbackKind, FeedbackReceived
from ..domain.feedback.review import ReviewPublished
from ..domain.purchase.order import Order, OrderCompleted, OrderRefunded
from .aggregate import Aggregate
from .bonuses import give
from .contexts import BADGE, CHALLENGE, CUSTOMER, ORDER, PARTICIPATION, account
from .desk import Unknown
from .envelope import Draft, Origin
from .handling import Handler
from .work import Reaction, Work


def newest_challenge(said: Mapping[str, Any], handler: Handler) -> Mapping[str, Any]:
    """Return the number and the terms of a challenge's newest version.

    Raises:
        Unknown: No version of it is published.
    """
    work = handler.begin(Origin("service:registry"))
    challenge: Challenge = work.state(CHALLENGE, said["challenge_id"])
    newest = challenge.newest
    if newest is None:
        raise Unknown(CHALLENGE.kind, said["challenge_id"])
    return {"version": newest.version, "terms": newest.terms}


def challenges_are_joined_as_published(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Refuse to join a challenge on other terms than were published."""
    if not isinstance(command, JoinChallenge):
        return
    challenge: Challenge = work.state(CHALLENGE, command.challenge_id)
    found: ChallengePublished | None = challenge.version(command.version)
    if found is None or found.terms != command.terms:
        raise ChallengeDiffers(command.challenge_id, command.version)


def compete(work: Work, draft: Draft) -> None:
    """Have happen what follows for those who take part in a challenge."""
    if follow := _FOLLOWS.get(type(draft.event)):
        follow(work, draft)


def _parts(work: Work, customer: str) -> Iterator[tuple[str, Participation]]:
    """Yield each challenge that a customer takes part in, with their part."""
    if not work.known(CHALLENGE) or work.state(CUSTOMER, customer).erased:
        return
    for challenge in work.known(CHALLENGE):
        part: Participation = work.state(PARTICIPATION, account(challenge, customer))
        if part.joined:
            yield challenge, part


def _take(
    work: Work, draft: Draft, evidence: str, amounts: Mapping[Measure, int]
) -> None:
    event: Any = draft.event
    for challenge, part in _parts(work, event.customer_id):
        assert part.joined is not None
        terms = part.joined.terms
        amount = amounts.get(terms.counts, 0)
        if not amount or not part.counts_at(event.at):
            continue
        if terms.currency is None or terms.currency == event.currency:
            take = TakeProgress(event.at, evidence, amount)
            identity = account(challenge, event.customer_id)
            work.handle(PARTICIPATION, identity, take, _origin(work, draft, part))


def _order_completed(work: Work, draft: Draft) -> None:
    order: OrderCompleted = draft.event
    amounts = {Measure.ORDERS: 1, Measure.SPEND: order.total}
    _take(work, draft, f"{ORDER.kind}:{order.order_id}", amounts)


def _order_refunded(work: Work, draft: Draft) -> None:
    """Take back what of an order counted: all of one, once all of it is refunded."""
    refund: OrderRefunded = draft.event
    evidence = f"{ORDER.kind}:{refund.order_id}"
    because = f"refund:{refund.refund_id}"
    for challenge, part in _parts(work, refund.customer_id):
        assert part.joined is not None
        amount = refund.amount
        if part.joined.terms.counts is Measure.ORDERS:
            order: Order = work.state(ORDER, refund.order_id)
            assert order.completed is not None
            back = sum(each.amount for each in order.refunds)
            amount = int(back == order.completed.total)
        if not amount or evidence not in part.counted:
            continue
        at = max(refund.at, part.joined.at)
        undo = SetProgressBack(at, evidence, because, amount)
        identity = account(challenge, refund.customer_id)
        work.handle(PARTICIPATION, identity, undo, _origin(work, draft, part))


def _feedback_received(work: Work, draft: Draft) -> None:
    event: FeedbackReceived = draft.event
    if event.customer_id is not None and event.kind is FeedbackKind.REVIEW:
        _take(work, draft, f"feedback:{event.feedback_id}", {Measure.REVIEWS: 1})


def _review_published(work: Work, draft: Draft) -> None:
    event: ReviewPublished = draft.event
    if event.customer_id is not None:
        _take(work, draft, f"review:{event.review_id}", {Measure.REVIEWS: 1})


def _encounter_opened(work: Work, draft: Draft) -> None:
    event: EncounterOpened = draft.event
    if event.customer_id is not None and event.kind is EncounterKind.VISIT:
        _take(work, draft, f"encounter:{event.encounter_id}", {Measure.VISITS: 1})


def _completed(work: Work, draft: Draft) -> None:
    event: ChallengeCompleted = draft.event
    who, identity = event.customer_id, account(event.challenge_id, event.customer_id)
    part: Participation = work.state(PARTICIPATION, identity)
    assert part.joined is not None
    terms, origin = part.joined.terms, _origin(work, draft, part)
    because = f"{CHALLENGE.kind}:{event.challenge_id}"
    if terms.badge is not None:
        award = AwardBadge(event.at, who, terms.badge, because)
        work.handle(BADGE, who, award, origin)
    if terms.programme_id is not None:
        programme, points = terms.programme_id, terms.points
        give(work, event.at, programme, who, points, because, origin)


def _origin(work: Work, draft: Draft, part: Participation) -> Origin:
    assert part.joined is not None
    ref = f"{CHALLENGE.kind}:{part.joined.challenge_id}@{part.joined.version}"
    return work.caused_by(draft, "deeds-progress-challenges", ref)


_FOLLOWS: Final[Mapping[type[Any], Reaction]] = {
    OrderCompleted: _order_completed,
    OrderRefunded: _order_refunded,
    FeedbackReceived: _feedback_received,
    ReviewPublished: _review_published,
    EncounterOpened: _encounter_opened,
    ChallengeCompleted: _completed,
}
