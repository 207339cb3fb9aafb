"""How long stages last, and which mistakes were made in telling them."""

from mijoz.application.contexts import ENCOUNTER
from mijoz.application.encounters.durations import Mistakes, Stage, durations, mistakes
from mijoz.application.encounters.figures import Figure
from mijoz.domain.encounter.serving_kinds import Mistake
from mijoz.domain.encounter.serving_terms import PerformStep, WithdrawStep
from mijoz.domain.encounter.steps import Role

from .shop import Shop, day, minute


def test_stages_last_as_long_as_their_mean_beside_what_they_should() -> None:
    shop = Shop()
    for waits, lasts in ((2, 10), (4, 20)):
        name = shop.serve(waits=waits, lasts=lasts, steps="fit wave")
        greet = PerformStep(
            minute(waits + 6), f"{name}:g", "greet", Role.EMPLOYEE, None, minute(waits)
        )
        shop.tell(ENCOUNTER, name, greet)
    shop.serve(waits=6, outcome=None, steps="")
    assert durations(shop.gather()) == [
        Stage(None, "waiting", Figure(4.0, 3)),
        Stage(None, "serving", Figure(15.0, 2)),
        Stage("fitting@1", "greet", Figure(6.0, 2), 2),
        Stage("fitting@1", "fit", Figure(0.0, 2), None),
    ]


def test_what_was_not_so_is_no_stage_and_counts_as_a_mistake_of_its_cause() -> None:
    shop = Shop()
    names = [shop.serve() for _ in range(2)]
    for name, why in zip(names, (Mistake.MISTYPED, Mistake.NOT_DONE), strict=True):
        shop.tell(ENCOUNTER, name, WithdrawStep(day(1), f"{name}:0", why))
    assert [each.stage for each in durations(shop.gather())] == [
        "waiting",
        "serving",
        "fit",
    ]
    rate = Figure(25.0, 4)
    assert mistakes(shop.gather()) == Mistakes(
        4, 2, [("mistyped", 1, rate), ("not_done", 1, rate)]
    )


def test_where_nothing_was_told_nothing_was_mistaken() -> None:
    shop = Shop()
    assert mistakes(shop.gather()) == Mistakes(0, 0, [])
    assert durations(shop.gather()) == [
        Stage(None, "waiting", Figure(None, 0)),
        Stage(None, "serving", Figure(None, 0)),
    ]
