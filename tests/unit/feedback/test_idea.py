"""The rules of ideas."""

from attrs import evolve as but

from mijoz.domain.feedback.idea import (
    IDEAS,
    AdoptIdea,
    DeclineIdea,
    IdeaAdopted,
    IdeaChanged,
    IdeaDeclined,
    IdeaIsDecided,
    IdeaNotSubmitted,
    IdeaSubmitted,
    SubmitIdea,
)
from mijoz.domain.ids import IdeaId
from mijoz.domain.personal import Erased
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

from .asking import AZIZA, DAY, NOW, TICK

IDEA = IdeaId("n-1")
SUBMIT = SubmitIdea(NOW, IDEA, AZIZA, "sku:retro-cap", "a pocket")
SUBMITTED = IdeaSubmitted(NOW, IDEA, AZIZA, "sku:retro-cap", "a pocket")
ADOPT = AdoptIdea(NOW, "anna", "improvement:p-1")
ADOPTED = IdeaAdopted(NOW, IDEA, AZIZA, "anna", "improvement:p-1")
DECLINE = DeclineIdea(NOW, "anna", "too heavy")
DECLINED = IdeaDeclined(NOW, IDEA, AZIZA, "anna", "too heavy")
ideas = Scenario(IDEAS)
open_one = ideas.given(SUBMITTED)


def test_an_idea_is_submitted_once() -> None:
    ideas.when(SUBMIT).then(SUBMITTED)
    open_one.when(but(SUBMIT, at=NOW + DAY)).then_nothing()
    open_one.when(but(SUBMIT, about_ref="shop")).then(IdeaChanged(IDEA))
    ideas.given(but(SUBMITTED, text=Erased())).when(SUBMIT).then_nothing()


def test_an_idea_is_adopted_as_a_change_or_declined_for_a_reason() -> None:
    open_one.when(ADOPT).then(ADOPTED)
    open_one.when(DECLINE).then(DECLINED)


def test_an_idea_is_decided_once() -> None:
    open_one.given(ADOPTED).when(but(ADOPT, at=NOW + DAY)).then_nothing()
    open_one.given(ADOPTED).when(DECLINE).then(IdeaIsDecided(NOW))
    open_one.given(DECLINED).when(DECLINE).then_nothing()
    open_one.given(DECLINED).when(but(DECLINE, reason="x")).then(IdeaIsDecided(NOW))


def test_an_idea_is_decided_once_it_is_there() -> None:
    for told in (ADOPT, DECLINE):
        ideas.when(told).then(IdeaNotSubmitted())
        open_one.when(but(told, at=NOW - TICK)).then(TooEarly(NOW - TICK, NOW))
