"""What one batch of a group brings counts for the next; what is refused does not."""

import pytest

from mijoz.adapters.standing import Standing
from mijoz.application.ports import (
    AlreadyDone,
    AlreadyImported,
    Batch,
    Claim,
    ClaimTaken,
    CommandKey,
    Conflict,
    KeyReused,
)
from mijoz.testing.journal import KEY, note

CARD = Claim("card", "42", "aziza")
OTHERS = Claim("card", "42", "bobur")


@pytest.fixture
def standing() -> Standing:
    return Standing(10, {"note-1": 3}, {}, {("till", "1")}, {})


def test_positions_go_on_from_batch_to_batch(standing: Standing) -> None:
    first = standing.admit(Batch((note("note-1", 3, "a"), note("note-2", 0, "b"))))
    second = standing.admit(Batch((note("note-1", 4, "c"),)))
    assert (first.positions, second.positions) == ((11, 12), (13,))
    assert second.revisions == (("note-1", 5),)


@pytest.mark.parametrize("after", [2, 4])
def test_an_append_elsewhere_than_at_the_end_conflicts(
    standing: Standing, after: int
) -> None:
    with pytest.raises(Conflict) as clash:
        standing.admit(Batch((note("note-1", after, "a"),)))
    assert clash.value.actual == 3


def test_two_batches_of_a_group_cannot_both_be_next(standing: Standing) -> None:
    standing.admit(Batch((note("note-1", 3, "a"),)))
    with pytest.raises(Conflict):
        standing.admit(Batch((note("note-1", 3, "b"),)))


def test_a_batch_that_is_refused_counts_for_nothing(standing: Standing) -> None:
    writes = (note("note-2", 0, "a"), note("note-1", 9, "b"))
    with pytest.raises(Conflict):
        standing.admit(Batch(writes, KEY, (("till", "2"),), (CARD,)))
    receipt = standing.admit(
        Batch((note("note-2", 0, "a"),), KEY, (("till", "2"),), (OTHERS,))
    )
    assert receipt.positions == (11,)


def test_a_source_key_is_new_once(standing: Standing) -> None:
    for taken in ("1", "2"):
        with pytest.raises(AlreadyImported) as known:
            standing.admit(Batch((), sources=(("till", "2"), ("till", taken))))
        assert known.value.key == taken
    standing.admit(Batch((), sources=(("till", "2"), ("web", "1"))))


def test_the_same_command_twice_in_a_group_takes_effect_once(
    standing: Standing,
) -> None:
    told = standing.admit(Batch((note("note-1", 3, "a"),), KEY))
    with pytest.raises(AlreadyDone) as done:
        standing.admit(Batch((note("note-1", 4, "a"),), KEY))
    assert done.value.receipt == told
    with pytest.raises(KeyReused):
        standing.admit(Batch((), CommandKey(KEY.caller, KEY.key, "another")))


def test_two_owners_in_one_batch_are_one_too_many(standing: Standing) -> None:
    with pytest.raises(ClaimTaken) as taken:
        standing.admit(Batch((), claims=(CARD, OTHERS)))
    assert taken.value.owner == "aziza"


def test_only_its_owner_can_release_a_claim(standing: Standing) -> None:
    standing.admit(Batch((), claims=(CARD,)))
    with pytest.raises(ClaimTaken):
        standing.admit(Batch((), claims=(OTHERS,), releases=(OTHERS,)))
    standing.admit(Batch((), claims=(OTHERS,), releases=(CARD,)))
    standing.admit(Batch((), releases=(OTHERS,)))
    standing.admit(Batch((), claims=(CARD,)))
