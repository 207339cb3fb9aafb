"""What a team does, aims at, and misses."""

from datetime import timedelta
from typing import Any

import pytest

from mijoz.application.contexts import EMPLOYEE, ENCOUNTER, GOAL, TASK
from mijoz.application.due import sweep
from mijoz.application.encounters.activity import Activity, activity
from mijoz.application.encounters.teams import Target
from mijoz.application.envelope import Origin
from mijoz.domain.encounter.serving_kinds import Valence
from mijoz.domain.encounter.serving_terms import NoteExperience
from mijoz.domain.ids import GoalId, TaskId
from mijoz.domain.sales.goal import Direction, MeasureGoal, SetGoal
from mijoz.domain.sales.task import AssignTask, CompleteTask
from mijoz.domain.staff.employee_terms import TransferEmployee

from .shop import ANNA, AZIZA, BEK, MAY, Shop, day

INSTANT = timedelta(microseconds=1)


def done(shop: Shop, since: Any = MAY, until: Any = None, **of: Any) -> Activity:
    return activity(shop.crm.journal, since, until or day(30), **of)


def what(found: Activity) -> list[tuple[str, str]]:
    return [(each.employee, each.what) for each in found.deeds]


def test_a_team_is_shown_what_each_of_it_had_a_part_in() -> None:
    shop = Shop()
    shop.serve(day(1), by=ANNA, to=BEK)
    handed = [("anna", "EncounterStarted"), ("anna", "EncounterHandedOver")]
    assert what(done(shop)) == [*handed, ("bek", "EncounterHandedOver")]
    socks = done(shop, department="socks")
    assert what(socks) == handed
    assert socks.employees == ["anna", "carla"]
    assert done(shop, employee="bek").employees == ["bek"]
    assert socks.digest == {"anna": {"encounters": 2}}
    (first, *_) = socks.deeds
    assert (first.customer, first.ref) == (AZIZA, "encounter-e-001")


def test_whoever_tells_of_something_has_a_part_in_it() -> None:
    shop = Shop()
    assign = AssignTask(day(1), TaskId("t"), None, "bek", "count socks", day(9))
    shop.tell(TASK, "t", assign, by="anna")
    shop.tell(TASK, "t", CompleteTask(day(2), "47"), by="bek")
    assert what(done(shop)) == [
        ("anna", "TaskAssigned"),
        ("bek", "TaskAssigned"),
        ("bek", "TaskCompleted"),
    ]
    assert done(shop).digest["bek"] == {"tasks": 2}


def test_the_window_is_after_its_beginning_and_up_to_its_end() -> None:
    shop = Shop()
    assign = AssignTask(day(1), TaskId("t"), None, "bek", "count socks", day(9))
    shop.tell(TASK, "t", assign)
    assert what(done(shop, day(1) - INSTANT, day(1)))
    assert not what(done(shop, day(1), day(2)))
    assert not what(done(shop, MAY, day(1) - INSTANT))


def test_a_deed_is_of_the_department_where_they_worked_then() -> None:
    shop = Shop()
    shop.serve(day(1), by=BEK)
    shop.tell(EMPLOYEE, BEK, TransferEmployee(day(5), "socks", "clerk"))
    shop.serve(day(6), by=BEK)
    assert len(done(shop, department="shoes").deeds) == 1
    found = done(shop, department="socks")
    assert [each.at > day(5) for each in found.deeds] == [True]
    assert found.employees == ["anna", "bek", "carla"]


def test_exceptions_are_of_whoever_was_at_it() -> None:
    shop = Shop()
    name = shop.serve(day(1), by=ANNA, to=BEK, steps="fit")
    bad = NoteExperience(day(2), "n", Valence.NEGATIVE, "waiting")
    good = NoteExperience(day(2), "m", Valence.POSITIVE, "socks")
    shop.tell(ENCOUNTER, name, bad, good)
    shop.serve(day(3), by=ANNA)
    assign = AssignTask(day(1), TaskId("t"), None, "anna", "count socks", day(9))
    shop.tell(TASK, "t", assign)
    sweep(shop.crm.handler, day(10), Origin("service:sweep"))
    assert [(e.employee, e.what) for e in done(shop).exceptions] == [
        ("bek", "ConformanceAssessed"),
        ("bek", "ExperienceNoted"),
        ("anna", "TaskOverdue"),
    ]


def test_targets_are_goals_of_the_team_as_they_stand() -> None:
    shop = Shop()
    goal = GoalId("g")
    least = Direction.AT_LEAST
    shop.tell(
        GOAL,
        goal,
        SetGoal(MAY, goal, None, "pairs sold", "pairs", 10, day(20), least, "anna"),
    )
    (target,) = done(shop).targets
    assert target == Target("anna", "pairs sold", 10, "pairs", day(20), None, "open")
    shop.tell(GOAL, goal, MeasureGoal(day(2), 4, "till"))
    assert [each.value for each in done(shop).targets] == [4]
    assert done(shop, department="shoes").targets == []
    shop.tell(GOAL, goal, MeasureGoal(day(3), 11, "till"))
    assert [each.standing for each in done(shop).targets] == ["reached"]
    before = done(shop, as_of=day(2.5)).targets
    assert [each.standing for each in before] == ["open"]


def test_a_missed_target_is_an_exception() -> None:
    shop = Shop()
    goal = GoalId("g")
    least = Direction.AT_LEAST
    shop.tell(
        GOAL,
        goal,
        SetGoal(MAY, goal, None, "pairs sold", "pairs", 10, day(20), least, "anna"),
    )
    sweep(shop.crm.handler, day(20), Origin("service:sweep"))
    found = done(shop)
    assert [each.standing for each in found.targets] == ["missed"]
    assert [(e.employee, e.what) for e in found.exceptions] == [("anna", "GoalMissed")]


@pytest.mark.parametrize("name", ["till", "stranger"])
def test_who_is_not_on_the_staff_is_in_no_team(name: str) -> None:
    shop = Shop()
    assign = AssignTask(day(1), TaskId("t"), None, name, "count socks", day(9))
    shop.tell(TASK, "t", assign, by=name)
    assert done(shop).deeds == []
