"""Each journal we have keeps every rule of a journal, and of a log to be proven."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from mijoz.adapters.codec import Codec
from mijoz.adapters.memory import MemoryJournal
from mijoz.adapters.sqlite.journal import SQLiteJournal
from mijoz.application.ports import Clock
from mijoz.testing.journal import JOURNAL_RULES, Noted, Rule, Ticking
from mijoz.testing.proof_log import PROOF_LOG_RULES, ProofJournal

Make: TypeAlias = Callable[[Codec, Clock], ProofJournal]


@pytest.fixture
def memory() -> Make:
    return MemoryJournal


@pytest.fixture
def sqlite(tmp_path: Path) -> Make:
    return lambda codec, clock: SQLiteJournal(str(tmp_path / "s.db"), codec, clock)


@pytest.fixture(params=["memory", "sqlite"])
def make(request: pytest.FixtureRequest) -> Make:
    made: Make = request.getfixturevalue(request.param)
    return made


@pytest.mark.parametrize(
    "rule", JOURNAL_RULES + PROOF_LOG_RULES, ids=lambda rule: rule.__name__
)
def test_a_journal_keeps_the_rule(rule: Rule, make: Make) -> None:
    clock = Ticking()
    rule(make(Codec([Noted]), clock), clock)
