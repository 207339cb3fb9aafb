"""The page of the documentation, from a run that was kept.

python -m benchmarks.page var/bench-2026-11-24.json > docs/benchmarks.md
"""

import json
import sys
from pathlib import Path
from typing import Any

HEAD = (
    "# Benchmarks\n\n"
    "What it costs, with all durability on (SQLite `synchronous=FULL`, PostgreSQL"
    " `fsync=on`), beside the *floor*, which is the same rows by `sqlite3` or psycopg's"
    " `unnest`, and beside the *stock* `eventsourcing` library (its Aggregate with"
    " JSON, its ProjectionRunner where it runs) on the same database."
    " Contestants take turns; each figure is the median of its turns.\n\n"
    "The tables are made by `python -m benchmarks.page` from one run of `make bench`.\n"
)


def page(kept: dict[str, Any]) -> str:
    """Return the page in Markdown."""
    machine = ", ".join(f"{name} {value}" for name, value in kept["machine"].items())
    lines = [HEAD, f"The machine: {machine}.", ""]
    lines.append("| | what | unit | ours | floor | stock | floor's time x | stock x |")
    lines[-1] += " to reach | reached |"
    lines.append("|---|---|---|---:|---:|---:|---:|---:|---|---|")
    lines += [_row(each) for each in kept["results"]]
    notes = {note for each in kept["results"] for note in each["notes"]}
    lines += ["", *(f"- {note}" for note in sorted(notes))]
    return "\n".join(lines) + "\n"


def _row(result: dict[str, Any]) -> str:
    rates, speed = result["rates"], result["speed"]
    figures = (_median(rates.get(each)) for each in ("ours", "floor", "stock"))
    floor, stock = speed.get("floor"), speed.get("stock")
    targets = "; ".join(each["target"] for each in result["targets"])
    said = {True: "yes", False: "**no**", None: "not run"}
    reached = "; ".join(said[each["reached"]] for each in result["targets"])
    cells = (
        result["benchmark"],
        result["what"],
        result["unit"],
        *figures,
        f"{1 / floor:.2f}" if floor else "",
        f"{stock:.2f}" if stock else "",
        targets,
        reached,
    )
    return "| " + " | ".join(cells) + " |"


def _median(turns: list[float] | None) -> str:
    return f"{sorted(turns)[len(turns) // 2]:,.0f}" if turns else ""


if __name__ == "__main__":
    sys.stdout.write(page(json.loads(Path(sys.argv[1]).read_text())))
