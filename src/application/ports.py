"""Every socket of the hexagon, on one page. Adapters plug in from outside."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol, TypeAlias

from attrs import frozen

from .envelope import Draft, Event, Recorded

Clock: TypeAlias = Callable[[], datetime]  # now, aware, in UTC
NewId: TypeAlias = Callable[[], str]  # a fresh UUIDv7
BlindIndex: TypeAlias = Callable[[str, str], str]  # (kind, value) -> keyed digest
Opening: TypeAlias = Callable[[Recorded], Recorded]  # what was sealed in it, or Erased
Scrub: TypeAlias = Callable[[], str]  # leave no copy of what was overwritten; how


class Conflict(Exception):
    """Someone else appended to the stream first."""

    def __init__(self, stream: str, expected: int, actual: int) -> None:
        super().__init__(
            f"{stream} holds {actual} events, not the {expected} that were expected:"
            " read it again and decide anew"
        )
        self.stream, self.expected, self.actual = stream, expected, actual


class ClaimTaken(Exception):
    """Another owner holds what was to be unique."""

    def __init__(self, kind: str, owner: str) -> None:
        super().__init__(f"this {kind} already belongs to {owner}")
        self.kind, self.owner = kind, owner


class AlreadyImported(Exception):
    """The source's own key was recorded before, once and for all."""

    def __init__(self, source: str, key: str) -> None:
        super().__init__(f"{key} of {source} is already recorded")
        self.source, self.key = source, key


class KeyReused(Exception):
    """One idempotency key came with two different requests."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the idempotency key {key} was used for another request")
        self.key = key


class AlreadyDone(Exception):
    """The same request took effect before: here is what it was told."""

    def __init__(self, receipt: "Receipt") -> None:
        super().__init__("this request took effect before")
        self.receipt = receipt


class Gone(Exception):
    """A person was erased: nothing personal of them can be read or told again."""

    def __init__(self, subject: str, certificate: str | None = None) -> None:
        under = f" (certificate {certificate})" if certificate else ""
        super().__init__(f"{subject} was erased{under}")
        self.subject, self.certificate = subject, certificate


class Overtaken(Exception):
    """Another process runs this projection, and was quicker."""


class StoreUnavailable(Exception):
    """The store cannot be used now, or not by this version; the message says why."""


@frozen
class Receipt:
    """What a command did.

    ``revisions`` is each touched stream with its new revision, ``events`` the ids of
    what was recorded. ``positions`` stand beside them once they are numbered, which
    may be after the command has been answered.
    """

    revisions: tuple[tuple[str, int], ...] = ()
    events: tuple[str, ...] = ()
    positions: tuple[int, ...] | None = None


@frozen
class CommandKey:
    """A caller's idempotency key, and a digest of the whole request it came with."""

    caller: str
    key: str
    fingerprint: str


@frozen
class Write:
    """New events of one stream that holds ``after`` events so far."""

    stream: str
    after: int
    drafts: tuple[Draft, ...]


@frozen
class Claim:
    """One owner for one thing: ``key`` is a blind index, never the thing itself."""

    kind: str
    key: str
    owner: str


