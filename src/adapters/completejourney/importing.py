"""The whole year, imported: in batches, once, however often it is asked for."""

from ...application.crm import Crm
from ...application.envelope import Origin, TimeQuality
from ...application.importing import Counts, Misfit, Progress, bring_in
from ..collecting import rarely
from . import SOURCE
from .stories import Year, year


def read(crm: Crm) -> Year:
    """Return what there is to import, read and sorted; it takes some seconds.

    Raises:
        MissingExtra: The package is not installed.
    """
    with rarely():
        return year(crm.handler, crm.clock())


def import_year(crm: Crm, whole: Year, progress: Progress = lambda _: None) -> Counts:
    """Import the year; a second run adds nothing, and completes one that was killed."""
    origin = Origin(f"import:{SOURCE}", time_quality=TimeQuality.IMPORTED)
    with rarely():
        return bring_in(
            crm.handler,
            SOURCE,
            whole.items,
            origin,
            quarantine=_unexpected,
            progress=progress,
            chunk=1_000,
        )


def _unexpected(misfit: Misfit) -> None:
    raise ValueError(f"{misfit.where} of the package does not fit: {misfit.problem}")
