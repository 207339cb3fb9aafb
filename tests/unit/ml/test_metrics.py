"""Measures of foresight: equal to scikit-learn's, where it has them."""

import numpy as np
import pytest
from sklearn.linear_model import (  # type: ignore[import-untyped]
    LogisticRegression,
)
from sklearn.metrics import (  # type: ignore[import-untyped]
    average_precision_score,
    brier_score_loss,
    roc_auc_score,
)

from mijoz.ml import blend, logistic
from mijoz.ml.logistic import chances
from mijoz.ml.metrics import (
    REPLICATES,
    auc,
    average_precision,
    bootstrap_auc,
    brier,
    calibration_error,
    interval,
)

draw = np.random.default_rng(11)
ODDS = draw.normal(size=2_000).round(1)  # so that many tie
CHANCES = chances(ODDS)
OUTCOMES = (draw.random(2_000) < CHANCES).astype(float)


def test_figures_are_those_of_scikit_learn() -> None:
    assert auc(OUTCOMES, ODDS) == pytest.approx(roc_auc_score(OUTCOMES, ODDS))
    assert brier(OUTCOMES, CHANCES) == pytest.approx(
        brier_score_loss(OUTCOMES, CHANCES)
    )
    assert average_precision(OUTCOMES, ODDS) == pytest.approx(
        average_precision_score(OUTCOMES, ODDS)
    )


def test_ties_count_half() -> None:
    assert auc(np.array([1.0, 0.0]), np.zeros(2)) == 0.5


def test_without_both_outcomes_there_is_no_ranking() -> None:
    assert np.isnan(auc(np.ones(3), np.arange(3.0)))


def test_a_weight_is_as_many_customers() -> None:
    weights = draw.integers(0, 4, len(ODDS)).astype(float)
    many = np.repeat(np.arange(len(ODDS)), weights.astype(int))
    assert auc(OUTCOMES, ODDS, weights) == pytest.approx(
        auc(OUTCOMES[many], ODDS[many])
    )


def test_true_chances_are_calibrated_and_others_are_off_by_what_they_are_off() -> None:
    assert calibration_error(OUTCOMES, CHANCES) < 0.03
    half = np.full(100, 0.5)
    assert calibration_error(np.zeros(100), half) == pytest.approx(0.5)


def test_an_interval_holds_its_figure_and_comes_out_the_same_again() -> None:
    customers = np.array([f"customer-{n % 700}" for n in range(len(ODDS))])
    areas = bootstrap_auc([OUTCOMES], [ODDS], [customers])
    assert len(areas) == REPLICATES + 1
    assert areas[0] == pytest.approx(roc_auc_score(OUTCOMES, ODDS))
    found = interval(areas)
    assert found.low < found.value < found.high < found.low + 0.08
    assert (areas == bootstrap_auc([OUTCOMES], [ODDS], [customers])).all()
    assert str(found).startswith(f"{found.value:.3f} [{found.low:.3f}")


def test_a_customer_drawn_is_drawn_at_every_cut_off() -> None:
    names = np.array([f"customer-{n}" for n in range(len(ODDS))])
    one = bootstrap_auc([OUTCOMES], [ODDS], [names])
    both = bootstrap_auc([OUTCOMES] * 2, [ODDS] * 2, [names] * 2)
    assert both == pytest.approx(one)


def test_the_regression_is_that_of_scikit_learn() -> None:
    values = np.expm1(np.abs(draw.normal(size=(2_000, 3))))
    values[draw.random(2_000) < 0.2, 1] = np.nan
    ours = logistic.fit(values, OUTCOMES, ridge=2.0)
    terms = np.column_stack((np.log1p(np.nan_to_num(values)), np.isnan(values)))
    scaled = (terms - terms.mean(0)) / np.where(terms.std(0) == 0, 1, terms.std(0))
    theirs = LogisticRegression(C=0.5, tol=1e-10, max_iter=1000).fit(scaled, OUTCOMES)
    assert ours.log_odds(values) == pytest.approx(
        theirs.decision_function(scaled), abs=1e-4
    )


def test_contributions_add_up_to_the_log_odds() -> None:
    values = np.abs(draw.normal(size=(50, 3)))
    made = logistic.fit(values, OUTCOMES[:50])
    sums = made.contributions(values).sum(axis=1) + made.intercept
    assert sums == pytest.approx(made.log_odds(values))


def test_a_blend_believes_who_was_right_and_never_the_opposite_of_who_was_not() -> None:
    noise = draw.normal(size=len(ODDS))
    made = blend.fit(np.column_stack((ODDS, noise, -ODDS)), OUTCOMES)
    assert made.weights[0] > 0.7
    assert made.weights[1] < 0.1
    assert made.weights[2] < 0.1
    assert (made.weights >= 0).all()


def test_a_blend_corrects_what_is_always_too_high() -> None:
    made = blend.fit(np.column_stack((ODDS + 2, ODDS + 2)), OUTCOMES)
    chance = chances(made.log_odds(np.column_stack((ODDS + 2, ODDS + 2))))
    assert chance.mean() == pytest.approx(OUTCOMES.mean(), abs=1e-3)


def test_without_experience_all_are_believed_alike() -> None:
    assert blend.equal(4).weights.tolist() == [0.25] * 4
    made = blend.fit(np.column_stack((ODDS[:2], -ODDS[:2])), OUTCOMES[:2])
    assert made.weights == pytest.approx([0.5, 0.5], abs=0.05)
