"""What of a ledger counts towards a tier, as it was earned and taken back."""

from .ledger import Ledger
from .tier_entries import Entry


def qualifying(ledger: Ledger) -> tuple[Entry, ...]:
    """Return an entry for each lot and each refund, when it came; none of nothing.

    What was spent, has expired or is owed makes no difference.
    """
    past = ledger.past
    earned = (
        Entry(each.at, f"lot:{each.lot_id}", each.qualifying)
        for each in past.earnings.as_dict().values()
    )
    reversed_ = (
        Entry(at, f"refund:{refund_id}", -amount)
        for refund_id, (at, amount) in past.reversals.as_dict().items()
    )
    return tuple(entry for entry in (*earned, *reversed_) if entry.amount)
