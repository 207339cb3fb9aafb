"""What rows tell, ready to be told; and whom to blame when a rule says no."""

from collections.abc import Callable
from collections.abc import Mapping as Values
from datetime import datetime
from typing import Final

from attrs import field, frozen

from ...application.work import Work
from ...domain.decider import Refused
from ...domain.encounter.encounter import EncounterWasClosed, TooEarly
from ...domain.feedback.feedback import NotAScale, OffTheScale
from ...domain.purchase.line import ImpossibleLine, RepeatedLine, UnknownLine
from ...domain.purchase.refund import RefundedMoreThanPaid
from ...domain.purchase.returns import ReturnedMoreThanBought
from ...domain.purchase.sale import ImpossiblePointsPart, NotACurrency
from .mapping import Mapping
from .unfit import Unfit

_TO_BLAME: Final[Values[type[Refused], tuple[str, ...]]] = {
    EncounterWasClosed: ("step_at", "closed_at"),
    TooEarly: ("closed_at", "step_at"),
    NotAScale: ("scale_max",),
    OffTheScale: ("score",),
    NotACurrency: ("currency",),
    ImpossiblePointsPart: ("points_part",),
    RepeatedLine: ("line_id",),
    UnknownLine: ("line_id", "sku"),
    RefundedMoreThanPaid: ("refunded", "paid"),
    ReturnedMoreThanBought: ("quantity",),
}


@frozen
class Deed:
    """Something to import as one: when it is told, its source key, rows, and story.

    Of two at one moment the lower ``rank`` is told first. ``lines`` says from which row
    each line of an order comes.
    """

    at: datetime
    key: str
    rows: tuple[int, ...]
    tell: Callable[[Work], object]
    rank: int = 0
    lines: Values[str, int] = field(factory=dict)

    @property
    def order(self) -> tuple[datetime, int, int]:
        """The order in which deeds are told: by time, then as the file has them."""
        return self.at, self.rank, self.rows[0]


def blame(refusal: Refused, deed: Deed, mapping: Mapping) -> Unfit:
    """Return the refusal as a problem of one column and row, as far as it names them.

    What it says of rows and columns is all that is kept of the row.
    """
    if isinstance(refusal, Unfit):
        return refusal
    fields = _TO_BLAME.get(type(refusal), ())
    if isinstance(refusal, ImpossibleLine):
        fields = (refusal.field,)
    column = next((c for each in fields if (c := mapping.label(each))), None)
    row = deed.lines.get(getattr(refusal, "line_id", ""))
    return Unfit(column, str(refusal), row)
