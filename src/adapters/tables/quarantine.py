"""The rows that were left out, one a line, with what is the matter and nothing else."""

from pathlib import Path

from attrs import define, field
from msgspec.json import encode

from .unfit import Unfit


@define
class Quarantine:
    """Collects what is the matter with each row; of several problems keeps the first.

    A row's own problem comes before those of rows that it stands with.
    """

    _path: Path
    _lines: dict[int, Unfit] = field(factory=dict)

    def add(self, unfit: Unfit) -> None:
        assert unfit.row is not None
        known = self._lines.get(unfit.row)
        if known is None or (known.column is None and unfit.column is not None):
            self._lines[unfit.row] = unfit

    def __len__(self) -> int:
        return len(self._lines)

    def write(self) -> Path | None:
        """Write the file anew, by rows, and return its path; remove it if empty."""
        if not self._lines:
            self._path.unlink(missing_ok=True)
            return None
        with self._path.open("wb") as file:
            for row, unfit in sorted(self._lines.items()):
                line = {"row": row, "column": unfit.column, "problem": unfit.problem}
                file.write(encode(line) + b"\n")
        return self._path
