"""How far a long command has come: a bar on standard error, only on a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

Advance: TypeAlias = Callable[..., None]  # how many are done, of how many


@contextmanager
def bar(what: str, total: int | None) -> Iterator[Advance]:
    """Show a bar while the block runs; it is told how many are done, of how many."""
    where = Console(stderr=True)
    shown = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=where,
        disable=not where.is_terminal,
        transient=True,
    )
    with shown:
        task = shown.add_task(what, total=total)
        yield lambda done, of=total: shown.update(task, completed=done, total=of)
