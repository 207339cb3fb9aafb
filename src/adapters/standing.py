"""Whether a batch may be recorded, given what a store holds of all that it touches."""

from collections.abc import Iterable
from typing import TypeAlias

from attrs import define

from ..application.ports import (
    AlreadyDone,
    AlreadyImported,
    Batch,
    ClaimTaken,
    CommandKey,
    Conflict,
    KeyReused,
    Receipt,
)

REFUSALS = (AlreadyDone, AlreadyImported, ClaimTaken, Conflict, KeyReused)
Key: TypeAlias = tuple[str, str]  # caller and key, source and key, kind and key


@define
class Standing:
    """What is held of some streams and keys; what was admitted counts as held.

    ``position`` is the last of the log; what nobody claims has no owner, or None.
    """

    position: int
    revisions: dict[str, int]
    commands: dict[Key, tuple[str, Receipt]]
    sources: set[Key]
    owners: dict[Key, str | None]

    def admit(self, batch: Batch) -> Receipt:
        """Return what its writer is to be told of a batch that may be recorded.

        Raises:
            Conflict: and the other refusals, as `Journal.append` raises them. Nothing
                of the batch counts then.
        """
        if batch.command and (done := self.done(batch.command)):
            raise AlreadyDone(done)
        sources = self._imported(batch.sources)
        owners = self._claimed(batch)
        revisions = self._written(batch)
        events = tuple(draft.id for w in batch.writes for draft in w.drafts)
        first = self.position + 1
        self.position += len(events)
        receipt = Receipt(
            tuple((w.stream, w.after + len(w.drafts)) for w in batch.writes),
            events,
            tuple(range(first, first + len(events))),
        )
        if key := batch.command:
            self.commands[key.caller, key.key] = key.fingerprint, receipt
        self.sources |= sources
        self.owners |= owners
        self.revisions |= revisions
        return receipt

    def done(self, key: CommandKey) -> Receipt | None:
        """Return what the command was told; None if it never took effect.

        Raises:
            KeyReused: It took effect with another fingerprint.
        """
        fingerprint, receipt = self.commands.get((key.caller, key.key), (None, None))
        if receipt is not None and fingerprint != key.fingerprint:
            raise KeyReused(key.key)
        return receipt

    def _imported(self, sources: Iterable[Key]) -> set[Key]:
        new: set[Key] = set()
        for each in sources:
            if each in self.sources or each in new:
                raise AlreadyImported(*each)
            new.add(each)
        return new

    def _claimed(self, batch: Batch) -> dict[Key, str | None]:
        owners: dict[Key, str | None] = {}
        for gone in batch.releases:
            if self.owners.get((gone.kind, gone.key)) == gone.owner:
                owners[gone.kind, gone.key] = None
        for claim in batch.claims:
            thing = claim.kind, claim.key
            owner = owners[thing] if thing in owners else self.owners.get(thing)
            if owner not in (None, claim.owner):
                raise ClaimTaken(claim.kind, owner)
            owners[thing] = claim.owner
        return owners

    def _written(self, batch: Batch) -> dict[str, int]:
        revisions: dict[str, int] = {}
        for write in batch.writes:
            stream = write.stream
            actual = revisions.get(stream, self.revisions.get(stream, 0))
            if actual != write.after:
                raise Conflict(stream, write.after, actual)
            revisions[stream] = actual + len(write.drafts)
        return revisions
