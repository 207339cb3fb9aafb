"""Every field that a mapping can fill, by the kind of thing that a row tells of."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

from attrs import frozen

from ...domain.customer.profile import CloseReason, FactKind, PartyKind
from ...domain.encounter.encounter import EncounterKind
from ...domain.feedback.feedback import FeedbackKind

STATUSES: Final = ("placed", "completed", "cancelled", "returned")


class Type(Enum):
    TEXT = auto()
    INTEGER = auto()
    MONEY = auto()
    MOMENT = auto()
    FLAG = auto()


@frozen
class Field:
    """What a field holds; with ``choices``, one of them."""

    type: Type = Type.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()


_TEXT, _INTEGER = Field(), Field(Type.INTEGER)
_MONEY, _MOMENT = Field(Type.MONEY), Field(Type.MOMENT)
_NEEDED, _WHEN = Field(required=True), Field(Type.MOMENT, True)
FACT: Final = _TEXT
FACT_KINDS: Final = tuple(map(str, FactKind))

FIELDS: Final[Mapping[str, Mapping[str, Field]]] = {
    "customers": {
        "customer": _NEEDED,
        "at": _WHEN,
        "party": Field(choices=tuple(PartyKind)),
        "channel": _TEXT,
        "campaign": _TEXT,
        "referrer": _TEXT,
        "name": _TEXT,
        "email": _TEXT,
        "phone": _TEXT,
        "card": _TEXT,
        "closed_at": _MOMENT,
        "close_reason": Field(choices=tuple(CloseReason)),
    },
    "orders": {
        "order_id": _TEXT,
        "customer": _NEEDED,
        "at": _WHEN,
        "channel": _NEEDED,
        "location": _TEXT,
        "currency": _TEXT,
        "status": Field(choices=STATUSES),
        "completed_at": _MOMENT,
        "cancelled_at": _MOMENT,
        "reason": _TEXT,
        "points_part": _MONEY,
        "line_id": _TEXT,
        "sku": _NEEDED,
        "category": _TEXT,
        "quantity": _INTEGER,
        "paid": Field(Type.MONEY, True),
        "list_price": _MONEY,
        "coupon_discount": _MONEY,
        "returned_at": _MOMENT,
        "refunded": _MONEY,
    },
    "encounters": {
        "encounter_id": _TEXT,
        "customer": _TEXT,
        "at": _WHEN,
        "kind": Field(required=True, choices=tuple(EncounterKind)),
        "channel": _NEEDED,
        "subject": _TEXT,
        "category": _TEXT,
        "priority": _INTEGER,
        "step": _TEXT,
        "step_at": _MOMENT,
        "actor": _TEXT,
        "closed_at": _MOMENT,
        "outcome": _TEXT,
        "met_standard": Field(Type.FLAG),
    },
    "feedback": {
        "feedback_id": _TEXT,
        "customer": _TEXT,
        "at": _WHEN,
        "kind": Field(required=True, choices=tuple(FeedbackKind)),
        "score": Field(Type.INTEGER, True),
        "scale_max": Field(Type.INTEGER, True),
        "about": _TEXT,
        "comment": _TEXT,
    },
}

ID: Final = {
    "customers": "customer",
    "orders": "order_id",
    "encounters": "encounter_id",
    "feedback": "feedback_id",
}
"""The field by which a source tells its things apart."""

GATHERED: Final = {"orders", "encounters"}
"""Kinds of which one thing may take several rows."""
