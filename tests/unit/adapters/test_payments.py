"""Payment orders in a file: each once, whole, and for the owner's eyes alone."""

import json
from pathlib import Path

import pytest
from attrs import evolve as but

from mijoz.adapters.payments import NotPaymentOrders, PaymentFile
from mijoz.application.ports import PaymentOrder

ORDER = PaymentOrder("p-1", 500, "UZS", "card 8600")
OTHER = PaymentOrder("p-2", 700, "UZS", "Ünal's account")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "out" / "payouts.jsonl"


def keys(path: Path) -> list[str]:
    return [json.loads(line)["key"] for line in path.read_text().splitlines()]


def test_an_order_is_a_line_of_json(path: Path) -> None:
    PaymentFile(path).pay(ORDER)
    assert [json.loads(line) for line in path.read_text().splitlines()] == [
        {"key": "p-1", "amount": 500, "currency": "UZS", "pay_to": "card 8600"}
    ]
    assert path.stat().st_mode & 0o077 == 0
    assert PaymentFile(path).service == "file:payouts.jsonl"


def test_an_order_is_written_once_whoever_asks(path: Path) -> None:
    first, second = PaymentFile(path), PaymentFile(path)
    for file in (first, second, first):
        for order in (ORDER, OTHER):
            file.pay(order)
    assert keys(path) == ["p-1", "p-2"]


def test_what_another_has_written_meanwhile_is_seen(path: Path) -> None:
    first, second = PaymentFile(path), PaymentFile(path)
    first.pay(ORDER)
    second.pay(OTHER)
    first.pay(OTHER)
    first.pay(but(ORDER, key="p-3"))
    second.pay(but(ORDER, key="p-3"))
    assert keys(path) == ["p-1", "p-2", "p-3"]


@pytest.mark.parametrize("torn", ['{"key":"p-2"', "x", '{"key":"p-1","amount":5'])
def test_a_line_that_a_crash_left_half_written_is_written_anew(
    path: Path, torn: str
) -> None:
    PaymentFile(path).pay(ORDER)
    with path.open("a") as file:
        file.write(torn)
    PaymentFile(path).pay(OTHER)
    assert keys(path) == ["p-1", "p-2"]


def test_a_first_line_half_written_is_written_anew(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_text('{"key":"p-')
    PaymentFile(path).pay(ORDER)
    assert keys(path) == ["p-1"]


def test_another_order_under_a_key_is_refused(path: Path) -> None:
    file = PaymentFile(path)
    file.pay(ORDER)
    for each in (file, PaymentFile(path)):
        with pytest.raises(NotPaymentOrders, match="another order as p-1"):
            each.pay(but(ORDER, amount=501))
    assert keys(path) == ["p-1"]


@pytest.mark.parametrize("text", ["hello\n", "{}\n", "[1]\n"])
def test_a_file_of_something_else_is_left_alone(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(text)
    with pytest.raises(NotPaymentOrders, match="holds no payment orders"):
        PaymentFile(path).pay(ORDER)
    assert path.read_text() == text


def test_a_file_taken_away_is_begun_anew(path: Path) -> None:
    file = PaymentFile(path)
    file.pay(ORDER)
    path.unlink()
    file.pay(OTHER)
    file.pay(ORDER)
    assert keys(path) == ["p-2", "p-1"]
