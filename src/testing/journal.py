"""What any journal must do: run every rule over yours, as we do over ours.

.. code-block:: python

    @pytest.mark.parametrize("rule", JOURNAL_RULES, ids=lambda rule: rule.__name__)
    def test_my_journal(rule, my_journal):
        clock = Ticking()
        rule(my_journal(Codec([Noted]), clock), clock)

A rule is given a journal that is empty and that knows the event `Noted`.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any, Final, TypeAlias

from attrs import evolve, frozen

from ..application.envelope import Draft, Origin, TimeQuality, micros
from ..application.ports import (
    AlreadyDone,
    AlreadyImported,
    Batch,
    Claim,
    ClaimTaken,
    CommandKey,
    Conflict,
    Journal,
    KeyReused,
    Write,
)


@frozen
class Noted:
    at: datetime
    text: str


class Ticking:
    """A clock that tells what it was set to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


Rule: TypeAlias = Callable[[Journal, Ticking], None]
WHEN: Final = datetime(2026, 2, 28, 12, 30, 15, 123456, tzinfo=UTC)
KEY: Final = CommandKey("anna", "k-1", "digest-1")


def note(stream: str, after: int, *texts: str, subject: str | None = None) -> Write:
    """Return a write of as many notes as there are texts."""
    origin = Origin("user:anna")
    return Write(
        stream,
        after,
        tuple(
            Draft(f"id-{stream}-{n}", stream, n, subject, Noted(WHEN, text), origin)
            for n, text in enumerate(texts, start=after + 1)
        ),
    )


def raises(kind: type[Exception], do: Callable[[], Any]) -> Any:
    """Return the exception of that kind that *do* raises, and insist on it."""
    try:
        do()
    except kind as raised:
        return raised
    raise AssertionError(f"{kind.__name__} was not raised")


def an_unwritten_stream_is_empty(journal: Journal, _: Ticking) -> None:
    assert list(journal.replay("note-1")) == []
    assert list(journal.stream("note-1")) == []
    assert journal.head() == 0
    assert list(journal.feed(0)) == []


def a_stream_reads_back_in_order(journal: Journal, _: Ticking) -> None:
    journal.append(Batch((note("note-1", 0, "a"),)))
    journal.append(Batch((note("note-1", 1, "b", "c"),)))
    assert [each.text for each in journal.replay("note-1")] == ["a", "b", "c"]
    assert [each.revision for each in journal.stream("note-1")] == [1, 2, 3]


def a_replay_can_start_past_a_revision(journal: Journal, _: Ticking) -> None:
    journal.append(Batch((note("note-1", 0, "a", "b", "c"),)))
    assert [each.text for each in journal.replay("note-1", after=2)] == ["c"]
    assert list(journal.replay("note-1", after=3)) == []


def every_field_of_the_envelope_comes_back(journal: Journal, clock: Ticking) -> None:
    origin = Origin(
        "import:till", "c-1", "e-0", TimeQuality.IMPORTED, ("programme:club@2",)
    )
    draft = Draft("id-1", "note-1", 1, "aziza", Noted(WHEN, "a"), origin)
    journal.append(Batch((Write("note-1", 0, (draft,)),)))
    (back,) = journal.feed(0)
    assert (back.position, back.recorded_at) == (1, clock.now)
    assert (back.id, back.type, back.version) == ("id-1", "Noted", 1)
    assert (back.stream, back.revision, back.subject) == ("note-1", 1, "aziza")
    assert (back.event, back.occurred_at) == (Noted(WHEN, "a"), WHEN)
    assert back.actor == "import:till"
    assert (back.correlation_id, back.causation_id) == ("c-1", "e-0")
    assert back.time_quality is TimeQuality.IMPORTED
    assert back.policy_refs == ("programme:club@2",)


def the_second_of_two_writers_conflicts(journal: Journal, _: Ticking) -> None:
    journal.append(Batch((note("note-1", 0, "a"),)))
    clash = raises(Conflict, lambda: journal.append(Batch((note("note-1", 0, "b"),))))
    assert (clash.stream, clash.expected, clash.actual) == ("note-1", 0, 1)
    assert [each.text for each in journal.replay("note-1")] == ["a"]


def a_stream_never_has_a_gap(journal: Journal, _: Ticking) -> None:
    journal.append(Batch((note("note-1", 0, "a"),)))
    raises(Conflict, lambda: journal.append(Batch((note("note-1", 2, "c"),))))
    raises(Conflict, lambda: journal.append(Batch((note("note-2", 1, "b"),))))
    assert journal.head() == 1


