"""`mijoz audit verify`: all of the log against what was signed of it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import click
import msgspec

from ....application.crm import Crm
from ....application.projections.card import CARDS
from ....application.proofs.failing import NotProven
from ....application.proofs.looking import Problem
from ....application.proofs.rebuilding import Rebuilt, rebuild
from ....application.proofs.verifying import Signed, Verdict, verify
from ...checkpointing import origin
from ...collecting import rarely
from ...notekeys import Verifier, base64
from ...notes import Checkpoint, open_checkpoint, unverified
from .. import options
from ..progress import bar
from ..services import Services
from ..show import as_json, console, table
from . import asked
from .refacting import rebuild_facts
from .stretching import stretches

_encode = msgspec.json.Encoder(order="sorted").encode


def attach(audit: click.Group, services: Services) -> None:
    """Add the command to the group."""

    @audit.command("verify")
    @options.store
    @click.option(
        "--checkpoint",
        "held",
        multiple=True,
        type=asked.HELD,
        help="A checkpoint that was kept elsewhere; give each that you hold.",
    )
    @click.option(
        "--vkey",
        "vkeys",
        multiple=True,
        type=asked.VKEY,
        help="The log's verifier key, or its file, as you were given it.",
    )
    @click.option(
        "--facts", is_flag=True, help="Make the facts again too, and compare them."
    )
    @options.json
    def _verify(
        store: str,
        held: Sequence[Path],
        vkeys: Sequence[Verifier],
        facts: bool,
        json: bool,
    ) -> None:
        """Hash every entry of the log again, and compare with what was signed.

        Positions, revisions, times of recording and columns are checked too, and the
        read models are made again from the log. It exits 6 if anything is wrong, and
        names the first position.

        Example: mijoz audit verify --checkpoint kept.txt --vkey KEY
        """
        crm = services.open(store, checked=False)
        signed, warnings = _signed(crm, held, vkeys)
        began = perf_counter()
        with rarely():
            verdict = verify(crm.log, stretches(services, store, crm.log), signed)
        hashed = perf_counter() - began
        began = perf_counter()
        views = [*_rebuilt(crm, verdict)]
        if facts and verdict.holds:
            made = rebuild_facts(services, crm, store)
            verdict.problems += made.problems
            views.append(made.rebuilt)
        rebuilt = perf_counter() - began
        told = _told(crm, verdict, signed, warnings, views, hashed, rebuilt)
        if json:
            as_json(told)
        else:
            _show(told)
        if not verdict.holds:
            raise NotProven(f"{verdict.problems[0]}")


def _signed(
    crm: Crm, held: Sequence[Path], vkeys: Sequence[Verifier]
) -> tuple[list[Signed], list[str]]:
    """Return the checkpoints to compare with, and what could not be checked of them."""
    ours, warnings = origin(crm.log), []
    notes: list[tuple[str, bytes | str]] = []
    notes += [(f"the checkpoint in {path}", path.read_bytes()) for path in held]
    notes += [("a checkpoint kept beside the keys", n) for n in crm.checkpoints.kept()]
    if not held:
        warnings.append("no checkpoint from elsewhere was given: give --checkpoint")
    elif not vkeys:
        warnings.append("whose signatures they are was not checked: give --vkey")
    signed = []
    for where, note in notes:
        mark = _read(where, note, vkeys, ours)
        signed.append(Signed(f"{where} ({mark.size:,} entries)", mark.size, mark.root))
    return signed, warnings


def _read(
    where: str, note: bytes | str, vkeys: Sequence[Verifier], ours: str
) -> Checkpoint:
    try:
        if vkeys:
            return open_checkpoint(note, vkeys, ours)
        found = unverified(note)
    except NotProven as problem:
        raise NotProven(f"{where}: {problem}") from None
    if found.origin != ours:
        raise NotProven(f"{where} is of the log {found.origin}, not of {ours}")
    return found


def _rebuilt(crm: Crm, verdict: Verdict) -> Iterator[Rebuilt]:
    if not verdict.holds:
        return  # what would be folded is not what was recorded
    position = crm.views.position(CARDS.stored_as)
    with bar("making the read models again", position) as advance:
        made = rebuild(crm.journal, crm.views, CARDS, _encode, advance)
    if not made.same:
        what = f"the read model {made.name} is not what the log makes: row {made.first}"
        verdict.problems.append(Problem(None, None, what))
    yield made


def _told(
    crm: Crm,
    verdict: Verdict,
    signed: Sequence[Signed],
    warnings: Sequence[str],
    views: Sequence[Rebuilt],
    hashed: float,
    rebuilt: float,
) -> dict[str, Any]:
    return {
        "holds": verdict.holds,
        "log": origin(crm.log),
        "entries": verdict.entries,
        "streams": verdict.streams,
        "root": base64(verdict.root),
        "seconds": round(hashed, 2),
        "entries_a_second": round(verdict.entries / hashed),
        "checkpoints": [each.where for each in signed],
        "read_models": [
            {"name": each.name, "position": each.position, "rows": each.rows}
            | {"digest": each.made, "kept": each.kept}
            for each in views
        ],
        "rebuilt_in_seconds": round(rebuilt, 2),
        "not_checked": list(warnings),
        "problems": [str(each) for each in verdict.problems],
    }


def _show(told: dict[str, Any]) -> None:
    out = console()
    rows = [
        ("holds" if told["holds"] else "FAILS", f"{told['entries']:,} entries"),
        ("log", told["log"]),
        ("root", told["root"]),
        ("streams", f"{told['streams']:,}, no revision missing"),
        (
            "hashed",
            f"in {told['seconds']} s, {told['entries_a_second']:,} a second",
        ),
        *(("compared with", each) for each in told["checkpoints"]),
        *(
            (f"read model {each['name']}", f"{each['rows']:,} rows, {each['digest']}")
            for each in told["read_models"]
        ),
        *(("not checked", each) for each in told["not_checked"]),
        *(("problem", each) for each in told["problems"]),
    ]
    if not told["holds"]:
        rows = [row for row in rows if row[0] != "streams"]
    out.print(table(("", ""), rows), markup=False)
