"""A journal in memory: for tests, ours and yours, and for looking around."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from threading import RLock
from uuid import uuid4

from ..application.envelope import Event, Recorded, micros
from ..application.ports import (
    AlreadyDone,
    AlreadyImported,
    Batch,
    ClaimTaken,
    Clock,
    CommandKey,
    Conflict,
    Entry,
    KeyReused,
    Receipt,
)
from ..application.proofs.blocks import completed
from ..application.proofs.tree import entry, leaf
from .codec import Codec, Stored


class MemoryJournal:
    """Keeps the bytes that any other store would keep, and forgets them at the end."""

    def __init__(self, codec: Codec, clock: Clock) -> None:
        self._id = str(uuid4())
        self._codec, self._clock = codec, clock
        self._lock = RLock()
        self._log: list[tuple[Stored, int]] = []
        self._hashes: dict[int, list[bytes]] = defaultdict(list)  # of each level
        self._streams: dict[str, list[int]] = defaultdict(list)
        self._kinds: dict[str, list[str]] = defaultdict(list)
        self._subjects: dict[str, list[int]] = defaultdict(list)
        self._commands: dict[tuple[str, str], tuple[str, Receipt]] = {}
        self._sources: set[tuple[str, str]] = set()
        self._claims: dict[tuple[str, str], str] = {}

    def append(self, batch: Batch) -> Receipt:
        rows = self._codec.rows(batch)
        with self._lock:
            self._check(batch)
            for gone in batch.releases:
                if self._claims.get((gone.kind, gone.key)) == gone.owner:
                    del self._claims[gone.kind, gone.key]
            for claim in batch.claims:
                self._claims[claim.kind, claim.key] = claim.owner
            self._sources.update(batch.sources)
            first = len(self._log) + 1
            now = micros(self._clock())
            for row in rows:
                self._record(row, now)
            self._hash(first - 1)
            receipt = Receipt(
                tuple((w.stream, w.after + len(w.drafts)) for w in batch.writes),
                tuple(draft.id for w in batch.writes for draft in w.drafts),
                tuple(range(first, first + len(rows))),
            )
            if done := batch.command:
                self._commands[done.caller, done.key] = done.fingerprint, receipt
            return receipt

    def replay(self, stream: str, after: int = 0) -> Iterable[Event]:
        for index in self._streams.get(stream, [])[after:]:
            row, _ = self._log[index]
            yield self._codec.event(row.topic, row.state)

    def stream(self, stream: str) -> Sequence[Recorded]:
        return [self._at(index) for index in self._streams.get(stream, [])]

    def feed(self, after: int, limit: int = 1_000) -> Sequence[Recorded]:
        last = min(after + limit, len(self._log))
        return [self._at(index) for index in range(after, last)]

    def about(self, subject: str) -> Sequence[Recorded]:
        return [self._at(index) for index in self._subjects.get(subject, [])]

    def streams(self, kind: str) -> Sequence[str]:
        return sorted(self._kinds.get(kind, []))

    def head(self) -> int:
        return len(self._log)

    def receipt(self, command: CommandKey) -> Receipt | None:
        found = self._commands.get((command.caller, command.key))
        if found is None:
            return None
        if found[0] != command.fingerprint:
            raise KeyReused(command.key)
        return found[1]

    def owners(self, kind: str, keys: Iterable[str]) -> Mapping[str, str]:
        claims = self._claims
        return {key: claims[kind, key] for key in keys if (kind, key) in claims}

    def imported(self, source: str, keys: Iterable[str]) -> set[str]:
        return {key for key in keys if (source, key) in self._sources}

    def log_id(self) -> str:
        return self._id

    def entries(self, after: int, limit: int = 1_000) -> Sequence[Entry]:
        last = min(after + limit, len(self._hashes[0]))
        return [self._entry(index) for index in range(after, last)]

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        return self._hashes[level][first : first + count]

    def _check(self, batch: Batch) -> None:
        if batch.command and (receipt := self.receipt(batch.command)):
            raise AlreadyDone(receipt)
        seen: set[tuple[str, str]] = set()
        for each in batch.sources:
            if each in self._sources or each in seen:
                raise AlreadyImported(*each)
            seen.add(each)
        freed = {(gone.kind, gone.key, gone.owner) for gone in batch.releases}
        taken: dict[tuple[str, str], str] = {}
        for claim in batch.claims:
            thing = claim.kind, claim.key
            owner = taken.get(thing) or self._claims.get(thing, claim.owner)
            if owner != claim.owner and (
                thing in taken or (*thing, owner) not in freed
            ):
                raise ClaimTaken(claim.kind, owner)
            taken[thing] = claim.owner
        held: dict[str, int] = {}
        for write in batch.writes:
            actual = held.get(write.stream, len(self._streams.get(write.stream, [])))
            if actual != write.after:
                raise Conflict(write.stream, write.after, actual)
            held[write.stream] = actual + len(write.drafts)

    def _record(self, row: Stored, now: int) -> None:
        index = len(self._log)
        recorded = max(now, self._log[-1][1]) if self._log else now
        self._log.append((row, recorded))
        if row.revision == 1:
            self._kinds[row.stream.partition("-")[0]].append(row.stream)
        self._streams[row.stream].append(index)
        if row.subject is not None:
            self._subjects[row.subject].append(index)

    def _hash(self, size: int) -> None:
        leaves = [leaf(entry(now, row.state)) for row, now in self._log[size:]]
        blocks = completed(self.hashes, size, leaves)
        self._hashes[0] += leaves
        for level, _, root in blocks:
            self._hashes[level].append(root)

    def _entry(self, index: int) -> Entry:
        row, recorded = self._log[index]
        return Entry(
            index + 1,
            recorded,
            row.stream,
            row.revision,
            row.topic,
            row.subject,
            row.occurred_at,
            row.state,
            self._hashes[0][index],
        )

    def _at(self, index: int) -> Recorded:
        row, recorded = self._log[index]
        return self._codec.decode(row.topic, row.state, index + 1, recorded)