def a_batch_is_all_or_nothing(journal: Journal, _: Ticking) -> None:
    journal.append(Batch((note("note-1", 0, "a"),)))
    mixed = Batch(
        (note("note-2", 0, "x"), note("note-1", 5, "y")),
        KEY,
        (("till", "1"),),
        (Claim("card", "42", "note-2"),),
    )
    raises(Conflict, lambda: journal.append(mixed))
    assert list(journal.replay("note-2")) == []
    assert journal.receipt(KEY) is None
    assert journal.imported("till", ["1"]) == set()
    assert dict(journal.owners("card", ["42"])) == {}
    assert journal.head() == 1


def one_batch_may_write_to_several_streams(journal: Journal, _: Ticking) -> None:
    receipt = journal.append(Batch((note("note-1", 0, "a"), note("note-2", 0, "b"))))
    assert receipt.revisions == (("note-1", 1), ("note-2", 1))
    assert receipt.events == ("id-note-1-1", "id-note-2-1")
    assert [each.stream for each in journal.feed(0)] == ["note-1", "note-2"]


def positions_count_from_one_without_a_gap(journal: Journal, _: Ticking) -> None:
    for n in range(5):
        journal.append(Batch((note(f"note-{n}", 0, "a", "b"),)))
        raises(Conflict, lambda: journal.append(Batch((note("note-0", 9, "no"),))))
    assert [each.position for each in journal.feed(0)] == list(range(1, 11))
    assert journal.head() == 10


def a_feed_goes_on_where_it_stopped(journal: Journal, _: Ticking) -> None:
    journal.append(Batch((note("note-1", 0, "a", "b", "c"),)))
    assert [each.event.text for each in journal.feed(0, limit=2)] == ["a", "b"]
    assert [each.event.text for each in journal.feed(2, limit=2)] == ["c"]
    assert list(journal.feed(3)) == []


def record_time_never_runs_backwards(journal: Journal, clock: Ticking) -> None:
    journal.append(Batch((note("note-1", 0, "a"),)))
    noon = clock.now
    clock.forward(days=-400)
    journal.append(Batch((note("note-1", 1, "b"),)))
    clock.forward(days=401)
    journal.append(Batch((note("note-1", 2, "c"),)))
    times = [each.recorded for each in journal.feed(0)]
    assert times == [micros(noon), micros(noon), micros(clock.now)]


def events_about_a_subject_are_found_over_all_streams(
    journal: Journal, _: Ticking
) -> None:
    journal.append(Batch((note("note-1", 0, "a", subject="aziza"),)))
    journal.append(Batch((note("note-2", 0, "b", subject="bobur"),)))
    journal.append(Batch((note("note-3", 0, "c", subject="aziza"),)))
    assert [each.event.text for each in journal.about("aziza")] == ["a", "c"]
    assert list(journal.about("nobody")) == []


def streams_of_a_kind_are_listed_once_each(journal: Journal, _: Ticking) -> None:
    for stream in ("note-2", "note-1", "notes-1", "not-1"):
        journal.append(Batch((note(stream, 0, "a", "b"),)))
    assert list(journal.streams("note")) == ["note-1", "note-2"]


def a_command_takes_effect_once(journal: Journal, _: Ticking) -> None:
    first = journal.append(Batch((note("note-1", 0, "a"),), KEY))
    again = raises(
        AlreadyDone, lambda: journal.append(Batch((note("note-1", 0, "a"),), KEY))
    )
    assert again.receipt.events == first.events
    known = journal.receipt(KEY)
    assert known is not None
    assert (known.revisions, known.events) == (first.revisions, first.events)
    assert journal.head() == 1


def a_key_belongs_to_its_caller(journal: Journal, _: Ticking) -> None:
    journal.append(Batch((note("note-1", 0, "a"),), KEY))
    journal.append(Batch((note("note-1", 1, "b"),), evolve(KEY, caller="bobur")))
    assert journal.head() == 2


def a_key_with_another_request_is_refused(journal: Journal, _: Ticking) -> None:
    journal.append(Batch((note("note-1", 0, "a"),), KEY))
    other = evolve(KEY, fingerprint="digest-2")
    raises(KeyReused, lambda: journal.append(Batch((note("note-1", 1, "b"),), other)))
    raises(KeyReused, lambda: journal.receipt(other))
    assert journal.head() == 1


def a_batch_without_events_still_leaves_its_receipt(
    journal: Journal, _: Ticking
) -> None:
    journal.append(Batch((), KEY))
    known = journal.receipt(KEY)
    assert known is not None
    assert known.events == ()


def a_source_event_is_imported_once(journal: Journal, _: Ticking) -> None:
    row = (("till", "row-1"),)
    journal.append(Batch((note("note-1", 0, "a"),), sources=row))
    twice = raises(
        AlreadyImported,
        lambda: journal.append(Batch((note("note-1", 1, "a"),), sources=row)),
    )
    assert (twice.source, twice.key) == ("till", "row-1")
    assert journal.imported("till", ["row-1", "row-2"]) == {"row-1"}
    assert journal.imported("web", ["row-1"]) == set()
    assert journal.head() == 1


