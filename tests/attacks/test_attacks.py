"""What an intruder can do to a log, and whether an auditor finds it.

Each attack is made by editing the database. It is first shown to have changed what is
there; then that it is found, or, where nothing can find it, that it is not: that too is
part of what is promised.
"""

import re

import pytest

from mijoz.adapters.notekeys import keygen
from mijoz.adapters.notes import Checkpoint, sign
from mijoz.application.envelope import Origin
from mijoz.application.ports import StoreUnavailable
from mijoz.application.privacy.erasing import erase
from mijoz.application.proofs import tree
from mijoz.domain.personal import Erased

from .conftest import HELD, SIZE, Stage
from .intruder import Row, Rows, changed, hashed, overwrite

EDITED = 123


def edited(rows: Rows) -> Rows:
    rows = list(rows)
    row = rows[EDITED - 1]
    rows[EDITED - 1] = row._replace(state=changed(row.state, b'"tea"', b'"gin"'))
    return rows


def first_position(said: str) -> int:
    found = re.search(r"mijoz: positions? ([\d,]+)", said)
    assert found, said
    return int(found[1].replace(",", ""))


def one_to_four_hundred(said: str) -> bool:
    return "mijoz: positions 1 to 400: something is not as it was" in said


def test_a_log_that_nobody_touched_holds(stage: Stage) -> None:
    code, said = stage.verify(300, HELD, SIZE)
    assert code == 0
    assert "holds" in said
    assert "500 entries" in said


def test_an_edited_row_is_found_and_named(stage: Stage) -> None:
    overwrite(stage.database, edited(stage.database.read()), rehash=False)
    for held in ((SIZE,), (HELD,), ()):
        code, said = stage.verify(*held)
        assert (code, first_position(said)) == (6, EDITED)


def test_two_swapped_rows_are_found_and_named(stage: Stage) -> None:
    rows = stage.database.read()
    rows[122], rows[349] = rows[349], rows[122]
    overwrite(stage.database, rows, rehash=False)
    for held in ((SIZE,), (HELD,)):
        code, said = stage.verify(*held)
        assert code == 6
        assert first_position(said) <= 123


def test_a_deleted_row_is_found_and_named(stage: Stage) -> None:
    rows = stage.database.read()
    kept = [(n, row) for n, row in enumerate(rows, start=1) if n != EDITED]
    stage.database.write(kept, None)
    assert len(stage.database.read()) == SIZE - 1
    for held in ((SIZE,), (HELD,)):
        code, said = stage.verify(*held)
        assert (code, first_position(said)) == (6, EDITED)


def test_a_tail_cut_off_is_found_by_the_newest_checkpoint(stage: Stage) -> None:
    overwrite(stage.database, stage.database.read()[:480], rehash=True)
    code, said = stage.verify(SIZE)
    assert (code, first_position(said)) == (6, 481)


def test_a_tail_cut_off_after_the_checkpoint_one_holds_is_missed(stage: Stage) -> None:
    stage.open().views.clear("cards.2")  # which would give it away
    overwrite(stage.database, stage.database.read()[:480], rehash=True)
    assert stage.verify(HELD)[0] == 0


def test_a_tail_cut_off_before_the_checkpoint_one_holds_is_found(stage: Stage) -> None:
    overwrite(stage.database, stage.database.read()[:300], rehash=True)
    for held in ((SIZE,), (HELD,)):
        code, said = stage.verify(*held)
        assert (code, first_position(said)) == (6, 301)


def test_an_edit_with_all_hashes_made_anew_is_found_by_either(stage: Stage) -> None:
    overwrite(stage.database, edited(stage.database.read()), rehash=True)
    for held in ((SIZE,), (HELD,)):
        code, said = stage.verify(*held)
        assert code == 6
        assert first_position(said) <= EDITED
    assert one_to_four_hundred(said)
    _, narrowed = stage.verify(300, HELD)
    assert "positions 1 to 300" in narrowed


def test_an_edit_between_two_checkpoints_is_found_between_them(stage: Stage) -> None:
    rows = stage.database.read()
    row = rows[350]
    rows[350] = row._replace(state=changed(row.state, b'"user:anna"', b'"user:olga"'))
    overwrite(stage.database, rows, rehash=True)
    code, said = stage.verify(300, HELD, SIZE)
    assert code == 6
    assert "positions 301 to 400" in said


def test_a_row_deleted_and_all_after_it_renumbered_is_found(stage: Stage) -> None:
    rows = stage.database.read()
    del rows[204]  # the last of its stream: no revision is missing
    overwrite(stage.database, rows, rehash=True)
    assert stage.verify(SIZE)[0] == 6
    code, said = stage.verify(HELD)
    assert code == 6
    assert one_to_four_hundred(said)


