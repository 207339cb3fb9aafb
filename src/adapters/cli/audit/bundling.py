"""`mijoz audit bundle | verify-bundle`: one customer's evidence, made and checked."""

from importlib.resources import files
from pathlib import Path

import click

from ....application.proofs.failing import NotProven
from ....application.proofs.proving import extension, prove_all
from ... import audit_script
from ...bundles.making import make, readable
from ...bundles.verifying import Verdict, verify
from ...checkpointing import origin, take
from ...notekeys import Verifier
from ...notes import unverified
from .. import options
from ..options import who
from ..services import Services
from ..show import as_json, console, table
from . import asked

SCRIPT = "verify_bundle.py"


def attach(audit: click.Group, services: Services) -> None:
    """Add the commands to the group."""

    @audit.command()
    @options.customer
    @options.store
    @asked.key
    @click.option(
        "-o",
        "--output",
        type=asked.FILE,
        default="bundle.zip",
        show_default=True,
        help="The file to write; the script that checks it goes beside it.",
    )
    @click.option(
        "--checkpoint",
        "kept",
        type=asked.HELD,
        help="Prove too that the log extends this one, which the auditor holds.",
    )
    @options.json
    def bundle(
        customer: str,
        store: str,
        key: Path | None,
        output: Path,
        kept: Path | None,
        json: bool,
    ) -> None:
        """Pack all that is about CUSTOMER, with its proofs, to be checked without us.

        What is personal stays sealed. The log is signed as it is now. Beside the
        bundle goes verify_bundle.py, which checks it with nothing of ours.

        Example: mijoz audit bundle aziza -o aziza.zip --checkpoint theirs.txt
        """
        signer = asked.signing_key(store, key)
        crm = services.open(store)
        customer = who(crm, customer)
        held = kept.read_bytes() if kept else None
        head, note = take(crm.log, crm.checkpoints, signer)
        proofs = prove_all(crm.journal, crm.log, customer, head.size)
        more = None
        if held is not None:
            known = unverified(held)
            if known.origin != head.origin:
                ours = origin(crm.log)
                raise NotProven(f"the checkpoint is of {known.origin}, not of {ours}")
            more = extension(crm.log, known.size, known.root, head.size)
        data = make(
            customer,
            proofs,
            note,
            signer,
            made_at=crm.clock(),
            extension=more,
            file=output.name,
        )
        verdict = verify(data, [signer.verifier])
        output.write_bytes(data)
        script = output.with_name(SCRIPT)
        script.write_bytes(files(audit_script).joinpath(SCRIPT).read_bytes())
        if open_ := readable([each.entry for each in proofs]):
            click.echo(
                f"mijoz: {len(open_):,} of the events were stored before sealing, the"
                f" first at position {open_[0]}: what is personal in them can be read",
                err=True,
            )
        if json:
            as_json({"bundle": str(output), "script": str(script), "verdict": verdict})
        else:
            click.echo(f"{verdict.events:,} events in {output}, and {script} beside it")

    @audit.command("verify-bundle")
    @click.argument("bundle", type=asked.HELD)
    @click.option(
        "--vkey",
        "trusted",
        type=asked.VKEY,
        multiple=True,
        help="A key you trust, or its file; several, if it was changed.",
    )
    @click.option(
        "--checkpoint", "kept", type=asked.HELD, help="A checkpoint that you hold."
    )
    @options.json
    def verify_bundle(
        bundle: Path, trusted: tuple[Verifier, ...], kept: Path | None, json: bool
    ) -> None:
        """Check BUNDLE whole: with no store and no network. Exit code 6 if it fails.

        Every byte, every proof, what it states, and that the log extends a
        checkpoint that you hold.

        Example: mijoz audit verify-bundle aziza.zip --vkey shop.signing.key.pub
        """
        held = kept.read_bytes() if kept else None
        try:
            verdict = verify(bundle.read_bytes(), trusted, held)
        except NotProven as problem:
            if json:
                as_json({"holds": False, "problem": str(problem)})
            raise
        if json:
            as_json({"holds": True, "verdict": verdict})
        else:
            _show(verdict)


def _show(verdict: Verdict) -> None:
    checked = [
        ("holds", f"{verdict.events:,} events about {verdict.customer}"),
        ("log", f"{verdict.origin}, {verdict.size:,} entries"),
        ("root", verdict.root),
        ("signed by", verdict.key),
    ]
    if verdict.extends is not None:
        checked.append(("extends", f"your checkpoint of {verdict.extends:,} entries"))
    console().print(table(("", ""), checked), markup=False)
    if verdict.key_came_with_it:
        click.echo(
            "The key came with the bundle: this proves nothing about who signed it."
            " Compare it with the one that you were given, or give that as --vkey."
        )
