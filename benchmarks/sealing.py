"""What sealing and hashing cost an append: beside a journal that does neither."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Any, Final
from unittest.mock import patch

from attrs import frozen

from mijoz.adapters.codec import Codec
from mijoz.adapters.identity import new_id
from mijoz.adapters.keys.memory import MemoryKeys
from mijoz.adapters.keys.sealing import new_key
from mijoz.adapters.keys.vault import Vault
from mijoz.adapters.keys.wrapping import KeyRing
from mijoz.adapters.sqlite import recording
from mijoz.adapters.sqlite.journal import SQLiteJournal
from mijoz.application.envelope import Draft
from mijoz.application.ports import Batch, Write
from mijoz.domain.personal import Personal, personal

from .measuring import Case, Run, Target, steadily
from .notes import CONTACT, ORIGIN, TAGS, TEXT, NoteAdded
from .ours import now
from .places import SQLITE, Address, Places

SIZE: Final = 100
_SHARE: Final = 0.30  # of the throughput, at the most
_UNHASHED: Final = r"""
    do $do$ begin
        execute replace(
            pg_get_functiondef('mijoz_sequence'::regproc),
            'sha256(v_entry || (select state from events where seq = s))',
            $$'\x'::bytea$$
        );
    end $do$;
    create or replace function mijoz_blocks(p_before bigint, p_after bigint)
        returns void language sql as $$ select $$;
"""


@frozen
class PrivateNote:
    """A note whose text is personal, as it is in most that people write down."""

    at: datetime
    tags: tuple[str, ...]
    text: Personal = personal(default=None)


_EVENTS: Final = (NoteAdded, PrivateNote)


def sealing(places: Places) -> Iterator[Case]:
    for kind in places.kinds:
        for every, target in ((5, True), (1, False)):
            with ExitStack() as stack:
                lend = stack.enter_context
                vault = Vault(MemoryKeys(), KeyRing([new_key()]))
                clear = Codec(_EVENTS)
                both = lend(_opened(places.new(kind), Codec(_EVENTS, None, vault)))
                hashed = lend(_opened(places.new(kind), clear))
                neither = lend(_opened(places.new(kind), clear))
                yield Case(
                    "sealing",
                    f"{kind}, {SIZE} a commit, one in {every} personal",
                    "events/s",
                    {
                        "ours": _run(both, every),
                        "hashed alone": _run(hashed, every),
                        "neither": _without_hashes(kind, neither, every),
                    },
                    [Target("neither", 1 / (1 - _SHARE), in_time=True)]
                    if target
                    else [],
                )


@contextmanager
def _opened(address: Address, codec: Codec) -> Iterator[Any]:
    journal: Any
    if "://" in address:
        from mijoz.adapters.postgres.journal import PostgresJournal

        journal = PostgresJournal(address, codec, now)
    else:
        journal = SQLiteJournal(address, codec, now)
    try:
        yield journal
    finally:
        journal.store.close()


def _without_hashes(kind: str, journal: Any, every: int) -> Run:
    run = _run(journal, every)
    if kind != SQLITE:
        with journal.store.connect() as cursor:
            cursor.execute(_UNHASHED)
        return run

    def unhashed(seconds: float) -> float:
        with (
            patch.object(
                recording, "leaves_of", lambda _, states: [b"" for _ in states]
            ),
            patch.object(recording, "write_blocks", lambda *_: None),
        ):
            return run(seconds)

    return unhashed


def _run(journal: Any, every: int) -> Run:
    after, stream = 0, CONTACT.stream("aziza")

    def step() -> int:
        nonlocal after
        journal.append(Batch((Write(stream, after, _drafts(stream, after, every)),)))
        after += SIZE
        return SIZE

    return steadily(step)


def _drafts(stream: str, after: int, every: int) -> tuple[Draft, ...]:
    return tuple(
        Draft(new_id(), stream, revision, "aziza", _note(revision % every), ORIGIN)
        for revision in range(after + 1, after + SIZE + 1)
    )


def _note(nth: int) -> PrivateNote | NoteAdded:
    at = datetime.now(UTC)
    return NoteAdded(at, TEXT, TAGS) if nth else PrivateNote(at, TAGS, TEXT)