def test_a_whole_customer_dropped_is_found(stage: Stage) -> None:
    rows = [row for row in stage.database.read() if row.stream != "customer-c-030"]
    assert len(rows) == SIZE - 5
    overwrite(stage.database, rows, rehash=True)
    for held in ((SIZE,), (HELD,)):
        assert stage.verify(*held)[0] == 6


def fork(stage: Stage) -> str:
    """Have the log say something else from 301 on; return its signed checkpoint."""
    rows = stage.database.read()
    for n in range(300, SIZE):
        row = rows[n]
        state = changed(row.state, b'"user:anna"', b'"user:olga"')
        rows[n] = row._replace(state=state)
    overwrite(stage.database, rows, rehash=True)
    return stage.sign(SIZE)


def test_two_histories_are_found_by_either_checkpoint(stage: Stage) -> None:
    shown_to_another = fork(stage)
    assert stage.verify(shown_to_another)[0] == 0, "each view holds by itself"
    for held in ((SIZE,), (HELD,), (HELD, shown_to_another)):
        assert stage.verify(*held)[0] == 6


def test_auditors_who_compare_checkpoints_detect_different_histories(
    stage: Stage,
) -> None:
    theirs = fork(stage)
    ours = stage.original.signed[SIZE]
    assert ours.splitlines()[:2] == theirs.splitlines()[:2], "the same log and size"
    assert ours.splitlines()[2] != theirs.splitlines()[2], "another root"


def test_a_fork_that_nobody_compares_is_missed(stage: Stage) -> None:
    shown_to_another = fork(stage)
    assert stage.verify(300, shown_to_another)[0] == 0


def appended(rows: Rows, recorded: int) -> Rows:
    last = rows[-1]
    state = changed(last.state, b'"revision":5', b'"revision":6')
    state = changed(state, b'"id":"0', b'"id":"f')
    return [*rows, last._replace(revision=6, state=state, recorded=recorded)]


def test_an_event_recorded_into_the_past_is_found_by_its_time_alone(
    stage: Stage,
) -> None:
    rows = stage.database.read()
    overwrite(stage.database, appended(rows, rows[0].recorded), rehash=True)
    code, said = stage.verify(HELD, SIZE)
    assert (code, first_position(said)) == (6, SIZE + 1)
    assert "recorded before the one that stands before it" in said


def test_an_event_entered_after_the_newest_checkpoint_is_missed(stage: Stage) -> None:
    """The truth of what is entered is not promised; nor anything past a checkpoint."""
    rows = stage.database.read()
    overwrite(stage.database, appended(rows, rows[-1].recorded), rehash=True)
    assert stage.verify(HELD, SIZE)[0] == 0


def test_an_event_put_in_between_is_found(stage: Stage) -> None:
    rows = stage.database.read()
    row = rows[249]  # the fifth event of its stream: it gets a sixth
    state = changed(row.state, b'"revision":5', b'"revision":6')
    extra = row._replace(revision=6, state=changed(state, b'"id":"0', b'"id":"f'))
    overwrite(stage.database, [*rows[:250], extra, *rows[250:]], rehash=True)
    for held in ((SIZE,), (HELD,)):
        assert stage.verify(*held)[0] == 6


@pytest.mark.parametrize(
    ("column", "value"),
    [("subject", "c-099"), ("topic", "CustomerFactCorrected.1"), ("occurred", 17)],
)
def test_a_column_that_belies_the_bytes_is_found(
    stage: Stage, column: str, value: str | int
) -> None:
    """The hashes are over the bytes; rows are found by their columns."""
    rows = stage.database.read()
    rows[EDITED - 1] = Row(**(rows[EDITED - 1]._asdict() | {column: value}))
    overwrite(stage.database, rows, rehash=True)
    code, said = stage.verify(HELD)
    assert (code, first_position(said)) == (6, EDITED)
    assert "columns" in said


def test_a_time_of_recording_that_was_changed_is_found(stage: Stage) -> None:
    rows = stage.database.read()
    rows[EDITED - 1] = rows[EDITED - 1]._replace(recorded=rows[EDITED].recorded)
    rows[EDITED - 1] = rows[EDITED - 1]._replace(recorded=rows[EDITED - 1].recorded + 1)
    overwrite(stage.database, rows, rehash=False)
    code, said = stage.verify(HELD)
    assert (code, first_position(said)) == (6, EDITED)


