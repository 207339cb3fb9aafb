"""What in a referral makes one look twice: signs, not verdicts."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Final

from .bringing import Bringing, Rejection
from .referral import Referral

BURST: Final = 5
BURST_WITHIN: Final = timedelta(hours=24)
MANY_LOST: Final = 3


class Sign(StrEnum):
    """OWN_CODE: tried to bring themselves in. MANY_CODES: had claims rejected thrice.

    BURST: brought five friends within a day. MANY_LOST: lost three friends, and at
    least half of all. GAVE_BACK: came, and the order was given back. SAME_PERSON: is
    one person with who brought them.
    """

    OWN_CODE = "own_code"
    MANY_CODES = "many_codes"
    BURST = "burst"
    MANY_LOST = "many_lost"
    GAVE_BACK = "gave_back"
    SAME_PERSON = "same_person"


def signs(referral: Referral, *, same_person: bool) -> Sequence[Sign]:
    """Return what is to be seen in both sides of a customer's referral."""
    return tuple(_signs(referral, same_person))


def _signs(referral: Referral, same_person: bool) -> Iterator[Sign]:
    reasons = [each.reason for each in referral.rejected.values()]
    if Rejection.SELF in reasons:
        yield Sign.OWN_CODE
    if len(reasons) >= MANY_LOST:
        yield Sign.MANY_CODES
    if _burst(referral.bringing):
        yield Sign.BURST
    brought, lost = len(referral.bringing.brought), len(referral.bringing.lost)
    if lost >= MANY_LOST and 2 * lost >= brought:
        yield Sign.MANY_LOST
    if referral.revoked or Rejection.CONDITION in reasons:
        yield Sign.GAVE_BACK
    if same_person:
        yield Sign.SAME_PERSON


def _burst(bringing: Bringing) -> bool:
    times = sorted(each.at for each in bringing.brought.values())
    return any(
        last - first < BURST_WITHIN
        for first, last in zip(times, times[BURST - 1 :], strict=False)
    )
