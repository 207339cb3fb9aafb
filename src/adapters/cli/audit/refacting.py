"""Facts made again from the log, beside those that are kept."""

from hashlib import sha256
from typing import Any

from attrs import frozen

from ....application.crm import Crm
from ....application.feeding import catch_up
from ....application.projections.facts import TABLES
from ....application.proofs.looking import Problem
from ....application.proofs.rebuilding import Rebuilt
from ...collecting import rarely
from ..progress import bar
from ..services import Services

_IN_MEMORY = "memory://"


@frozen
class Refacted:
    """All tables together, and what is wrong with any of them."""

    rebuilt: Rebuilt
    problems: list[Problem]


def rebuild_facts(services: Services, crm: Crm, store: str) -> Refacted:
    """Bring the kept facts up to date, make all of them again, and compare.

    Raises:
        MissingExtra: The extra ``ml`` is not installed.
    """
    kept, made = services.facts(crm, store), services.facts(crm, _IN_MEMORY)
    head = crm.journal.head()
    with rarely(), bar("making the facts again", head) as advance:
        catch_up(crm.journal, kept, made, batch=20_000, progress=advance)
    ours, theirs = _digests(made.connection), _digests(kept.connection)
    problems = [
        Problem(None, None, f"the facts in {table} are not what the log makes")
        for table in TABLES
        if ours[table] != theirs[table]
    ]
    rows = sum(count for count, _ in ours.values())
    rebuilt = Rebuilt("facts", head, rows, _all(theirs), _all(ours), None)
    return Refacted(rebuilt, problems)


def _digests(connection: Any) -> dict[str, tuple[int, int]]:
    """Return how many rows each table has, and a sum over them in whatever order."""
    found = {}
    for table in TABLES:
        query = f"SELECT count(*), coalesce(sum(hash(t)::HUGEINT), 0) FROM {table} t"
        ((count, total),) = connection.execute(query).fetchall()
        found[table] = count, int(total)
    return found


def _all(digests: dict[str, tuple[int, int]]) -> str:
    return sha256(repr(sorted(digests.items())).encode()).hexdigest()
