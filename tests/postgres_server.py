"""A real PostgreSQL, started by the tests themselves: no service, no container.

    with PostgresServer(fsync=False) as server:
        journal = PostgresJournal(server.create_database("shop"), ...)

It speaks over a socket only, keeps everything in a temporary directory, and ends with
the process that began it, even when that is killed. Tests take it as the fixtures
`postgres` and `postgres_url`; benchmarks, run from the checkout's root, import
`tests.postgres_server`.
"""

import atexit
import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import psycopg

from .postgres_binaries import account, binaries, directory, runnable

# The server is a child of this shell. When our end of its input closes without a word,
# because we were killed, it takes the server along, and what the server kept.
_WATCH = """
directory=$1; shift
exec 3<&0
"$@" 3<&- & server=$!
{
    read _ <&3 || {
        kill -QUIT $server
        while kill -0 $server; do sleep 0.1; done
        rm -rf "$directory"
    }
} &
wait $server
"""


class PostgresServer:
    """One cluster of its own, with settings as of a server nobody has tuned.

    ``fsync=False`` is for tests of behaviour, and keeps it in memory where it can;
    whatever measures, or kills, needs it on.
    """

    def __init__(
        self, *, fsync: bool = True, version: int | None = None, **settings: object
    ) -> None:
        found = binaries(version)
        self._account = account()
        self._watch: subprocess.Popen[bytes] | None = None
        self.directory = directory(self._account, in_memory=not fsync)
        atexit.register(self.close)
        self.bin = runnable(found, self.directory, self._account)
        self._data = self.directory / "data"
        self._log = self.directory / "log"
        self._settings = {
            "fsync": "on" if fsync else "off",
            "dynamic_shared_memory_type": "mmap",  # in the directory, and gone with it
            "listen_addresses": "",
            "max_connections": 200,
            "unix_socket_directories": self.directory,
        } | settings
        options = "-U postgres -A trust -E UTF8 --locale=C --no-sync -k -D"
        self._run(self.bin / "initdb", *options.split(), self._data)

    def start(self) -> None:
        """Start it, and return once it answers."""
        patience = time.monotonic() + 60
        self._launch()
        while not self._answers():
            if time.monotonic() > patience:
                raise RuntimeError(f"PostgreSQL did not start: {self._said()}")
            if self._watch is None:
                if "is still in use" not in self._said():
                    raise RuntimeError(f"PostgreSQL did not start: {self._said()}")
                self._launch()  # one it was killed with has not noticed yet
            time.sleep(0.01)

    def stop(self) -> None:
        """Shut it down in good order, and break off whoever is connected."""
        self._end(signal.SIGINT)

    def kill9(self) -> None:
        """Kill it and all its processes at once, as a failing machine would."""
        children = self.execute(
            "select pid from pg_stat_activity where pid <> pg_backend_pid()"
        )
        for each in [self.pid, *(pid for (pid,) in children)]:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        self._gone()

    def restart(self) -> None:
        """Start it again, whether it was stopped, killed or still runs."""
        self.stop()
        self.start()

    def close(self) -> None:
        """Stop it and remove all it kept."""
        atexit.unregister(self.close)
        self._end(signal.SIGQUIT)
        shutil.rmtree(self.directory, ignore_errors=True)

    def url(self, dbname: str = "postgres") -> str:
        """Return the address of a database, as a store takes it."""
        return f"postgresql://postgres@/{dbname}?host={self.directory}"

    def create_database(self, name: str, template: str = "template0") -> str:
        """Return the address of a new database made like *template*."""
        self.execute(f'create database "{name}" template "{template}"')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, and break off whoever is connected to it."""
        self.execute(f'drop database if exists "{name}" with (force)')

    def execute(self, statement: str, dbname: str = "postgres") -> list[Any]:
        """Return the rows of one statement, run by the superuser in autocommit."""
        with psycopg.connect(self.url(dbname), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    @property
    def server_version(self) -> str:
        """What the running server calls its version."""
        return str(self.execute("show server_version")[0][0])

    @property
    def pid(self) -> int:
        """The postmaster's process."""
        return int((self._data / "postmaster.pid").read_text().split()[0])

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _launch(self) -> None:
        options = (f"--{key}={value}" for key, value in self._settings.items())
        command = [self.directory, self.bin / "postgres", "-D", self._data, *options]
        with self._log.open("ab") as log:
            self._watch = subprocess.Popen(
                ["sh", "-c", _WATCH, "sh", *map(str, command)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._account,
            )

    def _answers(self) -> bool:
        try:
            self.execute("select 1")
        except psycopg.OperationalError:
            if self._watch is not None and self._watch.poll() is not None:
                self._gone()
            return False
        return True

    def _said(self) -> str:
        return self._log.read_text()[-2000:]

    def _end(self, how: signal.Signals) -> None:
        if self._watch is not None:
            if self._watch.poll() is None:
                os.kill(self.pid, how)
            self._gone()

    def _gone(self) -> None:
        assert self._watch is not None
        assert self._watch.stdin is not None
        self._watch.wait(60)
        with suppress(BrokenPipeError):
            self._watch.stdin.write(b"\n")
            self._watch.stdin.close()
        self._watch = None

    def _run(self, *command: str | Path) -> None:
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, **self._account
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed: {done.stderr or done.stdout}")
