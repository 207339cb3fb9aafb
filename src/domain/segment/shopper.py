"""What is looked at of one customer, in one currency, over one window."""

from datetime import datetime

from attrs import frozen


@frozen
class Shopper:
    """``spent`` is paid less refunded, ``margin`` that less what the goods cost.

    Both are in minor units. Orders are those completed; ``last_order_at`` is None for
    one without.
    """

    customer_id: str
    registered_at: datetime | None = None
    orders: int = 0
    spent: int = 0
    margin: int = 0
    last_order_at: datetime | None = None
    programmes: int = 0

    def recency(self, at: datetime) -> int | None:
        """Return whole days from the last order to *at*."""
        return None if self.last_order_at is None else (at - self.last_order_at).days
