"""Both clocks at the terminal: replay, diff and trace, for a person and a program."""

import json
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.application.projections.facts import TABLES
from mijoz.domain.customer.profile import ErasePersonalData

from ..auditing.shop import ANNA, AZIZA, BOBUR, Shop, day, open_shop

DIFF = "audit diff aziza --from 2026-01-05 --to 2026-01-08"


def _none(*_: Any) -> Any:
    raise AssertionError("not for these tests")


@frozen
class Shell:
    main: Callable[[Sequence[str]], int]
    capsys: pytest.CaptureFixture[str]

    def __call__(self, line: str) -> tuple[int, str, str]:
        code = self.main(line.split())
        printed = self.capsys.readouterr()
        return code, printed.out, printed.err

    def json(self, line: str) -> Any:
        code, out, err = self(f"{line} --json")
        assert (code, err) == (0, "")
        return json.loads(out)


@pytest.fixture
def shop() -> Shop:
    shop = open_shop()
    shop.buys(AZIZA, "o-1", 3)
    shop.learn_on(9)
    shop.buys(AZIZA, "o-2", 6, paid=500)
    shop.buys(BOBUR, "o-3", 6)
    return shop


@pytest.fixture
def shell(shop: Shop, capsys: pytest.CaptureFixture[str]) -> Shell:
    services = Services(lambda _: shop.crm, _none, _none, _none)
    return Shell(create(services), capsys)


class TestReplay:
    """`mijoz audit replay`."""

    def test_it_says_what_it_was_made_of(self, shell: Shell) -> None:
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

    def test_the_digest_is_that_of_the_file(self, shell: Shell, tmp_path: Path) -> None:
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

    def test_each_model_has_its_digest_and_all_of_them_one(self, shell: Shell) -> None:
        both = shell.json("audit replay --model programme --model points")
        assert [each["model"] for each in both["models"]] == ["programme", "points"]
        one = shell.json("audit replay --model points")
        assert both["models"][1]["sha256"] == one["sha256"] != both["sha256"]

    def test_the_digest_follows_what_is_visible_and_not_who_asks(
        self, shell: Shell, shop: Shop
    ) -> None:
        line = "audit replay --known-at 2026-01-09"
        before = shell.json(line)
        shop.learn_on(20)
        shop.buys(BOBUR, "o-4", 2)
        assert shell.json(line)["sha256"] == before["sha256"]
        assert shell.json("audit replay")["sha256"] != before["sha256"]

    def test_everything_about_one_customer(self, shell: Shell) -> None:
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

    def test_facts_go_to_parquet_a_file_for_each_table(
        self, shell: Shell, tmp_path: Path
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
        self, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        line = f"audit replay --model facts -o {tmp_path}/year"
        code, _, err = shell(f"{line}.parquet")
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
        self, shell: Shell, line: str, why: str
    ) -> None:
        code, out, err = shell(line)
        assert (code, out) == (2, "")
        assert why in err

    def test_a_file_is_whole_or_not_there(
        self, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: Any) -> bytes:
            raise OSError("no space left")

        monkeypatch.setattr("mijoz.adapters.cli.audit.canonical.line", fail)
        code, _, err = shell(f"audit replay -o {tmp_path}/cards.ndjson")
        assert (code, err) == (2, "mijoz: no space left\n")
        assert list(tmp_path.iterdir()) == []

    def test_who_was_erased_is_counted_and_not_shown(
        self, shell: Shell, shop: Shop
    ) -> None:
        erase = ErasePersonalData(day(9), "c-1", "asked")
        shop.crm.customers.tell(AZIZA, erase, origin=ANNA)
        told = shell.json("audit replay")
        assert (told["erased"], [each["key"] for each in told["rows"]]) == (1, [BOBUR])
        assert "1 erased person left out" in shell("audit replay")[1]
        code, _, err = shell("audit replay aziza")
        assert code == 5
        assert "was erased" in err

    def test_a_stranger_is_not_found(self, shell: Shell) -> None:
        assert shell("audit replay nobody")[0] == 5


