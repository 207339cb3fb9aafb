"""A model learns from what was known, is kept as text, and can say why."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mijoz.ml.bgnbd import BgNbd, fit
from mijoz.ml.churn import ChurnModel, NoModel, OtherFeatures, load, train
from mijoz.ml.evaluation import Report
from mijoz.ml.panel import CutoffSplit
from mijoz.ml.scoring import NothingToScore, explain, score, scores

from .warehouse import fill, order, warehouse

START = datetime(2025, 1, 1, 10, tzinfo=UTC)
END = datetime(2025, 10, 1, tzinfo=UTC)
CUSTOMERS = 150


def orders() -> Iterator[dict[str, Any]]:
    """Yield orders of customers who come at their own pace, and some day stay away."""
    chance = np.random.default_rng(7)
    for number in range(CUSTOMERS):
        pace, at = chance.gamma(2.0, 6.0) + 1, START
        while at < END and chance.random() > 0.03:
            yield order(f"c-{number}", at, paid=int(chance.integers(500, 9_000)))
            at += timedelta(days=float(chance.exponential(pace)))


@pytest.fixture(scope="module")
def con() -> Iterator[Any]:
    with warehouse({"orders": list(orders())}) as made:
        yield made


@pytest.fixture(scope="module")
def trained(con: Any) -> tuple[ChurnModel, Report]:
    return train(con, END, position=7, note="made up")


def test_a_report_compares_the_default_with_simpler_models(
    trained: tuple[ChurnModel, Report],
) -> None:
    _, report = trained
    models = [line.model for line in report.lines]
    assert models[-1] == report.default.model
    assert len(models) == 5
    assert len(report.rows) == 6
    assert 0 < report.base_rate < 1
    assert all(cutoff < END for cutoff in report.cutoffs)
    assert report.default.auc.low <= report.default.auc.value <= report.default.auc.high
    assert json.loads(json.dumps(report.as_dict()))["note"] == "made up"


def test_the_card_says_what_a_model_was_made_from(
    trained: tuple[ChurnModel, Report],
) -> None:
    card = trained[0].card
    assert (card["position"], card["as_of"]) == (7, END.isoformat())
    assert len(card["data_sha256"]) == 64
    assert card["examined"]["note"] == "made up"
    horizon = timedelta(days=card["horizon_days"])
    for cutoff in card["cutoffs"]:
        assert datetime.fromisoformat(cutoff).replace(tzinfo=UTC) + horizon <= END


def test_a_model_that_is_kept_scores_as_before(
    con: Any, trained: tuple[ChurnModel, Report], tmp_path: Path
) -> None:
    model, _ = trained
    model.save(tmp_path / "model")
    again = load(tmp_path / "model")
    for each in scores(con, model, END)[:5]:
        told = score(con, again, each.customer_id, END)
        assert told.chance == pytest.approx(each.chance, abs=1e-12)
    assert not list(tmp_path.rglob("*.pkl"))


def test_training_twice_gives_the_same_model(
    con: Any, trained: tuple[ChurnModel, Report]
) -> None:
    again, _ = train(con, END)
    assert again.card["data_sha256"] == trained[0].card["data_sha256"]
    assert [each.chance for each in scores(con, again, END)] == [
        each.chance for each in scores(con, trained[0], END)
    ]


def test_those_who_pause_longer_than_usual_are_likelier_to_stay_away(
    con: Any, trained: tuple[ChurnModel, Report]
) -> None:
    found = scores(con, trained[0], END)
    assert [each.chance for each in found] == sorted(
        (each.chance for each in found), reverse=True
    )
    assert found[0].chance > 0.5 > found[-1].chance


def test_a_score_is_made_from_what_was_known_by_then(
    trained: tuple[ChurnModel, Report],
) -> None:
    facts = list(orders())
    yesterday = END - timedelta(days=1)
    late = order("c-1", yesterday, timedelta(days=1, seconds=1))
    with warehouse({"orders": facts}) as known:
        before = score(known, trained[0], "c-1", END)
        fill(known, {"orders": [order("c-1", END), late]})
        assert score(known, trained[0], "c-1", END) == before
        fill(known, {"orders": [order("c-1", yesterday, timedelta(days=1))]})
        assert score(known, trained[0], "c-1", END) != before


def test_an_explanation_names_pushes_and_the_events_behind(
    con: Any, trained: tuple[ChurnModel, Report]
) -> None:
    customer = scores(con, trained[0], END)[0].customer_id
    told = explain(con, trained[0], customer, END, most=5)
    pushes = [abs(each.push) for each in told.pushes]
    assert len(pushes) == 5
    assert pushes == sorted(pushes, reverse=True)
    for push in told.pushes:
        assert push.description
        assert len(push.events) == min(push.count, 3)
        for event in push.events:
            assert event.at < END
            ((owner,),) = con.execute(
                "SELECT customer_id FROM orders WHERE event_id = ?", [event.event_id]
            ).fetchall()
            assert owner == customer


def test_who_never_bought_cannot_be_scored(
    con: Any, trained: tuple[ChurnModel, Report]
) -> None:
    with pytest.raises(NothingToScore, match="stranger"):
        score(con, trained[0], "stranger", END)


def test_a_missing_model_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(NoModel, match="mijoz churn train"):
        load(tmp_path)


def test_a_model_of_other_features_is_not_used(
    trained: tuple[ChurnModel, Report], tmp_path: Path
) -> None:
    trained[0].save(tmp_path)
    card = json.loads((tmp_path / "card.json").read_text())
    card["features_sha256"] = "0" * 64
    (tmp_path / "card.json").write_text(json.dumps(card))
    with pytest.raises(OtherFeatures, match="train"):
        load(tmp_path)


def test_facts_that_go_back_too_little_are_refused(con: Any) -> None:
    with pytest.raises(ValueError, match="go back"):
        train(con, START + timedelta(days=40))


def test_a_training_cut_off_is_admitted_once_its_label_is_closed() -> None:
    days = np.repeat(
        np.array(["2025-01-01", "2025-01-15", "2025-01-29"], "datetime64[D]"), 2
    )
    split = CutoffSplit(np.timedelta64(28, "D"), tests=1)
    ((learn, test),) = split.split(days, groups=days)
    assert list(learn) == [0, 1]
    assert list(test) == [4, 5]
    longer = CutoffSplit(np.timedelta64(29, "D"), tests=1)
    assert list(longer.split(days, groups=days)) == []


def test_the_rhythm_of_a_simulated_firm_is_found_again() -> None:
    chance = np.random.default_rng(3)
    truth = BgNbd(1.2, 20.0, 0.8, 2.5)
    rates = chance.gamma(truth.r, 1 / truth.alpha, 6_000)
    leaves = chance.beta(truth.a, truth.b, 6_000)
    age = np.full(6_000, 365.0)
    repeats, last = np.zeros(6_000), np.zeros(6_000)
    for each in range(6_000):
        at = 0.0
        while True:
            at += chance.exponential(1 / rates[each])
            if at > age[each]:
                break
            repeats[each], last[each] = repeats[each] + 1, at
            if chance.random() < leaves[each]:
                break
    found = fit(repeats, last, age)
    assert found.r == pytest.approx(truth.r, rel=0.15)
    assert found.alpha == pytest.approx(truth.alpha, rel=0.15)
    assert found.a / (found.a + found.b) == pytest.approx(0.8 / 3.3, rel=0.15)


def test_the_chance_of_silence_grows_with_the_pause_and_shrinks_with_the_horizon() -> (
    None
):
    rhythm = BgNbd(0.243, 4.414, 0.793, 2.426)  # the paper's, in weeks
    repeats, last = np.array([3.0, 3.0]), np.array([20.0, 10.0])
    age = np.array([30.0, 30.0])
    recent, paused = rhythm.silence(repeats, last, age, 4)
    assert recent < paused
    assert np.all(rhythm.silence(repeats, last, age, 8) < np.array([recent, paused]))
    assert np.all(rhythm.silence(repeats, last, age, 0) == 1)
