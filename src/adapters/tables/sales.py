"""Orders from rows: what was sold, and what became of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NoReturn

from attrs import frozen

from ...application.contexts import ORDER
from ...application.work import Work
from ...domain.ids import OrderId
from ...domain.purchase.order import (
    CancelOrder,
    CompleteOrder,
    Line,
    PlaceOrder,
    RecordPurchase,
)
from .comebacks import came_back, comebacks
from .deeds import Deed
from .gathering import Entry, Gathered
from .mapping import Mapping
from .people import People
from .records import Record
from .unfit import Unfit

_SHARED = "channel", "location", "currency", "points_part", "reason"


@frozen
class Sales:
    """Tells orders."""

    mapping: Mapping
    people: People

    def deeds(self, order: Gathered) -> Iterator[Deed]:
        """Yield an order, then each return or refund as a deed of its own.

        Raises:
            Unfit: Rows of one order contradict each other.
        """
        for entry in order.entries:
            self._agree("customer", order.entries[0], entry)
        order_id = OrderId(f"{self.mapping.source.name}:{order.id}")
        sold = [each for each in order.entries if not came_back(each.record)]
        sale = self._sale(order.key, order_id, sold) if sold else None
        if sale:
            yield sale
        yield from comebacks(self.mapping, order, order_id, sale)

    def _sale(self, key: str, order_id: OrderId, sold: Sequence[Entry]) -> Deed:
        shared = {name: self._shared(name, sold) for name in _SHARED}
        status = self._status(sold)
        at: datetime = min(each.record["at"] for each in sold)
        completed_at = self._later("completed_at", at, sold)
        cancelled_at = self._later("cancelled_at", at, sold)
        lines = tuple(_line(each.record, n) for n, each in enumerate(sold, 1))
        rows = {line.line_id: each.row for line, each in zip(lines, sold, strict=True)}
        points_part: int = shared["points_part"] or 0
        reference, channel = sold[0].record["customer"], shared["channel"]

        def tell(work: Work) -> None:
            customer = self.people.meet(work, reference, at, channel)
            about = customer, channel, shared["location"], shared["currency"]
            if status == "completed" and completed_at == at:
                buy = RecordPurchase(at, order_id, *about, lines, points_part)
                work.handle(ORDER, order_id, buy)
                return
            work.handle(ORDER, order_id, PlaceOrder(at, order_id, *about, lines))
            if status == "completed":
                complete = CompleteOrder(completed_at, points_part)
                work.handle(ORDER, order_id, complete)
            elif status == "cancelled":
                reason = shared["reason"] or "unknown"
                work.handle(ORDER, order_id, CancelOrder(cancelled_at, reason))

        told_at = completed_at if status == "completed" else at
        return Deed(told_at, key, tuple(each.row for each in sold), tell, lines=rows)

    def _status(self, sold: Sequence[Entry]) -> str:
        """Return what became of the order; lines that came back were bought first."""
        found: dict[str, Entry] = {}
        for entry in sold:
            status = entry.record.get("status") or "completed"
            found.setdefault("completed" if status == "returned" else status, entry)
        if len(found) > 1:
            self._differ("status", *list(found.values())[:2])
        return next(iter(found))

    def _later(self, name: str, at: datetime, sold: Sequence[Entry]) -> datetime:
        """Return the latest of an order's times of one name, or *at* for none."""
        told = [each for each in sold if each.record.get(name)]
        for each in told:
            if each.record[name] < at:
                problem = "lies before the order was placed"
                raise Unfit(self.mapping.label(name), problem, each.row)
        return max((each.record[name] for each in told), default=at)

    def _shared(self, name: str, sold: Sequence[Entry]) -> Any:
        """Return what the rows of an order say of all of it; they may be silent."""
        told = [each for each in sold if each.record.get(name) is not None]
        for each in told:
            self._agree(name, told[0], each)
        return told[0].record[name] if told else None

    def _agree(self, name: str, first: Entry, other: Entry) -> None:
        if first.record[name] != other.record[name]:
            self._differ(name, first, other)

    def _differ(self, name: str, first: Entry, other: Entry) -> NoReturn:
        problem = f"differs from row {first.row}, of the same order"
        raise Unfit(self.mapping.label(name), problem, other.row)


def _line(record: Record, number: int) -> Line:
    quantity, list_price = record.get("quantity"), record.get("list_price")
    return Line(
        record.get("line_id") or str(number),
        record["sku"],
        record.get("category"),
        1 if quantity is None else quantity,
        record["paid"],
        record["paid"] if list_price is None else list_price,
        record.get("coupon_discount") or 0,
    )
