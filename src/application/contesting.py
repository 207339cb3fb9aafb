"""Contests are for whom they are announced, and prizes of points are paid in points."""

from collections.abc import Mapping
from typing import Any, Final

from ..domain.engagement.contest import Contest
from ..domain.engagement.contest_refusals import OnlyMembersEnter
from ..domain.engagement.contest_terms import EnterContest, WinnersPublished
from ..domain.loyalty.membership import Member
from .aggregate import Aggregate
from .bonuses import give
from .contexts import CONTEST, MEMBERSHIP, account
from .envelope import Draft
from .work import Reaction, Work


def contests_are_for_their_members(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Refuse an entry of someone who is no member, or suspended, as of then."""
    if not isinstance(command, EnterContest):
        return
    contest: Contest = work.state(CONTEST, command.contest_id)
    programme = contest.announced.programme_id if contest.announced else None
    if programme is None or command.customer_id in contest.entries:
        return
    member = work.state(MEMBERSHIP, account(programme, command.customer_id))
    if not (isinstance(member, Member) and member.earns(command.at)):
        raise OnlyMembersEnter(command.customer_id, programme)


def award_prizes(work: Work, draft: Draft) -> None:
    """Have happen what follows from an event of a contest, if anything does."""
    if follow := _FOLLOWS.get(type(draft.event)):
        follow(work, draft)


def _published(work: Work, draft: Draft) -> None:
    """Pay out prizes of points as the winners are first published."""
    event: WinnersPublished = draft.event
    contest: Contest = work.state(CONTEST, event.contest_id)
    announced, drawn = contest.announced, contest.drawn
    if announced is None or drawn is None or len(contest.published) > 1:
        return
    programme = announced.programme_id
    ref = f"{CONTEST.kind}:{event.contest_id}"
    origin = work.caused_by(draft, "prizes-are-paid", ref)
    for each in drawn.winners:
        if each.points and programme is not None:
            who, source = each.customer_id, f"{ref}:{each.entry_id}"
            give(work, event.at, programme, who, each.points, source, origin)


_FOLLOWS: Final[Mapping[type[Any], Reaction]] = {WinnersPublished: _published}
