"""The choices that a programme makes, by their stored names."""

from enum import StrEnum


class UnitKind(StrEnum):
    """What a programme gives: points, or money, which can be paid out."""

    POINTS = "points"
    CURRENCY = "currency"


class SpendOrder(StrEnum):
    """Which lot is spent first: the soonest to expire, or the first earned."""

    FEFO = "fefo"
    FIFO = "fifo"


class RefundPolicy(StrEnum):
    """Who stands for points that were spent before their order was refunded."""

    SAME_LOT_THEN_ARREARS = "same_lot_then_arrears"
    OTHER_LOTS_THEN_ARREARS = "other_lots_then_arrears"
    WAIVE = "waive"


class ExpiredPart(StrEnum):
    """What becomes of points given back after their lot has expired."""

    EXPIRE = "expire"
    GRACE = "grace"


class BalancePolicy(StrEnum):
    """What becomes of the points of someone who leaves."""

    FORFEIT = "forfeit"
    KEEP_UNTIL_EXPIRY = "keep_until_expiry"