def a_batch_cannot_bring_a_source_event_twice(journal: Journal, _: Ticking) -> None:
    rows = (("till", "row-1"), ("till", "row-1"))
    raises(
        AlreadyImported,
        lambda: journal.append(Batch((note("note-1", 0, "a"),), sources=rows)),
    )
    assert journal.head() == 0


def a_claim_has_one_owner(journal: Journal, _: Ticking) -> None:
    journal.append(Batch((), claims=(Claim("card", "42", "aziza"),)))
    taken = raises(
        ClaimTaken,
        lambda: journal.append(
            Batch((note("note-1", 0, "a"),), claims=(Claim("card", "42", "bobur"),))
        ),
    )
    assert (taken.kind, taken.owner) == ("card", "aziza")
    assert dict(journal.owners("card", ["42", "43"])) == {"42": "aziza"}
    assert journal.head() == 0


def an_owner_may_claim_again(journal: Journal, _: Ticking) -> None:
    claim = Claim("card", "42", "aziza")
    journal.append(Batch((), claims=(claim,)))
    journal.append(Batch((), claims=(claim,)))
    assert dict(journal.owners("card", ["42"])) == {"42": "aziza"}


def one_batch_cannot_give_a_thing_two_owners(journal: Journal, _: Ticking) -> None:
    claims = (Claim("card", "42", "aziza"), Claim("card", "42", "bobur"))
    taken = raises(ClaimTaken, lambda: journal.append(Batch((), claims=claims)))
    assert (taken.kind, taken.owner) == ("card", "aziza")
    assert dict(journal.owners("card", ["42"])) == {}


def a_released_claim_is_free(journal: Journal, _: Ticking) -> None:
    claim = Claim("card", "42", "aziza")
    journal.append(Batch((), claims=(claim,)))
    journal.append(Batch((), releases=(evolve(claim, owner="bobur"),)))
    assert dict(journal.owners("card", ["42"])) == {"42": "aziza"}
    heir = evolve(claim, owner="bobur")
    journal.append(Batch((), claims=(heir,), releases=(claim,)))
    assert dict(journal.owners("card", ["42"])) == {"42": "bobur"}


def many_keys_can_be_asked_for_at_once(journal: Journal, _: Ticking) -> None:
    keys = [str(n) for n in range(1_200)]
    journal.append(Batch((), sources=tuple(("till", key) for key in keys)))
    assert journal.imported("till", [*keys, "new"]) == set(keys)


def threads_that_race_for_a_stream_leave_no_gap(journal: Journal, _: Ticking) -> None:
    start, taken = Barrier(4), []

    def race(name: str) -> None:
        start.wait()
        done = 0
        while done < 5:
            after = len(list(journal.replay("note-1")))
            try:
                journal.append(Batch((note("note-1", after, name),)))
            except Conflict:
                continue
            done += 1
            taken.append(name)

    threads = [Thread(target=race, args=(name,)) for name in "abcd"]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [each.revision for each in journal.stream("note-1")] == list(range(1, 21))
    assert sorted(taken) == sorted("abcd" * 5)
    assert [each.position for each in journal.feed(0)] == list(range(1, 21))


def one_refusal_does_not_hurt_its_neighbours(journal: Journal, _: Ticking) -> None:
    start, refused = Barrier(8), []

    def write(n: int) -> None:
        start.wait()
        try:
            journal.append(Batch((note(f"note-{n % 4}", 0, str(n)),)))
        except Conflict:
            refused.append(n)

    threads = [Thread(target=write, args=(n,)) for n in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(refused) == 4
    assert [each.position for each in journal.feed(0)] == [1, 2, 3, 4]


JOURNAL_RULES: Final[tuple[Rule, ...]] = (
    an_unwritten_stream_is_empty,
    a_stream_reads_back_in_order,
    a_replay_can_start_past_a_revision,
    every_field_of_the_envelope_comes_back,
    the_second_of_two_writers_conflicts,
    a_stream_never_has_a_gap,
    a_batch_is_all_or_nothing,
    one_batch_may_write_to_several_streams,
    positions_count_from_one_without_a_gap,
    a_feed_goes_on_where_it_stopped,
    record_time_never_runs_backwards,
    events_about_a_subject_are_found_over_all_streams,
    streams_of_a_kind_are_listed_once_each,
    a_command_takes_effect_once,
    a_key_belongs_to_its_caller,
    a_key_with_another_request_is_refused,
    a_batch_without_events_still_leaves_its_receipt,
    a_source_event_is_imported_once,
    a_batch_cannot_bring_a_source_event_twice,
    a_claim_has_one_owner,
    an_owner_may_claim_again,
    one_batch_cannot_give_a_thing_two_owners,
    a_released_claim_is_free,
    many_keys_can_be_asked_for_at_once,
    threads_that_race_for_a_stream_leave_no_gap,
    one_refusal_does_not_hurt_its_neighbours,
)
