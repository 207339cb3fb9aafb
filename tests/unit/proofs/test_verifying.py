"""Stretches of a log, put together: as much is seen as in one piece."""

from collections.abc import Callable, Sequence

import pytest
from attrs import define
from hypothesis import given
from hypothesis import strategies as st

from mijoz.adapters.said import said
from mijoz.application.ports import Entry, StoreUnavailable
from mijoz.application.proofs import tree
from mijoz.application.proofs.blocks import completed
from mijoz.application.proofs.looking import look
from mijoz.application.proofs.opening import refuse_older
from mijoz.application.proofs.verifying import Signed, Verdict, verify

SIZE = 600


def entry(position: int, recorded: int | None = None, **changes: object) -> Entry:
    """Return the entry at a position: every third of the same stream."""
    values: dict[str, object] = {
        "id": f"id-{position}",
        "stream": f"note-{(position - 1) % 3}",
        "revision": (position - 1) // 3 + 1,
        **changes,
    }
    state = (
        f'{{"id":"{values["id"]}","type":"Noted","version":1,'
        f'"stream":"{values["stream"]}","revision":{values["revision"]},'
        '"data":{"at":"1970-01-01T00:00:00.000017Z"}}'
    ).encode()
    recorded = position // 10 if recorded is None else recorded
    return Entry(
        position,
        recorded,
        str(values["stream"]),
        int(str(values["revision"])),
        "Noted.1",
        None,
        17,
        state,
        tree.leaf(tree.entry(recorded, state)),
    )


@define
class FakeLog:
    rows: list[Entry]

    def log_id(self) -> str:
        return "fake"

    def head(self) -> int:
        return len(self.rows)

    def entries(self, after: int, limit: int = 1_000) -> Sequence[Entry]:
        return [row for row in self.rows if row.position > after][:limit]

    def hashes(self, level: int, first: int, count: int) -> Sequence[bytes]:
        width = tree.WIDTH**level
        leaves = [row.leaf for row in self.rows]
        return [
            tree.perfect(leaves[n * width : (n + 1) * width])
            for n in range(first, first + count)
        ]


def log(**changed: Entry) -> FakeLog:
    rows = [entry(position) for position in range(1, SIZE + 1)]
    for position, row in changed.items():
        rows[int(position.strip("_")) - 1] = row
    return FakeLog(rows)


def seen(found: FakeLog, length: int, *signed: Signed) -> Verdict:
    starts = range(0, found.head(), length)
    return verify(
        found, (look(found, said, at, at + length) for at in starts), list(signed)
    )


@given(st.integers(1, SIZE + 1))
def test_a_log_is_the_same_in_stretches_of_any_length(length: int) -> None:
    whole = log()
    root = tree.root(whole.hashes, SIZE)
    verdict = seen(whole, length, Signed("theirs", SIZE, root))
    assert verdict.problems == []
    assert (verdict.entries, verdict.streams, verdict.root) == (SIZE, 3, root)
    assert completed(whole.hashes, 0, [row.leaf for row in whole.rows])


@pytest.mark.parametrize("length", [1, 99, 100, 101, SIZE])
@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        (entry(101, recorded=9), "recorded before the one that stands before it"),
        (entry(101, id="id-50"), "the id id-50 comes a second time"),
        (entry(101, revision=35), "revision 35 of note-1, after 33"),
        (entry(101, stream="note-0"), "revision 34 of note-0, after 34"),
    ],
)
def test_what_is_wrong_at_an_edge_is_seen_from_both_sides(
    wrong: Entry, what: str, length: int
) -> None:
    problems = seen(log(_101=wrong), length).problems
    assert what in [each.what for each in problems]
    (told,) = [each for each in problems if each.what == what]
    assert told.first is not None
    assert told.first <= 101 <= (told.last or told.first)


@pytest.mark.parametrize("length", [1, 250, SIZE])
def test_no_more_than_twenty_problems_are_listed_the_first_first(length: int) -> None:
    rows = [row._replace(leaf=bytes(32)) for row in log().rows]
    problems = seen(FakeLog(rows), length).problems
    assert [each.first for each in problems] == list(range(1, 21))


def test_what_is_no_event_is_named() -> None:
    row = entry(7)
    problems = seen(log(_7=row._replace(state=b"{}")), 50).problems
    assert [each.first for each in problems[:2]] == [7, 7]
    assert "no event" in problems[1].what


def test_a_root_is_looked_for_between_the_checkpoints_that_hold() -> None:
    whole = log()
    roots = {size: tree.root(whole.hashes, size) for size in (100, 300, 400, SIZE)}
    signed = [Signed(str(size), size, root) for size, root in roots.items()]
    changed = entry(350)._replace(state=entry(350).state.replace(b"17Z", b"18Z"))
    changed = changed._replace(
        occurred=18, leaf=tree.leaf(tree.entry(changed.recorded, changed.state))
    )
    problems = seen(log(_350=changed), 97, *signed).problems
    assert [(each.first, each.last) for each in problems] == [(301, 400), (301, SIZE)]
    assert not any(each.exact for each in problems)


@pytest.mark.parametrize(
    ("size", "root", "said"),
    [
        (SIZE + 1, lambda _: b"", "an older backup"),
        (SIZE, lambda _: bytes(32), "not those that its newest checkpoint"),
        (SIZE - 1, lambda _: bytes(32), "not those that its newest checkpoint"),
    ],
)
def test_a_log_behind_what_was_signed_is_refused(
    size: int, root: Callable[[FakeLog], bytes], said: str
) -> None:
    whole = log()
    with pytest.raises(StoreUnavailable, match=said):
        refuse_older(whole, size, root(whole))


@pytest.mark.parametrize("size", [1, SIZE - 1, SIZE])
def test_a_log_that_extends_what_was_signed_is_gone_on_with(size: int) -> None:
    whole = log()
    refuse_older(whole, size, tree.root(whole.hashes, size))
