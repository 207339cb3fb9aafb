"""What any key store must do, beside the checkpoints that it keeps.

Beside the tests and not in `mijoz.testing`, which knows no adapter: the rules of the
suite there are for ports of the application.
"""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Final, TypeAlias

from mijoz.adapters.keys.keeping import Kept
from mijoz.adapters.keys.store import KeyRow, StaleEpoch
from mijoz.testing.journal import raises

Rule: TypeAlias = Callable[[Kept], None]


def key(owner: str, epoch: str = "e-1", wrapped: bytes = b"wrapped") -> KeyRow:
    return KeyRow(owner, f"k-{owner}", epoch, wrapped)


def at_first_there_is_nothing(keys: Kept) -> None:
    assert keys.epoch() is None
    assert list(keys.of(["aziza"])) == list(keys.held(["k-aziza"])) == []
    assert not keys.outdated("e-1", 10)
    assert not keys.kept()


def an_epoch_begins_after_the_one_that_was_expected(keys: Kept) -> None:
    keys.begin("e-1", None)
    keys.begin("e-2", None)
    assert keys.epoch() == "e-1"
    keys.begin("e-2", "e-1")
    assert keys.epoch() == "e-2"


def keys_of_several_owners_are_added_at_once(keys: Kept) -> None:
    keys.begin("e-1", None)
    rows = [key("bobur"), key("aziza", wrapped=bytes(range(256)))]
    assert sorted(keys.add(rows)) == sorted(rows)
    assert sorted(keys.of(["aziza", "bobur", "nobody"])) == sorted(rows)
    assert list(keys.held(["k-bobur", "k-nobody"])) == [rows[0]]


def the_first_key_of_an_owner_stays(keys: Kept) -> None:
    keys.begin("e-1", None)
    first = key("aziza")
    keys.add([first])
    late = KeyRow("aziza", "k-late", "e-1", b"late")
    assert sorted(keys.add([late, key("bobur")])) == [first, key("bobur")]
    assert list(keys.held(["k-late"])) == []


