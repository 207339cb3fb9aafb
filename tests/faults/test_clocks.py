"""The clock of a machine jumps back: what was recorded later still says so."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import eventsourcing.domain
import pytest
from attrs import define
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate

from .findings import opened
from .stories import batch, chapter, streams

pytestmark = pytest.mark.slow
BACK = timedelta(days=400)


@define
class Clock:
    now: datetime = datetime(2026, 6, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.mark.parametrize(
    "store",
    ["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.postgres)],
    indirect=True,
)
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
    said = [told for number in range(1, 31) for told in chapter("w", number)]
    assert {each.id: each.occurred_at for each in events} == {
        each.id: each.event.at for each in said
    }
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


def test_the_stock_library_dates_its_log_backwards_without_a_word(
    monkeypatch: pytest.MonkeyPatch, tell: Callable[[str], None]
) -> None:
    """The control: there is one time for each event, and whoever asks has set it."""
    clock = Clock()
    monkeypatch.setattr(eventsourcing.domain, "datetime_now_with_tzinfo", clock)
    app: Application[UUID] = Application()
    for _ in range(2):
        app.save(Aggregate())
        clock.now -= BACK
    first, second = app.recorder.select_notifications(1, 10)
    before: Any = app.mapper.to_domain_event(first)
    after: Any = app.mapper.to_domain_event(second)
    tell(f"the library: {before.timestamp:%F}, and after that {after.timestamp:%F}")
    assert after.timestamp < before.timestamp
