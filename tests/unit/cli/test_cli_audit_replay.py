"""Replay at the terminal: for a person, for a program, and to be compared."""

import json
import sys
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from mijoz.application.contexts import account
from mijoz.application.projections.facts import TABLES
from mijoz.domain.customer.profile import ErasePersonalData
from mijoz.domain.loyalty.points import Hold

from ..auditing.shop import ANNA, AZIZA, BOBUR, Shop, day
from .audit_shell import Shell, shell_of, trading


@pytest.fixture
def shop() -> Shop:
    return trading()


@pytest.fixture
def shell(shop: Shop, capsys: pytest.CaptureFixture[str]) -> Shell:
    return shell_of(shop, capsys)


@pytest.fixture
def shut(capsys: pytest.CaptureFixture[str]) -> Shell:
    return shell_of(None, capsys)


def test_it_says_what_it_was_made_of(shell: Shell) -> None:
    line = "audit replay --as-of 2026-01-05 --known-at 2026-01-07"
    told = shell.json(line)
    assert (told["position"], told["read"], told["visible"]) == (14, 14, 8)
    assert told["as_of"].startswith("2026-01-05T23:59:59")
    assert told["known_at"].startswith("2026-01-07T23:59:59")
    assert [each["row"]["orders"] for each in told["rows"]] == [1, 0]
    _, out, _ = shell(line)
    assert out.startswith(
        "at position 14, as of 2026-01-05 23:59, known at 2026-01-07 23:59\n"
        "14 events read, 8 of them visible\n"
    )
    assert told["sha256"] in out


def test_the_digest_is_that_of_the_file(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "cards.ndjson"
    told = shell.json(f"audit replay -o {file}")
    assert told["files"] == [str(file)]
    assert told["sha256"] == sha256(file.read_bytes()).hexdigest()
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert rows == shell.json("audit replay")["rows"]
    assert [(row["model"], row["key"]) for row in rows] == [
        ("cards", "aziza"),
        ("cards", "bobur"),
    ]


def test_a_line_is_one_text_for_one_row(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "all.ndjson"
    shell.json(f"audit replay aziza -o {file}")
    for line in file.read_text().splitlines():
        row = json.loads(line)
        assert line == json.dumps(row, sort_keys=True, separators=(",", ":"))


def test_each_model_has_its_digest_and_all_of_them_one(shell: Shell) -> None:
    both = shell.json("audit replay --model programme --model points")
    assert [each["model"] for each in both["models"]] == ["programme", "points"]
    one = shell.json("audit replay --model points")
    assert both["models"][1]["sha256"] == one["sha256"] != both["sha256"]


def test_the_digest_follows_what_is_visible_and_not_who_asks(
    shell: Shell, shop: Shop
) -> None:
    line = "audit replay --known-at 2026-01-09"
    before = shell.json(line)
    shop.learn_on(20)
    shop.buys(BOBUR, "o-4", 2)
    assert shell.json(line)["sha256"] == before["sha256"]
    assert shell.json("audit replay")["sha256"] != before["sha256"]


def test_everything_about_one_customer(shell: Shell) -> None:
    told = shell.json("audit replay aziza")
    models = [each["model"] for each in told["models"]]
    assert models == [
        "cards",
        "customer",
        "order",
        "membership",
        "points",
        "statement",
        "facts.customers",
        "facts.orders",
        "facts.lines",
        "facts.points",
    ]
    assert told["customer"] == "aziza"
    _, out, _ = shell("audit replay aziza")
    assert "2 orders, 105.00 UZS, 105 points" in out


def test_points_are_shown_as_in_a_statement(shell: Shell, shop: Shop) -> None:
    shop.buys(AZIZA, "o-9", 30)
    hold = Hold(day(31), "h-1", 20, day(40))
    shop.crm.points.tell(account("club", AZIZA), hold, origin=ANNA)
    told = shell.json("audit replay aziza --model points --model statement")
    points, statement = (each["row"] for each in told["rows"])
    assert (points["available"], points["held"], points["pending"]) == (85, 20, 100)
    for name in ("pending", "available", "held", "arrears", "lots"):
        assert points[name] == statement[name]


def test_facts_go_to_parquet_a_file_for_each_table(
    shell: Shell, tmp_path: Path
) -> None:
    parquet: Any = import_module("pyarrow.parquet")
    told = shell.json(f"audit replay --model facts -o {tmp_path}/year.parquet")
    assert f"{tmp_path}/year.orders.parquet" in told["files"]
    rows = {each["model"]: each["rows"] for each in told["models"]}
    for file in map(Path, told["files"]):
        table = file.name.split(".")[1]
        read = parquet.read_table(file)
        assert read.column_names == list(TABLES[table])
        assert read.num_rows == rows[f"facts.{table}"]
    (first, *_) = parquet.read_table(tmp_path / "year.orders.parquet").to_pylist()
    assert (first["order_id"], first["at"]) == ("o-1", day(3))


def test_parquet_without_its_library_names_the_extra(
    shell: Shell,
    shut: Shell,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    line = f"audit replay --model facts -o {tmp_path}/year"
    code, _, err = shut(f"{line}.parquet")
    assert code == 7
    assert "mijoz[ml]" in err
    assert shell(f"{line}.ndjson")[0] == 0, "lines need no library"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("audit replay -o cards.parquet", "facts alone"),
        ("audit replay -o cards.xlsx", ".ndjson"),
        ("audit replay -o no/such/cards.ndjson", "no such folder"),
        ("audit replay aziza --model programme", "without CUSTOMER"),
        ("audit replay --model shelves", "shelves"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_read(
    shut: Shell, line: str, why: str
) -> None:
    code, out, err = shut(line)
    assert (code, out) == (2, "")
    assert why in err


def test_a_file_is_whole_or_not_there(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> bytes:
        raise OSError("no space left")

    monkeypatch.setattr("mijoz.adapters.cli.audit.canonical.line", fail)
    code, _, err = shell(f"audit replay -o {tmp_path}/cards.ndjson")
    assert (code, err) == (2, "mijoz: no space left\n")
    assert list(tmp_path.iterdir()) == []


def test_who_was_erased_is_counted_and_not_shown(shell: Shell, shop: Shop) -> None:
    erase = ErasePersonalData(day(9), "c-1", "asked")
    shop.crm.customers.tell(AZIZA, erase, origin=ANNA)
    told = shell.json("audit replay")
    assert (told["erased"], [each["key"] for each in told["rows"]]) == (1, [BOBUR])
    assert "1 erased person left out" in shell("audit replay")[1]
    code, _, err = shell("audit replay aziza")
    assert code == 5
    assert "was erased" in err


def test_a_stranger_is_not_found(shell: Shell) -> None:
    assert shell("audit replay nobody")[0] == 5
