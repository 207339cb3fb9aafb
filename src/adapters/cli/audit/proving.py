"""`mijoz audit prove | log`: what the log proves of itself, and all that is in it."""

from pathlib import Path
from typing import Any

import click

from ....application.crm import Crm
from ....application.envelope import moment
from ....application.proofs.failing import NotProven
from ....application.proofs.proving import Proof, exported, extension
from ....application.proofs.proving import prove as prove_position
from ...checkpointing import newest, origin
from ...notekeys import base64
from ...notes import Checkpoint, unverified
from .. import options
from ..progress import bar
from ..services import Services
from ..show import as_json, console, table
from . import asked

_RARELY = 1_000  # lines between two words about progress


def attach(audit: click.Group, services: Services) -> None:
    """Add the commands to the group."""

    @audit.command()
    @click.argument("position", type=click.IntRange(1), required=False)
    @options.store
    @click.option(
        "--size",
        type=click.IntRange(1),
        help="In the log as long as it was then; else the newest checkpoint's size.",
    )
    @click.option(
        "--from-checkpoint",
        "since",
        type=asked.HELD,
        help="Prove that the log extends a checkpoint that someone holds.",
    )
    @options.json
    def prove(
        position: int | None,
        store: str,
        size: int | None,
        since: Path | None,
        json: bool,
    ) -> None:
        """Prove that what stands at POSITION is in the log, or that the log grew.

        The proof is checked before it is printed; it leads from the entry to the
        root of a checkpoint.

        Example: mijoz audit prove 17 --json
        """
        if position is None and since is None:
            raise click.UsageError("say which POSITION, or --from-checkpoint FILE")
        crm = services.open(store)
        signed = newest(crm.checkpoints)
        size = size or _size(crm, signed, position or 1)
        told: dict[str, Any] = {"origin": origin(crm.log), "size": size}
        if position is not None:
            told |= _inclusion(prove_position(crm.log, position, size), signed)
        if since is not None:
            told |= {"extends": _consistency(crm, since.read_bytes(), size)}
        told |= {"checkpoint": signed[1] if signed else None}
        if json:
            as_json(told)
        else:
            _show(told)

    @audit.command("log")
    @options.store
    @click.option(
        "-o", "--output", type=asked.FILE, required=True, help="The file to write."
    )
    def log_(store: str, output: Path) -> None:
        """Write every entry to a file, a line each, as verify_bundle.py reads them.

        A line is the time of recording in microseconds since 1970, a space, and the
        entry as it is stored: what is personal stays sealed.

        Example: mijoz audit log -o log.txt
        """
        crm = services.open(store)
        size = crm.log.head()
        part = output.with_name(output.name + ".part")
        with part.open("wb") as file, bar("writing the log", size) as advance:
            for number, line in enumerate(exported(crm.log, size), start=1):
                file.write(line)
                if number % _RARELY == 0:
                    advance(number)
        part.replace(output)
        click.echo(f"{size:,} entries of {origin(crm.log)} in {output}")


def _size(crm: Crm, signed: tuple[Checkpoint, str] | None, position: int) -> int:
    """Return the size of the newest checkpoint, or of the log if it is not under it."""
    head = crm.log.head()
    return signed[0].size if signed and position <= signed[0].size <= head else head


def _inclusion(proof: Proof, signed: tuple[Checkpoint, str] | None) -> dict[str, Any]:
    if signed and signed[0].size == proof.size and signed[0].root != proof.root:
        raise NotProven(
            f"the log of {proof.size:,} entries is not the one that was signed:"
            f" something up to position {proof.size:,} was changed"
        )
    entry = proof.entry
    return {
        "position": entry.position,
        "index": proof.index,
        "recorded_at": moment(entry.recorded),
        "recorded": entry.recorded,
        "stored": entry.state.decode(),
        "leaf": base64(entry.leaf),
        "path": [base64(each) for each in proof.path],
        "root": base64(proof.root),
    }


def _consistency(crm: Crm, note: bytes, size: int) -> dict[str, Any]:
    held, ours = unverified(note), origin(crm.log)
    if held.origin != ours:
        raise NotProven(f"the checkpoint is of the log {held.origin}, not of {ours}")
    found = extension(crm.log, held.size, held.root, size)
    path = [base64(each) for each in found.path]
    return {"old": found.old, "new": found.new, "path": path}


def _show(told: dict[str, Any]) -> None:
    rows = []
    for name, value in told.items():
        if isinstance(value, dict):
            rows += [("extends", f"{value['old']:,} entries"), *_path(value["path"])]
        elif isinstance(value, list):
            rows += _path(value)
        elif name != "checkpoint":
            rows.append((name, str(value)))
    out = console()
    out.print(table(("", ""), rows), markup=False)
    click.echo(f"\n{told['checkpoint'] or 'no checkpoint was signed yet'}", nl=False)


def _path(hashes: list[str]) -> list[tuple[str, str]]:
    return [("" if n else "path", each) for n, each in enumerate(hashes)]
