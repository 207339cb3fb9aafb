"""The whole year, imported: in batches, once, however often it is asked for."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from ...application.crm import Crm
from ...application.envelope import Origin, TimeQuality
from ...application.importing import Counts, Misfit, Progress, bring_in
from . import SOURCE
from .stories import Year, year


def read(crm: Crm) -> Year:
    """Return what there is to import, read and sorted; it takes some seconds.

    Raises:
        MissingExtra: The package is not installed.
    """
    with _rare_collection():
        return year(crm.handler, crm.clock())


def import_year(crm: Crm, whole: Year, progress: Progress = lambda _: None) -> Counts:
    """Import the year; a second run adds nothing, and completes one that was killed."""
    origin = Origin(f"import:{SOURCE}", time_quality=TimeQuality.IMPORTED)
    with _rare_collection():
        return bring_in(
            crm.handler,
            SOURCE,
            whole.items,
            origin,
            quarantine=_unexpected,
            progress=progress,
            chunk=1_000,
        )


@contextmanager
def _rare_collection() -> Iterator[None]:
    """Spare the garbage collector a million objects that stay: a fifth of the time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _unexpected(misfit: Misfit) -> None:
    raise ValueError(f"{misfit.where} of the package does not fit: {misfit.problem}")
