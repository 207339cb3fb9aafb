"""Keys that wrap keys: held in a ring, kept in a file, given in the environment."""

import stat
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from threading import Barrier, Thread

import pytest

from mijoz.adapters.keys.keeping import wrapping_of
from mijoz.adapters.keys.sealing import new_key
from mijoz.adapters.keys.wrapping import KeyFile, KeyRing
from mijoz.application.ports import StoreUnavailable

OLD, NEW = b"\x01" * 32, b"\x02" * 32


def text(*keys: bytes) -> str:
    return " ".join(b64encode(key).decode() for key in keys)


def test_a_key_unwraps_to_what_was_wrapped() -> None:
    ring = KeyRing([OLD])
    key = new_key()
    wrapped = ring.wrap(key, ring.current, "aziza")
    assert key not in wrapped
    assert ring.unwrap(wrapped, ring.current, "aziza") == key


def test_a_key_is_wrapped_differently_each_time() -> None:
    ring = KeyRing([OLD])
    assert ring.wrap(NEW, ring.current, "aziza") != ring.wrap(
        NEW, ring.current, "aziza"
    )


def test_the_last_key_of_a_ring_wraps_and_each_unwraps_what_it_wrapped() -> None:
    before = KeyRing([OLD])
    wrapped = before.wrap(b"k" * 32, before.current, "aziza")
    ring = KeyRing([OLD, NEW])
    assert ring.current == KeyRing([NEW]).current != before.current
    assert ring.unwrap(wrapped, before.current, "aziza") == b"k" * 32
    fresh = ring.wrap(b"k" * 32, ring.current, "aziza")
    assert KeyRing([NEW]).unwrap(fresh, ring.current, "aziza") == b"k" * 32


def test_a_wrapped_key_is_of_its_owner_alone() -> None:
    ring = KeyRing([OLD])
    wrapped = ring.wrap(b"k" * 32, ring.current, "aziza")
    with pytest.raises(StoreUnavailable, match="of bobur was changed"):
        ring.unwrap(wrapped, ring.current, "bobur")


def test_no_byte_of_a_wrapped_key_can_be_changed() -> None:
    ring = KeyRing([OLD])
    wrapped = ring.wrap(b"k" * 32, ring.current, "aziza")
    for place in range(len(wrapped)):
        changed = bytearray(wrapped)
        changed[place] ^= 1
        with pytest.raises(StoreUnavailable, match="was changed in the key store"):
            ring.unwrap(bytes(changed), ring.current, "aziza")


def test_an_epoch_whose_key_is_not_there_is_asked_for_by_name() -> None:
    before, ring = KeyRing([OLD]), KeyRing([NEW], "MIJOZ_KEK")
    wrapped = before.wrap(b"k" * 32, before.current, "aziza")
    with pytest.raises(StoreUnavailable) as told:
        ring.unwrap(wrapped, before.current, "aziza")
    assert str(told.value) == (
        f"data keys are wrapped under epoch {before.current}, whose key is not in"
        " MIJOZ_KEK: give the key-encryption key that it was used with"
    )


@pytest.mark.parametrize("between", [" ", ",", "\n", " , "])
def test_keys_stand_apart_by_spaces_or_commas(between: str) -> None:
    ring = KeyRing.parse(text(OLD) + between + text(NEW), "MIJOZ_KEK")
    assert ring.current == KeyRing([NEW]).current
    assert KeyRing([OLD]).current in ring


@pytest.mark.parametrize(
    "wrong",
    ["", " ", "no base64!", text(OLD)[:-4], text(b"short"), text(OLD, b"\x01" * 33)],
)
def test_what_is_no_key_is_refused_and_said_how_it_should_be(wrong: str) -> None:
    with pytest.raises(StoreUnavailable) as told:
        KeyRing.parse(wrong, "MIJOZ_KEK")
    assert (
        str(told.value) == "MIJOZ_KEK must hold keys of 32 bytes in base64, one or more"
    )
    assert not wrong.strip() or wrong not in str(told.value)


