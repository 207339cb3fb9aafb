"""What an experiment deals arms to, and what it measures."""

from enum import StrEnum
from typing import Final


class UnitKind(StrEnum):
    CUSTOMER = "customer"
    VISITOR = "visitor"


class Outcome(StrEnum):
    """What a unit may do: order, or follow a link; return, complain, withdraw."""

    ORDERED = "ordered"
    CLICKED = "clicked"
    REFUNDED = "refunded"
    COMPLAINED = "complained"
    WITHDREW = "withdrew"


HARMS: Final = (Outcome.REFUNDED, Outcome.COMPLAINED, Outcome.WITHDREW)
