"""Giving to causes: points leave the ledger with it, and volunteers are recognised."""

from collections.abc import Mapping
from typing import Any, Final

from ..domain.engagement.badge import AwardBadge
from ..domain.engagement.cause_terms import PointsContributed, VolunteerRecognised
from ..domain.loyalty.points import Redeem
from ..domain.loyalty.programme import LoyaltyProgramme
from .contexts import BADGE, CAUSE, CUSTOMER, POINTS, PROGRAMME, account
from .desk import Unknown
from .envelope import Draft
from .work import Reaction, Work


def support(work: Work, draft: Draft) -> None:
    """Have happen what follows from an event of a cause, if anything does."""
    if follow := _FOLLOWS.get(type(draft.event)):
        follow(work, draft)


def _points(work: Work, draft: Draft) -> None:
    """Spend the points that were given; without them nothing was given.

    Raises:
        Refused: They cannot be spent, and so nothing is recorded.
        Unknown: The programme has no version in force, or no such member.
    """
    gift: PointsContributed = draft.event
    programme: LoyaltyProgramme = work.state(PROGRAMME, gift.programme_id)
    version = programme.in_force(gift.at)
    if version is None:
        raise Unknown(PROGRAMME.kind, gift.programme_id)
    ref = f"{CAUSE.kind}:{gift.cause_id}"
    redeem = Redeem(
        gift.at,
        f"{ref}:{gift.contribution_id}",
        ref,
        gift.points,
        version.terms.spend_order,
    )
    identity = account(gift.programme_id, gift.customer_id)
    work.handle(POINTS, identity, redeem, work.caused_by(draft, "gifts-are-spent", ref))


def _recognised(work: Work, draft: Draft) -> None:
    event: VolunteerRecognised = draft.event
    who, ref = event.customer_id, f"{CAUSE.kind}:{event.cause_id}"
    if work.state(CUSTOMER, who).erased:
        return
    award = AwardBadge(event.at, who, event.badge, ref)
    work.handle(BADGE, who, award, work.caused_by(draft, "volunteers-are-seen", ref))


_FOLLOWS: Final[Mapping[type[Any], Reaction]] = {
    PointsContributed: _points,
    VolunteerRecognised: _recognised,
}
