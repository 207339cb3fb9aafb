"""Whether a log may be gone on with: only if it extends what was signed of it."""

from ..ports import ProofLog, StoreUnavailable
from .tree import root


def refuse_older(log: ProofLog, size: int, signed: bytes) -> None:
    """Raise `StoreUnavailable` for a log that is behind a checkpoint known to it.

    *size* and the root *signed* are of the newest checkpoint, which is kept in another
    database than the log.
    """
    head = log.head()
    if head < size:
        raise StoreUnavailable(
            f"the log ends at position {head:,}, and a checkpoint was signed when it"
            f" had {size:,} entries: an older backup was put back, or its end was cut"
            " off. Restore a newer one. If those events are lost for good, begin a new"
            " store, and tell whoever holds checkpoints of this one"
        )
    if root(log.hashes, size) != signed:
        raise StoreUnavailable(
            f"the first {size:,} entries of the log are not those that its newest"
            " checkpoint was signed over: run `mijoz audit verify` on a copy, and"
            " restore a backup"
        )
