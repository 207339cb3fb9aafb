"""`mijoz audit replay`: any read model again, from the log alone, at any two times."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click
import msgspec
from attrs import define, field

from ....application.auditing.models import NAMES, NOBODYS, OF_ONE, Row
from ....application.auditing.replaying import Replayed, replay_all, replay_one
from ....application.crm import Crm
from ....application.desk import Replay
from ...collecting import rarely
from .. import options
from ..options import who
from ..progress import bar
from ..services import Services
from ..show import as_json, console, head, made_of, money, table
from .canonical import Digests
from .writing import check, writing

_EVERYONE = ("cards",)


def command(services: Services) -> click.Command:
    """Return the command that replays."""

    @click.command()
    @click.argument("customer", required=False)
    @options.store
    @options.two_clocks
    @click.option(
        "--model",
        "models",
        type=click.Choice(NAMES),
        multiple=True,
        metavar="MODEL",
        help=f"Which of {', '.join(NAMES)}; may be said again.  [default: all of a"
        " customer, the cards of everyone]",
    )
    @click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write the rows to a file: .ndjson, or .parquet for facts.",
    )
    @options.json
    def replay(
        customer: str | None,
        store: str,
        as_of: datetime | None,
        known_at: datetime | None,
        models: tuple[str, ...],
        output: Path | None,
        json: bool,
    ) -> None:
        """Make read models again from the log alone, at any two times.

        CUSTOMER is an id, or an identifier such as email:aziza@example.org; without
        one, it is the whole firm. Whoever replays the same log at the same times has
        the same SHA-256, and sha256sum says it of the .ndjson file.

        Example: mijoz audit replay --as-of 2017-06-30 -o cards.ndjson
        """
        models = tuple(dict.fromkeys(models)) or (OF_ONE if customer else _EVERYONE)
        if customer and (common := [each for each in models if each in NOBODYS]):
            raise click.UsageError(
                f"{' and '.join(common)}: nobody's own, so without CUSTOMER"
            )
        if output:
            check(output, models)
        crm = services.open(store)
        with rarely():
            made = _replay(crm, customer, models, as_of, known_at)
            told = _tell(made, output, keep=json and not output)
        if json:
            as_json(_answer(made, told))
        else:
            _show(made, told)

    return replay


@define
class _Told:
    """What is said of the rows once they have all passed."""

    digests: Digests = field(factory=Digests)
    lines: list[msgspec.Raw] = field(factory=list)
    short: dict[str, str] = field(factory=dict)
    files: list[Path] = field(factory=list)


def _replay(
    crm: Crm,
    customer: str | None,
    models: tuple[str, ...],
    as_of: datetime | None,
    known_at: datetime | None,
) -> Replayed:
    journal = crm.journal
    if customer:
        one = who(crm, customer)
        return replay_one(journal, one, models, as_of=as_of, known_at=known_at)
    with bar("replaying", journal.head()) as advance:
        return replay_all(
            journal, models, as_of=as_of, known_at=known_at, progress=advance
        )


def _tell(made: Replayed, output: Path | None, *, keep: bool) -> _Told:
    told = _Told()
    with bar("digesting", None) as advance, writing(output) as (write, told.files):
        for count, (row, line) in enumerate(told.digests.passing(made.rows())):
            write(row, line)
            if keep:
                told.lines.append(msgspec.Raw(line))
            if made.customer and row.model in _SHORT:
                told.short[row.model] = _SHORT[row.model](row)
            if not count % 1_000:
                advance(count)
    return told


def _answer(made: Replayed, told: _Told) -> Mapping[str, Any]:
    return {
        **made_of(_made_of(made)),
        "customer": made.customer,
        "read": made.read,
        "visible": made.visible,
        "passed_over": made.passed_over,
        "erased": len(made.erased),
        "sha256": told.digests.whole.hexdigest(),
        "models": told.digests.told,
    } | (
        {"files": [str(each) for each in told.files]}
        if told.files
        else {"rows": told.lines}
    )


def _show(made: Replayed, told: _Told) -> None:
    out = console()
    out.print(head(_made_of(made)))
    counts = f"{made.read:,} events read, {made.visible:,} of them visible"
    if made.passed_over:
        passed = f"{len(made.passed_over):,} passed over"
        counts += f"; {passed}, dated before what they build upon"
    if gone := len(made.erased):
        counts += f"; {gone:,} erased {'person' if gone == 1 else 'persons'} left out"
    out.print(f"[dim]{counts}[/]")
    columns = ("model", ">rows", "sha256 begins", "in short" if told.short else "")
    out.print(
        table(
            columns,
            (
                (
                    each["model"],
                    f"{each['rows']:,}",
                    each["sha256"][:12],
                    told.short.get(each["model"]),
                )
                for each in told.digests.told
            ),
        )
    )
    out.print(f"sha256 of all [bold]{told.digests.whole.hexdigest()}[/]")
    for file in told.files:
        out.print(f"[dim]written to[/] {file}", soft_wrap=True)


def _made_of(made: Replayed) -> Replay[None]:
    frame = made.frame
    return Replay(frame.position, frame.as_of, frame.known_at, (), None)


def _card(row: Row) -> str:
    card = row.state
    spent = money(card.spent) or "nothing spent"
    return f"{card.orders:,} orders, {spent}, {card.points:,} points"


def _statement(row: Row) -> str:
    told = row.state
    return f"{told.spendable:,} can be spent, {told.replay.state.pending:,} are pending"


_SHORT: Final[Mapping[str, Callable[[Row], str]]] = {
    "cards": _card,
    "statement": _statement,
}
