"""What came of it: a table to read, and JSON to keep."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from .measuring import Result

ORDER = ("ours", "floor", "stock")


def table(results: Sequence[Result]) -> Table:
    """Return all results as one table, ratios beside the figures."""
    made = Table(title="each figure a median; x is a ratio of ours, turn by turn")
    for heading in ("", "what", "unit"):
        made.add_column(heading, overflow="fold")
    for heading in (*ORDER, "of floor's time", "x stock", "others", "target", ""):
        made.add_column(heading, justify="right")
    last = ""
    for result in results:
        case = result.case
        made.add_row(
            case.benchmark if case.benchmark != last else "",
            case.what,
            case.unit,
            *(_rate(result, name) for name in ORDER),
            _times(result.speed("floor"), invert=True),
            _times(result.speed("stock")),
            _others(result),
            "\n".join(str(each) for each in case.targets),
            "\n".join(verdict(result)),
        )
        last = case.benchmark
    return made


def verdict(result: Result) -> list[str]:
    """Return, for each target of a case, whether it was reached."""
    said = []
    for target in result.case.targets:
        speed = result.speed(target.against)
        if speed is None:
            said.append("[dim]not run")
        else:
            said.append("[green]yes" if target.reached(speed) else "[red]no")
    return said


def show(
    console: Console, machine: Mapping[str, Any], results: Sequence[Result]
) -> None:
    """Print the machine, the table, and who was absent."""
    console.print(table(results))
    console.print(", ".join(f"{name} {value}" for name, value in machine.items()))
    for result in results:
        where = f"{result.case.benchmark}, {result.case.what}"
        for name, reason in result.absent.items():
            console.print(f"{where}: {name} did not run: {reason}")
        for note in result.case.notes:
            console.print(f"{where}: {note}")
    load, cores = float(machine["load_before"]), int(machine["cores"])
    if load > cores / 4:
        console.print(
            f"[yellow]The machine was busy (load {load} on {cores} cores):"
            " trust the ratios, not the figures."
        )


def keep(machine: Mapping[str, Any], results: Sequence[Result], where: Path) -> Path:
    """Write everything that was measured; return the file."""
    where.mkdir(parents=True, exist_ok=True)
    file = where / f"bench-{datetime.now(UTC).date()}.json"
    file.write_text(
        json.dumps(
            {"machine": machine, "results": [_plain(each) for each in results]},
            indent=1,
        )
    )
    return file


def _plain(result: Result) -> dict[str, Any]:
    case = result.case
    return {
        "benchmark": case.benchmark,
        "what": case.what,
        "unit": case.unit,
        "rates": {
            name: [round(rate, 1) for rate in rates]
            for name, rates in result.rates.items()
        },
        "speed": {
            name: round(speed, 3)
            for name in result.rates
            if name != "ours" and (speed := result.speed(name)) is not None
        },
        "targets": [
            {
                "target": str(target),
                "reached": None if speed is None else target.reached(speed),
            }
            for target in case.targets
            for speed in [result.speed(target.against)]
        ],
        "absent": dict(result.absent),
        "notes": list(case.notes),
    }


def _rate(result: Result, name: str) -> str:
    rate = result.rate(name)
    return "-" if rate is None else f"{rate:,.0f}"


def _times(speed: float | None, *, invert: bool = False) -> str:
    if not speed:
        return "-"
    return f"{1 / speed if invert else speed:.2f}"


def _others(result: Result) -> str:
    return "\n".join(
        f"{name} {_rate(result, name)} (x {_times(result.speed(name))})"
        for name in result.rates
        if name not in ORDER
    )
