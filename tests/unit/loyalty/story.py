"""Short words for what members do, in days of one long year."""

from datetime import UTC, datetime, timedelta

from mijoz.domain.loyalty.points import (
    POINTS,
    Command,
    Earn,
    Event,
    Hold,
    Ledger,
    Part,
    Redeem,
    ReverseEarn,
    ReverseRedemption,
    SettleDue,
)
from mijoz.domain.loyalty.policies import RefundPolicy
from mijoz.testing import Scenario

TICK = timedelta(microseconds=1)


def day(number: int) -> datetime:
    """Return the start of a day, counted from the first of January 2025."""
    return datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=number)


def earn(
    lot: str,
    points: int,
    on: int,
    *,
    available: int | None = None,
    expires: int | None = None,
    lines: tuple[tuple[int, int], ...] = (),
    qualifying: int | None = None,
) -> Earn:
    """Earn a lot named as its order is; each line is what was paid and its points."""
    return Earn(
        day(on),
        lot,
        f"order {lot}",
        points,
        day(on if available is None else available),
        None if expires is None else day(expires),
        "bozor",
        1,
        tuple("abcdefgh"[: len(lines)]),
        tuple(paid for paid, _ in lines),
        tuple(earned for _, earned in lines),
        qualifying,
    )


def refund(
    refund_id: str,
    lot: str,
    on: int,
    policy: RefundPolicy = RefundPolicy.SAME_LOT_THEN_ARREARS,
    **amounts: int,
) -> ReverseEarn:
    """Refund so much of each line of the order that a lot is named after."""
    lines, paid_back = tuple(amounts), tuple(amounts.values())
    return ReverseEarn(day(on), refund_id, f"order {lot}", lines, paid_back, policy)


def redeem(redemption: str, points: int, on: int) -> Redeem:
    return Redeem(day(on), redemption, "a mug", points)


def cancel(
    cancellation: str,
    redemption: str,
    on: int,
    points: int | None = None,
    grace: int | None = None,
) -> ReverseRedemption:
    until = None if grace is None else day(grace)
    return ReverseRedemption(day(on), cancellation, redemption, points, until)


def hold(hold_id: str, points: int, on: int, until: int) -> Hold:
    return Hold(day(on), hold_id, points, day(until))


def settle(on: int) -> SettleDue:
    return SettleDue(day(on))


def after(*commands: Command) -> Scenario[Command, Event, Ledger]:
    """Return the story of *commands*, none of which is refused."""
    story = Scenario(POINTS)
    for command in commands:
        story = story.when(command)
        assert story.refusal is None, story.refusal
    return story


def parts(**amounts: int) -> tuple[Part, ...]:
    return tuple(Part(lot, amount) for lot, amount in amounts.items())


def left(story: Scenario[Command, Event, Ledger]) -> dict[str, int]:
    """Return what is left in each lot, the good ones first."""
    return {lot.lot_id: lot.remaining for lot in story.state.lots}
