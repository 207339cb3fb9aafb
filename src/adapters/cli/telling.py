"""Every command of the registry as a command of the shell, with the same names."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from getpass import getuser
from hashlib import sha256
from typing import Any, get_args

import click

from ...application.asking import Asked, Entry
from ...application.desk import Desk
from ...application.envelope import Origin
from ...application.ports import CommandKey
from ...application.registry import COMMANDS
from ..scalars import Fault
from ..shapes import record
from ..strict_json import BadJson, canonical, parse
from .nouns import HELP
from .options import DEFAULT_STORE, WHEN
from .services import Services
from .show import as_json, console


def attach(root: click.Group, services: Services) -> None:
    """Add a command ``noun verb`` to *root* for each that the registry names."""
    for entry in COMMANDS:
        noun, verb = entry.name.split(".")
        group = root.commands.get(noun)
        if group is None:
            group = click.Group(noun)
            root.add_command(group)
        assert isinstance(group, click.Group)
        group.help = group.help or HELP.get(noun)
        group.add_command(_command(entry, verb, services))


def _command(entry: Entry, verb: str, services: Services) -> click.Command:
    first = [each for each in entry.asked if _positional(entry, each)]
    first.sort(key=lambda each: entry.identity.index(each.name))
    rest = [each for each in entry.asked if not _positional(entry, each)]
    shape = record(entry.asked)

    def run(
        store: str,
        by: str,
        idempotency_key: str | None,
        if_version: int | None,
        dry_run: bool,
        json: bool,
        **given: Any,
    ) -> None:
        said = {
            each.name: _plain(each, given[_said_as(each.name)])
            for each in entry.asked
            if given[_said_as(each.name)] is not None
        }
        faults: list[Fault] = []
        values = shape.read(said, "", faults)
        if faults:
            raise click.UsageError(_explain(faults))
        crm = services.open(store)
        identity, command = entry.build(values, crm.handler, crm.clock)
        key = None
        if idempotency_key:
            digest = sha256(canonical([entry.name, said])).hexdigest()
            fingerprint = crm.handler.blind("request", digest)  # no digest to guess by
            key = CommandKey(by, idempotency_key, fingerprint)
        told = Desk(entry.aggregate, crm.handler).tell(
            identity,
            command,
            origin=Origin(by),
            key=key,
            expect=if_version,
            dry_run=dry_run,
        )
        events = [
            {"id": each.id, "type": type(each.event).__name__, "stream": each.stream}
            for each in told.drafts
        ]
        if json:
            positions = told.receipt.positions
            as_json(
                {
                    entry.aggregate.kind: identity,
                    "version": told.revision,
                    "position": positions[-1] if positions else None,
                    "events": events,
                    "replayed": told.replayed,
                    "dry_run": dry_run,
                }
            )
            return
        what = ", ".join(each["type"] for each in events) or "nothing to do"
        would = "would be: " if dry_run else ""
        again = " (as told before)" if told.replayed else ""
        console().print(f"{would}{what}{again}")
        console().print(
            f"[dim]{entry.aggregate.kind} {identity}, version {told.revision}[/]"
        )

    return click.Command(
        verb,
        callback=run,
        params=[*(_argument(each) for each in first), *map(_option, rest), *_common()],
        help=f"{entry.doc}\n\n\b\n{_example(entry, first, rest)}",
        short_help=entry.doc,
    )


def _common() -> Sequence[click.Parameter]:
    return (
        click.Option(
            ["--store"],
            envvar="MIJOZ_STORE",
            default=DEFAULT_STORE,
            show_default=True,
            help="sqlite:///path, postgresql://user@host/db, or memory://",
        ),
        click.Option(
            ["--by"],
            default=lambda: f"user:{getuser()}",
            help="Who asks, as kind:id.  [default: user:YOU]",
        ),
        click.Option(
            ["--idempotency-key"], help="Have it take effect once under this key."
        ),
        click.Option(
            ["--if-version"], type=int, help="Only if it stands at this version."
        ),
        click.Option(["--dry-run"], is_flag=True, help="Decide, and record nothing."),
        click.Option(["--json"], is_flag=True, help="Print JSON."),
    )


def _positional(entry: Entry, asked: Asked) -> bool:
    return asked.name in entry.identity and not asked.optional


def _argument(asked: Asked) -> click.Argument:
    return click.Argument([asked.name])


def _option(asked: Asked) -> click.Option:
    kind = _kind(asked)
    plain = kind in (str, int, datetime) or _is_enum(kind)
    return click.Option(
        [_dashed(asked.name), _said_as(asked.name)],
        required=not asked.optional,
        type=_TYPES.get(kind, click.STRING) if plain else click.STRING,
        help=None if plain else "As JSON.",
        metavar="JSON" if not plain else _choices(kind),
    )


_TYPES: dict[Any, click.ParamType[Any]] = {
    str: click.STRING,
    int: click.INT,
    datetime: WHEN,
}


def _kind(asked: Asked) -> Any:
    """Return what an option holds, without the None that it may also be."""
    kind = getattr(asked.type, "__supertype__", asked.type)
    some = [each for each in get_args(kind) if each is not type(None)]
    if type(None) in get_args(kind):
        kind = some[0]
    return getattr(kind, "__supertype__", kind)


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _choices(kind: Any) -> str | None:
    return "|".join(each.value for each in kind) if _is_enum(kind) else None


def _plain(asked: Asked, value: Any) -> Any:
    """Return what an option says as JSON would have it."""
    if isinstance(value, datetime):
        return value.isoformat()
    kind = _kind(asked)
    if isinstance(value, str) and kind is not str and not _is_enum(kind):
        try:
            return parse(value.encode())
        except BadJson as problem:
            if kind in (int, bool) or not value.startswith(("[", "{")):
                return value
            raise click.UsageError(f"{_dashed(asked.name)}: {problem}") from None
    return value


def _explain(faults: Sequence[Fault]) -> str:
    return "; ".join(f"{_name(fault.pointer)} {fault.problem}" for fault in faults)


def _name(pointer: str) -> str:
    first, _, rest = pointer.lstrip("/").partition("/")
    return _dashed(first) + (f" (at {rest})" if rest else "")


def _said_as(name: str) -> str:
    """Return how a command line names what is asked: `by` says who tells it, always."""
    return "done_by" if name == "by" else name


def _dashed(name: str) -> str:
    return f"--{_said_as(name).replace('_', '-')}"


def _example(entry: Entry, first: Sequence[Asked], rest: Sequence[Asked]) -> str:
    noun, verb = entry.name.split(".")
    words = [f"mijoz {noun} {verb}", *(each.name.upper() for each in first)]
    for each in rest:
        if not each.optional:
            kind = _kind(each)
            value = _SAMPLES.get(each.name) or _choices(kind) or _SAMPLES.get(kind, "…")
            words.append(f"{_dashed(each.name)} {value.split('|')[0]}")
    return "Example: " + " ".join(words)


_SAMPLES: dict[Any, str] = {
    int: "100",
    "lines": "'[[\"1\", 500]]'",
    "currency": "USD",
    "channel": "shop",
    "version": "1",
    "effective_from": "2026-03-01",
    "priority": "1",
    "hours": (
        '\'{"time_zone": "Asia/Tashkent",'
        ' "openings": [{"weekday": 1, "opens": 540, "closes": 1080}]}\''
    ),
    "targets": ('\'[{"priority": 1, "first_response": 60, "resolution": 480}]\''),
}