def test_a_hash_of_a_block_that_was_changed_is_found(stage: Stage) -> None:
    rows = stage.database.read()
    _, blocks, _ = hashed(rows)
    (level, block, digest), *rest = blocks
    wrong = (level, block, bytes(32))
    stage.database.write(list(enumerate(rows, start=1)), [wrong, *rest])
    assert wrong[2] != digest
    code, said = stage.verify(HELD)
    assert code == 6
    assert "positions 1 to 16" in said


def test_another_logs_checkpoint_is_not_taken_for_this_ones(stage: Stage) -> None:
    log = stage.open().log
    root = tree.root(log.hashes, HELD)
    other = sign(Checkpoint("mijoz.log/other", HELD, root).text, stage.original.signer)
    code, said = stage.verify(other)
    assert code == 6
    assert "is of the log mijoz.log/other" in said


def test_a_whole_other_log_in_its_place_is_found(stage: Stage) -> None:
    """A tenant's log is not another's: their positions hold other bytes."""
    rows = [
        row._replace(state=row.state.replace(b"user:anna", b"user:vera"))
        for row in stage.database.read()
    ]
    overwrite(stage.database, rows, rehash=True)
    assert stage.verify(HELD)[0] == 6


def test_a_checkpoint_signed_by_an_old_key_is_refused(stage: Stage) -> None:
    new = keygen(stage.original.signer.name)
    code, said = stage.verify(HELD, vkey=new.verifier.text)
    assert code == 6
    assert "no key that is trusted" in said
    assert stage.verify(stage.sign(HELD, new), vkey=new.verifier.text)[0] == 0


def test_a_note_under_two_keys_holds_under_either(stage: Stage) -> None:
    new = keygen("mijoz.log/rotated")
    text = stage.original.signed[HELD].partition("\n\n")[0] + "\n"
    both = sign(text, stage.original.signer, new)
    assert stage.verify(both)[0] == 0
    assert stage.verify(both, vkey=new.verifier.text)[0] == 0


def test_a_stolen_key_helps_nobody_against_a_checkpoint_that_is_held(
    stage: Stage,
) -> None:
    overwrite(stage.database, edited(stage.database.read()), rehash=True)
    forged = stage.sign(SIZE)
    assert stage.verify(forged)[0] == 0, "signed by the log's own key"
    assert stage.verify(HELD, forged)[0] == 6


def test_an_older_backup_does_not_open(stage: Stage) -> None:
    crm = stage.open()
    crm.checkpoints.keep(SIZE, stage.original.signed[SIZE])
    stage.open(checked=True)
    overwrite(stage.database, stage.database.read()[:480], rehash=True)
    with pytest.raises(StoreUnavailable, match="an older backup was put back"):
        stage.open(checked=True)
    code, said = stage.verify()
    assert (code, first_position(said)) == (6, 481)


def test_a_log_that_was_rewritten_does_not_open(stage: Stage) -> None:
    stage.open().checkpoints.keep(SIZE, stage.original.signed[SIZE])
    overwrite(stage.database, edited(stage.database.read()), rehash=True)
    with pytest.raises(StoreUnavailable, match="not those that its newest"):
        stage.open(checked=True)


def test_a_position_given_again_after_its_tail_was_cut_is_found(stage: Stage) -> None:
    rows: list[Row] = stage.database.read()
    again = rows[479]._replace(
        state=changed(rows[479].state, b'"user:anna"', b'"user:olga"')
    )
    overwrite(stage.database, [*rows[:479], again], rehash=True)
    assert stage.verify(SIZE)[0] == 6


def test_a_card_that_the_log_does_not_make_is_found(stage: Stage) -> None:
    crm = stage.open()
    kept = dict(crm.views.all("cards.2", object))
    assert len(kept) == SIZE // 5
    position = crm.views.position("cards.2")
    row = kept["c-007"] | {"orders": 47}
    crm.views.commit("cards.2", position, position, {"c-007": row})
    code, said = stage.verify(HELD)
    assert code == 6
    assert "row c-007" in said


def test_that_something_was_there_is_seen_after_an_erasure(stage: Stage) -> None:
    """What is promised of an erasure is that nobody reads it, not that it never was."""
    crm = stage.open()
    before = crm.log.entries(0, SIZE)
    erase(crm, "c-007", "asked for", Origin("user:anna"))
    assert list(crm.log.entries(0, SIZE)) == list(before)
    assert sum(row.subject == "c-007" for row in before) == 5
    history = crm.journal.about("c-007")
    told = [crm.handler.opening(each).event for each in history]
    assert told[0].name == Erased()
    assert stage.verify(300, HELD, SIZE)[0] == 0, "what was proven is proven still"
