"""A table's whole way in: read, mapped, gathered, told in the order of time."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from attrs import frozen

from ...application.crm import Crm
from ...application.envelope import Origin, TimeQuality
from ...application.importing import Counts, bring_in
from .loading import load
from .lookups import joined
from .plan import Plan
from .quarantine import Quarantine
from .records import check_columns
from .rows import read

Progress: TypeAlias = Callable[[Counts, int], object]
"""Told after each batch: the counts so far, and how many items there are in all."""


@frozen
class Report:
    """What became of a table.

    ``counts`` are of things told: an order of three lines is one, its later return
    another. ``rows`` were read; ``rows_left_out`` of them stand in ``quarantine``.
    """

    counts: Counts
    rows: int
    rows_left_out: int
    quarantine: Path | None


def import_table(
    crm: Crm,
    file: Path,
    mapping_path: Path,
    *,
    dry_run: bool = False,
    quarantine_path: Path | None = None,
    progress: Progress = lambda *_: None,
) -> Report:
    """Import the rows of a file by a mapping; say what became of them.

    All of the file is read before anything is told. Rows that cannot be used go to the
    quarantine, by default ``FILE.quarantine.ndjson`` in the current folder, which each
    run writes anew.

    Raises:
        BadMapping: The mapping makes no sense, or not for this file. Nothing is done.
        BadTable: The file is no table. Nothing is done.
        MissingExtra: It is Parquet, and the extra ``ml`` is not installed.
    """
    mapping = load(mapping_path)
    table = joined(read(file, mapping.file), file.parent, mapping)
    if table.columns:
        check_columns(table, mapping, file.name)
    name = f"{file.name}.quarantine.ndjson"
    run = Plan(crm.handler, mapping, Quarantine(quarantine_path or Path(name)))
    items = run.items(table.rows)
    source = mapping.source.name
    try:
        counts = bring_in(
            crm.handler,
            source,
            items,
            Origin(f"import:{source}", time_quality=TimeQuality.IMPORTED),
            quarantine=run.leave_out,
            progress=lambda counts: progress(counts, len(items)),
            dry_run=dry_run,
        )
    finally:
        written = run.quarantine.write()
    return Report(counts, run.rows, len(run.quarantine), written)
