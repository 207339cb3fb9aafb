"""A process that keeps a read model up until it is killed, and begins again each time.

python -m tests.faults.projector STORE LEDGER HOW

It takes a few events a transaction, so that it is killed between any two. Some of them
are poison. HOW is `honest`, or `apart`: rows in one transaction, and how far it got in
the next.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from attrs import evolve, frozen

from mijoz.application.envelope import Recorded
from mijoz.application.feeding import Keeping, catch_up
from mijoz.application.ports import DeadLetter, Overtaken, Views
from mijoz.application.projections.card import CARDS, Card

from .findings import opened


def _evolve(card: Card, recorded: Recorded) -> Card:
    if getattr(recorded.event, "amount", 0) % 10 == 7:
        raise ValueError("poison")
    return CARDS.evolve(card, recorded)


POISONED: Final = evolve(CARDS, name="poisoned", evolve=_evolve)


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
        keeping = Keeping(POISONED, views)
        while True:
            with suppress(Overtaken):  # by another who keeps it
                catch_up(
                    crm.journal,
                    keeping,
                    batch=3,
                    progress=lambda at: os.write(file, f"{at}\n".encode()),
                )
                crm.views.clear(POISONED.stored_as)


if __name__ == "__main__":
    main(*sys.argv[1:])
