"""What is imported is imported once, whole, and counted."""

from collections.abc import Iterable
from itertools import count

import pytest

from mijoz.adapters.codec import Codec
from mijoz.application.envelope import Origin
from mijoz.application.handling import Handler
from mijoz.application.importing import Counts, Item, Misfit, bring_in
from mijoz.application.work import Work
from mijoz.testing.journal import Noted, Ticking

from .test_handling import NOTES, Crowded


@pytest.fixture
def handler() -> Handler:
    ids = count(1)
    journal = Crowded(Codec([Noted]), Ticking())
    return Handler(journal, lambda: f"e-{next(ids)}", lambda _, value: value)


def item(key: str, stream: str = "1") -> Item:
    return Item(key, f"row {key}", lambda work: work.handle(NOTES, stream, key))


def run(
    handler: Handler, items: Iterable[Item | Misfit], **options: bool | int
) -> tuple[Counts, list[Misfit]]:
    misfits: list[Misfit] = []
    counts = bring_in(
        handler,
        "till",
        items,
        Origin("import:till"),
        quarantine=misfits.append,
        **options,  # type: ignore[arg-type]
    )
    assert counts.add_up
    return counts, misfits


def test_each_item_is_imported(handler: Handler) -> None:
    counts, misfits = run(handler, [item("a"), item("b", "2")])
    assert (counts.imported, counts.events, misfits) == (2, 2, [])


def test_a_second_run_adds_nothing(handler: Handler) -> None:
    items = [item("a"), item("b", "2")]
    run(handler, items)
    counts, _ = run(handler, items)
    assert (counts.known, counts.imported, handler.journal.head()) == (2, 0, 2)


def test_a_run_that_was_killed_is_completed_by_another(handler: Handler) -> None:
    def dying() -> Iterable[Item]:
        yield from (item("a"), item("b", "2"), item("c", "3"))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(handler, dying(), chunk=2)
    assert handler.journal.head() == 2
    counts, _ = run(handler, [item("a"), item("b", "2"), item("c", "3")], chunk=2)
    assert (counts.known, counts.imported) == (2, 1)


def test_a_key_repeated_in_one_run_is_known(handler: Handler) -> None:
    counts, _ = run(handler, [item("a"), item("a")])
    assert (counts.imported, counts.known) == (1, 1)


def test_what_a_rule_refuses_is_quarantined_whole(handler: Handler) -> None:
    def two(work: Work) -> None:
        work.handle(NOTES, "2", "x")
        for text in "wxyz":
            work.handle(NOTES, "1", text)

    counts, misfits = run(handler, [item("a"), Item("b", "row 2", two), item("c")])
    assert (counts.imported, counts.quarantined) == (2, 1)
    assert [each.where for each in misfits] == ["row 2"]
    assert [each.event.text for each in handler.journal.feed(0)] == ["a", "c"]
    assert handler.journal.imported("till", ["b"]) == set()


def test_a_misfit_goes_to_quarantine_straight(handler: Handler) -> None:
    misfit = Misfit("row 1", "amount", "not a number")
    counts, misfits = run(handler, [misfit, item("a")])
    assert (counts.imported, counts.quarantined, misfits) == (1, 1, [misfit])


@pytest.mark.parametrize("size", [1, 2, 500])
def test_a_dry_run_counts_the_same_and_records_nothing(
    handler: Handler, size: int
) -> None:
    bad = Misfit("row 4", None, "bad")
    items: list[Item | Misfit] = [item("a"), item("b", "2"), item("a"), bad]
    items += [item(key, "1") for key in "cdef"]  # the last two are refused
    dry, _ = run(handler, items, dry_run=True, chunk=size)
    assert handler.journal.head() == 0
    wet, _ = run(handler, items, chunk=size)
    assert dry == wet


def test_a_chunk_that_was_overtaken_is_told_again(handler: Handler) -> None:
    handler.journal.rivals = 2  # type: ignore[attr-defined]
    counts, _ = run(handler, [item("a"), item("b", "2")])
    assert (counts.imported, handler.journal.head()) == (2, 4)
