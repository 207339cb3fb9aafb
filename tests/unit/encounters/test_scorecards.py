"""Scorecards tell what enough encounters say, and hide what too few do."""

from datetime import datetime
from typing import Any

import pytest

from mijoz.application.contexts import EMPLOYEE, ENCOUNTER, FEEDBACK
from mijoz.application.encounters.figures import (
    Figure,
    mean,
    out_of_line,
    points,
    share,
)
from mijoz.application.encounters.scorecards import By, Scorecard, scorecards
from mijoz.domain.encounter.serving_kinds import Channel, Mistake, Valence
from mijoz.domain.encounter.serving_terms import NoteExperience, WithdrawStep
from mijoz.domain.feedback.feedback import FeedbackKind, ReceiveFeedback
from mijoz.domain.feedback.scale import Instrument, Score
from mijoz.domain.feedback.scores import net_promoter_score, satisfaction
from mijoz.domain.ids import EmployeeId, FeedbackId
from mijoz.domain.staff.employee_terms import (
    AssessCompetency,
    CompetencyKind,
    RecordMotivation,
    RegisterEmployee,
    TransferEmployee,
)

from .shop import ANNA, BEK, CARLA, MAY, Shop, day


def cards(shop: Shop, by: By, *of: Any, **times: Any) -> dict[str, Scorecard]:
    found = scorecards(shop.gather(**times), by, *of)
    return {each.group: each for each in found}


@pytest.mark.parametrize(("count", "value"), [(9, None), (10, 1.0)])
def test_a_figure_of_fewer_than_ten_is_hidden(count: int, value: float | None) -> None:
    assert mean([1] * count) == Figure(value, count)
    assert mean([1] * count).hidden is (value is None)
    shop = Shop()
    for _ in range(count):
        shop.serve(waits=1)
    card = cards(shop, By.EMPLOYEE)["anna"]
    assert card.waiting == Figure(value, count)
    assert card.encounters == count


def test_nothing_is_not_hidden() -> None:
    assert mean([], 0) == Figure(None, 0)
    assert not mean([]).hidden


def test_an_employees_card_has_each_of_its_figures() -> None:
    shop = Shop()
    for number in range(10):
        name = shop.serve(
            waits=number,
            lasts=20,
            steps="greet fit" if number < 4 else "fit",
            to=ANNA if number < 2 else None,
            by=BEK if number < 2 else ANNA,
            score=5 if number < 7 else 1,
        )
        felt = Valence.NEGATIVE if number < 3 else Valence.POSITIVE
        note = NoteExperience(day(1), "n", felt, "waiting")
        mistaken = WithdrawStep(day(1), f"{name}:0", Mistake.MISTYPED)
        shop.tell(ENCOUNTER, name, note)
        if number == 0:
            shop.tell(ENCOUNTER, name, mistaken)
    card = cards(shop, By.EMPLOYEE)["anna"]
    assert card == Scorecard(
        "anna",
        encounters=10,
        employees=1,
        waiting=Figure(4.5, 10),
        serving=Figure(20.0, 10),
        handed_over=Figure(20.0, 10),
        conforming=Figure(30.0, 10),
        mistakes=Figure(100 / 14, 14),
        negative=Figure(30.0, 10),
        score=Figure(70.0, 10),
        out_of_line=False,
    )


def test_an_encounter_is_of_whoever_was_at_it_last_in_their_department_of_then() -> (
    None
):
    shop = Shop()
    shop.serve(by=ANNA, to=BEK)
    assert cards(shop, By.EMPLOYEE).keys() == {"bek"}
    assert cards(shop, By.DEPARTMENT).keys() == {"shoes"}
    transfer = TransferEmployee(day(5), "socks", "clerk")
    shop.tell(EMPLOYEE, BEK, transfer)
    shop.serve(day(6), by=BEK)
    shop.serve(day(4), by=BEK)
    groups = cards(shop, By.DEPARTMENT)
    assert {name: each.encounters for name, each in groups.items()} == {
        "shoes": 2,
        "socks": 1,
    }


def test_an_encounter_ends_in_the_department_of_the_moment_of_a_transfer() -> None:
    shop = Shop()
    shop.serve(MAY, by=BEK, waits=0, lasts=60)
    transfer = TransferEmployee(MAY, "socks", "clerk")
    shop.tell(EMPLOYEE, BEK, transfer)
    assert cards(shop, By.DEPARTMENT).keys() == {"socks"}


def test_encounters_of_nobody_known_are_in_no_group_of_employees() -> None:
    shop = Shop()
    shop.serve(by=None)
    shop.serve(by=EmployeeId("stranger"))
    assert cards(shop, By.EMPLOYEE).keys() == {"stranger"}
    assert cards(shop, By.DEPARTMENT) == {}


def test_cards_are_by_channel_and_standard_too() -> None:
    shop = Shop()
    shop.serve(channel=Channel.PHONE)
    assert cards(shop, By.CHANNEL).keys() == {"phone"}
    assert cards(shop, By.STANDARD).keys() == {"fitting@1"}


