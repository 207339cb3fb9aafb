"""What any store of read models must do."""

from collections.abc import Callable
from typing import Final, TypeAlias

from attrs import frozen

from ..application.ports import DeadLetter, Overtaken, Views
from .journal import raises


@frozen
class Tally:
    name: str
    count: int = 0


Rule: TypeAlias = Callable[[Views], None]


def a_projection_begins_at_zero(views: Views) -> None:
    assert views.position("tally.1") == 0
    assert dict(views.rows("tally.1", Tally, ["a"])) == {}
    assert list(views.all("tally.1", Tally)) == []


def rows_and_position_come_back_together(views: Views) -> None:
    views.commit("tally.1", 0, 7, {"b": Tally("b", 2), "a": Tally("a")})
    assert views.position("tally.1") == 7
    assert dict(views.rows("tally.1", Tally, ["a", "c"])) == {"a": Tally("a")}
    assert list(views.all("tally.1", Tally)) == [
        ("a", Tally("a")),
        ("b", Tally("b", 2)),
    ]


def a_row_is_replaced(views: Views) -> None:
    views.commit("tally.1", 0, 1, {"a": Tally("a", 1)})
    views.commit("tally.1", 1, 2, {"a": Tally("a", 2)})
    assert dict(views.rows("tally.1", Tally, ["a"])) == {"a": Tally("a", 2)}


def the_second_of_two_runners_is_told_and_changes_nothing(views: Views) -> None:
    views.commit("tally.1", 0, 5, {"a": Tally("a", 1)})
    raises(Overtaken, lambda: views.commit("tally.1", 0, 6, {"a": Tally("a", 9)}))
    assert views.position("tally.1") == 5
    assert dict(views.rows("tally.1", Tally, ["a"])) == {"a": Tally("a", 1)}


def projections_are_apart(views: Views) -> None:
    views.commit("tally.1", 0, 5, {"a": Tally("a", 1)})
    views.commit("tally.2", 0, 3, {"a": Tally("a", 2)})
    views.clear("tally.1")
    assert views.position("tally.1") == 0
    assert list(views.all("tally.1", Tally)) == []
    assert list(views.all("tally.2", Tally)) == [("a", Tally("a", 2))]


def dead_letters_are_kept_in_order(views: Views) -> None:
    views.commit("tally.1", 0, 5, {}, [DeadLetter(2, "two"), DeadLetter(4, "four")])
    assert list(views.dead("tally.1")) == [DeadLetter(2, "two"), DeadLetter(4, "four")]


VIEWS_RULES: Final[tuple[Rule, ...]] = (
    a_projection_begins_at_zero,
    rows_and_position_come_back_together,
    a_row_is_replaced,
    the_second_of_two_runners_is_told_and_changes_nothing,
    projections_are_apart,
    dead_letters_are_kept_in_order,
)
