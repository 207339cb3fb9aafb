"""The command line tells what it did, and when it cannot, in one line and a code."""

import json
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.nouns import HELP
from mijoz.adapters.cli.services import Services
from mijoz.application.registry import COMMANDS
from mijoz.composition import compose

NOW = datetime(2026, 5, 31, 9, tzinfo=UTC)


@frozen
class Shell:
    main: Callable[[Sequence[str]], int]
    capsys: pytest.CaptureFixture[str]

    def __call__(self, line: str, *more: str) -> tuple[int, str, str]:
        """Run a command; return its exit code and what it printed, and complained."""
        code = self.main([*line.split(), *more])
        printed = self.capsys.readouterr()
        return code, printed.out, printed.err

    def json(self, line: str, *more: str) -> Any:
        code, out, err = self(line, *more, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    crm = compose(clock=lambda: NOW)
    return Shell(create(Services(lambda _: crm, _none, _none, _none)), capsys)


def _none(*_: Any) -> Any:
    raise AssertionError("not for these tests")


TERMS = json.dumps(
    {
        "time_zone": "Asia/Tashkent",
        "unit": "points",
        "points": 1,
        "per": 100,
        "currency": "UZS",
    }
)
LINES = json.dumps(
    [
        {"line_id": "1", "sku": "retro-socks", "quantity": 2, "paid": 10_000}
        | {"list_price": 12_000}
    ]
)


@pytest.fixture
def shop(shell: Shell) -> Shell:
    """Return a shop with a programme, and Aziza, who has bought socks."""
    publish = "programme publish club --version 1 --effective-from 2026-01-01T00:00:00Z"
    shell.json(publish, "--terms", TERMS)
    shell.json(
        "customer register --customer-id aziza --party-kind person --channel shop"
    )
    shell.json("membership enrol club aziza --channel shop")
    order = "order record --order-id o-1 --customer-id aziza --channel shop"
    shell.json(f"{order} --currency UZS", "--lines", LINES)
    return shell


def test_the_version_is_told(shell: Shell) -> None:
    assert shell("--version")[:2] == (0, "mijoz 0.1.0\n")


def test_a_command_says_what_it_did(shop: Shell) -> None:
    told = shop.json("order refund o-1 --refund-id r-1", "--lines", '[["1", 5000]]')
    assert [each["type"] for each in told["events"]] == [
        "OrderRefunded",
        "EarnReversed",
    ]
    assert (told["order"], told["version"], told["replayed"]) == ("o-1", 3, False)


def test_a_card_shows_what_the_events_come_to(shop: Shell) -> None:
    card = shop.json("customer show aziza")["customer"]
    assert (card["orders"], card["spent"], card["points"]) == (
        1,
        [["UZS", 10_000]],
        100,
    )


def test_a_replay_says_what_it_was_made_of(shop: Shell) -> None:
    told = shop.json("customer history aziza --as-of 2026-05-31 --known-at 2026-06-30")
    assert told["position"] == 6
    assert told["as_of"].startswith("2026-05-31T23:59:59")
    assert told["known_at"].startswith("2026-06-30T23:59:59")
    _, out, _ = shop("customer show aziza --as-of 2026-05-31")
    assert out.startswith("at position 6, as of 2026-05-31 23:59, known at now\n")


def test_before_anything_happened_there_was_no_customer(shop: Shell) -> None:
    code, _, err = shop("customer show aziza --as-of 2026-05-30")
    assert (code, err) == (5, "mijoz: there is no customer aziza\n")


def test_a_customer_is_found_by_an_identifier(shop: Shell) -> None:
    shop.json("customer add-identifier aziza --kind email --value Aziza@Example.org")
    shown = shop.json("customer show email:aziza@example.org")
    assert shown["customer"]["customer_id"] == "aziza"


def test_an_identifier_of_nobody_is_not_found(shop: Shell) -> None:
    code, _, err = shop("customer show email:nobody@example.org")
    assert code == 5
    assert "email:nobody@example.org" in err


def test_customers_are_listed_the_last_active_first(shop: Shell) -> None:
    shop.json("customer register --customer-id bobur --party-kind person --channel web")
    listed = shop.json("customer list")
    assert [each["customer_id"] for each in listed["customers"]] == ["aziza", "bobur"]
    assert listed["total"] == 2
    assert shop.json("customer list --limit 1")["total"] == 2


def test_a_statement_tells_what_can_be_spent(shop: Shell) -> None:
    told = shop.json("points statement aziza")
    assert (told["spendable"], told["programme_id"]) == (100, "club")
    assert [line["what"] for line in told["lines"]] == ["PointsEarned"]


def test_a_redemption_above_the_balance_is_refused_and_changes_nothing(
    shop: Shell,
) -> None:
    code, _, err = shop("points redeem club aziza --reward mug --amount 101")
    assert code == 3
    assert err == "mijoz: 101 points were asked for, 100 can be spent\n"
    assert shop.json("points statement aziza")["spendable"] == 100


def test_a_refund_above_what_was_paid_is_refused(shop: Shell) -> None:
    code, _, err = shop("order refund o-1", "--lines", '[["1", 10001]]')
    assert code == 3
    assert err == "mijoz: line 1: 10001 to refund, 10000 left\n"


def test_an_unknown_id_is_not_found(shop: Shell) -> None:
    assert shop("customer show nobody")[0] == 5


@pytest.mark.parametrize("date", ["yesterday", "2026-13-01", "2026-06-30T12:00:00"])
def test_a_malformed_date_names_the_option_and_the_fix(shop: Shell, date: str) -> None:
    code, _, err = shop(f"customer show aziza --as-of {date}")
    assert code == 2
    assert "--as-of" in err
    assert "2017-06-30T12:00:00Z" in err


def test_a_second_writer_conflicts(shop: Shell) -> None:
    code, _, err = shop("order refund o-1 --if-version 1", "--lines", '[["1", 1]]')
    assert code == 4
    assert "read it again" in err


def test_a_command_under_one_key_takes_effect_once(shop: Shell) -> None:
    redeem = "points redeem club aziza --reward mug --amount 40 --idempotency-key k"
    assert shop.json(redeem)["replayed"] is False
    assert shop.json(redeem)["replayed"] is True
    assert shop.json("points statement aziza")["spendable"] == 60


def test_a_key_with_another_request_conflicts(shop: Shell) -> None:
    redeem = "points redeem club aziza --reward mug --idempotency-key k --amount"
    shop.json(f"{redeem} 40")
    assert shop(f"{redeem} 41")[0] == 4


def test_a_dry_run_records_nothing(shop: Shell) -> None:
    told = shop.json("points redeem club aziza --reward mug --amount 40 --dry-run")
    assert [each["type"] for each in told["events"]] == ["PointsRedeemed"]
    assert shop.json("points statement aziza")["spendable"] == 100


def test_an_identifier_that_is_taken_conflicts(shop: Shell) -> None:
    add = "--kind email --value a@example.org"
    shop.json(f"customer add-identifier aziza {add}")
    shop.json("customer register --customer-id bobur --party-kind person --channel web")
    code, _, err = shop(f"customer add-identifier bobur {add}")
    assert (code, err) == (4, "mijoz: this email already belongs to aziza\n")


def test_what_is_wrong_with_an_option_is_named(shell: Shell) -> None:
    code, _, err = shell("order refund o-1", "--lines", "[[1]]")
    assert code == 2
    assert "--lines" in err


def test_an_option_that_is_missing_is_named(shell: Shell) -> None:
    code, _, err = shell("order refund o-1")
    assert code == 2
    assert "--lines" in err


SAMPLE = Path(__file__).parents[2] / "samples/servicenow"


def test_a_real_table_is_imported_once(shell: Shell) -> None:
    line = f"import table {SAMPLE}/incidents.csv --mapping {SAMPLE}/mapping.toml"
    first, again = shell.json(line), shell.json(line)
    assert (first["imported"], first["rows"], first["quarantined"]) == (49, 327, 0)
    assert (again["imported"], again["known"], again["events"]) == (0, 49, 0)


def test_a_mapping_that_names_a_missing_column_says_so_and_does_nothing(
    shell: Shell, tmp_path: Path
) -> None:
    mapping = (SAMPLE / "mapping.toml").read_text().replace("opened_at", "opened_att")
    (tmp_path / "bad.toml").write_text(mapping)
    line = f"import table {SAMPLE}/incidents.csv --mapping {tmp_path}/bad.toml"
    code, out, err = shell(line)
    assert (code, out) == (2, "")
    assert "has no column 'opened_att'; did you mean 'opened_at'?" in err
    assert err.count("\n") == 1
    assert shell.json("customer list")["total"] == 0


def test_a_table_that_is_not_there_says_so(shell: Shell, tmp_path: Path) -> None:
    line = f"import table {tmp_path}/no.csv --mapping {SAMPLE}/mapping.toml"
    code, _, err = shell(line)
    assert code == 2
    assert "there is no such file" in err


def test_every_command_of_the_registry_has_its_help_and_an_example(
    shell: Shell,
) -> None:
    for entry in COMMANDS:
        code, out, _ = shell(entry.name.replace(".", " "), "--help")
        assert code == 0, entry.name
        assert entry.doc in " ".join(out.split())
        assert "Example: mijoz" in out


def test_by_says_who_tells_it_whatever_else_is_asked(shop: Shell) -> None:
    idea = "idea submit --idea-id n-1 --customer-id aziza --about-ref shop"
    shop.json(idea)
    adopt = "idea adopt n-1 --done-by anna --change-ref sku:cap@2"
    shop.json(f"{adopt} --by service:desk")
    code, out, _ = shop("idea adopt --help")
    assert code == 0
    assert "mijoz idea adopt IDEA_ID --done-by …" in " ".join(out.split())
    code, _, err = shop("idea adopt n-1 --change-ref sku:cap@2")
    assert code == 2
    assert "--done-by" in err


class TestStores:
    """The command line over stores that are real, or should not be."""

    @pytest.fixture
    def real(self, capsys: pytest.CaptureFixture[str]) -> Shell:
        return Shell(create(Services(compose, _none, _none, _none)), capsys)

    def test_a_store_of_a_newer_schema_is_not_touched(
        self, real: Shell, tmp_path: Path
    ) -> None:
        import sqlite3

        store = f"sqlite:///{tmp_path}/s.db"
        real.json(f"customer list --store {store}")
        with sqlite3.connect(tmp_path / "s.db") as raw:
            raw.execute("PRAGMA user_version = 99")
        raw.close()
        code, _, err = real(f"customer list --store {store}")
        assert code == 7
        assert "a newer mijoz wrote it" in err

    def test_another_database_is_not_touched(self, real: Shell, tmp_path: Path) -> None:
        import sqlite3

        with sqlite3.connect(tmp_path / "s.db") as raw:
            raw.execute("CREATE TABLE recipes (name)")
        raw.close()
        code, _, err = real(f"customer list --store sqlite:///{tmp_path}/s.db")
        assert code == 7
        assert "not a mijoz store" in err

    def test_a_file_that_is_no_database_is_named(
        self, real: Shell, tmp_path: Path
    ) -> None:
        (tmp_path / "s.db").write_text("a shopping list, not a database\n" * 200)
        code, _, err = real(f"customer list --store sqlite:///{tmp_path}/s.db")
        assert code == 7
        assert "s.db" in err

    def test_a_store_of_no_kind_is_bad_usage(self, real: Shell) -> None:
        code, _, err = real("customer list --store mongodb://x")
        assert code == 2
        assert "sqlite:///" in err


def test_a_sweep_says_what_it_looked_at_and_what_was_due(shell: Shell) -> None:
    shell("customer register --customer-id aziza --party-kind person --channel shop")
    task = "task assign --task-id t --customer-id aziza --assignee olim --task call"
    shell(f"{task} --due-at 2026-05-30T00:00:00Z --at 2026-05-01T00:00:00Z")
    (swept,) = (e for e in shell.json("sweep") if e["kind"] == "task")
    assert swept == {"kind": "task", "looked_at": 1, "events": 1}
    (again,) = (e for e in shell.json("sweep") if e["kind"] == "task")
    assert again == {"kind": "task", "looked_at": 1, "events": 0}
    code, out, _ = shell("sweep")
    assert code == 0
    assert "task" in out
    assert "lead" not in out


def test_phases_are_assessed_and_those_in_one_listed(shell: Shell) -> None:
    rules = json.dumps(
        {"loyal_orders": 3, "loyal_days": 60, "at_risk_days": 60, "lapsed_days": 180}
    )
    shell("phases publish phases --version 1 --rules", rules)
    shell("customer register --customer-id aziza --party-kind person --channel shop")
    done = shell.json("lifecycle assess")
    assert (done["customers"], done["entered"], done["by_phase"]["prospect"]) == (
        1,
        1,
        1,
    )
    assert shell.json("lifecycle assess")["entered"] == 0
    (one,) = shell.json("lifecycle list --phase prospect")
    assert (one["customer_id"], one["because"]) == ("aziza", "rule")
    assert "prospect" in shell("lifecycle assess")[1]
    assert "aziza" in shell("lifecycle list --phase prospect")[1]


def test_phases_cannot_be_assessed_by_rules_that_nobody_published(shell: Shell) -> None:
    code, _, err = shell("lifecycle assess --rules nowhere")
    assert code != 0
    assert "rules of phases nowhere" in err


def test_a_segment_is_run_recorded_and_made_again(shell: Shell) -> None:
    terms = json.dumps({"currency": "UZS", "conditions": [{"field": "orders"}]})
    shell("segment define all --version 1 --terms", terms)
    shell("customer register --customer-id aziza --party-kind person --channel shop")
    ran = shell.json("segment run all --record --members")
    assert ran["members"] == {"aziza": "in"}
    (card,) = ran["classes"]
    assert (card["class"], card["customers"], card["average_check"]) == ("in", 1, None)
    checked = shell.json("segment check all", ran["run_id"])
    assert checked == {"same": True, "digest": ran["digest"]}
    code, out, _ = shell("segment run all --members --record")
    assert code == 0
    assert "mijoz segment check all 1:" in out
    assert "the same 1 customers" in shell("segment check all", ran["run_id"])[1]


def test_a_firm_without_anything_cannot_be_judged_and_is_not_mature(
    shell: Shell,
) -> None:
    window = "--since 2025-12-31 --until 2026-05-31"
    found = shell.json(f"diagnose {window} --record")
    assert found["maturity"] == "low"
    assert found["problems"] == ["unsystematic"]
    assert found["failing"] == ["segments-run"]
    assert "customers-known" in found["untold"]
    code, out, _ = shell(f"diagnose {window}")
    assert code == 0
    assert "problems: unsystematic; maturity: low" in out
    assert shell("diagnose --since 2026-05-31 --until 2026-05-31")[0] == 2


def test_every_noun_has_its_section_and_a_line_of_its_own(shell: Shell) -> None:
    code, out, _ = shell("--help")
    assert code == 0
    assert "Others:" not in out
    rows = re.findall(r"^  (\w+)(?:  +(\S.*))?$", out, re.MULTILINE)
    told = {noun: says for noun, says in rows if noun in HELP}
    assert told.keys() == HELP.keys()
    assert all(told.values())
    assert {each.name.split(".")[0] for each in COMMANDS} <= HELP.keys()
