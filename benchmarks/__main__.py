"""Run the benchmarks: all of them, or those that are named."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from rich.console import Console

from .append import append
from .clients import clients
from .cycle import cycle
from .imports import imports
from .log import log
from .machine import machine
from .measuring import Case, race
from .places import KINDS, POSTGRES, Places, places
from .projections import projections
from .prove import prove
from .replay import replay
from .report import keep, show, verdict
from .sealing import sealing

BENCHMARKS: Final[dict[str, Callable[[Places], Iterator[Case]]]] = {
    "append": append,
    "sealing": sealing,
    "clients": clients,
    "cycle": cycle,
    "replay": replay,
    "log": log,
    "projections": projections,
    "import": imports,
    "prove": prove,
}


def main() -> None:
    """Measure, print, keep."""
    parser = ArgumentParser("benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="|".join(BENCHMARKS))
    parser.add_argument("--quick", action="store_true", help="less of it, in a minute")
    parser.add_argument("--on", choices=KINDS, help="one kind of store alone")
    parser.add_argument("--at", type=Path, help="where databases go for the time")
    parser.add_argument("--into", type=Path, default="var", help="where JSON goes")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(BENCHMARKS):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    kinds = (asked.on,) if asked.on else KINDS
    turns, seconds = (2, 0.1) if asked.quick else (5, 0.3)
    console = Console(width=200 if not sys.stdout.isatty() else None)
    results = []
    with places(asked.at, kinds, quick=asked.quick) as lent:
        facts = machine(lent.directory)
        if POSTGRES in kinds:
            facts["postgresql"] = lent.server.server_version
        for name in asked.names or BENCHMARKS:
            for case in BENCHMARKS[name](lent):
                result = race(case, turns, seconds)
                results.append(result)
                rates = ", ".join(
                    f"{who} {result.rate(who) or 0:,.0f}" for who in result.rates
                )
                said = " ".join(verdict(result))
                console.print(f"{name}: {case.what}: {rates} {case.unit} {said}")
    show(console, facts, results)
    console.print(f"kept in {keep(facts, results, asked.into)}")


if __name__ == "__main__":
    main()
