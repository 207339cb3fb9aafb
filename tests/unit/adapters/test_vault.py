"""Data keys: made when needed, remembered for a minute, destroyed for ever."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Barrier, Event, Thread
from time import sleep

import pytest

from mijoz.adapters.keys.memory import MemoryKeys
from mijoz.adapters.keys.sealing import new_key
from mijoz.adapters.keys.sqlite import SQLiteKeys
from mijoz.adapters.keys.store import KeyRow
from mijoz.adapters.keys.vault import Vault
from mijoz.adapters.keys.wrapping import KeyFile, KeyRing
from mijoz.application.ports import Gone, StoreUnavailable


class Seconds:
    """A timer that stands still until it is moved."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed


class Lost(MemoryKeys):
    """A key store whose disk is gone, once it is told so."""

    gone = False

    def of(self, owners: object) -> Sequence[KeyRow]:
        self._look()
        return super().of(owners)  # type: ignore[arg-type]

    def held(self, kids: object) -> Sequence[KeyRow]:
        self._look()
        return super().held(kids)  # type: ignore[arg-type]

    def _look(self) -> None:
        if self.gone:
            raise StoreUnavailable("the disk is gone")


@pytest.fixture
def store() -> MemoryKeys:
    return MemoryKeys()


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing([new_key()])


@pytest.fixture
def vault(store: MemoryKeys, ring: KeyRing) -> Vault:
    return Vault(store, ring)


def key(vault: Vault, owner: str = "aziza") -> str:
    return vault.keys([owner])[owner].kid


def test_a_key_is_made_once_and_is_the_same_for_every_process(
    store: MemoryKeys, ring: KeyRing
) -> None:
    ours, theirs = Vault(store, ring), Vault(store, ring)
    assert key(ours) == key(ours) == key(theirs) != key(ours, "bobur")
    found = theirs.find(key(ours))
    assert found is not None
    assert found.kid == key(ours)


