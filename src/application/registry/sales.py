"""What can be told of orders."""

from typing import Final

from ...domain.purchase import order
from .. import contexts
from .naming import named

COMMANDS: Final = (
    *named(
        contexts.ORDER,
        ("order_id",),
        (
            "place",
            order.PlaceOrder,
            "Place an order; it is yet to be paid.",
            "order_id",
        ),
        (
            "record",
            order.RecordPurchase,
            "Record an order placed and paid at one moment.",
            "order_id",
        ),
        ("complete", order.CompleteOrder, "Complete an order: it is paid, and earns."),
        ("cancel", order.CancelOrder, "Call an order off that is not completed."),
        ("return", order.ReturnLines, "Take goods back, line by line.", "return_id"),
        (
            "refund",
            order.RefundOrder,
            "Pay money back; points go back with it.",
            "refund_id",
        ),
    ),
)
