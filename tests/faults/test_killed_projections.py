"""Whoever keeps a read model is killed with -9: it is what the log makes of it.

Two keep it at once, and overtake each other. In the log is poison, which is put aside
once and for all, and the others go on.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from time import sleep

import pytest

from mijoz.application.envelope import Recorded
from mijoz.application.feeding import Keeping, catch_up, fold
from mijoz.application.ports import DeadLetter
from mijoz.application.projections.card import Card

from .children import Children
from .findings import await_the_dead, opened
from .projector import POISONED
from .stories import batch, streams

pytestmark = pytest.mark.slow
EVENTS = 400


def filled(store: str) -> None:
    with opened(store) as crm:
        held = dict.fromkeys(streams("w"), 0)
        number = 0
        while crm.journal.head() < EVENTS:
            number += 1
            new = batch("w", number, held)
            crm.journal.append(new)
            held |= {w.stream: w.after + len(w.drafts) for w in new.writes}
            crm.journal.feed(crm.journal.head())  # numbers what is not numbered yet


def letters(events: Sequence[Recorded]) -> list[DeadLetter]:
    """Return what cannot be taken of some events."""
    found = []
    for each in events:
        try:
            POISONED.evolve(Card(""), each)
        except ValueError as problem:
            found.append(DeadLetter(each.position or 0, f"ValueError: {problem}"))
    return found


def wrong(store: str) -> int:
    """Return how many rows are not what the log makes, once they are kept up."""
    name = POISONED.stored_as
    with opened(store) as crm:
        catch_up(crm.journal, Keeping(POISONED, crm.views))
        kept = dict(crm.views.all(name, Card))
        events = crm.journal.feed(0, 1_000_000)
        poison = letters(events)
        assert poison
        assert list(crm.views.dead(name)) == poison
    aside = {each.position for each in poison}
    made = fold(POISONED, [each for each in events if each.position not in aside])
    assert made
    return sum(1 for key in kept.keys() | made.keys() if kept.get(key) != made.get(key))


def killed(
    store: str, ledger: Path, children: Children, chance: Random, how: str
) -> int:
    """Kill two who keep it from the beginning, and return how many rows are wrong."""
    with opened(store) as crm:
        crm.views.clear(POISONED.stored_as)
    keepers = [children.start("projector", store, ledger, how) for _ in range(2)]
    children.grow(ledger, 5)
    for each in keepers:
        sleep(chance.uniform(0, 0.15))
        each.kill()
    await_the_dead(store)
    return wrong(store)


def test_a_read_model_kept_by_whoever_is_killed_equals_a_replay(
    store: str,
    tmp_path: Path,
    children: Children,
    chance: Random,
    rounds: int,
    tell: Callable[[str], None],
) -> None:
    filled(store)
    kills = 8 * rounds  # of two
    for _ in range(kills):
        assert killed(store, tmp_path / "ledger", children, chance, "honest") == 0
    tell(f"two killed {kills} times: no row that a replay does not make")


def test_rows_and_position_apart_are_found_out(
    store: str,
    tmp_path: Path,
    children: Children,
    chance: Random,
    tell: Callable[[str], None],
) -> None:
    filled(store)
    found = kills = 0
    while not found and kills < 40:
        kills += 1
        found = killed(store, tmp_path / "ledger", children, chance, "apart")
    tell(f"{found} rows wrong after {kills} times")
    assert found
