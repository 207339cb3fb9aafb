"""How a command ends when it cannot do what was asked: one line, and a code."""

import sys
from collections.abc import Callable
from typing import Final

import click

from ...application.desk import Unknown
from ...application.guards import ABSENT
from ...application.ports import (
    AlreadyImported,
    ClaimTaken,
    Conflict,
    Gone,
    KeyReused,
    Overtaken,
    StoreUnavailable,
)
from ...application.proofs.failing import NotProven
from ...domain.customer.profile import PersonErased
from ...domain.decider import Refused
from ..extras import MissingExtra
from ..tables.unfit import BadMapping, BadTable

DONE: Final = 0
UNEXPECTED: Final = 1
USAGE: Final = 2
REFUSED: Final = 3
CONFLICT: Final = 4
NOT_FOUND: Final = 5
VERIFICATION_FAILED: Final = 6
NOT_READY: Final = 7

_CODES: Final[tuple[tuple[tuple[type[Exception], ...], int], ...]] = (
    ((Unknown, Gone, PersonErased, *ABSENT), NOT_FOUND),
    ((Refused,), REFUSED),
    ((Conflict, ClaimTaken, KeyReused, AlreadyImported, Overtaken), CONFLICT),
    ((NotProven,), VERIFICATION_FAILED),
    ((StoreUnavailable, MissingExtra), NOT_READY),
    ((BadMapping, BadTable, ValueError, OSError), USAGE),
)


def run(command: Callable[[], object]) -> int:
    """Run a command; say what went wrong, if it did, and return the exit code."""
    try:
        command()
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("stopped; what was acknowledged is kept")
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 141
    except Exception as problem:
        for kinds, code in _CODES:
            if isinstance(problem, kinds):
                _say(str(problem))
                return code
        raise
    return DONE


def _say(problem: str) -> None:
    click.echo(f"mijoz: {problem}", err=True)
