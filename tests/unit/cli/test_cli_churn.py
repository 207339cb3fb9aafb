"""Churn at the terminal: trained once, then scores that say why."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.application.crm import Crm
from mijoz.application.envelope import Origin, TimeQuality
from mijoz.composition import compose, foresight, warehouse
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CustomerId, OrderId
from mijoz.domain.purchase.order import Line, RecordPurchase

START, END = datetime(2025, 1, 1, 9, tzinfo=UTC), datetime(2025, 9, 1, 9, tzinfo=UTC)
TILL = Origin("import:till", time_quality=TimeQuality.IMPORTED)
Main = Callable[[Sequence[str]], int]


def tell_a_story(crm: Crm) -> None:
    """Have sixty customers come at their own pace, until some of them do not."""
    chance = np.random.default_rng(5)
    for number in range(60):
        customer = CustomerId(f"c-{number}")
        register = RegisterCustomer(START, customer, PartyKind.PERSON, "shop")
        crm.customers.tell(customer, register, origin=TILL)
        pace, at, visit = chance.gamma(2.0, 6.0) + 1, START, 0
        while at < END and chance.random() > 0.03:
            paid = int(chance.integers(500, 9_000))
            order = OrderId(f"{customer}-{visit}")
            line = Line("1", "retro-socks", "clothing", 1, paid, paid)
            buy = RecordPurchase(at, order, customer, "shop", None, "UZS", (line,))
            crm.orders.tell(order, buy, origin=TILL)
            at += timedelta(days=float(chance.exponential(pace)))
            visit += 1


@pytest.fixture(scope="module")
def main(tmp_path_factory: pytest.TempPathFactory) -> Main:
    crm = compose()
    tell_a_story(crm)
    facts = warehouse(crm, "memory://")
    models: Path = tmp_path_factory.mktemp("models")
    services = Services(
        lambda _: crm, lambda *_: facts, lambda _: models / "m", foresight
    )
    return create(services)


def said(main: Main, capsys: pytest.CaptureFixture[str], line: str) -> Any:
    assert main([*line.split(), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_churn_is_trained_scored_and_explained(
    main: Main, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["churn", "score", "c-1"]) == 7
    assert "mijoz churn train" in capsys.readouterr().err
    card = said(main, capsys, "churn train")
    assert card["features"]
    report = said(main, capsys, "churn evaluate")
    assert report["lines"][0]["model"] == "recency alone"
    score = said(main, capsys, "churn score c-1")
    told = said(main, capsys, "churn explain c-1")
    assert told["score"] == score
    assert 0 < score["chance"] < 1
    assert told["pushes"][0]["events"]
    assert main(["churn", "explain", "c-1"]) == 0
    out = capsys.readouterr().out
    assert "customer c-1" in out
    assert "latest events behind it" in out
    assert main(["churn", "score", "nobody"]) == 5
    assert "nobody" in capsys.readouterr().err


def test_there_is_nothing_to_learn_from_an_empty_store(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    crm = compose()
    facts = warehouse(crm, "memory://")
    empty = create(
        Services(lambda _: crm, lambda *_: facts, lambda _: tmp_path, foresight)
    )
    assert empty(["churn", "train"]) == 2
    assert "no completed order" in capsys.readouterr().err
