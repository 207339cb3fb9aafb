"""Any command reaches its aggregate once, whoever else is writing."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

import pytest
from attrs import frozen

from mijoz.adapters.codec import Codec
from mijoz.adapters.memory import MemoryJournal
from mijoz.application.aggregate import Aggregate
from mijoz.application.envelope import Draft, Origin
from mijoz.application.handling import Handler
from mijoz.application.ports import (
    AlreadyImported,
    Batch,
    Claim,
    ClaimTaken,
    CommandKey,
    Conflict,
    KeyReused,
    Receipt,
)
from mijoz.application.work import Work
from mijoz.domain.decider import Decider, Refused
from mijoz.testing.journal import Noted, Ticking, note

ANNA = Origin("user:anna")
KEY = CommandKey("anna", "k-1", "digest")
AT = datetime(2026, 3, 1, tzinfo=UTC)


@frozen
class Full(Refused):
    held: int


def decide(text: str, held: int) -> Iterator[Noted]:
    if held >= 3:
        raise Full(held)
    if text:
        yield Noted(AT, text)


NOTES = Aggregate(
    "note", Decider(0, decide, lambda held, _: held + 1), lambda identity, _: identity
)


class Crowded(MemoryJournal):
    """A journal in which someone else is quicker, a few times."""

    rivals = 0

    def append(self, batch: Batch) -> Receipt:
        if self.rivals and batch.writes:
            self.rivals -= 1
            write = batch.writes[0]
            super().append(Batch((note(write.stream, write.after, "rival"),)))
        return super().append(batch)


@pytest.fixture
def journal() -> Crowded:
    return Crowded(Codec([Noted]), Ticking())


@pytest.fixture
def handler(journal: Crowded) -> Handler:
    ids = count(1)
    return Handler(journal, lambda: f"e-{next(ids)}", lambda _, value: value)


def texts(journal: MemoryJournal) -> list[str]:
    return [each.event.text for each in journal.feed(0)]


def test_a_command_is_decided_and_recorded(handler: Handler, journal: Crowded) -> None:
    done = handler.run(lambda work: work.handle(NOTES, "1", "a"), ANNA)
    assert done.receipt.revisions == (("note-1", 1),)
    (event,) = journal.feed(0)
    assert (event.actor, event.subject, event.id) == ("user:anna", "1", "e-1")


def test_what_later_commands_see_includes_earlier_ones(handler: Handler) -> None:
    def story(work: Work) -> None:
        for text in "abcd":
            work.handle(NOTES, "1", text)

    with pytest.raises(Full):
        handler.run(story, ANNA)
    assert handler.journal.head() == 0


def test_a_command_that_was_overtaken_is_decided_again(
    handler: Handler, journal: Crowded
) -> None:
    journal.rivals = 2
    handler.run(lambda work: work.handle(NOTES, "1", "a"), ANNA)
    assert texts(journal) == ["rival", "rival", "a"]


def test_a_command_overtaken_into_a_refusal_is_refused(
    handler: Handler, journal: Crowded
) -> None:
    journal.rivals = 3
    with pytest.raises(Full):
        handler.run(lambda work: work.handle(NOTES, "1", "a"), ANNA)


def test_a_command_overtaken_too_often_gives_up(
    handler: Handler, journal: Crowded
) -> None:
    journal.rivals = 3
    hasty = Handler(journal, handler.new_id, handler.blind, retries=1)
    with pytest.raises(Conflict):
        hasty.run(lambda work: work.handle(NOTES, "1", "a"), ANNA)


def test_an_expected_revision_is_insisted_on(handler: Handler) -> None:
    handler.run(lambda work: work.handle(NOTES, "1", "a"), ANNA)

    def story(work: Work) -> None:
        work.expect(NOTES, "1", 0)
        work.handle(NOTES, "1", "b")

    with pytest.raises(Conflict) as clash:
        handler.run(story, ANNA)
    assert (clash.value.expected, clash.value.actual) == (0, 1)


def test_a_repeated_command_is_answered_as_before_and_decides_nothing(
    handler: Handler, journal: Crowded
) -> None:
    first = handler.run(lambda work: work.handle(NOTES, "1", "a"), ANNA, key=KEY)
    again = handler.run(lambda work: work.handle(NOTES, "1", "a"), ANNA, key=KEY)
    assert (first.replayed, again.replayed) == (False, True)
    assert again.receipt.events == first.receipt.events
    assert texts(journal) == ["a"]


def test_a_key_with_another_request_is_refused(handler: Handler) -> None:
    handler.run(lambda work: work.handle(NOTES, "1", "a"), ANNA, key=KEY)
    other = CommandKey("anna", "k-1", "another")
    with pytest.raises(KeyReused):
        handler.run(lambda work: work.handle(NOTES, "1", "b"), ANNA, key=other)


def test_a_dry_run_records_nothing(handler: Handler, journal: Crowded) -> None:
    done = handler.run(lambda work: work.handle(NOTES, "1", "a"), ANNA, dry_run=True)
    assert [draft.event.text for draft in done.drafts] == ["a"]
    assert journal.head() == 0
    handler.run(lambda work: work.handle(NOTES, "1", "b"), ANNA)
    assert texts(journal) == ["b"]


def test_a_command_that_changes_nothing_records_nothing(
    handler: Handler, journal: Crowded
) -> None:
    assert handler.run(lambda work: work.handle(NOTES, "1", ""), ANNA).drafts == ()
    assert journal.head() == 0


def test_a_stream_taken_as_new_that_is_not_conflicts(handler: Handler) -> None:
    handler.run(lambda work: work.handle(NOTES, "1", "a"), ANNA)
    work = handler.begin(ANNA)
    work.new(NOTES, "1")
    work.handle(NOTES, "1", "b")
    with pytest.raises(Conflict):
        handler.commit(work)


def test_a_source_key_is_recorded_with_its_events(handler: Handler) -> None:
    def story(work: Work) -> None:
        work.source("till", "row-1")
        work.handle(NOTES, "1", "a")

    handler.run(story, ANNA)
    with pytest.raises(AlreadyImported):
        handler.run(story, ANNA)


def test_a_reaction_joins_the_transaction_and_names_its_cause(
    journal: Crowded, handler: Handler
) -> None:
    def copy(work: Work, draft: Draft) -> None:
        if draft.stream == "note-1":
            origin = work.caused_by(draft, "copy", "copier@3")
            work.handle(NOTES, "2", draft.event.text, origin)

    copying = Handler(journal, handler.new_id, handler.blind, (copy,))
    copying.run(lambda work: work.handle(NOTES, "1", "a"), ANNA)
    first, second = journal.feed(0)
    assert (second.stream, second.actor) == ("note-2", "policy:copy")
    assert second.causation_id == first.id
    assert second.correlation_id == first.id
    assert second.policy_refs == ("copier@3",)


def test_a_claim_made_by_an_event_is_taken_with_it(
    journal: Crowded, handler: Handler
) -> None:
    def claims(draft: Draft) -> tuple[list[Claim], list[Claim]]:
        return [Claim("text", draft.event.text, draft.stream)], []

    unique = Handler(journal, handler.new_id, handler.blind, claims=claims)
    unique.run(lambda work: work.handle(NOTES, "1", "a"), ANNA)
    with pytest.raises(ClaimTaken):
        unique.run(lambda work: work.handle(NOTES, "2", "a"), ANNA)
    assert texts(journal) == ["a"]


def test_an_attempt_that_fails_leaves_the_rest_of_the_work(
    handler: Handler, journal: Crowded
) -> None:
    def bad(work: Work) -> None:
        work.source("till", "row-2")
        work.handle(NOTES, "2", "x")
        for text in "bcd":
            work.handle(NOTES, "1", text)

    def story(work: Work) -> None:
        work.attempt(lambda each: each.handle(NOTES, "1", "a"))
        with pytest.raises(Full):
            work.attempt(bad)
        work.handle(NOTES, "1", "z")

    done = handler.run(story, ANNA)
    assert texts(journal) == ["a", "z"]
    assert done.receipt.revisions == (("note-1", 2),)
    assert journal.imported("till", ["row-2"]) == set()


def test_a_guard_stops_a_command_before_it_decides(
    journal: Crowded, handler: Handler
) -> None:
    def guard(_: Work, aggregate: object, identity: str, command: str) -> None:
        assert (aggregate, identity) == (NOTES, "1")
        if command == "b":
            raise LookupError(command)

    guarded = Handler(journal, handler.new_id, handler.blind, guards=(guard,))
    guarded.run(lambda work: work.handle(NOTES, "1", "a"), ANNA)
    with pytest.raises(LookupError):
        guarded.run(lambda work: work.handle(NOTES, "1", "b"), ANNA)
    assert texts(journal) == ["a"]
