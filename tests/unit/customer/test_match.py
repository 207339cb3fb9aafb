"""Who may be one person is proposed, and decided once by somebody."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve

from mijoz.domain.customer.match import (
    MATCHES,
    AcceptMerge,
    Command,
    Event,
    Feature,
    IdentifierConflictDetected,
    Match,
    MergeAccepted,
    MergeProposed,
    MergeRejected,
    NoScore,
    NoteConflict,
    NothingProposed,
    OneAndTheSame,
    ProposeMerge,
    RejectMerge,
    Standing,
)
from mijoz.domain.ids import CustomerId

AT = datetime(2026, 6, 1, tzinfo=UTC)
LATER = AT + timedelta(days=1)
A, B = CustomerId("a"), CustomerId("b")
SEEN = (Feature("name", 950),)
PROPOSE = ProposeMerge(AT, A, B, 950, SEEN, "rapidfuzz", 1)
PROPOSED = MergeProposed(AT, A, B, 950, SEEN, "rapidfuzz", 1)
CONFLICT = NoteConflict(AT, A, B, A, "email", "index")
REJECTED = MergeRejected(LATER, A, B, "mother and daughter")
ACCEPTED = MergeAccepted(LATER, A, B, "m-1")
OPEN = MATCHES.fold([PROPOSED])
PARTED = MATCHES.fold([PROPOSED, REJECTED])
MERGED = MATCHES.fold([PROPOSED, ACCEPTED])


def decide(command: Command, state: Match) -> list[Event]:
    return list(MATCHES.decide(command, state))


def test_two_are_proposed_with_what_they_agree_in() -> None:
    assert decide(PROPOSE, Match()) == [PROPOSED]
    assert OPEN.standing == Standing.OPEN


def test_to_propose_the_same_again_changes_nothing() -> None:
    assert decide(evolve(PROPOSE, at=LATER), OPEN) == []
    assert decide(evolve(PROPOSE, matcher_version=2), OPEN) == []


def test_what_is_seen_anew_is_proposed_anew_while_it_is_open() -> None:
    other = (Feature("name", 990),)
    assert decide(evolve(PROPOSE, features=other), OPEN)
    earlier = MATCHES.fold([evolve(PROPOSED, matcher_version=2)])
    assert decide(evolve(PROPOSE, features=other), earlier) == []


def test_what_was_rejected_is_proposed_again_by_a_later_matcher_only() -> None:
    other = (Feature("name", 990),)
    assert decide(evolve(PROPOSE, features=other), PARTED) == []
    (event,) = decide(evolve(PROPOSE, features=other, matcher_version=2), PARTED)
    assert MATCHES.fold([event], PARTED).standing == Standing.OPEN
    assert decide(evolve(PROPOSE, matcher="another"), PARTED)


def test_who_is_merged_is_proposed_no_more() -> None:
    assert decide(evolve(PROPOSE, matcher="another"), MERGED) == []


@pytest.mark.parametrize("score", [-1, 1_001])
def test_a_score_is_per_mille(score: int) -> None:
    with pytest.raises(NoScore):
        decide(evolve(PROPOSE, score_per_mille=score), Match())


@pytest.mark.parametrize("score", [0, 1_000])
def test_a_score_may_be_none_or_all(score: int) -> None:
    assert decide(evolve(PROPOSE, score_per_mille=score), Match())


@pytest.mark.parametrize("command", [PROPOSE, CONFLICT])
def test_nobody_is_matched_with_themselves(
    command: ProposeMerge | NoteConflict,
) -> None:
    with pytest.raises(OneAndTheSame):
        decide(evolve(command, other_id=A), Match())


def test_a_conflict_over_an_identifier_is_noted_once() -> None:
    (event,) = decide(CONFLICT, Match())
    assert event == IdentifierConflictDetected(AT, A, B, A, "email", "index")
    state = MATCHES.fold([event])
    assert state.standing == Standing.OPEN
    assert decide(evolve(CONFLICT, at=LATER), state) == []
    assert decide(evolve(CONFLICT, blind_index="another"), state)
    assert decide(evolve(CONFLICT, kind="phone"), state)


def test_a_conflict_opens_again_what_was_rejected() -> None:
    (event,) = decide(CONFLICT, PARTED)
    assert MATCHES.fold([event], PARTED).standing == Standing.OPEN


def test_an_open_pair_is_decided_once() -> None:
    reject, accept = (
        RejectMerge(LATER, "mother and daughter"),
        AcceptMerge(LATER, "m-1"),
    )
    assert decide(reject, OPEN) == [REJECTED]
    assert decide(accept, OPEN) == [ACCEPTED]
    assert decide(reject, PARTED) == []
    assert decide(accept, MERGED) == []


@pytest.mark.parametrize(
    ("command", "state"),
    [
        (RejectMerge(LATER, "no"), Match()),
        (AcceptMerge(LATER, "m"), Match()),
        (RejectMerge(LATER, "no"), MERGED),
        (AcceptMerge(LATER, "m"), PARTED),
    ],
)
def test_what_is_not_open_is_not_decided(command: Command, state: Match) -> None:
    with pytest.raises(NothingProposed):
        decide(command, state)
