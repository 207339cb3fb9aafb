"""What a partner gives one member beside points: a coupon, cashback, a gift; once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from .. import money
from ..decider import Decider, Refused
from ..ids import AgreementId, CustomerId, PartnerId, ProgrammeId
from ..times import not_before
from .terms import WHOLE, Benefit, BenefitKind


@frozen
class GrantBenefit:
    """Whose benefit it is, and what it is, are looked up in the agreement."""

    at: datetime
    grant_id: str
    customer_id: CustomerId
    programme_id: ProgrammeId
    agreement_id: AgreementId
    benefit_id: str
    partner_id: PartnerId
    benefit: Benefit


@frozen
class UseBenefit:
    """With the partner's receipt; on what was bought for `amount`, unless a gift."""

    at: datetime
    receipt_ref: str
    amount: int | None = None


@frozen
class NoteBenefitDue:
    at: datetime


Command: TypeAlias = GrantBenefit | UseBenefit | NoteBenefitDue


@frozen
class BenefitGranted:
    at: datetime
    grant_id: str
    customer_id: CustomerId
    programme_id: ProgrammeId
    agreement_id: AgreementId
    partner_id: PartnerId
    benefit: Benefit
    expires_at: datetime


@frozen
class BenefitUsed:
    """`worth` was taken off the amount or given back for it; None of a gift."""

    at: datetime
    grant_id: str
    customer_id: CustomerId
    partner_id: PartnerId
    kind: BenefitKind
    receipt_ref: str
    amount: int | None
    worth: int | None
    currency: str | None


@frozen
class BenefitLapsed:
    at: datetime
    grant_id: str
    customer_id: CustomerId
    partner_id: PartnerId


Event: TypeAlias = BenefitGranted | BenefitUsed | BenefitLapsed


@frozen
class BenefitNotGranted(Refused):
    def __str__(self) -> str:
        return "no such benefit was granted"


@frozen
class BenefitChanged(Refused):
    grant_id: str

    def __str__(self) -> str:
        return f"benefit {self.grant_id} is granted otherwise"


@frozen
class BenefitDiffers(Refused):
    """Refused of a benefit that no agreement in force offers."""

    agreement_id: AgreementId
    benefit_id: str

    def __str__(self) -> str:
        return f"agreement {self.agreement_id} offers no such {self.benefit_id} now"


@frozen
class NotForThem(Refused):
    customer_id: CustomerId
    programme_id: ProgrammeId

    def __str__(self) -> str:
        return f"{self.customer_id} is no member of {self.programme_id} who gets it"


@frozen
class BenefitIsUsed(Refused):
    grant_id: str
    receipt_ref: str

    def __str__(self) -> str:
        return f"benefit {self.grant_id} was used, with receipt {self.receipt_ref}"


@frozen
class BenefitHasLapsed(Refused):
    grant_id: str
    expires_at: datetime

    def __str__(self) -> str:
        return f"benefit {self.grant_id} was good until {self.expires_at}"


@frozen
class AmountIsForMoney(Refused):
    """A coupon and cashback need the amount of what was bought, a gift has none."""

    kind: BenefitKind
    amount: int | None

    def __str__(self) -> str:
        return f"a {self.kind} is not used on an amount of {self.amount}"


@frozen
class BenefitGrant:
    granted: BenefitGranted | None = None
    used: BenefitUsed | None = None
    lapsed: BenefitLapsed | None = None

    @property
    def due(self) -> datetime | None:
        """When it lapses, if it is not used before."""
        waits = self.granted and not self.used and not self.lapsed
        return self.granted.expires_at if self.granted and waits else None


def decide(command: Command, grant: BenefitGrant) -> Iterator[Event]:
    if isinstance(command, GrantBenefit):
        yield from _grant(command, grant.granted)
        return
    granted, at = grant.granted, command.at
    if granted is None:
        raise BenefitNotGranted
    not_before(granted.at, at)
    match command:
        case UseBenefit():
            yield from _use(command, grant, granted)
        case NoteBenefitDue():
            if grant.due is not None and grant.due <= at:
                who = granted.grant_id, granted.customer_id, granted.partner_id
                yield BenefitLapsed(grant.due, *who)
        case _:
            assert_never(command)


def _grant(
    command: GrantBenefit, known: BenefitGranted | None
) -> Iterator[BenefitGranted]:
    until = command.at + timedelta(days=command.benefit.days)
    event = BenefitGranted(
        command.at,
        command.grant_id,
        command.customer_id,
        command.programme_id,
        command.agreement_id,
        command.partner_id,
        command.benefit,
        until,
    )
    if known is None:
        yield event
    elif but(event, at=known.at, expires_at=known.expires_at) != known:
        raise BenefitChanged(known.grant_id)


def _use(
    command: UseBenefit, grant: BenefitGrant, granted: BenefitGranted
) -> Iterator[BenefitUsed]:
    at, amount, benefit = command.at, command.amount, granted.benefit
    if known := grant.used:
        if (known.receipt_ref, known.amount) != (command.receipt_ref, amount):
            raise BenefitIsUsed(granted.grant_id, known.receipt_ref)
        return
    if at >= granted.expires_at:
        raise BenefitHasLapsed(granted.grant_id, granted.expires_at)
    yield BenefitUsed(
        at,
        granted.grant_id,
        granted.customer_id,
        granted.partner_id,
        benefit.kind,
        command.receipt_ref,
        amount,
        _worth(benefit, amount),
        benefit.currency,
    )


def _worth(benefit: Benefit, amount: int | None) -> int | None:
    """Return what a benefit takes off or gives back, rounded down."""
    share, currency = benefit.share, benefit.currency
    if share is None or currency is None:
        if amount is not None:
            raise AmountIsForMoney(benefit.kind, amount)
        return None
    if amount is None:
        raise AmountIsForMoney(benefit.kind, amount)
    money.check(amount, currency)
    worth = amount * share // WHOLE
    return worth if benefit.most is None else min(worth, benefit.most)


def evolve(grant: BenefitGrant, event: Event) -> BenefitGrant:
    match event:
        case BenefitGranted():
            return BenefitGrant(event)
        case BenefitUsed():
            return but(grant, used=event)
        case BenefitLapsed():
            return but(grant, lapsed=event)
        case _:
            assert_never(event)


BENEFITS = Decider(BenefitGrant(), decide, evolve)
