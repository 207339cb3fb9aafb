"""Read models follow the log: in batches, once, whatever is in it."""

from collections import Counter
from collections.abc import Sequence

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from mijoz.adapters.codec import Codec
from mijoz.adapters.memory import MemoryJournal
from mijoz.adapters.memory_views import MemoryViews
from mijoz.application.envelope import Recorded
from mijoz.application.feeding import Keeping, catch_up, fold, pages
from mijoz.application.ports import Batch, DeadLetter, Overtaken
from mijoz.application.projections.projection import Projection
from mijoz.testing.journal import Noted, Ticking, note
from mijoz.testing.views import Tally


def count(row: Tally, event: Recorded) -> Tally:
    if event.event.text == "poison":
        raise ValueError("bad bytes")
    return evolve(row, count=row.count + 1)


TALLY = Projection("tally", 1, Tally, Tally, lambda each: each.event.text, count)


def journal_of(texts: Sequence[str]) -> MemoryJournal:
    journal = MemoryJournal(Codec([Noted]), Ticking())
    if texts:
        journal.append(Batch((note("note-1", 0, *texts),)))
    return journal


def test_rows_are_folded_and_the_position_kept() -> None:
    views = MemoryViews()
    reached: list[int] = []
    catch_up(
        journal_of("abab"), Keeping(TALLY, views), batch=3, progress=reached.append
    )
    assert dict(views.all("tally.1", Tally)) == {"a": Tally("a", 2), "b": Tally("b", 2)}
    assert reached == [3, 4]


def test_catching_up_twice_counts_once() -> None:
    views, journal = MemoryViews(), journal_of("ab")
    for _ in range(2):
        assert catch_up(journal, Keeping(TALLY, views)) == 2
    assert dict(views.all("tally.1", Tally))["a"].count == 1


def test_a_poison_event_is_put_aside_and_the_others_go_on() -> None:
    views = MemoryViews()
    catch_up(journal_of(["a", "poison", "a"]), Keeping(TALLY, views))
    assert dict(views.all("tally.1", Tally))["a"] == Tally("a", 2)
    assert list(views.dead("tally.1")) == [DeadLetter(2, "ValueError: bad bytes")]


def test_an_event_without_a_key_is_passed_over() -> None:
    views = MemoryViews()
    only_a = evolve(TALLY, key=lambda e: "a" if e.event.text == "a" else None)
    catch_up(journal_of("abc"), Keeping(only_a, views))
    assert dict(views.all("tally.1", Tally)) == {"a": Tally("a", 1)}
    assert views.position("tally.1") == 3


def test_two_runners_of_one_projection_never_count_twice() -> None:
    views, journal = MemoryViews(), journal_of("aa")
    keeping = Keeping(TALLY, views)
    batch = journal.feed(0)
    keeping.take(batch)
    with pytest.raises(Overtaken):
        keeping.take(batch)
    assert dict(views.all("tally.1", Tally)) == {"a": Tally("a", 2)}


@given(st.lists(st.sampled_from("abc"), max_size=30), st.integers(1, 7))
def test_rows_kept_in_any_batches_equal_a_replay(texts: list[str], size: int) -> None:
    views, journal = MemoryViews(), journal_of(texts)
    catch_up(journal, Keeping(TALLY, views), batch=size)
    kept = dict(views.all("tally.1", Tally))
    assert kept == fold(TALLY, journal.feed(0))
    assert {key: row.count for key, row in kept.items()} == Counter(texts)


def test_readers_that_stand_apart_are_fed_from_one_reading() -> None:
    views, journal = MemoryViews(), journal_of("aab")
    ahead = Keeping(TALLY, views)
    behind = Keeping(evolve(TALLY, version=2), views)
    ahead.take(journal.feed(0, limit=2))
    assert catch_up(journal, ahead, behind, batch=2) == 3
    for name in ("tally.1", "tally.2"):
        assert dict(views.all(name, Tally)) == {"a": Tally("a", 2), "b": Tally("b", 1)}


@pytest.mark.parametrize("size", [1, 2, 3, 4, 9])
def test_the_log_is_read_by_pages_and_never_past_the_position_asked_for(
    size: int,
) -> None:
    journal = journal_of(["a", "b", "c", "d"])
    reached: list[int] = []
    read = [
        e.position for page in pages(journal, 3, reached.append, size) for e in page
    ]
    assert read == [1, 2, 3]
    assert reached[-1] == 3