def _assess(shop: Shop, who: str, level: int, at: datetime = MAY) -> None:
    kind = CompetencyKind.COMMUNICATION
    name = f"a-{level}"
    assess = AssessCompetency(at, name, kind, "listening", level, "boss")
    shop.tell(EMPLOYEE, who, assess)


@pytest.mark.parametrize(("people", "shown"), [(2, False), (3, True)])
def test_what_employees_are_like_is_shown_of_several_or_not_at_all(
    people: int, shown: bool
) -> None:
    shop = Shop()
    for who in (ANNA, BEK, CARLA)[:people]:
        _assess(shop, who, 4)
        for _ in range(10):
            shop.serve(by=who, score=5)
    card = cards(shop, By.COMMUNICATION)["level 4"]
    assert card.encounters == 10 * people
    assert card.score == Figure(100.0 if shown else None, 10 * people)
    assert (card.out_of_line is not None) is shown


def test_a_level_is_the_last_that_was_assessed_by_then() -> None:
    shop = Shop()
    _assess(shop, ANNA, 2)
    _assess(shop, ANNA, 4, day(5))
    shop.serve(day(4))
    shop.serve(day(6))
    groups = cards(shop, By.COMMUNICATION)
    assert {name: each.encounters for name, each in groups.items()} == {
        "level 2": 1,
        "level 4": 1,
    }
    assert cards(shop, By.QUALIFICATION) == {}


@pytest.mark.parametrize(
    ("score", "band"),
    [(39, "up to 39"), (40, "40 to 69"), (69, "40 to 69"), (70, "70 on")],
)
def test_motivation_is_in_three_bands(score: int, band: str) -> None:
    shop = Shop()
    shop.tell(EMPLOYEE, ANNA, RecordMotivation(MAY, "pulse", score))
    shop.serve()
    shop.serve(by=BEK)
    assert cards(shop, By.MOTIVATION).keys() == {band}


def test_who_is_far_from_the_norm_is_out_of_line_and_chance_is_not() -> None:
    every = [0] * 100 + [100] * 100
    assert out_of_line([100] * 9, every) is None
    assert out_of_line([100] * 10, every) is True
    assert out_of_line([100] * 8 + [0] * 2, every) is False
    # Of 25, 1.96 standard errors are 19.6 points.
    assert out_of_line([100] * 17 + [0] * 8, every) is False
    assert out_of_line([100] * 18 + [0] * 7, every) is True
    shop = Shop()
    for number in range(40):
        shop.serve(by=ANNA if number < 20 else BEK, score=5 if number < 20 else 1)
    found = cards(shop, By.EMPLOYEE)
    assert found["anna"].out_of_line
    assert found["bek"].out_of_line


def test_points_add_up_to_the_figures_of_the_instruments() -> None:
    csat = [Score(Instrument.CSAT, value, 1, 5) for value in (1, 2, 3, 4, 5, 5)]
    assert share(map(bool, map(points, csat)), 1).value == pytest.approx(
        100 * float(satisfaction(csat).exact or 0)
    )
    nps = list(range(11))
    scores = [Score(Instrument.NPS, value, 0, 10) for value in nps]
    figure = mean([points(each) for each in scores], 1)
    assert figure.value == float(net_promoter_score(nps).exact or 0)
    assert points(Score(Instrument.CES, 6, 1, 7)) == 6


def test_scores_of_one_instrument_are_not_mixed_with_anothers() -> None:
    shop = Shop()
    names = [shop.serve(score=5) for _ in range(10)]
    for name in names:
        kind, about = FeedbackKind.NPS, f"encounter:{name}"
        feedback = FeedbackId(f"nps-{name}")
        receive = ReceiveFeedback(day(1), feedback, None, kind, 0, 10, about)
        shop.tell(FEEDBACK, feedback, receive)
    assert cards(shop, By.EMPLOYEE)["anna"].score == Figure(100.0, 10)
    nps = cards(shop, By.EMPLOYEE, Instrument.NPS)["anna"].score
    assert nps == Figure(-100.0, 10)


def test_scores_of_other_things_are_not_of_encounters() -> None:
    shop = Shop()
    for about in ("order:e-001", None):
        feedback = FeedbackId(str(about))
        kind = FeedbackKind.CSAT
        receive = ReceiveFeedback(day(1), feedback, None, kind, 1, 5, about)
        shop.tell(FEEDBACK, feedback, receive)
    shop.serve()
    assert cards(shop, By.EMPLOYEE)["anna"].score == Figure(None, 0)


def test_cards_can_be_read_as_of_any_time_and_as_known_at_any() -> None:
    shop = Shop()
    for number in range(10):
        shop.serve(day(number))
    assert cards(shop, By.EMPLOYEE, as_of=day(4.5))["anna"].encounters == 5
    before = datetime(2000, 1, 1, tzinfo=MAY.tzinfo)
    assert cards(shop, By.EMPLOYEE, known_at=before) == {}


def test_an_employee_who_is_not_on_the_staff_yet_is_in_no_department() -> None:
    shop = Shop()
    shop.tell(
        EMPLOYEE, "dina", RegisterEmployee(MAY, EmployeeId("dina"), "hats", "clerk")
    )
    shop.serve(by=EmployeeId("dina"))
    assert cards(shop, By.DEPARTMENT).keys() == {"hats"}
