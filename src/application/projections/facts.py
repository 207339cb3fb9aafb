"""The facts of a firm as columnar tables: what features and analyses are made from."""

from typing import Final

# Each table: column -> SQL type. Every row is one fact of one event (or of one line of
# it), and begins with the same six columns: whose it is, when it happened, from when
# on it was known, and the event behind it.
COMMON: Final = {
    "customer_id": "VARCHAR",
    "at": "TIMESTAMP",  # UTC: when it happened
    "known_at": "TIMESTAMP",  # UTC: recorded_at; `at` where a backfill vouches for it
    "position": "BIGINT",  # of the event in the log
    "event_id": "VARCHAR",
    "event_type": "VARCHAR",
}

TABLES: Final[dict[str, dict[str, str]]] = {
    "customers": COMMON | {"channel": "VARCHAR", "campaign": "VARCHAR"},
    # One row a completed order; money in minor units of `currency`.
    "orders": COMMON
    | {
        "order_id": "VARCHAR",
        "channel": "VARCHAR",
        "location": "VARCHAR",
        "currency": "VARCHAR",
        "lines": "INTEGER",
        "units": "BIGINT",
        "paid": "BIGINT",  # what the customer paid for the goods
        "discount": "BIGINT",  # of every kind: list price less paid
        "coupon_discount": "BIGINT",  # what coupons gave, whoever bore it
    },
    # One row a line of a completed order.
    "lines": COMMON
    | {
        "order_id": "VARCHAR",
        "line_id": "VARCHAR",
        "sku": "VARCHAR",
        "category": "VARCHAR",
        "quantity": "BIGINT",
        "paid": "BIGINT",
        "discount": "BIGINT",
        "coupon_discount": "BIGINT",
    },
    "returns": COMMON
    | {
        "order_id": "VARCHAR",
        "line_id": "VARCHAR",
        "quantity": "BIGINT",
        "refunded": "BIGINT",
    },
    "exposures": COMMON | {"campaign_id": "VARCHAR", "campaign_kind": "VARCHAR"},
    "coupons": COMMON | {"campaign_id": "VARCHAR", "coupon": "VARCHAR"},
    # Signed change of what the member may spend or will be able to spend.
    "points": COMMON | {"kind": "VARCHAR", "points": "BIGINT"},
    "consents": COMMON
    | {"purpose": "VARCHAR", "channel": "VARCHAR", "granted": "BOOLEAN"},
    "encounters": COMMON | {"encounter_id": "VARCHAR", "channel": "VARCHAR"},
    "feedback": COMMON | {"kind": "VARCHAR", "score": "INTEGER"},
}
