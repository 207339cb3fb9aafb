"""`mijoz audit trace`: an event's causes up to the root, and all that came of it."""

from typing import Any

import click
from rich.markup import escape
from rich.tree import Tree

from ....application.auditing.tracing import Trace
from ....application.auditing.tracing import trace as trace_of
from ....application.envelope import Recorded
from .. import options
from ..customers import envelope
from ..progress import bar
from ..services import Services
from ..show import as_json, console
from . import wording


def command(services: Services) -> click.Command:
    """Return the command that traces."""

    @click.command()
    @click.argument("event")
    @options.store
    @options.json
    def trace(event: str, store: str, json: bool) -> None:
        """Trace an event: its causes up to the root, and all that came of it.

        EVENT is an event's id, or its position in the log.

        Example: mijoz audit trace 221812
        """
        crm = services.open(store)
        with bar("searching the log", crm.journal.head()) as advance:
            found = trace_of(crm.journal, crm.log, event, advance)
        if json:
            as_json(_answer(found))
            return
        out = console()
        out.print(f"[dim]at position {found.position:,}[/]")
        if found.missing:
            out.print(f"[dim]caused by {escape(found.missing)}, not in this log[/]")
        out.print(_tree(found))

    return trace


def _answer(found: Trace) -> dict[str, Any]:
    return {
        "position": found.position,
        "event": found.event.id,
        "cause_not_in_log": found.missing,
        "chain": [envelope(event) | {"depth": depth} for depth, event in found.tree()],
    }


def _tree(found: Trace) -> Tree:
    steps = found.tree()
    _, root = next(steps)
    branches = [Tree(_label(root, found), guide_style="dim")]
    for depth, event in steps:
        del branches[depth:]
        branches.append(branches[-1].add(_label(event, found)))
    return branches[0]


def _label(event: Recorded, found: Trace) -> str:
    """Return what an event is, by whom and when; the one asked for stands out."""
    what = escape(wording.name(event))
    asked = event.id == found.event.id
    mark = f"[reverse]>> {what}[/]" if asked else what
    lines = [
        f"[bold]{mark}[/] {wording.who(event)}",
        f"[dim]  happened {wording.second(event.occurred_at)},"
        f" learned {wording.second(event.recorded_at)}[/]",
        f"[dim]  {escape(event.stream)}, revision {event.revision}[/]",
    ]
    if asked:
        lines.append(f"[dim]  id {event.id}[/]")
    return "\n".join(lines)
