"""`mijoz promotion what-if`: a changed promotion over the orders of the past."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from attrs import evolve as but

from ...application.asking import Asked
from ...application.desk import Unknown
from ...application.past import newest
from ...application.supposing import EVERY_DAY, Change, Supposed, what_if
from ...domain.ids import PromotionId
from ...domain.promotion.checking import check
from ...domain.promotion.terms import Terms
from ..scalars import Faults
from ..shapes import record
from ..strict_json import BadJson, parse
from . import options
from .progress import bar
from .services import Services
from .show import as_json, console, moment, money, table

_DRAFT = record(
    [
        Asked("promotion_id", PromotionId),
        Asked("version", int, optional=True),
        Asked("terms", Terms),
    ]
)


def attach(root: click.Group, services: Services) -> None:
    """Add the command to the group of promotions."""
    group = root.commands["promotion"]
    assert isinstance(group, click.Group)
    group.add_command(_what_if(services))


def _what_if(services: Services) -> click.Command:
    @click.command("what-if")
    @click.argument("draft", metavar="FILE|ID")
    @click.option(
        "--every-day", is_flag=True, help="As if its windows were good on every day."
    )
    @options.two_clocks
    @options.last
    @options.store
    @options.json
    def command(
        draft: str,
        every_day: bool,
        as_of: datetime | None,
        known_at: datetime | None,
        last: int,
        store: str,
        json: bool,
    ) -> None:
        """Run a promotion over past orders, and say what would have differed.

        FILE is a draft in JSON: {"promotion_id": …, "terms": …}. ID is a promotion
        whose newest version is taken to have been in force all along. Nothing is
        recorded.

        Example: mijoz promotion what-if spring.json --every-day --as-of 2026-03-31
        """
        crm = services.open(store)
        if (file := Path(draft)).is_file():
            name, terms = _read(file)
        else:
            known = newest(crm.journal, draft, as_of, known_at)
            if known is None:
                raise Unknown("promotion or file", draft)
            name, terms = PromotionId(draft), known
        if every_day:
            terms = but(terms, windows=EVERY_DAY)
        check(terms)
        with bar("reading the log", crm.journal.head()) as advance:
            found = what_if(crm.journal, name, terms, as_of, known_at, advance)
        changes = found.changes[-last:] if last else found.changes
        if json:
            as_json(_as_dict(found, changes, as_of, known_at))
            return
        _show(found, changes)

    return command


def _read(file: Path) -> tuple[PromotionId, Terms]:
    """Return the promotion that a draft is of, and its terms."""
    faults: Faults = []
    try:
        draft = _DRAFT.read(parse(file.read_bytes()), "", faults)
    except BadJson as problem:
        raise click.UsageError(f"{file}: {problem}") from None
    if faults:
        told = "; ".join(f"{each.pointer or '/'} {each.problem}" for each in faults)
        raise click.UsageError(f"{file}: {told}")
    return draft["promotion_id"], draft["terms"]


def _as_dict(
    found: Supposed,
    changes: Sequence[Change],
    as_of: datetime | None,
    known_at: datetime | None,
) -> dict[str, Any]:
    return {
        "promotion_id": found.promotion_id,
        "position": found.position,
        "as_of": as_of,
        "known_at": known_at,
        "orders": found.orders,
        "touched": len(found.changes),
        "evaluated": found.evaluated,
        "same_again": found.same,
        "applied": {"before": found.applied_before, "after": found.applied_after},
        "discount": {
            currency: {"before": found.before[currency], "after": amount}
            for currency, amount in found.after.items()
        },
        "failed": found.failed,
        "changes": changes,
    }


def _show(found: Supposed, changes: Sequence[Change]) -> None:
    out = console()
    out.print(f"[dim]{found.promotion_id}, to position {found.position:,}[/]")
    rows: list[tuple[str, str, str]] = [
        ("orders", f"{found.orders:,}", f"{len(found.changes):,} would differ"),
        ("of them applied", f"{found.applied_before:,}", f"{found.applied_after:,}"),
    ]
    for currency, amount in found.after.items():
        before = money([(currency, found.before[currency])])
        rows.append(("discount", before, money([(currency, amount)])))
    out.print(table(("", ">before", ">after"), rows))
    if found.failed:
        out.print()
        failed = ((each, f"{count:,}") for each, count in found.failed.items())
        out.print(table(("would not apply, for", ">orders"), failed))
    if changes:
        out.print()
        out.print(table(("order", "at", ">before", ">after"), map(_row, changes)))
    if found.same < found.evaluated:
        others = found.evaluated - found.same
        out.print(f"{others:,} evaluations do not come to the same again")


def _row(change: Change) -> tuple[str, str, str, str]:
    return (
        change.order_id,
        moment(change.at),
        money([(change.currency, change.before)]),
        money([(change.currency, change.after)]),
    )
