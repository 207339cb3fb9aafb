"""The terms of one version of a programme, and the dates that follow from them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import frozen

from ..decider import Refused
from .days import day_of, end_of, good_for, start_of
from .policies import ExpiredPart, RefundPolicy, SpendOrder, UnitKind

BASIS_POINTS = 10_000  # in the whole
MOST = 10**12  # so that no sum of points outgrows 64 bits


@frozen
class InvalidTerm(Refused):
    field: str
    value: str

    def __str__(self) -> str:
        return f"{self.field} cannot be {self.value}"


@frozen
class Terms:
    """What a version says: `points` for every `per` minor units of `currency`.

    Where the unit is the currency itself, it is money that is given: cashback, at a
    rate of `points` basis points, `per` being 10,000 of them, from none to all.
    With `expiry_months` None points never expire. Above `two_person_above` points an
    adjustment needs a second person; None asks for one never.
    """

    time_zone: str
    unit: str
    points: int
    per: int
    currency: str
    spend_order: SpendOrder = SpendOrder.FEFO
    pending_days: int = 0
    expiry_months: int | None = None
    expiry_at_month_end: bool = False
    refund_policy: RefundPolicy = RefundPolicy.SAME_LOT_THEN_ARREARS
    expired_part: ExpiredPart = ExpiredPart.EXPIRE
    grace_days: int = 0
    two_person_above: int | None = None

    @property
    def unit_kind(self) -> UnitKind:
        in_money = self.unit == self.currency
        return UnitKind.CURRENCY if in_money else UnitKind.POINTS

    @property
    def in_money(self) -> bool:
        """Whether what is earned is money, and can be paid out."""
        return self.unit_kind is UnitKind.CURRENCY

    def available_at(self, earned_at: datetime) -> datetime:
        """Return when points can be spent: at the start of the last day of waiting.

        Points earned at any hour of 10 January, pending for 14 days, are available
        from the start of 24 January. Without waiting, they are so at once.
        """
        if not self.pending_days:
            return earned_at
        released_on = day_of(earned_at, self.time_zone) + timedelta(self.pending_days)
        return start_of(released_on, self.time_zone)

    def expires_at(self, available_at: datetime) -> datetime | None:
        """Return the first instant at which points are no longer good, if any.

        They are good through the whole of the same day, so many months after their
        release, or through the end of that month.
        """
        if self.expiry_months is None:
            return None
        zone, months = self.time_zone, self.expiry_months
        return good_for(
            months, available_at, zone, to_month_end=self.expiry_at_month_end
        )

    def grace_until(self, returned_at: datetime) -> datetime | None:
        """Return when a grace lot stops being good; None if none is given."""
        if self.expired_part is ExpiredPart.EXPIRE:
            return None
        returned_on = day_of(returned_at, self.time_zone)
        return end_of(returned_on + timedelta(self.grace_days), self.time_zone)

    def check(self) -> None:
        """Refuse numbers and a zone that no programme can work with."""
        grace = self.expired_part is ExpiredPart.GRACE
        bounds = {
            "points": (self.points, 0 if self.in_money else 1, BASIS_POINTS),
            "per": (self.per, *((BASIS_POINTS,) * 2 if self.in_money else (1, MOST))),
            "pending_days": (self.pending_days, 0, 3_660),
            "expiry_months": (self.expiry_months, 1, 1_200),
            "grace_days": (self.grace_days, 1 if grace else 0, 3_660),
            "two_person_above": (self.two_person_above, 0, MOST),
        }
        for name, (value, least, most) in bounds.items():
            if value is not None and not least <= value <= most:
                raise InvalidTerm(name, str(value))
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise InvalidTerm("time_zone", self.time_zone) from None
