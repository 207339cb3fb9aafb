"""Options of the commands that sign and prove, and what their files hold."""

from pathlib import Path
from typing import Any

import click

from ... import keyfiles
from ...notekeys import Signer, Verifier
from ..options import Option

FILE = click.Path(dir_okay=False, path_type=Path)
HELD = click.Path(exists=True, dir_okay=False, path_type=Path)
KEY_VARIABLE = "MIJOZ_SIGNING_KEY"

key: Option[Any] = click.option(
    "--key",
    type=FILE,
    envvar=KEY_VARIABLE,
    help=f"The signing key's file, or {KEY_VARIABLE}; else beside the store.",
)


def signing_key(store: str, file: Path | None) -> Signer:
    """Return the key that signs for a store, from the file named or beside it."""
    return keyfiles.read(file or keyfiles.default(store))


class _Vkey(click.ParamType[Verifier]):
    name = "key"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Verifier:
        return keyfiles.trusted(str(value))


VKEY = _Vkey()
