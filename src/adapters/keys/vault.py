"""Every person's data key, made when it is first needed, and destroyed for ever."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from threading import Lock
from time import monotonic
from typing import Final

from cachetools import TTLCache

from ...application.ports import Gone, StoreUnavailable
from ..grouping import Group
from .sealing import DataKey, new_key
from .store import KeyRow, KeyStore, StaleEpoch
from .wrapping import KeyFile, Wrapping

_REMEMBERED: Final = 10_000  # keys
_SECONDS: Final = 60  # after which a key that another process destroyed is not known
_ATTEMPTS: Final = 5
_BLIND_INDEX: Final = "blind index"  # with a space: like no person's id


class Vault:
    """Data keys as they are used: unwrapped, and remembered for a minute at most.

    Keys that several threads need meanwhile are made in one transaction.
    """

    def __init__(
        self,
        store: KeyStore,
        wrapping: Wrapping,
        timer: Callable[[], float] = monotonic,
    ) -> None:
        self._store, self._wrapping = store, wrapping
        self._lock = Lock()
        limits = _REMEMBERED, _SECONDS, timer
        self._owners: TTLCache[str, DataKey] = TTLCache(*limits)
        self._kids: TTLCache[str, DataKey | None] = TTLCache(*limits)
        self._group: Group[frozenset[str], dict[str, KeyRow]] = Group(self._make)
        if store.epoch() is None:
            store.begin(wrapping.current, None)

    def secret(self, initial: bytes | None) -> bytes:
        """Return the secret of the blind indexes, *initial* if there was none yet.

        Raises:
            StoreUnavailable: There is none, and no initial one was given.
        """
        found = self._store.of([_BLIND_INDEX])
        if not found:
            if initial is None:
                raise StoreUnavailable(
                    "the key store is empty, and the log is not: give the key store"
                    " that it was used with (MIJOZ_KEYS), or restore it"
                )
            found = self._add({_BLIND_INDEX: initial})
        return self._unwrap(found[0])

    def keys(self, owners: Iterable[str]) -> dict[str, DataKey]:
        """Return the owners' keys; those who have none get one, in one transaction.

        Raises:
            Gone: One of them was erased, and can have none.
        """
        known: dict[str, DataKey] = {}
        missing: set[str] = set()
        with self._lock:
            for owner in owners:
                if key := self._owners.get(owner):
                    known[owner] = key
                else:
                    missing.add(owner)
        if missing:
            found = {row.owner: row for row in self._store.of(missing)}
            if lacking := frozenset(missing - found.keys()):
                found |= self._group.submit(lacking)
            known |= {owner: self._remember(found[owner]) for owner in missing}
        return known

    def find(self, kid: str) -> DataKey | None:
        """Return the key of that id; None if it is destroyed.

        Raises:
            StoreUnavailable: No such key was ever there.
        """
        with self._lock, suppress(KeyError):
            return self._kids[kid]
        rows = self._store.held([kid])
        if not rows:
            raise StoreUnavailable(
                f"the key store holds no key {kid}, nor that it was destroyed: it is"
                " another store's, or older than the events"
            )
        with suppress(Gone):
            return self._remember(rows[0])
        with self._lock:
            self._kids[kid] = None
        return None

    def destroy(self, owner: str) -> Sequence[str]:
        """Destroy an owner's key for ever; return its id, if they had one.

        Other processes forget it within a minute.
        """
        held = [row.kid for row in self._store.of([owner]) if row.kid]
        with self._lock:  # before the store does: whoever has just read it is late
            self._owners.pop(owner, None)
            self._kids.update(dict.fromkeys(held))
        return self._store.destroy(owner)

    def rewrap(self) -> int:
        """Wrap all keys under the current epoch, a fresh one if they lie in a file.

        Once it returns, the keys of earlier epochs are destroyed, or can be: no copy of
        the key store from before opens anything of anyone who was erased since.
        Return how many keys were wrapped anew. It can be run again if it was stopped.
        """
        file = self._wrapping
        if not isinstance(file, KeyFile):
            return self._rewrap()
        with file.alone():
            if self._store.epoch() == file.current:
                file.begin()
            count = self._rewrap()
            file.end()
        return count

    def _rewrap(self) -> int:
        store, epoch, count = self._store, self._wrapping.current, 0
        for row in store.outdated(epoch, 1):
            self._unwrap(row)  # or begin nothing
        store.begin(epoch, store.epoch())
        while rows := store.outdated(epoch, 1_000):
            try:
                store.rewrap(
                    [self._wrap(each.owner, self._unwrap(each), epoch) for each in rows]
                )
            except StaleEpoch:
                raise StoreUnavailable(
                    "another process began an epoch meanwhile, and wraps all keys anew:"
                    " once it is done, ask again"
                ) from None
            count += len(rows)
        return count

    def _make(self, several: Sequence[frozenset[str]]) -> list[dict[str, KeyRow]]:
        owners = frozenset[str]().union(*several)
        made = {
            row.owner: row for row in self._add({each: new_key() for each in owners})
        }
        return [{owner: made[owner] for owner in each} for each in several]

    def _add(self, keys: dict[str, bytes]) -> Sequence[KeyRow]:
        epoch = self._wrapping.current
        for _ in range(_ATTEMPTS):
            try:
                rows = [self._wrap(*each, epoch) for each in keys.items()]
                return self._store.add(rows)
            except StaleEpoch:  # another process began one, or is about to
                epoch = self._store.epoch() or epoch
        raise StoreUnavailable("epochs of keys come and go too fast to add to any")

    def _remember(self, row: KeyRow) -> DataKey:
        if row.wrapped is None:
            raise Gone(row.owner)
        key = DataKey(self._unwrap(row))
        with self._lock:
            if self._kids.get(key.kid, key) is None:  # destroyed since it was read
                raise Gone(row.owner)
            self._owners[row.owner] = self._kids[key.kid] = key
        return key

    def _wrap(self, owner: str, raw: bytes, epoch: str) -> KeyRow:
        kid = DataKey(raw).kid
        wrapped = self._wrapping.wrap(raw, epoch, f"{kid} {owner}")
        return KeyRow(owner, kid, epoch, wrapped)

    def _unwrap(self, row: KeyRow) -> bytes:
        assert row.wrapped is not None
        return self._wrapping.unwrap(row.wrapped, row.epoch, f"{row.kid} {row.owner}")
