"""A club with tiers of a calendar year, and what its members do."""

from datetime import UTC, datetime, timedelta
from typing import Any

from mijoz.application.contexts import (
    CUSTOMER,
    MEMBERSHIP,
    ORDER,
    PROGRAMME,
    TIER,
    TIER_POLICY,
    account,
)
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk
from mijoz.application.envelope import Origin
from mijoz.application.identity import merge, unmerge
from mijoz.application.ports import Clock
from mijoz.composition import compose
from mijoz.domain.customer.link import Evidence
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CustomerId, MembershipId, OrderId, ProgrammeId
from mijoz.domain.loyalty.membership import Enrol
from mijoz.domain.loyalty.programme import PublishVersion
from mijoz.domain.loyalty.terms import Terms
from mijoz.domain.loyalty.tier_policy import PublishTierPolicy
from mijoz.domain.loyalty.tier_rules import (
    Crossing,
    Downgrade,
    Span,
    Tier,
    TierRules,
)
from mijoz.domain.loyalty.tier_status import TierStatus
from mijoz.domain.loyalty.tier_terms import (
    GrantTier,
    TierChanged,
)
from mijoz.domain.purchase.order import Line, RecordPurchase

ANNA = Origin("user:anna")
START = datetime(2026, 1, 1, tzinfo=UTC)
CLUB = ProgrammeId("club")
RULES = TierRules(
    "Asia/Tashkent",
    (Tier("silver", 100), Tier("gold", 300)),
    Span.CALENDAR_YEAR,
    Downgrade.TO_EARNED,
    Crossing.SPLIT,
)
NEW_YEAR = datetime(2026, 12, 31, 19, tzinfo=UTC)
NEXT_YEAR = datetime(2027, 12, 31, 19, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def club() -> Crm:
    """Return a programme with tiers of a calendar year, and three members."""
    return opened(RULES)


def opened(rules: TierRules | None, clock: Clock = lambda: day(500)) -> Crm:
    """Return a programme with such tiers, if any, and three members."""
    crm = compose(clock=clock)
    terms = Terms("Asia/Tashkent", "points", 1, 100, "UZS")
    tell(crm, PROGRAMME, CLUB, PublishVersion(day(0), CLUB, 1, day(0), terms))
    if rules:
        offer(crm, rules=rules)
    for name in "abc":
        join(crm, name)
    return crm


def tell(crm: Crm, aggregate: Any, name: str, *commands: Any) -> Any:
    return Desk(aggregate, crm.handler).tell(name, *commands, origin=ANNA)


def offer(crm: Crm, version: int = 1, on: int = 0, rules: TierRules = RULES) -> None:
    told = PublishTierPolicy(day(on), CLUB, version, day(on), rules)
    tell(crm, TIER_POLICY, CLUB, told)


def join(crm: Crm, name: str) -> None:
    customer, identity = CustomerId(name), MembershipId(account(CLUB, name))
    register = RegisterCustomer(day(0), customer, PartyKind.PERSON, "shop")
    tell(crm, CUSTOMER, name, register)
    tell(crm, MEMBERSHIP, identity, Enrol(day(0), identity, customer, CLUB, "shop"))


def buy(crm: Crm, name: str, on: int, points: int) -> str:
    key = OrderId(f"{name}{on}")
    line = Line("1", "sock", None, 1, points * 100, points * 100)
    who = CustomerId(name)
    told = RecordPurchase(day(on), key, who, "shop", None, "UZS", (line,))
    tell(crm, ORDER, key, told)
    return key


def grant(
    crm: Crm, name: str, tier: str, on: int, until: datetime | None = None
) -> Any:
    told = GrantTier(day(on), f"G-{name}", tier, until, "apology", "anna")
    return tell(crm, TIER, account(CLUB, name), told)


def merged(crm: Crm, absorbed: str, survivor: str, on: int) -> None:
    merge(
        crm.handler,
        absorbed,
        survivor,
        Evidence.VERIFIED_IDENTIFIER,
        at=day(on),
        merge_id=f"{absorbed} into {survivor}",
        origin=ANNA,
    )


def parted(crm: Crm, absorbed: str, on: int) -> None:
    unmerge(crm.handler, absorbed, at=day(on), reason="two of one name", origin=ANNA)


def held(crm: Crm, name: str) -> str | None:
    return status(crm, name).tier


def status(crm: Crm, name: str) -> TierStatus:
    work = crm.handler.begin(ANNA)
    found: TierStatus = work.state(TIER, account(CLUB, name))
    return found


def events(crm: Crm, name: str) -> list[Any]:
    stream = crm.journal.stream(TIER.stream(account(CLUB, name)))
    return [each.event for each in stream]


def last(crm: Crm, name: str) -> TierChanged:
    found = events(crm, name)[-1]
    assert isinstance(found, TierChanged)
    return found
