"""`mijoz privacy` shows a person all that is held of them, and erases them."""

import csv
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Foresight, Services
from mijoz.application.desk import Unknown
from mijoz.composition import compose, models_path, warehouse

NOW = datetime(2026, 5, 31, 9, tzinfo=UTC)
TERMS = {"time_zone": "Asia/Tashkent", "unit": "points", "points": 1, "per": 100} | {
    "currency": "UZS"
}
LINE = {"line_id": "1", "sku": "socks", "quantity": 2, "paid": 10_000}


@frozen
class Score:
    """What a fake foresees of someone."""

    customer_id: str
    as_of: datetime
    chance: float


def foresee(con: Any, model: Any, customer: str, at: datetime) -> Score:
    query = "SELECT count(*) FROM orders WHERE customer_id = ?"
    ((orders,),) = con.execute(query, [customer]).fetchall()
    if not orders:
        raise Unknown("customer of whom enough is known", customer)
    return Score(customer, at, model["chance"])


def _none(*_: Any) -> Any:
    raise AssertionError("not for these tests")


FORESIGHT = Foresight(
    _none, _none, lambda path: json.loads(path.read_text()), foresee, _none, foresee
)


@frozen
class Shell:
    main: Callable[[Sequence[str] | None], int]
    capsys: pytest.CaptureFixture[str]
    store: str

    def __call__(self, line: str, *more: str) -> tuple[int, str, str]:
        code = self.main([*line.split(), *more, "--store", self.store])
        printed = self.capsys.readouterr()
        return code, printed.out, printed.err

    def json(self, line: str, *more: str) -> Any:
        code, out, err = self(line, *more, "--json")
        assert code == 0, err
        return json.loads(out)


@pytest.fixture
def shell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    """Return a shop where Aziza, of the club, bought socks and said so."""
    monkeypatch.setenv("COLUMNS", "200")
    store = f"sqlite:///{tmp_path}/shop.db"
    crm = compose(store, clock=lambda: NOW)
    services = Services(lambda *_, **__: crm, warehouse, models_path, lambda: FORESIGHT)
    shell = Shell(create(services), capsys, store)
    publish = "programme publish club --version 1 --effective-from 2026-01-01T00:00:00Z"
    shell.json(publish, "--terms", json.dumps(TERMS))
    for who in ("aziza", "bobur"):
        shell.json(
            f"customer register --customer-id {who} --party-kind person --channel shop",
            *("--name", f"{who.title()} the Great"),
        )
    shell.json("customer add-identifier aziza --kind email --value a@example.org")
    fact = "customer record-fact aziza --fact-id f --kind habit --name tea --source x"
    shell.json(fact, "--value", "green")
    shell.json(
        "consent grant aziza --purpose news --channel email --method form"
        " --lawful-basis consent --notice-version v1"
    )
    shell.json("membership enrol club aziza --channel shop")
    shell.json("membership issue-card club aziza --number 4711")
    for who in ("aziza", "bobur"):
        shell.json(
            f"order record --order-id o-{who} --customer-id {who} --channel shop"
            " --currency UZS",
            *("--lines", json.dumps([LINE | {"list_price": 12_000}])),
        )
    shell.json(
        "feedback receive --feedback-id n-1 --customer-id aziza --kind nps --score 9"
        " --scale-max 10",
        *("--comment", "very soft"),
    )
    shell.json("outreach expose aziza --campaign-id spring --campaign-kind mail")
    shell.json(
        "encounter open --encounter-id e-1 --customer-id aziza --kind problem"
        " --channel web"
    )
    return shell


