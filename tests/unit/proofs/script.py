"""The auditors' script, run as they run it: where there is no mijoz."""

import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from attrs import frozen

SCRIPT = Path(__file__).parents[3] / "src/adapters/audit_script/verify_bundle.py"
# All that the script may import beside the standard library.
NEEDED = ("cryptography", "cffi", "_cffi_backend")
RUN = """
import runpy, sys
sys.path.append(sys.argv.pop(1))
try:
    import mijoz
except ImportError:
    runpy.run_path(sys.argv.pop(1), run_name="__main__")
raise SystemExit("mijoz can be imported here")
"""


@frozen
class Script:
    """A folder to work in, with the few packages that there are."""

    folder: Path

    def __call__(self, *arguments: str) -> tuple[int, str]:
        """Run the script; return its exit code, and what it said."""
        command = [sys.executable, "-I", "-S", "-c", RUN, str(self._packages)]
        ran = subprocess.run(
            [*command, str(SCRIPT), *arguments],
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return ran.returncode, ran.stdout + ran.stderr

    def bundle(
        self, data: bytes, vkeys: Sequence[str] = (), kept: Sequence[str] = ()
    ) -> tuple[int, str]:
        """Check a bundle, by keys and checkpoints."""
        (self.folder / "bundle.zip").write_bytes(data)
        return self("bundle.zip", *self._given(vkeys, kept))

    def log(
        self, lines: Sequence[bytes], vkeys: Sequence[str], kept: Sequence[str]
    ) -> tuple[int, str]:
        """Check an exported log, by keys and checkpoints."""
        (self.folder / "log.txt").write_bytes(b"".join(lines))
        return self("--log", "log.txt", *self._given(vkeys, kept))

    def _given(self, vkeys: Sequence[str], kept: Sequence[str]) -> list[str]:
        given = [word for vkey in vkeys for word in ("--vkey", vkey)]
        for n, note in enumerate(kept):
            (self.folder / f"kept-{n}.txt").write_bytes(note.encode())
            given += ["--checkpoint", f"kept-{n}.txt"]
        return given

    @property
    def _packages(self) -> Path:
        where = self.folder / "packages"
        if not where.exists():
            where.mkdir()
            for name in NEEDED:
                found = find_spec(name)
                assert found
                assert found.origin
                origin = Path(found.origin)
                what = origin.parent if origin.name == "__init__.py" else origin
                (where / what.name).symlink_to(what)
        return where
