"""What the points ledger says of a clearing, whatever the clearing says of itself."""

from collections.abc import Iterable, Iterator

from ..domain.loyalty.points import (
    EarnReversed,
    HoldCaptured,
    PointsEarned,
    PointsRedeemed,
    RedemptionReversed,
)
from .contexts import POINTS
from .envelope import Event
from .work import Work

_MARK = "clearing:"


def ref(clearing: str, row: str) -> str:
    """Return the name under which the ledger knows a row of a clearing."""
    return f"{_MARK}{clearing}:{row}"


def ledger_sums(work: Work, programme: str, clearing: str) -> tuple[int, int]:
    """Return how many points the ledger has as earned, and as burned, by a clearing.

    What takes points back counts where it says it comes from: by the clearing that it
    names, or else by that of what it takes back.
    """
    prefix, mark = POINTS.stream(f"{programme}:"), ref(clearing, "")
    earned = burned = 0
    for event in _events(work, prefix):
        match event:
            case PointsEarned(source_ref=source, amount=amount):
                earned += amount if source.startswith(mark) else 0
            case EarnReversed(refund_id=by, source_ref=source, amount=amount):
                earned -= amount if _names(by, source).startswith(mark) else 0
            case (
                PointsRedeemed(redemption_id=name, amount=amount)
                | HoldCaptured(redemption_id=name, amount=amount)
            ):
                burned += amount if name.startswith(mark) else 0
            case RedemptionReversed(
                cancellation_id=by, redemption_id=name, amount=amount
            ):
                burned -= amount if _names(by, name).startswith(mark) else 0
    return earned, burned


def _names(by: str, of: str) -> str:
    return by if by.startswith(_MARK) else of


def _events(work: Work, prefix: str) -> Iterator[Event]:
    """Yield what is recorded of a programme's ledgers, and what this work adds."""
    for stream in work.journal.streams(POINTS.kind):
        if stream.startswith(prefix):
            recorded: Iterable[Event] = work.journal.replay(stream)
            yield from recorded
    for draft in work.drafts:
        if draft.stream.startswith(prefix):
            yield draft.event
