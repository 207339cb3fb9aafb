"""A log's checkpoints: signed as it grows, and only if it grew from what was signed."""

from ..application.ports import Checkpoints, ProofLog
from ..application.proofs.failing import NotProven
from ..application.proofs.proving import extension, head
from .notekeys import Signer
from .notes import Checkpoint, sign, unverified


def origin(log: ProofLog) -> str:
    """Return the name that a log has in its checkpoints."""
    return f"mijoz.log/{log.log_id()}"


def newest(checkpoints: Checkpoints) -> tuple[Checkpoint, str] | None:
    """Return the kept checkpoint of the longest log, with its note, if there is one.

    It is kept beside the keys by whoever signed it, and so is not verified again.
    """
    notes = checkpoints.kept()
    return (unverified(notes[-1]), notes[-1]) if notes else None


def take(
    log: ProofLog, checkpoints: Checkpoints, signer: Signer
) -> tuple[Checkpoint, str]:
    """Sign how the log is now, keep the note, and return both.

    Raises:
        NotProven: It does not extend what was signed before. Nothing is signed.
    """
    size, root = head(log)
    made = Checkpoint(origin(log), size, root)
    if last := newest(checkpoints):
        before, _ = last
        if before.origin != made.origin:
            raise NotProven(
                f"the checkpoints kept here are of {before.origin}, not of this log,"
                f" which is {made.origin}"
            )
        extension(log, before.size, before.root, size)
    note = sign(made.text, signer)
    checkpoints.keep(size, note)
    return made, note
