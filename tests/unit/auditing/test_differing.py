"""Where two plain values differ, each field is named by the path that finds it."""

from typing import Any

import pytest

from mijoz.application.auditing.differing import Difference, differences

LOT = {"lot_id": "l-1", "remaining": 5}


def paths(before: Any, after: Any) -> list[tuple[str, Any, Any]]:
    return [(d.field, d.before, d.after) for d in differences(before, after)]


def test_equal_values_do_not_differ() -> None:
    assert paths({"a": [1, {"b": 2}]}, {"a": [1, {"b": 2}]}) == []


def test_a_field_is_named_from_the_outside_in() -> None:
    before, after = {"a": {"b": {"c": 1}}}, {"a": {"b": {"c": 2}}}
    assert paths(before, after) == [("a.b.c", 1, 2)]


def test_what_is_there_only_after_is_told_whole() -> None:
    assert paths({}, {"a": {"b": 1}}) == [("a", None, {"b": 1})]
    assert paths({"a": {"b": 1}}, {}) == [("a", {"b": 1}, None)]


def test_a_whole_row_that_is_new_has_no_path() -> None:
    assert list(differences(None, {"a": 1})) == [Difference("", None, {"a": 1})]


def test_members_are_told_apart_by_their_id_wherever_they_stand() -> None:
    other = {"lot_id": "l-2", "remaining": 9}
    assert paths({"lots": [LOT]}, {"lots": [other, LOT | {"remaining": 2}]}) == [
        ("lots[l-1].remaining", 5, 2),
        ("lots[l-2]", None, other),
    ]


def test_the_id_that_tells_most_apart_is_taken() -> None:
    one = {"order_id": "o-1", "refund_id": "r-1"}
    two = {"order_id": "o-1", "refund_id": "r-2"}
    assert paths([one], [one, two]) == [("[r-2]", None, two)]
    assert paths([one], [two]) == [("[r-1]", one, None), ("[r-2]", None, two)]


def test_an_only_member_is_named_by_its_id_too() -> None:
    assert paths([LOT], [LOT | {"remaining": 2}]) == [("[l-1].remaining", 5, 2)]


def test_of_ids_that_tell_as_much_apart_the_last_is_taken() -> None:
    one = {"customer_id": "aziza", "redemption_id": "x-1", "coupon": "A"}
    assert paths([one], [one | {"coupon": "B"}]) == [("[x-1].coupon", "A", "B")]


@pytest.mark.parametrize("missing", [{"remaining": 1}, {"lot_id": None}])
def test_without_an_id_in_each_their_place_tells(missing: Any) -> None:
    assert paths([LOT, missing], [LOT]) == [("[1]", missing, None)]


def test_two_of_one_id_are_told_apart_by_their_place() -> None:
    assert paths([LOT, LOT], [LOT, LOT, LOT]) == [("[2]", None, LOT)]


def test_sums_by_currency_are_named_by_it() -> None:
    before, after = [["USD", 5]], [["EUR", 1], ["USD", 7]]
    assert paths(before, after) == [("[USD]", 5, 7), ("[EUR]", None, 1)]


def test_two_pairs_of_one_name_are_told_apart_by_their_place() -> None:
    before, after = [["1", 5], ["1", 6]], [["1", 5], ["1", 7]]
    assert paths(before, after) == [("[1][1]", 6, 7)]


def test_a_value_that_turns_into_another_kind_is_told_whole() -> None:
    assert paths({"a": [1]}, {"a": 1}) == [("a", [1], 1)]


def test_plain_lists_differ_by_place() -> None:
    assert paths(["a", "b"], ["a", "c", "d"]) == [("[1]", "b", "c"), ("[2]", None, "d")]


def test_a_tuple_is_a_list_to_whoever_compares() -> None:
    assert paths((("USD", 5),), (("USD", 7),)) == [("[USD]", 5, 7)]
