"""On what the figures were measured: they mean nothing without it."""

import os
import platform
import sqlite3
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import NamedTemporaryFile

SYNCS = 200


def machine(directory: Path) -> dict[str, str | float]:
    """Return what is known of the machine, and how long its disk takes to sync."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    middle, late = sync_latency(directory)
    return {
        "cores": os.cpu_count() or 0,
        "memory_gib": round(pages / 2**30, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "optimised": bool(sys.flags.optimize),
        "sqlite": sqlite3.sqlite_version,
        "sync_ms_median": round(middle * 1e3, 3),
        "sync_ms_p95": round(late * 1e3, 3),
        "load_before": round(os.getloadavg()[0], 2),
    }


def sync_latency(directory: Path) -> tuple[float, float]:
    """Return the median and the 95th percentile of a page's way to the disk."""
    taken = []
    with NamedTemporaryFile(dir=directory) as file:
        for _ in range(SYNCS):
            file.write(b"\0" * 4096)
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - began)
    return median(taken), sorted(taken)[int(SYNCS * 0.95)]
