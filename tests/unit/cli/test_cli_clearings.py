"""`mijoz clearing` takes a partner's file and tells what its clearing comes to."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.application.crm import Crm

from ..coalition.partners import MARCH, UNTIL, clearing, with_a_bakery
from ..engagement.club import ask

HEAD = "row_id,kind,at,customer_id,points,of_row\n"
FILE = f"""{HEAD}r-1,earn,2026-03-01T09:00:00Z,aziza,50,
r-2,burn,2026-03-01T09:00:00Z,aziza,20,
r-3,reversal,2026-03-01T09:00:00Z,aziza,20,r-2
r-4,burn,2026-03-01T09:00:00Z,aziza,99,
"""


def _none(*_: Any) -> Any:
    raise AssertionError("not for these tests")


@pytest.fixture
def crm() -> Crm:
    return with_a_bakery()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "march.csv"
    path.write_text(FILE)
    return path


def run(
    crm: Crm, capsys: pytest.CaptureFixture[str], *line: str
) -> tuple[int, str, str]:
    main = create(Services(lambda _: crm, _none, _none, _none))
    code = main(["clearing", *line])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_a_file_is_taken_row_by_row_and_once(
    crm: Crm, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(crm, capsys, "take", MARCH, str(file))
    assert (code, out.splitlines()[0]) == (0, "4 rows: 3 cleared, 1 refused")
    assert "NotEnoughPoints" in out
    (report,) = clearing(crm).reports
    assert report.file_sha256 == sha256(FILE.encode()).hexdigest()
    code, out, _ = run(crm, capsys, "take", MARCH, str(file), "--json")
    told = json.loads(out)
    assert (code, told["cleared"], len(told["refused"])) == (0, 3, 1)
    assert len(clearing(crm).reports) == 1


def test_a_long_file_is_taken_in_several_reports(
    crm: Crm,
    file: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mijoz.adapters.cli.clearings.MOST_ROWS", 3)
    run(crm, capsys, "take", MARCH, str(file))
    run(crm, capsys, "take", MARCH, str(file))
    assert [each.rows for each in clearing(crm).reports] == [3, 1]
    assert len(clearing(crm).rows) == 4


@pytest.mark.parametrize(
    "line",
    [
        "r-1,give,2026-03-01T09:00:00Z,aziza,50,",
        "r-1,earn,yesterday,aziza,50,",
        "r-1,earn,2026-03-01T09:00:00Z,aziza,many,",
    ],
)
def test_a_line_that_is_no_row_is_told(
    crm: Crm, file: Path, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    file.write_text(HEAD + line)
    code, _, err = run(crm, capsys, "take", MARCH, str(file))
    assert code != 0
    assert "line 2" in err
    file.write_text("row_id,points\nr-1,5")
    code, _, err = run(crm, capsys, "take", MARCH, str(file))
    assert code != 0
    assert "line 2" in err
    assert not clearing(crm).reports


def test_what_a_clearing_comes_to_stands_beside_the_ledger(
    crm: Crm, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(crm, capsys, "take", MARCH, str(file))
    code, out, _ = run(crm, capsys, "show", MARCH)
    assert code == 0
    assert "a-1@1" in out
    assert "yet to be computed" in out
    ask(crm, "clearing.compute", clearing_id=MARCH, at=UNTIL)
    told = json.loads(run(crm, capsys, "show", MARCH, "--json")[1])
    assert (told["earned"], told["ledger_earned"], told["net"]) == (50, 50, 500)
    assert (told["burned"], told["ledger_burned"], told["refused"]) == (0, 0, 1)
    assert "net 500" in run(crm, capsys, "show", MARCH)[1]
    assert run(crm, capsys, "show", "never")[0] != 0