def of_two_who_race_to_add_both_are_told_the_same_key(keys: Kept) -> None:
    keys.begin("e-1", None)
    start, told = Barrier(4), []

    def race(n: int) -> None:
        start.wait()
        for round_ in range(10):
            row = KeyRow(f"o-{round_}", f"k-{round_}-{n}", "e-1", bytes([n]))
            told.append((round_, *keys.add([row])))

    threads = [Thread(target=race, args=(n,)) for n in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(told) == 40
    assert sorted(set(told)) == [(n, *keys.of([f"o-{n}"])) for n in range(10)]


def nothing_is_added_under_an_epoch_that_has_ended(keys: Kept) -> None:
    keys.begin("e-1", None)
    keys.add([key("aziza")])
    keys.begin("e-2", "e-1")
    raises(StaleEpoch, lambda: keys.add([key("bobur", "e-2"), key("dilnoza", "e-1")]))
    assert list(keys.of(["bobur", "dilnoza"])) == []


def what_is_destroyed_is_gone_and_its_id_remembered(keys: Kept) -> None:
    keys.begin("e-1", None)
    keys.add([key("aziza"), key("bobur")])
    assert list(keys.destroy("aziza")) == ["k-aziza"]
    assert list(keys.destroy("aziza")) == ["k-aziza"]
    (row,) = keys.held(["k-aziza"])
    assert (row.owner, row.wrapped) == ("aziza", None)
    assert list(keys.of(["bobur"])) == [key("bobur")]


def what_is_destroyed_can_never_be_added_again(keys: Kept) -> None:
    keys.begin("e-1", None)
    keys.add([key("aziza")])
    keys.destroy("aziza")
    for again in (key("aziza"), KeyRow("aziza", "k-new", "e-1", b"new")):
        (row,) = keys.add([again])
        assert (row.kid, row.wrapped) == ("k-aziza", None)
    assert [row.wrapped for row in keys.of(["aziza"])] == [None]


def who_had_no_key_can_have_none_once_it_is_destroyed(keys: Kept) -> None:
    keys.begin("e-1", None)
    assert list(keys.destroy("aziza")) == []
    (row,) = keys.add([key("aziza")])
    assert (row.owner, row.kid, row.wrapped) == ("aziza", None, None)
    assert list(keys.destroy("bobur")) == []  # and several have none


def keys_are_wrapped_anew_a_page_at_a_time(keys: Kept) -> None:
    keys.begin("e-1", None)
    keys.add([key(f"o-{n}") for n in range(5)])
    keys.begin("e-2", "e-1")
    pages = []
    while page := keys.outdated("e-2", 2):
        pages.append(len(page))
        keys.rewrap([key(row.owner, "e-2", b"anew") for row in page])
    assert pages == [2, 2, 1]
    assert {(r.epoch, r.wrapped) for r in keys.of(["o-0", "o-4"])} == {("e-2", b"anew")}


def no_rewrapping_brings_back_what_is_destroyed(keys: Kept) -> None:
    keys.begin("e-1", None)
    keys.add([key("aziza"), key("bobur")])
    keys.begin("e-2", "e-1")
    page = keys.outdated("e-2", 10)
    keys.destroy("aziza")  # meanwhile
    keys.rewrap([key(row.owner, "e-2", b"anew") for row in page])
    assert [row.wrapped for row in keys.of(["aziza"])] == [None]
    assert [row.wrapped for row in keys.of(["bobur"])] == [b"anew"]
    assert list(keys.outdated("e-2", 10)) == []
    assert list(keys.outdated("e-3", 10)) == [key("bobur", "e-2", b"anew")]


def nothing_is_wrapped_anew_under_an_epoch_that_has_ended(keys: Kept) -> None:
    keys.begin("e-1", None)
    keys.add([key("aziza")])
    keys.begin("e-2", "e-1")
    keys.begin("e-3", "e-2")
    raises(StaleEpoch, lambda: keys.rewrap([key("aziza", "e-2", b"anew")]))
    assert list(keys.of(["aziza"])) == [key("aziza")]


def keys_belong_to_the_first_log_that_comes(keys: Kept) -> None:
    assert keys.bind("log-1") == "log-1"
    assert keys.bind("log-2") == "log-1"


def checkpoints_are_kept_in_the_order_of_their_sizes_each_once(keys: Kept) -> None:
    keys.keep(20, "twenty")
    keys.keep(3, "three")
    keys.keep(20, "twenty")
    assert list(keys.kept()) == ["three", "twenty"]


def what_is_asked_of_many_is_answered(keys: Kept) -> None:
    keys.begin("e-1", None)
    rows = [key(f"o-{n:04}") for n in range(1_200)]
    assert sorted(keys.add(rows)) == rows
    assert sorted(keys.of([row.owner for row in rows])) == rows
    assert sorted(keys.held([str(row.kid) for row in rows])) == rows


KEY_STORE_RULES: Final[tuple[Rule, ...]] = (
    at_first_there_is_nothing,
    an_epoch_begins_after_the_one_that_was_expected,
    keys_of_several_owners_are_added_at_once,
    the_first_key_of_an_owner_stays,
    of_two_who_race_to_add_both_are_told_the_same_key,
    nothing_is_added_under_an_epoch_that_has_ended,
    what_is_destroyed_is_gone_and_its_id_remembered,
    what_is_destroyed_can_never_be_added_again,
    who_had_no_key_can_have_none_once_it_is_destroyed,
    keys_are_wrapped_anew_a_page_at_a_time,
    no_rewrapping_brings_back_what_is_destroyed,
    nothing_is_wrapped_anew_under_an_epoch_that_has_ended,
    keys_belong_to_the_first_log_that_comes,
    checkpoints_are_kept_in_the_order_of_their_sizes_each_once,
    what_is_asked_of_many_is_answered,
)
