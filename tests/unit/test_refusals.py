"""Every no of the domain is a sentence that holds the facts it is about."""

from datetime import UTC, date, datetime
from enum import EnumType
from importlib import import_module
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from attrs import fields, has

import mijoz.domain
from mijoz.domain.decider import Refused

ROOT = Path(mijoz.domain.__path__[0])
for module in ROOT.rglob("*.py"):
    parts = module.relative_to(ROOT).with_suffix("").parts
    import_module(".".join(["mijoz.domain", *parts]))

# A slotted class leaves the one it was made from among the subclasses: not ours.
REFUSALS = sorted(
    (
        each
        for each in Refused.__subclasses__()
        if has(each) and each.__module__.startswith("mijoz.domain.")
    ),
    key=lambda each: each.__name__,
)
SAMPLES: dict[Any, Any] = {
    str: "so-and-so",
    int: 47,
    date: date(2026, 2, 28),
    datetime: datetime(2026, 2, 28, 9, tzinfo=UTC),
}


def sample(kind: Any) -> Any:
    """Return some value of a field's type."""
    if get_origin(kind) in {UnionType, Union}:
        kind = next(each for each in get_args(kind) if each is not NoneType)
    if isinstance(kind, EnumType):
        return next(iter(kind))
    return SAMPLES[getattr(kind, "__supertype__", kind)]


def test_a_refusal_is_a_sentence_with_its_facts() -> None:
    for refusal in REFUSALS:
        facts = [sample(field.type) for field in fields(refusal)]
        sentence = str(refusal(*facts))
        assert len(sentence.split()) >= 4
        assert not sentence.endswith(".")
        assert "\n" not in sentence
        for fact, field in zip(facts, fields(refusal), strict=True):
            if field.name.endswith("_index"):  # no index is ever told
                continue
            said = {str(fact)}
            if isinstance(fact, datetime):
                said.add(fact.isoformat())
            assert any(each in sentence for each in said)


def test_a_refusal_equals_another_of_the_same_facts() -> None:
    for refusal in REFUSALS:
        facts = [sample(field.type) for field in fields(refusal)]
        assert refusal(*facts) == refusal(*facts)


def test_every_refusal_is_looked_at() -> None:
    assert len(REFUSALS) >= 30
