"""At the terminal: a key, checkpoints, proofs, the whole log, bundles, and verdicts."""

import json
import stat
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.adapters.notekeys import keygen, signer, unbase64, verifier
from mijoz.adapters.notes import open_checkpoint
from mijoz.application.proofs import tree
from mijoz.application.proofs.checking import extends, included
from tests.unit.proofs.log import FakeLog, log_of
from tests.unit.proofs.script import Script
from tests.unit.proofs.shop import AZIZA, BOBUR, buy, trading

LOG = "mijoz.log/9b2f"


@frozen
class Shell:
    """A terminal in a folder, over a shop whose log may be edited."""

    main: Callable[[Sequence[str]], int]
    capsys: pytest.CaptureFixture[str]
    log: FakeLog
    sell: Callable[[], None]

    def __call__(self, line: str) -> tuple[int, str, str]:
        code = self.main(line.split())
        printed = self.capsys.readouterr()
        return code, printed.out, printed.err

    def json(self, line: str) -> Any:
        code, out, err = self(f"{line} --json")
        assert (code, err) == (0, "")
        return json.loads(out)


@pytest.fixture
def shell(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Shell:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MIJOZ_SIGNING_KEY", raising=False)
    crm = trading()
    log = log_of(crm)

    def sell() -> None:
        buy(crm, f"o-{log.head()}", AZIZA, 30)
        log.rows[:] = log_of(crm).rows

    lent = evolve(crm, log=log)
    main = create(Services(lambda _: lent, _none, _none, _none))
    return Shell(main, capsys, log, sell)


def _none(*_: Any) -> Any:
    raise AssertionError("not for these tests")


@pytest.fixture
def vkey(shell: Shell) -> str:
    """Return the public half of the shop's key."""
    found: str = shell.json("audit keygen")["vkey"]
    return found


def test_a_key_is_made_beside_the_store_for_its_owners_eyes(shell: Shell) -> None:
    code, out, _ = shell("audit keygen --store sqlite:///var/shop.db")
    file = Path("var/shop.signing.key")
    assert code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    key = signer(file.read_text().strip())
    assert key.name == LOG
    assert out == Path("var/shop.signing.key.pub").read_text()
    assert out.strip() == key.verifier.text


def test_a_key_of_a_database_is_in_var(shell: Shell) -> None:
    assert shell("audit keygen --store postgresql://me@host/crm")[0] == 0
    assert Path("var/crm.signing.key").exists()
    code, _, err = shell("audit keygen --store memory://")
    assert (code, "say which file" in err) == (2, True)


@pytest.mark.parametrize("which", ["", ".pub"])
def test_a_key_is_never_overwritten(shell: Shell, which: str) -> None:
    there = Path(f"my.key{which}")
    there.write_text("something")
    code, _, err = shell("audit keygen -o my.key")
    assert (code, "never overwritten" in err) == (2, True)
    assert there.read_text() == "something"
    assert [each.name for each in Path().glob("my.key*")] == [there.name]


def test_a_key_may_have_another_name_and_place(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIJOZ_SIGNING_KEY", "safe/shop.key")
    told = shell.json("audit keygen --name shop.example/log")
    assert (told["name"], told["file"]) == ("shop.example/log", "safe/shop.key")
    note = shell("audit checkpoint")[1]
    assert open_checkpoint(note, [verifier(told["vkey"])], LOG).size == shell.log.head()
    assert shell("audit keygen --name a+b -o other.key")[0] == 2
    assert not Path("other.key").exists()


def test_without_a_key_nothing_is_signed(shell: Shell) -> None:
    code, out, err = shell("audit checkpoint")
    assert (code, out, "mijoz audit keygen" in err) == (2, "", True)


def test_a_checkpoint_is_printed_written_and_kept(shell: Shell, vkey: str) -> None:
    code, note, _ = shell("audit checkpoint -o kept.txt")
    assert code == 0
    assert Path("kept.txt").read_bytes() == note.encode()
    found = open_checkpoint(note, [verifier(vkey)], LOG)
    assert found.root == tree.root(shell.log.hashes, shell.log.head())
    told = shell.json("audit checkpoint")
    assert (told["origin"], told["size"], told["note"]) == (LOG, found.size, note)


def test_a_log_that_was_rewritten_is_not_signed(shell: Shell, vkey: str) -> None:
    assert vkey
    shell("audit checkpoint")
    shell.log.edit(2, shell.log.rows[1].state.replace(b"shop", b"SHOP"))
    code, out, err = shell("audit checkpoint -o kept.txt")
    assert (code, out, "does not extend" in err) == (6, "", True)
    assert not Path("kept.txt").exists()


def test_a_position_is_proven_to_be_under_the_checkpoint(
    shell: Shell, vkey: str
) -> None:
    found = open_checkpoint(shell("audit checkpoint")[1], [verifier(vkey)])
    shell.sell()
    told = shell.json("audit prove 5")
    leaf = tree.leaf(tree.entry(told["recorded"], told["stored"].encode()))
    path = [unbase64(each) for each in told["path"]]
    assert unbase64(told["leaf"]) == leaf
    assert (told["index"], told["size"]) == (4, found.size)
    assert included(leaf, 4, found.size, path) == found.root == unbase64(told["root"])
    assert open_checkpoint(told["checkpoint"], [verifier(vkey)]) == found


def test_what_came_after_the_checkpoint_is_proven_in_the_log_as_it_is(
    shell: Shell, vkey: str
) -> None:
    assert vkey
    shell("audit checkpoint")
    shell.sell()
    last = shell.log.head()
    assert shell.json(f"audit prove {last}")["size"] == last
    assert shell.json("audit prove 5 --size 7")["size"] == 7


def test_a_position_that_is_not_there_is_not_found(shell: Shell) -> None:
    for line in ("prove 999", "prove 8 --size 7", "prove 1 --size 999"):
        assert shell(f"audit {line}")[0] == 5
    assert shell("audit prove 0")[0] == 2
    assert shell("audit prove")[0] == 2


def test_a_changed_entry_is_not_proven(shell: Shell, vkey: str) -> None:
    assert vkey
    shell("audit checkpoint")
    row = shell.log.rows[4]
    shell.log.rows[4] = row._replace(state=row.state + b" ")
    code, out, err = shell("audit prove 5")
    assert (code, out, "position 5" in err) == (6, "", True)
    shell.log.edit(5, row.state + b" ")  # its leaf now follows
    code, out, err = shell("audit prove 5")
    assert (code, out, "not the one that was signed" in err) == (6, "", True)


def test_the_log_is_proven_to_extend_a_checkpoint(shell: Shell, vkey: str) -> None:
    held = open_checkpoint(shell("audit checkpoint -o old.txt")[1], [verifier(vkey)])
    shell.sell()
    told = shell.json(f"audit prove --from-checkpoint old.txt --size {held.size + 2}")
    new = held.size + 2
    path = [unbase64(each) for each in told["extends"]["path"]]
    root = tree.root(shell.log.hashes, new)
    assert extends(held.size, held.root, new, root, path)
    shell.log.name = "0000"
    code, _, err = shell("audit prove --from-checkpoint old.txt")
    assert (code, "mijoz.log/9b2f, not of mijoz.log/0000" in err) == (6, True)
    shell.log.name = "9b2f"
    shell.log.edit(2, shell.log.rows[1].state + b" ")
    code, _, err = shell("audit prove --from-checkpoint old.txt")
    assert (code, "does not extend" in err) == (6, True)


def test_a_proof_can_be_read(shell: Shell, vkey: str) -> None:
    assert vkey
    note = shell("audit checkpoint -o old.txt")[1]
    code, out, _ = shell("audit prove 5 --from-checkpoint old.txt")
    assert code == 0
    assert out.endswith(note)
    for word in ("position", "leaf", "path", "root", "extends"):
        assert word in out


def test_the_whole_log_is_written_for_the_script(
    shell: Shell, vkey: str, tmp_path: Path
) -> None:
    shell("audit checkpoint -o kept.txt")
    code, out, _ = shell("audit log -o log.txt")
    assert (code, out) == (0, f"{shell.log.head()} entries of {LOG} in log.txt\n")
    assert not list(Path().glob("*.part"))
    checked = Script(tmp_path)("--log", "log.txt", "--checkpoint", "kept.txt")
    assert checked[0] == 6
    code, said = Script(tmp_path)(
        "--log", "log.txt", "--checkpoint", "kept.txt", "--vkey", vkey
    )
    assert (code, said[:6]) == (0, "HOLDS:")
    row = shell.log.rows[4]
    shell.log.rows[4] = row._replace(state=row.state + b"\n")
    code, _, err = shell("audit log -o other.txt")
    assert (code, "position 5" in err) == (6, True)
    assert not Path("other.txt").exists()


def test_a_bundle_is_made_and_checked_with_its_script(
    shell: Shell, vkey: str, tmp_path: Path
) -> None:
    shell("audit checkpoint -o held.txt")
    shell.sell()
    code, out, err = shell("audit bundle aziza -o hers.zip --checkpoint held.txt")
    about = sum(each.subject == AZIZA for each in shell.log.rows)
    assert (code, err) == (0, "")
    assert out == f"{about} events in hers.zip, and verify_bundle.py beside it\n"
    told = shell.json(
        f"audit verify-bundle hers.zip --vkey {vkey} --checkpoint held.txt"
    )
    assert told["holds"]
    assert (told["verdict"]["customer"], told["verdict"]["events"]) == (AZIZA, about)
    assert told["verdict"]["extends"] < told["verdict"]["size"] == shell.log.head()
    given = ("--vkey", vkey, "--checkpoint", "held.txt")
    ran = Script(tmp_path)("hers.zip", *given)
    assert (ran[0], ran[1][:6]) == (0, "HOLDS:")
    script = Path("verify_bundle.py").read_bytes()
    assert script.startswith(b'"""Check what a mijoz log says, without mijoz')


def test_a_bundle_signs_and_keeps_a_fresh_checkpoint(shell: Shell, vkey: str) -> None:
    assert vkey
    told = shell.json("audit bundle aziza")
    assert (told["bundle"], told["script"]) == ("bundle.zip", "verify_bundle.py")
    proof = shell.json("audit prove 5")
    assert proof["size"] == told["verdict"]["size"] == shell.log.head()


def test_the_key_may_be_given_as_its_file(shell: Shell, vkey: str) -> None:
    assert vkey
    shell("audit bundle aziza")
    code, out, _ = shell(
        "audit verify-bundle bundle.zip --vkey var/mijoz.signing.key.pub"
    )
    assert code == 0
    assert "came with the bundle" not in out
    code, out, _ = shell("audit verify-bundle bundle.zip")
    assert code == 0
    assert "proves nothing about who signed" in out
    assert vkey in out
    assert shell("audit verify-bundle bundle.zip --vkey nonsense")[0] == 2


def test_a_changed_bundle_fails_with_code_six(shell: Shell, vkey: str) -> None:
    shell("audit bundle aziza")
    data = bytearray(Path("bundle.zip").read_bytes())
    data[100] ^= 1
    Path("bundle.zip").write_bytes(data)
    line = f"audit verify-bundle bundle.zip --vkey {vkey}"
    code, out, err = shell(line)
    assert (code, out, "some byte of it was changed" in err) == (6, "", True)
    code, out, _ = shell(f"{line} --json")
    assert code == 6
    assert json.loads(out)["holds"] is False
    assert shell("audit bundle aziza")[0] == 0
    other = keygen(LOG).verifier.text
    assert shell(f"audit verify-bundle bundle.zip --vkey {other}")[0] == 6


def test_no_bundle_is_made_of_a_log_that_was_rewritten(shell: Shell, vkey: str) -> None:
    assert vkey
    shell("audit checkpoint -o held.txt")
    row = shell.log.rows[1]
    shell.log.edit(2, row.state + b" ")
    assert shell("audit bundle aziza")[0] == 6
    assert not Path("bundle.zip").exists()


def test_no_bundle_is_made_about_nobody(shell: Shell, vkey: str) -> None:
    assert vkey
    assert shell("audit bundle nobody")[0] == 5
    assert shell("audit bundle email:nobody@example.org")[0] == 5
    assert not Path("bundle.zip").exists()


def test_a_checkpoint_of_another_log_is_not_extended(shell: Shell, vkey: str) -> None:
    assert vkey
    shell("audit checkpoint -o held.txt")
    Path("held.txt").write_text(Path("held.txt").read_text().replace("9b2f", "0000"))
    code, _, err = shell("audit bundle aziza --checkpoint held.txt")
    assert (code, "mijoz.log/0000" in err) == (6, True)


def test_a_bundle_is_about_one_customer_alone(shell: Shell, vkey: str) -> None:
    assert vkey
    shell("audit bundle bobur")
    told = shell.json("audit verify-bundle bundle.zip")["verdict"]
    assert told["customer"] == BOBUR
    assert told["events"] == sum(each.subject == BOBUR for each in shell.log.rows)