def table(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def keep_a_model_and_facts(shell: Shell) -> None:
    models_path(shell.store).write_text('{"chance": 0.25}')
    assert shell.json("churn score aziza")["chance"] == 0.25  # which makes the facts


def test_an_export_holds_everything_there_is(shell: Shell, tmp_path: Path) -> None:
    keep_a_model_and_facts(shell)
    shell.json("customer show email:a@example.org --by user:olim --purpose complaint")
    told = shell.json("privacy export aziza --by user:anna -o", str(tmp_path / "hers"))
    held = json.loads((tmp_path / "hers" / "export.json").read_text())
    assert held["customer_id"] == "aziza"
    assert held["card"]["orders"] == 1
    assert held["profile"]["registered"]["name"] == "Aziza the Great"
    assert [each["kind"] for each in held["profile"]["identifiers"]] == ["email"]
    assert [each["value"] for each in held["profile"]["facts"]] == ["green"]
    assert held["consent"]["aziza"][0]["allowed"] is True
    assert held["membership"]["club:aziza"]["status"] == "member"
    assert list(held["order"]) == ["o-aziza"]
    assert held["outreach"]["aziza"]["exposed"]
    assert list(held["encounter"]) == ["e-1"]
    assert held["feedback"]["n-1"]["received"]["comment"] == "very soft"
    assert held["points"][0]["spendable"] == 100
    assert held["scores"] == [
        {"customer_id": "aziza", "as_of": "2026-05-31T00:00:00Z", "chance": 0.25}
    ]
    said = json.dumps(held["events"])
    for value in ("Aziza the Great", "a@example.org", "green", "4711", "very soft"):
        assert value in said
    assert "bobur" not in json.dumps(held)
    assert '"personal"' not in said
    assert [(e["data"]["reader"], e["data"]["purpose"]) for e in held["accesses"]] == [
        ("user:olim", "complaint"),
        ("user:anna", "access request"),
    ]
    assert told["events"] == len(held["events"]) == 12


def test_an_export_is_written_as_tables_as_well(shell: Shell, tmp_path: Path) -> None:
    keep_a_model_and_facts(shell)
    told = shell.json("privacy export aziza -o", str(tmp_path / "hers"))
    found = {each.name for each in (tmp_path / "hers").iterdir()}
    assert (
        found
        == {*told["files"]}
        == {
            *("export.json", "events.csv", "accesses.csv", "points.csv", "scores.csv"),
            *("identifiers.csv", "facts.csv"),
        }
    )
    held = json.loads((tmp_path / "hers" / "export.json").read_text())
    events = table(tmp_path / "hers" / "events.csv")
    assert [each["id"] for each in events] == [each["id"] for each in held["events"]]
    assert json.loads(events[0]["data"])["name"] == "Aziza the Great"
    (fact,) = table(tmp_path / "hers" / "facts.csv")
    assert (fact["name"], fact["value"]) == ("tea", "green")
    (score,) = table(tmp_path / "hers" / "scores.csv")
    assert score["chance"] == "0.25"


def test_only_who_wrote_an_export_can_look_into_its_folder(
    shell: Shell, tmp_path: Path
) -> None:
    shell.json("privacy export aziza -o", str(tmp_path / "hers"))
    assert (tmp_path / "hers").stat().st_mode & 0o077 == 0


def test_an_export_is_noted_under_the_digest_of_its_file(
    shell: Shell, tmp_path: Path
) -> None:
    told = shell.json(
        "privacy export aziza --by user:anna --purpose asked -o", str(tmp_path / "hers")
    )
    written = (tmp_path / "hers" / "export.json").read_bytes()
    read, exported = shell.json("privacy reads aziza")
    assert (read["reader"], read["purpose"]) == ("user:anna", "asked")
    assert read["events"] == 5  # those that hold anything personal
    assert (exported["reader"], exported["purpose"]) == ("user:anna", "asked")
    assert exported["digest"] == told["digest"] == sha256(written).hexdigest()


def test_an_export_that_cannot_be_written_is_noted_all_the_same(
    shell: Shell, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("where a folder should be")
    code, _, _ = shell("privacy export aziza -o", str(tmp_path / "file" / "hers"))
    assert code == 2
    assert len(shell.json("privacy reads aziza")) == 2


def test_without_a_model_there_are_no_scores(shell: Shell, tmp_path: Path) -> None:
    told = shell.json("privacy export aziza -o", str(tmp_path / "hers"))
    assert "scores.csv" not in told["files"]
    held = json.loads((tmp_path / "hers" / "export.json").read_text())
    assert held["scores"] == []


def test_of_whom_nothing_is_held_nothing_is_written(
    shell: Shell, tmp_path: Path
) -> None:
    code, _, err = shell("privacy export nobody -o", str(tmp_path / "theirs"))
    assert (code, err) == (5, "mijoz: there is no customer nobody\n")
    assert not (tmp_path / "theirs").exists()


@pytest.mark.parametrize("line", ["customer show aziza", "customer history aziza"])
def test_a_purpose_opens_what_is_personal_and_is_noted(shell: Shell, line: str) -> None:
    shut = shell(line)
    opened = shell(f"{line} --by user:olim --purpose", "complaint 4711", "--json")
    assert shut[0] == opened[0] == 0
    assert "Aziza the Great" not in shut[1]
    assert "Aziza the Great" in opened[1]
    (read,) = shell.json("privacy reads aziza")
    assert (read["reader"], read["purpose"]) == ("user:olim", "complaint 4711")
    told = shell("privacy reads aziza")[1]
    assert "PersonalDataRead" in told
    assert "complaint 4711" in told


def test_a_purpose_that_says_nothing_is_refused(shell: Shell) -> None:
    code, out, err = shell("customer show aziza --purpose", " ")
    assert (code, out) == (3, "")
    assert err == "mijoz: what is personal is opened for a purpose: say which\n"


def erase(shell: Shell, who: str = "aziza") -> Any:
    return shell.json(f"privacy erase {who} --yes --by user:anna --reason", "asked for")


def test_an_erasure_tells_a_certificate_which_can_be_shown_again(shell: Shell) -> None:
    keep_a_model_and_facts(shell)
    made = erase(shell, "email:a@example.org")
    places = {each["place"]: each["outcome"] for each in made["places"]}
    assert places["facts"].endswith("rows deleted, 0 left")
    assert places["churn model"] == "to be trained anew: it learned from them too"
    assert places["exports"] == "none were written"
    assert shell.json("privacy certificate aziza") == made == erase(shell)
    _, shown, _ = shell("privacy certificate aziza")
    for word in ("aziza was erased", made["certificate_id"], made["keys"][0]):
        assert word in shown
    for each in places:
        assert each in shown


def test_an_erasure_names_the_exports_that_were_written(
    shell: Shell, tmp_path: Path
) -> None:
    shell.json("privacy export aziza --by user:anna -o", str(tmp_path / "hers"))
    places = {each["place"]: each["outcome"] for each in erase(shell)["places"]}
    assert places["exports"] == (
        "1 written, to be destroyed by hand: 2026-05-31 09:00 by user:anna"
    )


def test_a_legal_hold_refuses_and_is_named(shell: Shell) -> None:
    shell.json("customer hold aziza --hold-id h-1 --reason", "tax audit")
    code, out, err = shell("privacy erase aziza --yes --reason x")
    assert (code, out) == (3, "")
    assert err == (
        "mijoz: legal hold h-1 (tax audit) forbids the erasure: it must be released"
        " first\n"
    )
    assert shell("privacy certificate aziza")[0] == 5
    shell.json("customer release-hold aziza --hold-id h-1 --reason", "over")
    erase(shell)


def test_nobody_is_erased_who_was_not_meant(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(""))
    code, _, err = shell("privacy erase aziza --reason x")
    assert code == 130
    assert "Erase aziza for ever?" in err
    assert shell("privacy certificate aziza")[0] == 5


@pytest.mark.parametrize(
    "line",
    [
        *("customer show aziza", "customer history aziza", "privacy export aziza"),
        *(
            "points statement aziza --programme club",
            "points statement aziza",
            "customer close aziza --reason moved",
        ),
        "customer add-identifier aziza --kind phone --value 1",
        "feedback receive --feedback-id n-2 --customer-id aziza --kind nps --score 1"
        " --scale-max 10",
        "membership replace-card club aziza --number 5 --reason lost",
    ],
)
def test_who_was_erased_is_not_found_and_the_certificate_is_named(
    shell: Shell, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = erase(shell)
    code, out, err = shell(line)
    assert (code, out) == (5, "")
    assert made["certificate_id"] in err
    assert not (tmp_path / "export-aziza").exists()


def test_lists_and_scores_leave_out_who_was_erased(shell: Shell) -> None:
    keep_a_model_and_facts(shell)
    erase(shell)
    listed = shell.json("customer list")["customers"]
    assert [each["customer_id"] for each in listed] == ["bobur"]
    code, _, err = shell("churn explain aziza")
    assert (code, err) == (
        5,
        "mijoz: there is no customer of whom enough is known aziza\n",
    )


def test_keys_are_wrapped_anew_and_counted(shell: Shell) -> None:
    assert shell("privacy rewrap")[:2] == (0, "3 keys wrapped anew\n")
    erase(shell)
    assert shell.json("privacy rewrap") == {"rewrapped": 2}