def test_of_several_threads_that_need_a_key_all_get_the_same(
    store: MemoryKeys, vault: Vault
) -> None:
    start, got = Barrier(8), []

    def need(n: int) -> None:
        start.wait()
        for owner in range(20):
            got.append(
                (owner, vault.keys([f"o-{owner}", f"own-{n}"])[f"o-{owner}"].kid)
            )

    threads = [Thread(target=need, args=(n,)) for n in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(got) == 160
    assert len(set(got)) == 20


def test_no_key_lies_in_the_store_as_it_is(store: MemoryKeys, ring: KeyRing) -> None:
    raw = b"\x07" * 32
    Vault(store, ring).secret(raw)
    (row,) = store.outdated("", 9)
    assert row.wrapped is not None
    assert raw not in row.wrapped


def test_the_secret_of_the_blind_indexes_is_the_first_that_was_given(
    store: MemoryKeys, ring: KeyRing
) -> None:
    assert Vault(store, ring).secret(b"\x07" * 32) == b"\x07" * 32
    assert Vault(store, ring).secret(b"\x08" * 32) == b"\x07" * 32
    with pytest.raises(StoreUnavailable, match="the key store is empty"):
        Vault(MemoryKeys(), ring).secret(None)


@pytest.mark.parametrize("owner", ["mijoz:blind-index", "blind-index", "blind_index"])
def test_no_person_is_called_like_the_secret_of_the_blind_indexes(
    vault: Vault, owner: str
) -> None:
    secret = vault.secret(new_key())
    vault.destroy(owner)
    assert vault.secret(None) == secret


def test_a_destroyed_key_is_forgotten_at_once_and_for_ever(vault: Vault) -> None:
    kid = key(vault)
    assert vault.destroy("aziza") == [kid] == vault.destroy("aziza")
    assert vault.find(kid) is None
    with pytest.raises(Gone, match="aziza was erased"):
        vault.keys(["bobur", "aziza"])
    assert key(vault, "bobur")


def test_who_never_had_a_key_gets_none_once_it_is_destroyed(vault: Vault) -> None:
    assert vault.destroy("aziza") == []
    with pytest.raises(Gone):
        vault.keys(["aziza"])


def test_a_key_that_another_process_destroyed_is_forgotten_within_a_minute(
    store: MemoryKeys, ring: KeyRing
) -> None:
    timer = Seconds()
    ours, theirs = Vault(store, ring, timer), Vault(store, ring)
    kid = key(ours)
    theirs.destroy("aziza")
    timer.passed = 59.9
    assert ours.find(kid) is not None
    timer.passed = 60.1
    assert ours.find(kid) is None
    with pytest.raises(Gone):
        ours.keys(["aziza"])


def test_a_key_that_is_used_all_the_time_is_forgotten_within_a_minute_as_well(
    store: MemoryKeys, ring: KeyRing
) -> None:
    timer = Seconds()
    ours, theirs = Vault(store, ring, timer), Vault(store, ring)
    kid = key(ours)
    theirs.destroy("aziza")
    for passed in range(60):
        timer.passed = passed
        key(ours)
        ours.find(kid)
    timer.passed = 60.1
    assert ours.find(kid) is None


def test_whoever_read_a_key_just_before_it_was_destroyed_does_not_keep_it(
    ring: KeyRing,
) -> None:
    class Slow(MemoryKeys):
        def held(self, kids: object) -> Sequence[KeyRow]:
            rows = super().held(kids)  # type: ignore[arg-type]
            read.set()
            assert destroyed.wait(10)
            return rows

    read, destroyed, found = Event(), Event(), []
    store = Slow()
    kid = key(Vault(store, ring))
    vault = Vault(store, ring)  # which has not seen it yet
    reader = Thread(target=lambda: found.append(vault.find(kid)))
    reader.start()
    assert read.wait(10)
    vault.destroy("aziza")
    destroyed.set()
    reader.join()
    assert found == [None]
    assert vault.find(kid) is None


def test_a_key_that_was_never_there_is_no_key_that_was_destroyed(vault: Vault) -> None:
    with pytest.raises(StoreUnavailable, match="holds no key k-1, nor that it was"):
        vault.find("k-1")


def test_a_lost_key_store_is_unavailable_and_nobody_is_erased_by_it(
    ring: KeyRing,
) -> None:
    store = Lost()
    kid = key(Vault(store, ring))
    vault = Vault(store, ring)
    store.gone = True
    for ask in (lambda: vault.find(kid), lambda: vault.keys(["aziza"])):
        with pytest.raises(StoreUnavailable, match="the disk is gone"):
            ask()
    store.gone = False
    assert vault.find(kid) is not None


def test_a_store_that_fails_to_destroy_still_has_the_key_forgotten(
    ring: KeyRing,
) -> None:
    class Failing(MemoryKeys):
        def destroy(self, owner: str) -> Sequence[str]:
            super().destroy(owner)
            raise StoreUnavailable("a reader kept the log from being emptied")

    vault = Vault(Failing(), ring)
    kid = key(vault)
    with pytest.raises(StoreUnavailable):
        vault.destroy("aziza")
    assert vault.find(kid) is None


def test_a_wrong_key_encryption_key_opens_nothing_and_says_what_to_do(
    store: MemoryKeys, ring: KeyRing
) -> None:
    kid = key(Vault(store, ring))
    wrong = Vault(store, KeyRing([new_key()], "shop.kek"))
    for ask in (lambda: wrong.find(kid), wrong.rewrap, lambda: wrong.keys(["bobur"])):
        with pytest.raises(StoreUnavailable) as told:
            ask()
        assert str(told.value).endswith(
            f"{ring.current}, whose key is not in shop.kek: give the key-encryption key"
            " that it was used with"
        )
    assert store.epoch() == ring.current


# Wrapping anew: with keys in a file, as several processes have them.


@pytest.fixture
def opening(tmp_path: Path) -> Callable[[], Vault]:
    """Open the same keys as one more process would."""
    return lambda: Vault(
        SQLiteKeys(str(tmp_path / "s.keys.db")), KeyFile(tmp_path / "s.kek")
    )


def all_open(vault: Vault, kids: Sequence[str]) -> bool:
    found = [vault.find(kid) for kid in kids]
    return [each and each.kid for each in found] == list(kids)


def test_all_keys_are_wrapped_anew_and_what_wrapped_them_is_destroyed(
    opening: Callable[[], Vault], tmp_path: Path
) -> None:
    vault = opening()
    kids = [key(vault, owner) for owner in ("aziza", "bobur")]
    secret, before = vault.secret(new_key()), (tmp_path / "s.kek").read_text()
    assert vault.rewrap() == 3  # and that of the blind indexes
    assert all_open(opening(), kids)
    assert opening().secret(None) == secret
    (left,) = (tmp_path / "s.kek").read_text().split()
    assert left not in before


def test_wrapping_anew_leaves_the_destroyed_destroyed(
    opening: Callable[[], Vault],
) -> None:
    vault = opening()
    kid = key(vault)
    vault.destroy("aziza")
    assert vault.rewrap() == 0
    assert opening().find(kid) is None


def test_no_copy_from_before_opens_under_the_key_of_now(
    opening: Callable[[], Vault], tmp_path: Path
) -> None:
    vault = opening()
    kid = key(vault)
    copy = tmp_path / "old.keys.db"
    copy.write_bytes((tmp_path / "s.keys.db").read_bytes())
    (tmp_path / "old.keys.db-wal").write_bytes(
        (tmp_path / "s.keys.db-wal").read_bytes()
    )
    old = SQLiteKeys(str(copy))
    assert Vault(old, KeyFile(tmp_path / "s.kek")).find(kid) is not None
    vault.destroy("aziza")
    vault.rewrap()
    with pytest.raises(StoreUnavailable, match=r"whose key is not in .*s\.kek"):
        Vault(old, KeyFile(tmp_path / "s.kek")).find(kid)


def test_two_processes_wrap_anew_in_turn_and_lose_nothing(
    opening: Callable[[], Vault],
) -> None:
    ours, theirs = opening(), opening()
    kids = [key(ours, "aziza"), key(theirs, "bobur")]
    for each in (ours, theirs, theirs, ours):
        assert each.rewrap() == 2
        assert all_open(opening(), kids)


def test_keys_that_are_added_meanwhile_are_wrapped_like_all(
    opening: Callable[[], Vault],
) -> None:
    stop, kids, problems = Event(), list[str](), list[Exception]()

    def add(vault: Vault, name: str) -> None:
        for count in range(10_000):
            if stop.is_set() or problems:
                break
            sleep(0.002)
            try:
                kids.append(key(vault, f"{name}-{count}"))
            except Exception as problem:
                problems.append(problem)

    adders = [Thread(target=add, args=(opening(), name)) for name in "ab"]
    for each in adders:
        each.start()
    vault = opening()
    turns = 0
    while turns < 3 or (len(kids) < 40 and not problems):
        turns += 1
        vault.rewrap()
    stop.set()
    for each in adders:
        each.join()
    assert problems == []
    assert all_open(opening(), kids)
    assert opening().rewrap() == len(kids)


@pytest.mark.parametrize("step", ["start", "page", "end"])
def test_wrapping_anew_that_was_stopped_is_completed_by_doing_it_again(
    tmp_path: Path, opening: Callable[[], Vault], step: str
) -> None:
    class Stopped(Exception):
        pass

    class Stopping(SQLiteKeys):
        def begin(self, epoch: str, after: str | None) -> None:
            if step == "start" and after is not None:
                raise Stopped
            super().begin(epoch, after)

        def rewrap(self, rows: Sequence[KeyRow]) -> None:
            if step == "page" and rows[0].owner != "aziza":
                raise Stopped
            super().rewrap(rows[:1])

        def outdated(self, epoch: str, limit: int) -> Sequence[KeyRow]:
            return super().outdated(epoch, 1)

    class StoppingFile(KeyFile):
        def end(self) -> None:
            if step == "end":
                raise Stopped

    first = opening()
    kids = [key(first, owner) for owner in ("aziza", "bobur", "dilnoza")]
    late = opening()
    stopping = Vault(
        Stopping(str(tmp_path / "s.keys.db")), StoppingFile(tmp_path / "s.kek")
    )
    with pytest.raises(Stopped):
        stopping.rewrap()
    kids += [key(late, "eldor"), key(opening(), "farida")]
    assert all_open(opening(), kids)
    opening().rewrap()
    assert all_open(opening(), kids)
    assert len((tmp_path / "s.kek").read_text().split()) == 1


def test_under_keys_of_the_environment_it_is_the_last_that_wraps() -> None:
    store, old, new = MemoryKeys(), new_key(), new_key()
    kid = key(Vault(store, KeyRing([old])))
    both = Vault(store, KeyRing([old, new]))
    assert (both.rewrap(), both.rewrap()) == (1, 0)
    assert Vault(store, KeyRing([new])).find(kid) is not None


def test_whoever_holds_but_an_older_key_of_the_environment_turns_nothing_back() -> None:
    store, old, new = MemoryKeys(), new_key(), new_key()
    key(Vault(store, KeyRing([old])))
    Vault(store, KeyRing([old, new])).rewrap()
    with pytest.raises(StoreUnavailable):
        Vault(store, KeyRing([old])).rewrap()
    assert store.epoch() == KeyRing([new]).current
