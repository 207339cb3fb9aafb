"""`mijoz clearing`: a partner's file taken in, and what its clearing comes to."""

import csv
from collections.abc import Iterator
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import click

from ...application.contexts import CLEARING
from ...application.desk import Desk, Unknown
from ...application.envelope import Origin
from ...application.partner_ledger import ledger_sums
from ...domain.coalition.clearing import MOST_ROWS, Clearing
from ...domain.coalition.clearing_terms import ReportActivity, Row, RowKind
from ...domain.coalition.settling import lines
from ...domain.ids import CustomerId
from ..scalars import moment as read_moment
from . import options
from .services import Services
from .show import as_json, console, table

_COLUMNS = ("row_id", "kind", "at", "customer_id", "points", "of_row")


def commands(services: Services) -> click.Group:
    """Return the commands that take partners' files, and ask about clearings."""

    @click.group()
    def clearing() -> None:
        """Clearings of partners: reported, settled, disputed, agreed."""

    @clearing.command("take")
    @click.argument("clearing")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False))
    @options.by
    @options.store
    @options.json
    def _take(clearing: str, file: str, by: str, store: str, json: bool) -> None:
        """Report a partner's FILE in a CLEARING; each row is cleared or refused.

        It is CSV with the columns row_id, kind (earn, burn or reversal), at,
        customer_id, points and of_row, the last for reversals alone. A file that was
        taken before changes nothing.

        Example: mijoz clearing take bakery-march march.csv
        """
        crm = services.open(store)
        content = Path(file).read_bytes()
        digest, rows = sha256(content).hexdigest(), tuple(_rows(content))
        commands = [
            ReportActivity(crm.clock(), name, sha, rows[first : first + MOST_ROWS])
            for first, name, sha in _parts(len(rows), digest)
        ]
        desk = Desk(CLEARING, crm.handler)
        for each in commands:
            desk.tell(clearing, each, origin=Origin(by))
        _show(desk.state(clearing), [row.row_id for row in rows], json)

    @clearing.command("show")
    @click.argument("clearing")
    @options.store
    @options.json
    def _statement(clearing: str, store: str, json: bool) -> None:
        """Tell what a CLEARING comes to as it stands, beside what the ledger says.

        Example: mijoz clearing show bakery-march
        """
        crm = services.open(store)
        found: Clearing = Desk(CLEARING, crm.handler).state(clearing)
        if found.opened is None:
            raise Unknown(CLEARING.kind, clearing)
        work = crm.handler.begin(Origin("service:clearing"))
        earned, burned = ledger_sums(work, found.opened.programme_id, clearing)
        told = {
            "clearing_id": clearing,
            "partner_id": found.opened.partner_id,
            "currency": found.opened.currency,
            "earned": found.earned,
            "burned": found.burned,
            "ledger_earned": earned,
            "ledger_burned": burned,
            "rows": len(found.rows),
            "refused": len(found.refused),
            "disputed": list(found.disputed),
            "lines": lines(found.counted),
            "net": found.computed.net if found.computed else None,
            "agreed": found.agreed is not None,
        }
        if json:
            as_json(told)
            return
        rows = (
            (
                f"{each.agreement_id}@{each.version}",
                f"{each.earned:,}",
                f"{each.burned:,}",
                f"{each.earned_amount:,}",
                f"{each.burned_amount:,}",
            )
            for each in lines(found.counted)
        )
        heads = ("agreement", ">earned", ">burned", ">they pay", ">we pay")
        out = console()
        out.print(table(heads, rows))
        out.print(
            f"the ledger says {earned:,} earned and {burned:,} burned;"
            f" net {told['net'] if found.computed else 'is yet to be computed'}"
        )

    return clearing


def _parts(rows: int, digest: str) -> Iterator[tuple[int, str, str]]:
    """Yield the first row of each report, its name, and a digest of its own.

    A file that fits one report is known by its own digest.
    """
    starts = range(0, max(rows, 1), MOST_ROWS)
    for number, first in enumerate(starts, 1):
        name = f"{digest}:{number}"
        yield first, name, digest if len(starts) == 1 else _digest(name)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _rows(content: bytes) -> Iterator[Row]:
    reader = csv.DictReader(StringIO(content.decode("utf-8-sig")))
    for number, line in enumerate(reader, 2):
        try:
            yield _row(line)
        except (KeyError, ValueError):
            columns = ", ".join(_COLUMNS)
            raise click.UsageError(f"line {number} is not of {columns}") from None


def _row(line: dict[str, Any]) -> Row:
    return Row(
        line["row_id"],
        RowKind(line["kind"]),
        read_moment(line["at"]),
        CustomerId(line["customer_id"]),
        int(line["points"]),
        line.get("of_row") or None,
    )


def _show(found: Clearing, names: list[str], json: bool) -> None:
    refused = [found.refused[name] for name in names if name in found.refused]
    cleared = sum(name in found.cleared for name in names)
    if json:
        as_json({"rows": len(names), "cleared": cleared, "refused": refused})
        return
    out = console()
    out.print(f"{len(names):,} rows: {cleared:,} cleared, {len(refused):,} refused")
    if refused:
        rows = ((each.row_id, each.rule, each.reason) for each in refused)
        out.print(table(("row", "rule", "reason"), rows))
