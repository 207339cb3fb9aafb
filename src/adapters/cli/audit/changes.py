"""What changed, and what did it: as a table for an auditor, as data for a program."""

from collections.abc import Iterator, Sequence, Set
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.markup import escape

from ....application.auditing.diffing import Changed, Deed, Diff
from ....application.auditing.models import CARDS_MODEL, STATEMENT
from ....application.projections.card import Card
from ..customers import envelope, lines
from ..show import moment, table
from . import wording

_WIDE = 120  # columns from which on an event fits into one line
_MOST = 5  # changes of one model that are shown, unless all are asked for

_NOT = "-"


def answer(found: Diff) -> dict[str, Any]:
    """Return all that changed, and every event that did it with its causes."""
    return {
        "changed": [
            {
                "model": each.model,
                "key": each.key,
                "new": each.before is None,
                "differences": each.differences,
            }
            for each in found.changed
        ],
        "events": [
            envelope(each.event)
            | {
                "causes": [envelope(cause) for cause in each.causes],
                "cause_not_in_history": each.missing,
            }
            for each in found.deeds
        ],
    }


def show(out: Console, found: Diff, last: int) -> None:
    """Print what changed, then the *last* events that did it; 0 prints all."""
    if not found.changed:
        out.print("nothing changed")
    else:
        rows = _changes(found.changed, _MOST if last else 0)
        shown = table(("", "what", "before", "after"), rows)
        for column in shown.columns[1:]:  # ids are long: they give way, not figures
            column.no_wrap, column.overflow = False, "fold"
        out.print(shown)
    deeds = found.deeds[-last:] if last else found.deeds
    if found.changed and not found.deeds:
        out.print("[dim]no event did it: time alone, as points fell due[/]")
    if deeds:
        out.print()
        _deeds(out, deeds)
    out.print(f"[dim]{len(deeds):,} of {len(found.deeds):,} events[/]")


def _changes(changed: Sequence[Changed], most: int) -> Iterator[tuple[str, ...]]:
    for model, some in groupby(changed, lambda each: each.model):
        rows = [row for each in some for row in _fields(each)]
        shown = rows[:most] if most else rows
        for number, (what, before, after) in enumerate(shown):
            name = "" if number else ("card" if model == CARDS_MODEL else model)
            yield name, escape(what), escape(before), escape(after)
        if left := len(rows) - len(shown):
            yield "", f"[dim]and {left:,} more: --last 0[/]", "", ""


def _fields(changed: Changed) -> Iterator[tuple[str, str, str]]:
    """Yield each figure that differs: what it is, before, and after."""
    before, after = changed.before, changed.after
    if changed.model == CARDS_MODEL:
        blank = Card(after.state.customer_id)
        old = lines(before.state if before else blank)
        for (what, one), (_, other) in zip(old, lines(after.state), strict=True):
            if one != other:
                yield what, str(one or _NOT), str(other or _NOT)
        return
    key = _key(changed)
    if changed.model != STATEMENT and before is None:
        yield key, _NOT, "new"
        return
    for each in changed.differences:
        what = f"{key}: {each.field}" if key else each.field
        yield what, _value(each.before), _value(each.after)


def _key(changed: Changed) -> str:
    """Return what tells a row from others of its customer; nothing for the only one."""
    whose = changed.after.whose
    return changed.key.removesuffix(str(whose)).rstrip(":") if whose else changed.key


def _value(value: Any) -> str:
    """Return a value in a few words; a whole one by a member that is plain."""
    match value:
        case None:
            return _NOT
        case {"personal": str(state)} if len(value) == 1:
            return f"({state})"
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case list() | tuple():
            return f"{len(value)} of them"
        case dict():
            plain = [(k, v) for k, v in value.items() if isinstance(v, str | int)]
            plain.sort(key=lambda member: isinstance(member[1], str))
            told = [f"{k} {_value(v)}" for k, v in plain if not k.endswith("_id")]
            return ", ".join(told[:1]) or "new"
        case _:
            return str(value)


def _deeds(out: Console, deeds: Sequence[Deed]) -> None:
    """Print events, each with its causes; of a cause that is printed, not by whom."""
    here = {each.event.id for each in deeds}
    if out.width >= _WIDE:
        columns = (">position", "event", "happened", "learned", "by", "under")
        rows = (_row(each, here) for each in deeds)
        out.print(table((*columns, "because of"), rows))
        return
    for each in deeds:
        event = each.event
        out.print(f"[bold]{escape(wording.name(event))}[/] {wording.who(event)}")
        happened, learned = moment(event.occurred_at), moment(event.recorded_at)
        out.print(f"    [dim]happened {happened}, learned {learned}[/]")
        if because := wording.why(each.causes, each.missing, here):
            out.print(f"    because of {because}")


def _row(deed: Deed, here: Set[str]) -> tuple[Any, ...]:
    event = deed.event
    return (
        event.position,
        event.type,
        moment(event.occurred_at),
        moment(event.recorded_at),
        escape(event.actor),
        escape(", ".join(event.policy_refs)),
        wording.why(deed.causes, deed.missing, here),
    )
