"""`mijoz audit keygen | checkpoint`: a key for the log, and what it signs."""

from pathlib import Path

import click

from ... import keyfiles
from ...checkpointing import origin, take
from ...notekeys import base64
from ...notekeys import keygen as new_key
from .. import options
from ..services import Services
from ..show import as_json
from . import asked


def attach(audit: click.Group, services: Services) -> None:
    """Add the commands to the group."""

    @audit.command()
    @options.store
    @click.option("--name", help="Its name; else the log's: mijoz.log/ and its id.")
    @click.option(
        "-o",
        "--output",
        type=asked.FILE,
        envvar=asked.KEY_VARIABLE,
        help=f"Where to write it, or {asked.KEY_VARIABLE}; else beside the store.",
    )
    @options.json
    def keygen(store: str, name: str | None, output: Path | None, json: bool) -> None:
        """Make the key that signs for the log, and print its public half.

        The private half is for the owner of the file alone, and never overwritten.
        Give the public half to whoever is to check the log, by another way than
        the evidence.

        Example: mijoz audit keygen -o /safe/shop.signing.key
        """
        file = output or keyfiles.default(store)
        key = new_key(name or origin(services.open(store).log))
        keyfiles.write(file, key)
        if json:
            as_json({"file": str(file), "name": key.name, "vkey": key.verifier.text})
        else:
            click.echo(key.verifier.text)

    @audit.command()
    @options.store
    @asked.key
    @click.option("-o", "--output", type=asked.FILE, help="Write it to a file too.")
    @options.json
    def checkpoint(
        store: str, key: Path | None, output: Path | None, json: bool
    ) -> None:
        """Sign how long the log is and what is in it, and print the signed note.

        It is signed only if it extends what was signed last. Give it to someone
        who cannot be made to lose it: they hold you to it.

        Example: mijoz audit checkpoint -o checkpoint.txt
        """
        signer = asked.signing_key(store, key)
        crm = services.open(store)
        made, note = take(crm.log, crm.checkpoints, signer)
        if output:
            output.write_bytes(note.encode())
        if json:
            head = {"origin": made.origin, "size": made.size, "root": base64(made.root)}
            as_json(head | {"note": note})
        else:
            click.echo(note, nl=False)