@frozen
class Batch:
    """All that one transaction must do, or leave undone."""

    writes: tuple[Write, ...]
    command: CommandKey | None = None
    sources: tuple[tuple[str, str], ...] = ()  # (source, the source's own key)
    claims: tuple[Claim, ...] = ()
    releases: tuple[Claim, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all to record."""
        return not (
            self.writes or self.command or self.sources or self.claims or self.releases
        )


@frozen
class DeadLetter:
    """An event that a projection could not take; the others went on."""

    position: int
    problem: str


class Views(Protocol):
    """Where read models are kept: rows by key, and how far each has read."""

    def position(self, projection: str) -> int:
        """Return the last position a projection has taken; 0 if it never began."""
        ...

    def rows(
        self, projection: str, row: type, keys: Iterable[str]
    ) -> Mapping[str, Any]:
        """Return those of the rows that exist, by key, each of class *row*."""
        ...

    def all(self, projection: str, row: type) -> Iterable[tuple[str, Any]]:
        """Return every row with its key, in the order of the keys."""
        ...

    def commit(
        self,
        projection: str,
        after: int,
        position: int,
        rows: Mapping[str, Any],
        dead: Sequence[DeadLetter] = (),
    ) -> None:
        """Put rows and position in one transaction.

        Raises:
            Overtaken: The projection does not stand at *after*: another one runs it.
        """
        ...

    def clear(self, projection: str) -> None:
        """Forget a projection's rows, position and dead letters."""
        ...

    def dead(self, projection: str) -> Sequence[DeadLetter]:
        """Return what a projection could not take, oldest first."""
        ...


class Reader(Protocol):
    """Takes the log in batches: a keyed read model, the facts, whatever follows it."""

    def position(self) -> int:
        """Return the last position taken."""
        ...

    def take(self, batch: Sequence[Recorded]) -> None:
        """Take the next events; what they change and the position commit together."""
        ...


class Journal(Protocol):
    """Where events are kept: a stream for each aggregate, nothing ever changed."""

    def append(self, batch: Batch) -> Receipt:
        """Record the whole batch durably, or nothing of it.

        Raises:
            Conflict: A stream does not hold exactly the events it was decided on.
            ClaimTaken: Another owner holds one of the claims.
            AlreadyImported: One of the source keys is recorded.
            AlreadyDone: The command key took effect with the same fingerprint.
            KeyReused: The command key took effect with another fingerprint.
            StoreUnavailable: The store did not take it; it may be tried again.
        """
        ...

    def replay(self, stream: str, after: int = 0) -> Iterable[Event]:
        """Return the stream's events alone, oldest first, past revision *after*."""
        ...

    def stream(self, stream: str) -> Sequence[Recorded]:
        """Return the stream with its envelopes, oldest first; none if never written."""
        ...

    def feed(self, after: int, limit: int = 1_000) -> Sequence[Recorded]:
        """Return up to *limit* numbered events past position *after*, in order."""
        ...

    def about(self, subject: str) -> Sequence[Recorded]:
        """Return all numbered events about a subject, in order of position."""
        ...

    def streams(self, kind: str) -> Sequence[str]:
        """Return the names of all streams of a kind (``kind-…``), sorted."""
        ...

    def head(self) -> int:
        """Return the last position given; 0 for an empty log."""
        ...

    def receipt(self, command: CommandKey) -> Receipt | None:
        """Return what the command was told when it took effect; None if it never did.

        Raises:
            KeyReused: It took effect with another fingerprint.
        """
        ...

    def owners(self, kind: str, keys: Iterable[str]) -> Mapping[str, str]:
        """Return the owner of each key of a kind of claim that has one."""
        ...

    def imported(self, source: str, keys: Iterable[str]) -> set[str]:
        """Return which of a source's keys are recorded already."""
        ...


@frozen
class PaymentOrder:
    """Money to be paid. Whoever pays does so once for a `key`, however often asked."""

    key: str
    amount: int  # minor units
    currency: str
    pay_to: str


@frozen
class Paid:
    """It is paid, under a reference of whoever paid."""

    reference: str


@frozen
class Declined:
    """It is not paid, and will not be."""

    reason: str


class Payments(Protocol):
    """Whoever pays money out for us: a bank, a payment service, a file for one."""

    @property
    def service(self) -> str:
        """The name under which it is on record that they were asked."""
        ...

    def pay(self, order: PaymentOrder) -> Paid | Declined | None:
        """Ask for a payment; return what became of it, None if that is not known yet.

        Asked again with the same key it pays nothing more, and says what is so by then.
        """
        ...


class Keys(Protocol):
    """The data keys of the persons we know, under which what is personal is sealed."""

    def destroy(self, owner: str) -> Sequence[str]:
        """Destroy a person's key for ever; return its id, if they had one.

        Done twice it says the same. Nothing of theirs can be sealed again: `Gone`.
        """
        ...

    def rewrap(self) -> int:
        """Wrap all keys anew and destroy what wrapped them before; return how many."""
        ...


class Entry(NamedTuple):
    """One row of the log as it is stored: what proofs are made over.

    ``state`` is the stored bytes and ``leaf`` the hash that the log keeps of them;
    ``recorded`` and ``occurred`` are microseconds since 1970. All but position,
    ``recorded`` and ``leaf`` is in ``state`` as well: the rest is how a row is found.
    """

    position: int
    recorded: int
    stream: str
    revision: int
    topic: str
    subject: str | None
    occurred: int
    state: bytes
    leaf: bytes


class ProofLog(Protocol):
    """The log as bytes and hashes: every journal of ours is one.

    The leaf of position p has the index p - 1; see `proofs.tree`.
    """

    def log_id(self) -> str:
        """Return the identity of this log, drawn when the store was made."""
        ...

    def head(self) -> int:
        """Return the last position given, which is the size of the tree."""
        ...

    def entries(self, after: int, limit: int = 1_000) -> Sequence[Entry]:
        """Return up to *limit* rows past position *after*, in order of position."""
        ...

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        """Return the hashes kept of *count* complete blocks, from block *first* on.

        A block of level 0 is a leaf, one of level n has 16**n of them; `tree.Hashes`.
        """
        ...


class Checkpoints(Protocol):
    """Signed checkpoints of the log, kept apart from it: beside the keys."""

    def kept(self) -> Sequence[str]:
        """Return the signed notes that were kept, the smallest tree first."""
        ...

    def keep(self, size: int, note: str) -> None:
        """Keep the signed note of a tree of *size*; keeping it twice keeps it once."""
        ...


class Statistics(Protocol):
    """What chance would make of counts, in whole numbers."""

    def ratio(self, counts: Sequence[int], weights: Sequence[int]) -> int:
        """Return how likely counts so far from their weights are, in millionths."""
        ...

    def difference(
        self, control: tuple[int, int], treated: tuple[int, int], confidence: int
    ) -> tuple[int, int, int]:
        """Return by how much two shares differ, and the interval, in basis points.

        A share is how many did, of how many, who are not none; *confidence* is in
        per mille.
        """
        ...


@frozen
class Letter:
    """A message on its way out. ``reference`` is its own, and the same every time.

    ``to`` is an address of the channel's kind; a subject line and HTML are an e-mail's.
    """

    reference: str
    channel: str
    to: str
    body: str
    subject_line: str | None = None
    html: str | None = None


class OutboxUnavailable(Exception):
    """The outbox did not take it now; it may be tried again."""


class NobodyThere(Exception):
    """The outbox says that there is nobody at the address, by the carrier's code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"there is nobody at the address ({code})")
        self.code = code


class Outbox(Protocol):
    """Takes messages out of the house. The same letter sent twice is one to it.

    Whoever receives both knows them by the reference, which leaves with them.
    """

    @property
    def name(self) -> str:
        """Return what the outbox is called, for ever."""
        ...

    @property
    def channels(self) -> frozenset[str]:
        """Return the channels that it carries."""
        ...

    def send(self, letter: Letter) -> str:
        """Hand a letter over; return under what it is known outside.

        Raises:
            OutboxUnavailable: It was not taken, or we do not know.
            NobodyThere: It was turned down for good.
        """
        ...
