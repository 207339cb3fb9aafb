"""Points taken back after a refund: from where they are, then as the policy says."""

from collections.abc import Iterator

from attrs import evolve as but

from .ledger import UNTOUCHED, Debt, Ledger
from .lots import SPENDING, Part, allocate, total
from .movements import spent, without
from .points_commands import ReverseEarn
from .points_events import EarnReversed, PointsEarned
from .points_refusals import UnknownSource
from .policies import RefundPolicy
from .refund_lines import half_even, reversals, tally


def reverse_earn(command: ReverseEarn, ledger: Ledger) -> Iterator[EarnReversed]:
    if ("refund", command.refund_id) in ledger.past.done:
        return
    earned = ledger.earned_from(command.source_ref)
    if earned is None:
        raise UnknownSource(command.source_ref)
    lot_id = earned.lot_id
    sequel = ledger.past.sequel(lot_id)
    refunded, taken = reversals(command, earned, sequel.refunded, sequel.reversed)
    amount = sum(taken)

    waiting = ledger.pending_of(lot_id)
    pending = min(amount, waiting.remaining) if waiting else 0
    kin = (lot_id, *sequel.graces)
    own = [lot for each in kin if (lot := ledger.left_of(each))]
    parts = allocate(amount - pending, own)
    rest = amount - pending - total(parts)
    expired = _expired(ledger, kin, rest)
    rest -= total(expired)
    if command.policy is RefundPolicy.OTHER_LOTS_THEN_ARREARS:
        others = [lot for lot in ledger.good if lot.root != lot_id]
        others.sort(key=SPENDING[command.spend_order])
        more = allocate(rest, others)
        parts, rest = parts + more, rest - total(more)
    waived = rest if command.policy is RefundPolicy.WAIVE else 0
    yield EarnReversed(
        command.at,
        command.refund_id,
        command.source_ref,
        lot_id,
        tuple(refunded),
        tuple(refunded.values()),
        taken,
        amount,
        _qualifying(earned, sum(sequel.reversed), amount),
        pending,
        parts,
        expired,
        rest - waived,
        waived,
        command.policy,
    )


def earn_reversed(ledger: Ledger, event: EarnReversed) -> Ledger:
    lot_id, past, sequels = event.lot_id, ledger.past, ledger.past.sequels
    for part in event.expired:
        sequel = past.sequel(part.lot_id)
        found = but(sequel, expired=sequel.expired - part.amount)
        sequels = sequels.put(part.lot_id, found)
    sequel = sequels.get(lot_id) or UNTOUCHED
    earned, lines = past.earnings[event.source_ref], event.line_ids
    sequel = but(
        sequel,
        refunded=tally(earned, sequel.refunded, lines, event.line_refunded),
        reversed=tally(earned, sequel.reversed, lines, event.line_reversed),
    )
    debts = ledger.debts
    if event.arrears:
        debts = _owing(debts, Debt(lot_id, event.arrears, event.at))
    ledger = but(
        ledger,
        good=spent(ledger, event.parts),
        debts=debts,
        past=but(
            past,
            sequels=sequels.put(lot_id, sequel),
            done=past.done.put(("refund", event.refund_id), lot_id),
            reversals=past.reversals.put(event.refund_id, (event.at, event.qualifying)),
        ),
    )
    if not event.pending:
        return ledger
    return without(ledger, lot_id, event.pending, pending=True)


def _expired(ledger: Ledger, kin: tuple[str, ...], amount: int) -> tuple[Part, ...]:
    """Return up to *amount* points that expired of these lots, never to be owed."""
    parts = []
    for lot_id in kin:
        found = min(amount, ledger.past.sequel(lot_id).expired)
        if found:
            parts.append(Part(lot_id, found))
            amount -= found
    return tuple(parts)


def _qualifying(earned: PointsEarned, before: int, amount: int) -> int:
    """Return how much less counts towards a tier, in proportion."""
    counted, of = earned.qualifying, earned.amount
    after = half_even(counted * (before + amount), of)
    return after - half_even(counted * before, of)


def _owing(debts: tuple[Debt, ...], new: Debt) -> tuple[Debt, ...]:
    """Return the debts with *new* among them, joined with an older one of its root."""
    old = next((debt for debt in debts if debt.root == new.root), None)
    if old is None:
        return (*debts, new)
    amount, since = old.amount + new.amount, max(old.since, new.since)
    rest = (debt for debt in debts if debt is not old)
    return (*rest, Debt(new.root, amount, since))
