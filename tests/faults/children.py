"""Processes that the tests start, and kill without a warning."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from attrs import define, field

ROOT: Final = Path(__file__).parents[2]
PATIENCE: Final = 120.0  # seconds


@define
class Child:
    """One process, run as `python -m tests.faults.…`."""

    process: subprocess.Popen[str]
    said: Path  # what it wrote as its errors

    def kill(self) -> None:
        """Kill it with -9. It ought to be alive: one that died by itself is a fault."""
        self.process.kill()
        code = self._wait()
        assert code == -9, f"ended by itself with {code}: {self.said.read_text()}"

    def finish(self) -> str:
        """Wait until it is done, and return what it printed."""
        out, _ = self.process.communicate(timeout=PATIENCE)
        assert self.process.returncode == 0, self.said.read_text()
        return out

    def ask(self, line: str) -> None:
        """Give it a line to read."""
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def hear(self) -> str:
        """Return the next line that it prints."""
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, self.said.read_text()
        return line.rstrip("\n")

    def died(self) -> int:
        """Wait until it has come to its end, and return how."""
        return self._wait()

    def _wait(self) -> int:
        self.process.communicate(timeout=PATIENCE)
        return self.process.returncode


@define
class Children:
    """All that a test has started; none outlives it."""

    folder: Path
    started: list[Child] = field(factory=list)

    def start(self, module: str, *words: object) -> Child:
        """Start one of the modules beside this one."""
        said = self.folder / f"child-{len(self.started)}.err"
        with said.open("w") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", f"tests.faults.{module}", *map(str, words)],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self.started.append(Child(process, said))
        return self.started[-1]

    def end(self) -> None:
        """Kill whatever still runs."""
        for each in self.started:
            if each.process.poll() is None:
                each.process.kill()
            each.process.communicate(timeout=PATIENCE)

    def grow(self, path: Path, lines: int) -> None:
        """Wait until they have made a ledger longer by so many lines."""
        before = _lines(path)
        self.until(lambda: _lines(path) >= before + lines)

    def until(self, so: Callable[[], bool]) -> None:
        """Wait for what those who live will do."""
        patience = monotonic() + PATIENCE
        while not so():
            for each in self.started:
                assert each.process.poll() in (None, 0, -9), each.said.read_text()
            assert monotonic() < patience, "they do not do it"
            sleep(0.002)


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0
