"""Returns and refunds from rows: each a deed of its own, told at its own time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Values
from datetime import datetime

from ...application.contexts import ORDER
from ...application.work import Work
from ...domain.ids import OrderId
from ...domain.purchase.order import RefundOrder, ReturnLines
from .deeds import Deed
from .gathering import Entry, Gathered
from .mapping import Mapping
from .records import Record
from .spreading import Pairs, goods_of, money_of
from .unfit import Unfit


def came_back(record: Record) -> bool:
    """Say whether a row tells of goods or money that came back, by its signs."""
    quantity = record.get("quantity")
    return quantity is not None and (
        quantity < 0 or (quantity == 0 and record["paid"] < 0)
    )


def comebacks(
    mapping: Mapping, order: Gathered, order_id: OrderId, sale: Deed | None
) -> Iterator[Deed]:
    """Yield what came back of an order: by its status first, then by rows of their own.

    Raises:
        Unfit: It came back before it was sold, or its signs contradict each other.
    """
    if sale:
        yield from _by_status(mapping, order, order_id, sale)
    alike: Counter[tuple[object, ...]] = Counter()
    for entry in order.entries:
        if came_back(entry.record):
            yield _by_row(mapping, order, order_id, entry, alike)


def _by_status(
    mapping: Mapping, order: Gathered, order_id: OrderId, sale: Deed
) -> Iterator[Deed]:
    line_of = {row: line for line, row in sale.lines.items()}
    moments: dict[datetime, list[Entry]] = {}
    for entry in order.entries:
        record = entry.record
        is_back = record.get("status") == "returned" or record.get("refunded")
        if entry.row in line_of and is_back:
            at = record.get("returned_at") or sale.at
            if at < sale.at:
                problem = "lies before the order was completed"
                raise Unfit(mapping.label("returned_at"), problem, entry.row)
            moments.setdefault(at, []).append(entry)
    for at, entries in moments.items():
        goods: list[tuple[str, int]] = []
        money: list[tuple[str, int]] = []
        for entry in entries:
            line, record = line_of[entry.row], entry.record
            back, quantity = record.get("refunded"), record.get("quantity")
            if record.get("status") == "returned":
                back = record["paid"] if back is None else back
                if quantity != 0:
                    goods.append((line, quantity or 1))
            if back:
                money.append((line, back))
        name = f"returned {at.isoformat()}"
        rows = tuple(entry.row for entry in entries)
        yield _deed(at, order.key, name, rows, order_id, goods, money, sale.lines)


def _deed(
    at: datetime,
    key: str,
    name: str,
    rows: tuple[int, ...],
    order_id: OrderId,
    goods: Sequence[tuple[str, int]],
    money: Sequence[tuple[str, int]],
    lines: Values[str, int],
) -> Deed:
    def tell(work: Work) -> None:
        _tell(work, order_id, at, name, tuple(goods), tuple(money))

    return Deed(at, f"{key}\x1f{name}", rows, tell, 1, lines)


def _by_row(
    mapping: Mapping,
    order: Gathered,
    order_id: OrderId,
    entry: Entry,
    alike: Counter[tuple[object, ...]],
) -> Deed:
    record = entry.record
    at: datetime = record["at"]
    line, sku = record.get("line_id"), record["sku"]
    quantity: int = -record["quantity"]
    paid: int = record["paid"]
    if paid > 0:
        problem = "is above zero, on a row of something that came back"
        raise Unfit(mapping.label("paid"), problem, entry.row)
    amount: int = -paid if record.get("refunded") is None else record["refunded"]
    told = at, line or sku, quantity, amount
    alike[told] += 1
    name = f"row {at.isoformat()} {line or sku} {quantity} {amount} {alike[told]}"

    def tell(work: Work) -> None:
        state = work.state(ORDER, order_id)
        if state.placed and at < state.placed.at:
            raise Unfit(mapping.label("at"), "lies before the sale", entry.row)
        goods = goods_of(state, line, sku, quantity)
        money = money_of(state, line, sku, amount)
        if state.placed and not (goods or money):
            label = mapping.label("line_id") if line else mapping.label("sku")
            raise Unfit(label, "is of no line of this order", entry.row)
        _tell(work, order_id, at, name, goods, money)

    return Deed(at, f"{order.key}\x1f{name}", (entry.row,), tell, 1)


def _tell(
    work: Work, order_id: OrderId, at: datetime, name: str, goods: Pairs, money: Pairs
) -> None:
    if goods or not money:
        work.handle(ORDER, order_id, ReturnLines(at, name, goods))
    if money:
        work.handle(ORDER, order_id, RefundOrder(at, name, money))
