"""BG/NBD: against the published figures, and against customers made to its rules."""

from typing import Final

import numpy as np
import pytest

from mijoz.ml.bgnbd import BgNbd, fit
from mijoz.ml.panel import Floats

# The published fit to CDNOW, in weeks; its likelihood was searched from our start too.
CDNOW: Final = BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)


def one(value: float) -> Floats:
    return np.array([value])


def customers(true: BgNbd, number: int, span: float, seed: int) -> list[list[float]]:
    """Return the times of purchase, from the first on, of customers by its rules."""
    draw = np.random.default_rng(seed)
    rates = draw.gamma(true.r, 1 / true.alpha, number)
    leaving = draw.beta(true.a, true.b, number)
    times = []
    for rate, leaves in zip(rates, leaving, strict=True):
        when, bought = 0.0, [0.0]
        while (when := when + draw.exponential(1 / rate)) < span:
            bought.append(when)
            if draw.random() < leaves:
                break
        times.append(bought)
    return times


def counted(times: list[list[float]], age: float) -> tuple[Floats, Floats, Floats]:
    seen = [[when for when in each if when <= age] for each in times]
    return (
        np.array([len(each) - 1.0 for each in seen]),
        np.array([each[-1] for each in seen]),
        np.full(len(times), age),
    )


def test_the_chance_of_being_alive_is_the_published_one() -> None:
    # Two repeats in 38.86 weeks, the latest at 30.43: the first customer of the sample.
    alive = CDNOW.alive(one(2), one(30.43), one(38.86))
    assert alive == pytest.approx(0.7266, abs=5e-4)


def test_who_bought_once_is_alive_for_sure_and_yet_may_stay_silent() -> None:
    assert CDNOW.alive(one(0), one(0), one(39)) == 1
    assert CDNOW.silence(one(0), one(0), one(39), 39) == pytest.approx(
        (43.414 / 82.414) ** 0.243
    )


def test_the_chance_of_silence_is_how_often_such_customers_are_silent() -> None:
    true = BgNbd(r=0.8, alpha=10.0, a=0.6, b=2.0)
    times = customers(true, 20_000, span=78, seed=5)
    repeats, last, age = counted(times, 52)
    silent = np.array([not any(52 < when < 78 for when in each) for each in times])
    chance = true.silence(repeats, last, age, 26)
    for low, high in ((0, 0.4), (0.4, 0.7), (0.7, 0.9), (0.9, 1)):
        bin_ = (chance >= low) & (chance < high)
        assert silent[bin_].mean() == pytest.approx(chance[bin_].mean(), abs=0.02)


def test_the_fit_finds_the_rules_that_customers_were_made_by() -> None:
    true = BgNbd(r=0.8, alpha=10.0, a=0.6, b=2.0)
    found = fit(*counted(customers(true, 20_000, span=52, seed=7), 52))
    assert found.r == pytest.approx(true.r, rel=0.1)
    assert found.alpha == pytest.approx(true.alpha, rel=0.1)
    assert found.a / (found.a + found.b) == pytest.approx(0.6 / 2.6, rel=0.15)


def test_a_fit_comes_out_the_same_from_another_start() -> None:
    rows = counted(customers(CDNOW, 4_000, span=39, seed=9), 39)
    here, there = fit(*rows), fit(*rows, BgNbd(2.0, 20.0, 2.0, 2.0))
    chances = [model.silence(*rows, 39) for model in (here, there)]
    assert chances[0] == pytest.approx(chances[1], abs=2e-3)


def test_counting_everyone_twice_changes_nothing() -> None:
    rows = counted(customers(CDNOW, 500, span=39, seed=3), 39)
    repeats, last, age = (np.tile(column, 2) for column in rows)
    once, twice = fit(*rows), fit(repeats, last, age)
    assert once.r == pytest.approx(twice.r, rel=1e-6)
