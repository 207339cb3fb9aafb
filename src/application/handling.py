"""Load, decide, append: how any command reaches any aggregate, once."""

from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

from attrs import field, frozen

from .cache import States
from .envelope import Draft, Origin, Recorded
from .ports import (
    AlreadyDone,
    BlindIndex,
    ClaimTaken,
    CommandKey,
    Conflict,
    Journal,
    NewId,
    Opening,
    Receipt,
)
from .work import Claims, Guard, Reaction, Work

Result = TypeVar("Result")


@frozen
class Done:
    """What became of a command: its receipt and, the first time, its events."""

    receipt: Receipt
    drafts: tuple[Draft, ...] = ()
    replayed: bool = False


def _as_it_is(recorded: Recorded) -> Recorded:
    return recorded


def _no_claims(_: Draft) -> tuple[tuple[()], tuple[()]]:
    return (), ()


def _unheard(_: "Handler", __: Work, ___: "ClaimTaken") -> None:
    return None


@frozen
class Handler:
    """Runs work over a journal, and again when another writer was first."""

    journal: Journal
    new_id: NewId
    blind: BlindIndex
    reactions: Sequence[Reaction] = ()
    claims: Claims = _no_claims
    guards: Sequence[Guard] = ()
    opening: Opening = _as_it_is
    states: States = field(factory=States)
    retries: int = 5
    disputed: "Disputed" = _unheard

    def run(
        self,
        story: Callable[[Work], object],
        origin: Origin,
        *,
        key: CommandKey | None = None,
        dry_run: bool = False,
    ) -> Done:
        """Have *story* decide commands, then record all of them, or nothing.

        A dry run records nothing and returns what would have been. A *key* that took
        effect before decides nothing and returns what was told then.

        Raises:
            Refused: A rule forbids one of the commands.
            Conflict: The story expected another revision, or lost *retries* races.
            ClaimTaken: Something that was to be unique has another owner.
            AlreadyImported: A source's own key is recorded already.
            KeyReused: The key took effect with another request.
        """
        if key and (receipt := self.journal.receipt(key)):
            return Done(receipt, replayed=True)
        for left in range(self.retries, -1, -1):
            work = self.begin(origin)
            story(work)
            if dry_run:
                return Done(Receipt(), tuple(work.drafts))
            try:
                return self.commit(work, key)
            except Conflict:
                if not left:
                    raise
            except ClaimTaken as taken:
                self.disputed(self, work, taken)
                raise
        raise ValueError("retries cannot be negative")

    def begin(self, origin: Origin) -> Work:
        """Return empty work: for those who decide much before they record it."""
        return Work(
            self.journal,
            self.states,
            origin,
            self.new_id,
            self.reactions,
            self.claims,
            self.guards,
        )

    def commit(self, work: Work, key: CommandKey | None = None) -> Done:
        """Record *work*; on a conflict, forget the states that it was decided on."""
        batch = work.batch(key)
        if batch.empty:
            return Done(Receipt())
        try:
            receipt = self.journal.append(batch)
        except AlreadyDone as done:
            return Done(done.receipt, replayed=True)
        except Conflict:
            work.abandon()
            raise
        work.settle()
        return Done(receipt, tuple(work.drafts))


Disputed: TypeAlias = Callable[[Handler, Work, ClaimTaken], None]
"""What is done, in a transaction of its own, once a claim was refused to *work*."""
