"""A process that keeps a read model up until it is killed, and begins again each time.

python -m tests.faults.projector STORE LEDGER [HOW]

It takes a few events a transaction, so that it is killed between any two. HOW is
`honest`, or `apart`: rows in one transaction, and how far it got in the next.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

from mijoz.application.feeding import Keeping, catch_up
from mijoz.application.ports import DeadLetter, Views
from mijoz.application.projections.card import CARDS

from .findings import opened


@frozen
class Apart:
    """Views whose rows and position are not one transaction."""

    views: Views

    def position(self, projection: str) -> int:
        return self.views.position(projection)

    def rows(self, *asked: Any) -> Mapping[str, Any]:
        return self.views.rows(*asked)

    def commit(
        self,
        projection: str,
        after: int,
        position: int,
        rows: Mapping[str, Any],
        dead: Sequence[DeadLetter] = (),
    ) -> None:
        self.views.commit(projection, after, after, rows, dead)
        self.views.commit(projection, after, position, {})


def main(store: str, ledger: str, how: str) -> None:
    """Keep the cards up, saying how far they are, for as long as one lives."""
    file = os.open(Path(ledger), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with opened(store) as crm:
        views: Any = Apart(crm.views) if how == "apart" else crm.views
        while True:
            catch_up(
                crm.journal,
                Keeping(CARDS, views),
                batch=3,
                progress=lambda at: os.write(file, f"{at}\n".encode()),
            )
            if crm.views.position(CARDS.stored_as) == crm.journal.head():
                crm.views.clear(CARDS.stored_as)


if __name__ == "__main__":
    main(*sys.argv[1:])
