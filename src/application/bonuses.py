"""Points for what is no order: earned by the programme that is named, taken back."""

from datetime import datetime

from ..domain.ids import ProgrammeId
from ..domain.loyalty.cashback_budget import BudgetExceeded
from ..domain.loyalty.membership import Member
from ..domain.loyalty.points import Earn, Ledger, NoteRefusal, ReverseEarn
from ..domain.loyalty.programme import LoyaltyProgramme
from .cashback import affordable
from .contexts import CUSTOMER, MEMBERSHIP, POINTS, PROGRAMME, account
from .envelope import Origin
from .work import Work


def give(
    work: Work,
    at: datetime,
    programme_id: ProgrammeId,
    customer: str,
    points: int,
    source: str,
    origin: Origin,
) -> bool:
    """Have a member earn points that count towards no tier; say whether they did.

    They can be spent at once and expire as the version in force says. Nobody earns who
    is erased, or is no member as of then, or where no version is in force; nor what a
    budget for cashback has not got, which is noted.
    """
    identity = account(programme_id, customer)
    programme: LoyaltyProgramme = work.state(PROGRAMME, programme_id)
    version, member = programme.in_force(at), work.state(MEMBERSHIP, identity)
    earns = isinstance(member, Member) and member.earns(at)
    if not points or version is None or not earns:
        return False
    if work.state(CUSTOMER, customer).erased:
        return False
    left = affordable(work, programme_id, version.terms, points)
    if left < points:
        refusal = BudgetExceeded(points, left)
        note = NoteRefusal(at, source, type(refusal).__name__, str(refusal))
        work.handle(POINTS, identity, note, origin)
        return False
    expires_at, number = version.terms.expires_at(at), version.number
    earn = Earn(
        at,
        source,
        source,
        points,
        at,
        expires_at,
        programme_id,
        number,
        qualifying=0,
    )
    work.handle(POINTS, identity, earn, origin)
    return True


def take_back(
    work: Work,
    at: datetime,
    programme_id: ProgrammeId,
    customer: str,
    source: str,
    origin: Origin,
) -> None:
    """Take back what a member earned from a source, if they did."""
    identity = account(programme_id, customer)
    ledger: Ledger = work.state(POINTS, identity)
    earned = ledger.earned_from(source)
    if earned is None:
        return
    programme: LoyaltyProgramme = work.state(PROGRAMME, programme_id)
    version = programme.version(earned.programme_version)
    assert version is not None
    terms = version.terms
    reverse = ReverseEarn(
        at,
        f"{source}:revoked",
        source,
        policy=terms.refund_policy,
        spend_order=terms.spend_order,
    )
    work.handle(POINTS, identity, reverse, origin)
