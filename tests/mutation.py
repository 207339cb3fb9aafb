"""Break the rules of a context, one mutant at a time, and see which tests notice.

python -m tests.mutation CONTEXT [MOST]

A copy of the tree is mutated by Cosmic Ray, never the tree itself, and the context's
own tests are run on each mutant. Prints the score, and each survivor as a difference.
MOST mutants are drawn by chance, by a seed that is always the same; 0 is all of them.
"""

import json
import shlex
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[1]
WHERE = ROOT / "var/mutation"
BIN = Path(sys.executable).parent
SECONDS = 120


def copy(context: str) -> Path:
    """Return a fresh copy of all that the tests of a context need."""
    tree = WHERE / context
    shutil.rmtree(tree, ignore_errors=True)
    for part in ("src", "tests", "docs", ".editable"):
        shutil.copytree(ROOT / part, tree / part, symlinks=True)
    for part in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / part, tree)
    return tree


def tests_of(context: str) -> list[str]:
    """Return the tests that are there to hold a context to its rules."""
    named = [f"tests/unit/{context}", f"tests/property/test_{context}.py"]
    return [each for each in named if (ROOT / each).exists()]


def config(context: str, tree: Path) -> str:
    """Return what Cosmic Ray is to do; unions of types are no arithmetic."""
    python = [str(BIN / "python"), "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    path = [f"PYTHONPATH={tree / '.editable'}", "PYTHONDONTWRITEBYTECODE=1"]
    tests = ["env", *path, *python, *tests_of(context)]
    return f"""
[cosmic-ray]
module-path = "src/domain/{context}"
timeout = {SECONDS}
excluded-modules = []
test-command = {json.dumps(shlex.join(tests))}
[cosmic-ray.distributor]
name = "local"
[cosmic-ray.filters.operators-filter]
exclude-operators = ["core/ReplaceBinaryOperator_BitOr_.*"]
"""


def run(tree: Path, *words: str) -> str:
    """Run one of Cosmic Ray's commands in the copy."""
    command = [str(BIN / words[0]), *words[1:]]
    done = subprocess.run(command, cwd=tree, stdout=subprocess.PIPE, text=True)
    return done.stdout


def keep(session: Path, most: int) -> int:
    """Leave no more than *most* mutants to be tried; return how many there were."""
    with closing(sqlite3.connect(session)) as raw, raw:
        skipped = "delete from work_items where job_id in (select job_id from {})"
        raw.execute(skipped.format("work_results"))
        raw.execute("delete from work_results")
        every = [job for (job,) in raw.execute("select job_id from work_items")]
        if most and len(every) > most:
            kept = set(Random(1).sample(sorted(every), most))
            dropped = [(job,) for job in every if job not in kept]
            raw.executemany("delete from mutation_specs where job_id = ?", dropped)
            raw.executemany("delete from work_items where job_id = ?", dropped)
        raw.execute(
            "delete from mutation_specs where job_id not in"
            " (select job_id from work_items)"
        )
    return len(every)


def survivors(tree: Path) -> list[dict[str, Any]]:
    """Return the mutants that no test noticed."""
    lines = run(tree, "cosmic-ray", "dump", "session.sqlite").splitlines()
    pairs = [json.loads(line) for line in lines]
    return [
        done for _, done in pairs if done and done.get("test_outcome") == "survived"
    ]


def main(context: str, most: str = "200") -> int:
    """Mutate a context, and print what came of it."""
    tree = copy(context)
    (tree / "mutation.toml").write_text(config(context, tree))
    run(tree, "cosmic-ray", "init", "mutation.toml", "session.sqlite")
    run(tree, "cr-filter-operators", "session.sqlite", "mutation.toml")
    every = keep(tree / "session.sqlite", int(most))
    tried = min(every, int(most)) if int(most) else every
    print(f"{context}: {tried:,} of {every:,} mutants", flush=True)
    run(tree, "cosmic-ray", "exec", "mutation.toml", "session.sqlite")
    left = survivors(tree)
    for each in left:
        print(each.get("diff") or each)
    print(f"{context}: {tried - len(left):,} of {tried:,} were noticed")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
