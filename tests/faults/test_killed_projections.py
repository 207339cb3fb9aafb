"""Whoever keeps a read model is killed with -9: it is what the log makes of it."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from time import sleep

import pytest

from mijoz.application.feeding import Keeping, catch_up, fold
from mijoz.application.projections.card import CARDS, Card

from .children import Children
from .findings import opened
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


def wrong(store: str) -> int:
    """Return how many rows are not what the log makes, once they are kept up."""
    with opened(store) as crm:
        catch_up(crm.journal, Keeping(CARDS, crm.views))
        kept = dict(crm.views.all(CARDS.stored_as, Card))
        made = fold(CARDS, crm.journal.feed(0, 1_000_000))
        assert made
        return sum(kept.get(k) != made.get(k) for k in kept.keys() | made.keys())


def killed(
    store: str, ledger: Path, children: Children, chance: Random, how: str
) -> int:
    child = children.start("projector", store, ledger, how)
    children.grow(ledger, 5)
    sleep(chance.uniform(0, 0.15))
    child.kill()
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
    kills = 15 * rounds
    for _ in range(kills):
        with opened(store) as crm:
            crm.views.clear(CARDS.stored_as)
        assert killed(store, tmp_path / "ledger", children, chance, "honest") == 0
    tell(f"{kills} kills, no row that a replay does not make")


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
        with opened(store) as crm:
            crm.views.clear(CARDS.stored_as)
        found = killed(store, tmp_path / "ledger", children, chance, "apart")
    tell(f"{found} rows counted twice after {kills} kills")
    assert found
