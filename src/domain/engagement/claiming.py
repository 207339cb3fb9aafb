"""A friend's claim: made under a code, qualified by an order, rewarded or rejected."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, OrderId, SchemeId
from ..times import not_before
from .bringing import Rejection
from .scheme import SchemeTerms


@frozen
class ClaimReferral:
    """Claim to have been brought in by whoever has the code of `code_index`.

    Who that is, and under which version of which scheme, is looked up; nobody has a
    code of which `referrer_id` is None, and then there are no `terms`.
    """

    at: datetime
    claim_id: str
    customer_id: CustomerId
    code_index: str
    referrer_id: CustomerId | None = None
    scheme_id: SchemeId | None = None
    version: int | None = None
    terms: SchemeTerms | None = None


@frozen
class QualifyReferral:
    at: datetime
    order_id: OrderId
    amount: int
    currency: str


@frozen
class RejectReferral:
    at: datetime
    claim_id: str
    reason: Rejection


@frozen
class NoteReferralDue:
    at: datetime


@frozen
class ReferralClaimed:
    at: datetime
    claim_id: str
    customer_id: CustomerId
    referrer_id: CustomerId
    scheme_id: SchemeId
    version: int
    terms: SchemeTerms
    expires_at: datetime


@frozen
class ReferralQualified:
    """`due_at` is when both sides are rewarded, unless it is rejected before."""

    at: datetime
    claim_id: str
    customer_id: CustomerId
    referrer_id: CustomerId
    order_id: OrderId
    amount: int
    currency: str
    due_at: datetime


@frozen
class ReferralRewarded:
    at: datetime
    claim_id: str
    customer_id: CustomerId
    referrer_id: CustomerId
    terms: SchemeTerms


@frozen
class ReferralRejected:
    at: datetime
    claim_id: str
    customer_id: CustomerId
    referrer_id: CustomerId | None
    reason: Rejection


@frozen
class ReferralRewardRevoked:
    """What was heard of too late would have had it rejected: the reward goes back."""

    at: datetime
    claim_id: str
    customer_id: CustomerId
    referrer_id: CustomerId
    reason: Rejection


@frozen
class ClaimChanged(Refused):
    claim_id: str

    def __str__(self) -> str:
        return f"claim {self.claim_id} was made under another's code"


@frozen
class ClaimDiffers(Refused):
    """Refused of a claim that says otherwise than what is on record of its code."""

    claim_id: str

    def __str__(self) -> str:
        return f"claim {self.claim_id} is not what its code and its scheme say"


@frozen
class NothingClaimed(Refused):
    def __str__(self) -> str:
        return "no such claim stands"


@frozen
class ReferralIsQualified(Refused):
    claim_id: str
    order_id: OrderId

    def __str__(self) -> str:
        return f"claim {self.claim_id} is qualified already, by order {self.order_id}"


@frozen
class ReferralIsRejected(Refused):
    claim_id: str
    reason: Rejection

    def __str__(self) -> str:
        return f"claim {self.claim_id} is rejected already: {self.reason}"


@frozen
class ReferralIsRewarded(Refused):
    claim_id: str
    at: datetime

    def __str__(self) -> str:
        return f"claim {self.claim_id} was rewarded at {self.at}, rightly as of then"


@frozen
class DoesNotQualify(Refused):
    amount: int
    currency: str
    least: int
    wanted: str

    def __str__(self) -> str:
        return (
            f"an order of {self.amount} {self.currency} does not qualify: it takes"
            f" {self.least} {self.wanted}"
        )


def claimed(
    command: ClaimReferral, rejection: Rejection | None
) -> ReferralClaimed | ReferralRejected:
    """Return the claim, or that it is rejected at once."""
    at, claim, who, referrer = (
        command.at,
        command.claim_id,
        command.customer_id,
        command.referrer_id,
    )
    scheme, version, terms = command.scheme_id, command.version, command.terms
    if referrer is None or scheme is None or version is None or terms is None:
        return ReferralRejected(at, claim, who, None, Rejection.NOT_FOUND)
    if rejection:
        return ReferralRejected(at, claim, who, referrer, rejection)
    until = at + timedelta(days=terms.claim_days)
    return ReferralClaimed(at, claim, who, referrer, scheme, version, terms, until)


def qualify(command: QualifyReferral, claim: ReferralClaimed) -> ReferralQualified:
    """Return that an order qualifies a claim, or refuse one that does not."""
    at, amount, currency = command.at, command.amount, command.currency
    not_before(claim.at, at)
    terms = claim.terms
    if currency != terms.currency or amount < terms.least:
        raise DoesNotQualify(amount, currency, terms.least, terms.currency)
    return ReferralQualified(
        at,
        claim.claim_id,
        claim.customer_id,
        claim.referrer_id,
        command.order_id,
        amount,
        currency,
        at + timedelta(days=terms.return_days),
    )


def fall_due(
    claim: ReferralClaimed, qualified: ReferralQualified | None
) -> Iterator[ReferralRewarded | ReferralRejected]:
    """Yield what becomes of a claim that stands by its time alone."""
    who = claim.claim_id, claim.customer_id, claim.referrer_id
    if qualified is None:
        yield ReferralRejected(claim.expires_at, *who, Rejection.EXPIRED)
    else:
        yield ReferralRewarded(qualified.due_at, *who, claim.terms)
