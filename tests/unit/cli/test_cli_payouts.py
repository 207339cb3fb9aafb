"""`mijoz payout send` writes payment orders once, and the outcome is told after."""

import json
from pathlib import Path
from typing import Any

import pytest

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.application.contexts import POINTS, account
from mijoz.application.crm import Crm
from mijoz.domain.ids import CustomerId, ProgrammeId
from mijoz.domain.loyalty.points import Adjust
from mijoz.domain.loyalty.programme import Terms

from ..application.test_paying_out import NOW, publish, tell
from ..application.test_paying_out import crm as crm

CASH = ProgrammeId("cash")
MEMBER = account(CASH, CustomerId("aziza"))


def _none(*_: Any) -> Any:
    raise AssertionError("not for these tests")


def test_payouts_are_asked_for_sent_once_and_confirmed(
    crm: Crm, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    main = create(Services(lambda _: crm, _none, _none, _none))

    def run(line: str, code: int = 0) -> str:
        assert main(line.split()) == code
        return capsys.readouterr().out

    publish(crm, Terms("UTC", "UZS", 500, 10_000, "UZS"), CASH)
    tell(crm, POINTS, MEMBER, Adjust(NOW, "more", 100, "welcome", "anna"))
    ask = "payout request --payout-id p-1 --customer-id aziza --programme-id cash"
    money = " --currency UZS --pay-to card-8600 --at 2026-03-01T09:00:00Z"
    run(f"{ask} --amount 601{money}", 3)
    run(f"{ask} --amount 450{money}")
    file = tmp_path / "orders.jsonl"
    assert run(f"payout send --to {file}").startswith("1 sent now; 1 wait")
    shown = json.loads(run(f"payout send --to {file} --json"))
    assert shown == {"sent": 0, "paid": 0, "failed": 0, "waiting": 1}
    (line,) = file.read_text().splitlines()
    assert json.loads(line) == {
        "key": "p-1",
        "amount": 450,
        "currency": "UZS",
        "pay_to": "card-8600",
    }
    run("payout cancel p-1 --reason late", 3)
    run("payout confirm p-1 --payment-ref t-77")
    assert "0 wait" in run(f"payout send --to {file}")
    told = json.loads(run("customer savings aziza --json"))
    assert told["saved"][0]["cashback"] == 450
    run("payout fail p-9 --reason late", 5)


def test_a_file_of_something_else_is_not_written_to(
    crm: Crm, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    main = create(Services(lambda _: crm, _none, _none, _none))
    ask = "payout request --payout-id p-1 --customer-id aziza --programme-id club"
    money = "--amount 450 --currency UZS --pay-to card --at 2026-03-01T09:00:00Z"
    assert main(f"{ask} {money}".split()) == 0
    file = tmp_path / "notes.txt"
    file.write_text("hello\n")
    assert main(["payout", "send", "--to", str(file)]) == 2
    assert "holds no payment orders" in capsys.readouterr().err
    assert file.read_text() == "hello\n"
