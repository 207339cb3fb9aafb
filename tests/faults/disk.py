"""A disk that fails, under the very SQLite that Python's own module uses.

SQLite does all its writing through a table of functions, its VFS. This puts two of them
in front of the real ones, for every file opened from then on: a write and a sync, each
of which may refuse, or be the last thing that this process does. It needs ctypes alone:
no tracer, no compiler, no right that a test does not have.

Covered is what SQLite is told, and what is left in the files. Not covered: how SQLite
reads the kernel's own error numbers, faults of the index that processes share in memory
(`-shm`, which is made anew after a crash), and lost renames and unlinks.
"""

import ctypes
import os
import signal
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from importlib import import_module
from random import Random
from threading import RLock
from typing import Any, Final

from attrs import define, field

_Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Read = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
_Sync = CFUNCTYPE(c_int, c_void_p, c_int)
_Open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_OK: Final = 0
_FULL: Final = 13
_WRITE_FAILED: Final = 10 | 3 << 8
_SYNC_FAILED: Final = 10 | 4 << 8


class _Methods(Structure):
    """sqlite3_io_methods: what can be done with a file that is open."""

    _fields_ = (
        ("version", c_int),
        ("close", c_void_p),
        ("read", _Read),
        ("write", _Write),
        ("truncate", _Truncate),
        ("sync", _Sync),
        ("others", c_void_p * 13),
    )


class _File(Structure):
    _fields_ = (("methods", POINTER(_Methods)),)


class _Vfs(Structure):
    _fields_ = (
        ("version", c_int),
        ("size_of_file", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", _Open),
    )


@define
class _Unsynced:
    """A change of a file that a loss of power may undo."""

    file: int
    offset: int
    before: bytes
    after: bytes
    size: int  # of the file before it


@define
class Disk:
    """Fails one in so many writes or syncs, once it is told to begin.

    ``fault`` is `error`, `full`, `kill` (in the middle of a write) or `power`: then
    what was not synced is there in part, any part, and the process is gone.
    """

    fault: str
    one_in: int
    chance: Random
    begun: bool = False
    _lock: Any = field(factory=RLock)
    _unsynced: list[_Unsynced] = field(factory=list)
    _files: dict[int, int] = field(factory=dict)  # SQLite's file: ours on the same
    _inodes: dict[int, int] = field(factory=dict)  # one for all who have opened it
    _kept: list[Any] = field(factory=list)  # what C holds pointers to

    def install(self) -> None:
        """Stand before every file that SQLite opens from now on in this process."""
        module: Any = import_module("_sqlite3")
        library = ctypes.CDLL(getattr(module, "__file__", None))
        library.sqlite3_vfs_find.restype = POINTER(_Vfs)
        vfs = library.sqlite3_vfs_find(None)
        honest = _Open.from_buffer_copy(vfs.contents.open)

        def opening(
            this: int, name: int | None, file: int, flags: int, told: int
        ) -> int:
            code: int = honest(this, name, file, flags, told)  # which keeps the name
            if code == _OK and name is not None:  # else it is a temporary file
                self._stand_before(file, ctypes.string_at(name))
            return code

        vfs.contents.open = self._keep(_Open(opening))

    def _stand_before(self, file: int, name: bytes) -> None:
        # Never closed: to close it would let go of the locks that SQLite has on it.
        ours = os.open(name, os.O_RDWR)
        self._files[file] = self._inodes.setdefault(os.fstat(ours).st_ino, ours)
        at = _File.from_address(file)
        honest = at.methods.contents
        mine = _Methods.from_buffer_copy(honest)

        def read(file: int, data: int, count: int, offset: int) -> int:
            with self._lock:  # nobody sees what a loss of power is taking back
                code: int = honest.read(file, data, count, offset)
                return code

        def write(file: int, data: int, count: int, offset: int) -> int:
            with self._lock:
                new = ctypes.string_at(data, count)
                if self._strikes():
                    if self.fault == "kill":
                        self._really_write(file, new[: count // 2], offset)
                    return self._fail(_WRITE_FAILED)
                self._note(file, offset, new)
                code: int = honest.write(file, data, count, offset)
                return code

        def truncate(file: int, size: int) -> int:
            with self._lock:
                self._note(file, size, b"")
                code: int = honest.truncate(file, size)
                return code

        def sync(file: int, flags: int) -> int:
            with self._lock:
                if self._strikes():
                    return self._fail(_SYNC_FAILED)
                ours = self._files[file]
                self._unsynced = [e for e in self._unsynced if e.file != ours]
                code: int = honest.sync(file, flags)
                return code

        mine.read = self._keep(_Read(read))
        mine.write = self._keep(_Write(write))
        mine.truncate = self._keep(_Truncate(truncate))
        mine.sync = self._keep(_Sync(sync))
        at.methods = ctypes.pointer(self._keep(mine))

    def _strikes(self) -> bool:
        return self.begun and self.chance.randrange(self.one_in) == 0

    def _fail(self, code: int) -> int:
        if self.fault == "power":
            self._lose_power()
        if self.fault in ("kill", "power"):
            os.kill(os.getpid(), signal.SIGKILL)
        return _FULL if self.fault == "full" and code == _WRITE_FAILED else code

    def _really_write(self, file: int, data: bytes, offset: int) -> None:
        os.pwrite(self._files[file], data, offset)

    def _note(self, file: int, offset: int, new: bytes) -> None:
        if self.fault == "power":
            ours = self._files[file]
            size = os.fstat(ours).st_size
            length = len(new) or max(0, size - offset)
            old = os.pread(ours, length, offset)
            self._unsynced.append(_Unsynced(ours, offset, old, new, size))

    def _lose_power(self) -> None:
        """Take back all that was not synced, then let some of it have come through."""
        for each in reversed(self._unsynced):
            os.pwrite(each.file, each.before, each.offset)
            os.ftruncate(each.file, each.size)
        for each in self._unsynced:
            if each.after and self.chance.random() < 0.5:
                os.pwrite(each.file, each.after, each.offset)

    def _keep(self, held: Any) -> Any:
        self._kept.append(held)
        return held
