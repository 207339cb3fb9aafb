"""Every no of the domain is a sentence that holds the facts it is about."""

from datetime import UTC, date, datetime
from enum import EnumType
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import pytest
from attrs import fields, has

from mijoz.domain import money, times
from mijoz.domain.acquisition import touchpoint
from mijoz.domain.campaign import campaign, outreach
from mijoz.domain.customer import consent, profile
from mijoz.domain.decider import Refused
from mijoz.domain.encounter import encounter
from mijoz.domain.feedback import complaint, feedback, idea, invitation, review, survey
from mijoz.domain.purchase import order
from mijoz.domain.quality import assessment, improvement, shortcoming, uplift
from mijoz.domain.sales import opportunity

FEEDBACK = (feedback, survey, invitation, complaint, review, idea)
QUALITY = (shortcoming, improvement, uplift, assessment)
SELLING = (touchpoint, opportunity)  # with all that is beside them
KERNEL = (money.__name__, times.__name__)
CONTEXTS = (campaign, outreach, consent, profile, encounter, order, *FEEDBACK, *QUALITY)
PACKAGES = KERNEL + tuple(
    f"{each.__name__.rpartition('.')[0]}." for each in (*CONTEXTS, *SELLING)
)
# A slotted class leaves the one it was made from among the subclasses: not ours.
REFUSALS = sorted(
    (
        each
        for each in Refused.__subclasses__()
        if has(each) and each.__module__.startswith(PACKAGES)
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


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
def test_a_refusal_is_a_sentence_with_its_facts(refusal: type[Any]) -> None:
    facts = [sample(field.type) for field in fields(refusal)]
    sentence = str(refusal(*facts))
    assert len(sentence.split()) >= 4
    assert not sentence.endswith(".")
    assert "\n" not in sentence
    for fact in facts:
        assert str(fact) in sentence


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
def test_a_refusal_equals_another_of_the_same_facts(refusal: type[Any]) -> None:
    facts = [sample(field.type) for field in fields(refusal)]
    assert refusal(*facts) == refusal(*facts)


def test_every_refusal_is_looked_at() -> None:
    assert len(REFUSALS) >= 30