class TestDiff:
    """`mijoz audit diff`."""

    def test_it_says_what_changed_and_what_did_it(self, shell: Shell) -> None:
        told = shell.json(DIFF)
        (card,) = [each for each in told["changed"] if each["model"] == "cards"]
        assert {"field": "orders", "before": 1, "after": 2} in card["differences"]
        (earned,) = [e for e in told["events"] if e["type"] == "PointsEarned"]
        assert earned["actor"] == "policy:orders-earn"
        assert earned["policy_refs"] == ["programme:club@1"]
        assert [each["type"] for each in earned["causes"]] == ["OrderCompleted"]
        assert earned["causes"][0]["actor"] == "user:anna"

    def test_a_person_reads_it_in_a_table(self, shell: Shell) -> None:
        code, out, _ = shell(DIFF)
        lines = [" ".join(line.split()) for line in out.splitlines()]
        assert code == 0
        assert lines[0] == (
            "at position 14: 2026-01-05 23:59 to 2026-01-08 23:59, by when it happened,"
            " known at now"
        )
        assert "card orders 1 2" in lines
        assert "spent 100.00 UZS 105.00 UZS" in lines
        assert "club: lots[o-2]" in out
        assert any("programme:club@1 #10 OrderCompleted" in line for line in lines)
        assert lines[-1] == "3 of 3 events"

    def test_the_events_that_are_shown_can_be_limited(self, shell: Shell) -> None:
        assert "1 of 3 events" in shell(f"{DIFF} --last 1")[1]

    def test_it_can_be_by_when_we_learned_of_it(self, shell: Shell) -> None:
        assert shell.json(f"{DIFF} --clock recorded")["events"] == []
        line = "audit diff aziza --from 2026-01-09 --to 2026-01-10 --clock recorded"
        assert len(shell.json(line)["events"]) == 3
        assert "by when it was learned" in shell(line)[1]

    def test_the_same_moment_twice_shows_that_nothing_changed(
        self, shell: Shell
    ) -> None:
        code, out, _ = shell("audit diff aziza --from 2026-01-05 --to 2026-01-05")
        assert code == 0
        assert "nothing changed" in out

    def test_time_alone_is_named_where_no_event_did_it(self, shell: Shell) -> None:
        code, out, _ = shell("audit diff aziza --from 2026-01-17 --to 2026-01-18")
        assert code == 0
        assert "time alone" in out

    @pytest.mark.parametrize(
        ("options", "why"),
        [
            ("--from 2026-01-08 --to 2026-01-03", "is after --to 2026-01-03"),
            (
                "--from 2026-01-03 --to 2026-01-08 --clock recorded"
                " --known-at 2026-01-08",
                "leave --known-at out",
            ),
        ],
    )
    def test_what_makes_no_sense_is_bad_usage(
        self, shell: Shell, options: str, why: str
    ) -> None:
        code, out, err = shell(f"audit diff aziza {options}")
        assert (code, out) == (2, "")
        assert why in err

    def test_a_stranger_is_not_found(self, shell: Shell) -> None:
        line = "audit diff nobody --from 2026-01-03 --to 2026-01-08"
        assert shell(line)[0] == 5


class TestTrace:
    """`mijoz audit trace`."""

    def test_an_event_stands_in_its_tree(self, shell: Shell, shop: Shop) -> None:
        earned = shop.log[7]
        by_position, by_id = (
            shell.json(f"audit trace {which}") for which in (8, earned.id)
        )
        assert by_position == by_id
        chain = [(each["depth"], each["type"]) for each in by_id["chain"]]
        assert chain == [(0, "OrderCompleted"), (1, "PointsEarned")]
        assert by_id["event"] == earned.id

    def test_a_person_sees_by_whom_under_what_and_when(self, shell: Shell) -> None:
        code, out, _ = shell("audit trace 8")
        assert code == 0
        assert "#7 OrderCompleted by user:anna" in out
        assert "#8 PointsEarned by policy:orders-earn under programme:club@1\n" in out
        assert "happened 2026-01-04 00:00:00, learned 2026-01-01 00:00:00" in out
        assert "points-club:aziza, revision 1" in out
        assert out.count(">> ") == out.count(">> #8 ") == 1, "the one asked for"

    @pytest.mark.parametrize("which", ["99", "019a0000-0000-7000-8000-000000000000"])
    def test_an_event_that_is_not_there_is_not_found(
        self, shell: Shell, which: str
    ) -> None:
        code, _, err = shell(f"audit trace {which}")
        assert (code, err) == (5, f"mijoz: there is no event {which}\n")


@pytest.mark.parametrize("command", ["replay", "diff", "trace"])
def test_each_command_has_an_example(shell: Shell, command: str) -> None:
    assert f"Example: mijoz audit {command}" in shell(f"audit {command} --help")[1]
