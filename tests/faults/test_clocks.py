"""The clock of a machine jumps back: what was recorded later still says so."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from attrs import define
from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteAggregateRecorder, SQLiteDatastore

from .findings import opened
from .stories import WHEN, batch, streams

pytestmark = pytest.mark.slow
BACK = timedelta(days=400)


@define
class Clock:
    now: datetime = datetime(2026, 6, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.mark.parametrize("store", ["memory", "sqlite", "postgres"], indirect=True)
def test_times_of_recording_never_run_backwards_whatever_the_clock_does(
    store: str, tell: Callable[[str], None]
) -> None:
    clock = Clock()
    with opened(store, clock=clock) as crm:
        held = dict.fromkeys(streams("w"), 0)
        for number in range(1, 31):
            if number % 10 == 0:
                clock.now -= BACK
            new = batch("w", number, held)
            crm.journal.append(new)
            held |= {w.stream: w.after + len(w.drafts) for w in new.writes}
        events = crm.journal.feed(0, 10_000)
    recorded = [each.recorded or 0 for each in events]
    assert all(before <= after for before, after in pairwise(recorded))
    assert all(each.occurred_at >= WHEN for each in events), "as its source says"
    tell(f"{len(events)} events over three jumps of {BACK.days} days")


def test_several_machines_with_clocks_of_their_own_record_in_one_order(
    store: str,
) -> None:
    ahead, behind = Clock(), Clock()
    behind.now -= BACK
    with opened(store, clock=ahead) as one, opened(store, clock=behind) as other:
        held = dict.fromkeys(streams("w"), 0)
        for number in range(1, 21):
            new = batch("w", number, held)
            (one if number % 2 else other).journal.append(new)
            held |= {w.stream: w.after + len(w.drafts) for w in new.writes}
        recorded = [each.recorded or 0 for each in one.journal.feed(0, 10_000)]
    assert all(before <= after for before, after in pairwise(recorded))


def test_the_stock_recorder_takes_what_is_dated_back_without_a_word(
    tmp_path: Path,
) -> None:
    """The control: where the time is in the event alone, nobody minds it."""
    recorder = SQLiteAggregateRecorder(
        SQLiteDatastore(str(tmp_path / "stock.db"), originator_id_type="text")
    )
    recorder.create_table()
    for version, now in enumerate((Clock().now, Clock().now - BACK), start=1):
        event = StoredEvent("a", version, "Noted", now.isoformat().encode())
        recorder.insert_events([event])
    found = [each.state for each in recorder.select_events("a")]
    assert found == sorted(found, reverse=True)
