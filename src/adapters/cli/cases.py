"""`mijoz case`: the queue that all departments share, and one case with all it has."""

from datetime import datetime
from typing import Any

import click

from ...application.casefile import CaseFile, case_file
from ...application.projections.queue import Queued
from ...application.queueing import queue
from ...domain.personal import Hidden, Personal
from ...domain.service.case_events import CaseMessageAdded
from ..outside import VIEWS, queued
from . import options
from .options import reading
from .progress import bar
from .services import Services
from .show import as_json, console, head, made_of, moment, table


def commands(services: Services) -> click.Group:
    """Return the commands that ask about cases."""

    @click.group()
    def case() -> None:
        """Cases: in their queue, on their own, and whatever is told of them."""

    @case.command("queue")
    @options.store
    @options.two_clocks
    @click.option("--department", help="Only those that this department has.")
    @click.option("--owner", help="Only those of this owner.")
    @click.option(
        "--limit",
        type=click.IntRange(1),
        default=20,
        show_default=True,
        help="How many to show.",
    )
    @options.json
    def _queue(
        store: str,
        as_of: datetime | None,
        known_at: datetime | None,
        department: str | None,
        owner: str | None,
        limit: int,
        json: bool,
    ) -> None:
        """List the open cases of all departments: what is due first comes first.

        What waits for somebody else, and what has nothing left to miss, comes last.

        Example: mijoz case queue --department front --limit 5 --json
        """
        crm = services.open(store)
        with bar("replaying", crm.journal.head()) as advance:
            replay = queue(
                crm,
                department=department,
                owner=owner,
                as_of=as_of,
                known_at=known_at,
                progress=advance,
            )
        waiting = replay.state
        shown = waiting[:limit]
        if json:
            rows = [queued(each) for each in shown]
            as_json(made_of(replay) | {"total": len(waiting), "cases": rows})
            return
        out = console()
        out.print(head(replay))
        columns = ("case", "kind", ">priority", "department", "owner", "opened", "due")
        lines = (_line(each) for each in shown)
        out.print(table((*columns, "waits, or has missed"), lines))
        out.print(f"[dim]{len(shown)} of {len(waiting):,} open cases[/]")

    @case.command()
    @click.argument("case_id", metavar="CASE")
    @options.store
    @options.two_clocks
    @options.purpose
    @options.by
    @options.json
    def show(
        case_id: str,
        store: str,
        as_of: datetime | None,
        known_at: datetime | None,
        purpose: str | None,
        by: str,
        json: bool,
    ) -> None:
        """Show one case: its thread over all channels, its clock, tasks and promises.

        With --purpose the words of its messages are opened, and that is noted.

        Example: mijoz case show c-1 --purpose "answering a call" --json
        """
        crm = services.open(store)
        replay = case_file(
            crm,
            case_id,
            as_of=as_of,
            known_at=known_at,
            reading=reading(crm, by, purpose),
        )
        if json:
            as_json(made_of(replay) | as_plain(replay.state))
            return
        out = console()
        out.print(head(replay))
        out.print(table(("", ""), _facts(replay.state)))
        said = (
            (
                moment(each.at),
                each.channel,
                each.direction,
                each.author,
                _words(each.body),
            )
            for each in replay.state.thread
        )
        out.print(table(("said", "by", "way", "author", "words"), said))
        out.print(
            table(("to do", "whose", "due", "how it stands"), _work(replay.state))
        )

    return case


def as_plain(file: CaseFile) -> dict[str, Any]:
    """Return a case with all it has, as JSON has it."""
    return {
        "case": VIEWS["case"](file.case),
        "goes_on_in": file.goes_on_in,
        "thread": file.thread,
        "tasks": file.tasks,
        "promises": file.promises,
    }


def _line(each: Queued) -> tuple[Any, ...]:
    waits = [each.paused] if each.paused else []
    return (
        each.case_id,
        each.kind,
        each.priority,
        each.department,
        each.owner,
        moment(each.opened_at),
        moment(each.due_at),
        ", ".join([*waits, *(f"{target} missed" for target in each.missed)]),
    )


def _facts(file: CaseFile) -> list[tuple[str, Any]]:
    case = file.case
    assert case.opened is not None
    found = VIEWS["case"](case)["figures"]
    return [
        ("case", case.opened.case_id),
        ("customer", case.opened.customer_id),
        ("kind", f"{case.kind}, priority {case.priority}"),
        ("about", _words(case.opened.summary) or case.category),
        ("department", case.department),
        ("owner", case.owner),
        ("opened", moment(case.opened.at)),
        ("due", moment(case.due)),
        ("waits for", case.paused and case.paused.reason),
        ("missed", ", ".join(case.breaches)),
        ("first response", _minutes(found.first_response)),
        ("resolution", _minutes(found.resolution)),
        (
            "resolved",
            case.resolved and f"{case.resolved.cause}: {case.resolved.remedy}",
        ),
        ("reopened", len(case.reopened) or None),
        ("closed", moment(case.closed.at) if case.closed else None),
        ("goes on in", file.goes_on_in),
    ]


def _minutes(seconds: int | None) -> str | None:
    return None if seconds is None else f"{seconds // 60:,} business minutes"


def _said(each: CaseMessageAdded) -> tuple[Any, ...]:
    words = _words(each.body)
    return moment(each.at), each.channel, each.direction, each.author, words


def _words(said: Personal) -> str | None:
    return said.personal if isinstance(said, Hidden) else said


def _work(file: CaseFile) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for task in file.tasks:
        if task.assigned is not None:
            stands = "over" if task.ended else "overdue" if task.overdue else "open"
            due = moment(task.assigned.due_at)
            rows.append((task.assigned.task, task.assignee, due, stands))
    for each in file.promises:
        if each.made is not None:
            stands = "kept" if each.kept else "broken" if each.broken else "open"
            rows.append(("a promise", each.made.by, moment(each.due_at), stands))
    return rows