def test_the_environment_comes_before_any_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = f"sqlite:///{tmp_path}/shop.db"
    monkeypatch.setenv("MIJOZ_KEK", text(OLD, NEW))
    assert wrapping_of(store).current == KeyRing([NEW]).current
    assert list(tmp_path.iterdir()) == []
    monkeypatch.delenv("MIJOZ_KEK")
    monkeypatch.setenv("MIJOZ_KEK_FILE", str(tmp_path / "elsewhere" / "kek"))
    wrapping_of(store)
    assert [each.name for each in tmp_path.rglob("*")] == ["elsewhere", "kek"]
    monkeypatch.delenv("MIJOZ_KEK_FILE")
    wrapping_of(store)
    assert (tmp_path / "shop.kek").exists()


def test_a_key_file_is_made_for_its_owners_eyes_alone(tmp_path: Path) -> None:
    path = tmp_path / "shop.kek"
    KeyFile(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    KeyFile(path).begin()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["shop.kek"]


def test_of_several_threads_that_race_to_make_it_all_hold_the_same_key(
    tmp_path: Path,
) -> None:
    start, held = Barrier(8), []

    def race() -> None:
        for name in map(str, range(10)):
            start.wait()
            held.append((name, KeyFile(tmp_path / name).current))

    threads = [Thread(target=race) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(held) == 80
    assert len(set(held)) == 10


def test_of_several_processes_that_race_to_make_it_all_hold_the_same_key(
    tmp_path: Path,
) -> None:
    program = (
        "import sys, time; from pathlib import Path;"
        "from mijoz.adapters.keys.wrapping import KeyFile;"
        "print('ready', flush=True); sys.stdin.readline();"
        "print(KeyFile(Path(sys.argv[1])).current)"
    )
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "shop.kek")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(8)
    ]
    for each in racers:
        assert each.stdout
        assert each.stdout.readline() == "ready\n"
    for each in racers:
        assert each.stdin
        each.stdin.write("go\n")
        each.stdin.flush()
    held = {each.communicate(timeout=60)[0] for each in racers}
    assert [each.returncode for each in racers] == [0] * 8
    assert held == {KeyFile(tmp_path / "shop.kek").current + "\n"}


def test_a_fresh_key_wraps_from_then_on_and_the_old_one_still_unwraps(
    tmp_path: Path,
) -> None:
    file = KeyFile(tmp_path / "shop.kek")
    first = file.current
    wrapped = file.wrap(b"k" * 32, file.current, "aziza")
    file.begin()
    assert file.current != first
    assert file.unwrap(wrapped, first, "aziza") == b"k" * 32
    assert len((tmp_path / "shop.kek").read_text().split()) == 2


def test_an_epoch_that_ended_takes_all_it_wrapped_with_it(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "shop.kek")
    first, old = file.current, file.wrap(b"k" * 32, file.current, "aziza")
    file.begin()
    present, new = file.current, file.wrap(b"k" * 32, file.current, "aziza")
    file.end()
    assert file.current == present
    assert file.unwrap(new, present, "aziza") == b"k" * 32
    with pytest.raises(StoreUnavailable, match=f"{first}, whose key is not in"):
        file.unwrap(old, first, "aziza")


def test_an_epoch_that_another_process_began_is_found_in_the_file(
    tmp_path: Path,
) -> None:
    ours, theirs = KeyFile(tmp_path / "shop.kek"), KeyFile(tmp_path / "shop.kek")
    theirs.begin()
    wrapped = theirs.wrap(b"k" * 32, theirs.current, "aziza")
    assert ours.current != theirs.current
    assert ours.unwrap(wrapped, theirs.current, "aziza") == b"k" * 32
    assert ours.current == theirs.current


def test_only_one_at_a_time_turns_the_keys_of_a_file(tmp_path: Path) -> None:
    ours, theirs = KeyFile(tmp_path / "shop.kek"), KeyFile(tmp_path / "shop.kek")
    with ours.alone():
        ours.begin()
        with (
            pytest.raises(StoreUnavailable, match="another process is wrapping"),
            theirs.alone(),
        ):
            pass
    with theirs.alone():
        assert theirs.current == ours.current


def test_a_file_that_holds_no_key_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "shop.kek"
    path.write_text("")
    with pytest.raises(StoreUnavailable, match=r"shop\.kek must hold keys of 32 bytes"):
        KeyFile(path)
