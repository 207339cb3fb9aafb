"""From what customers say to a new standard, and back to what they say."""

from typing import Any

import pytest

from mijoz.application.contexts import (
    ENCOUNTER,
    IMPROVEMENT,
    METRIC,
    SHORTCOMING,
    STANDARD,
)
from mijoz.application.handling import Handler
from mijoz.domain.encounter.encounter import EncounterKind
from mijoz.domain.encounter.serving_kinds import Valence
from mijoz.domain.encounter.serving_terms import NoteExperience
from mijoz.domain.encounter.standard import (
    DefineStandard,
    ReviseStandard,
    Role,
    StandardStep,
)
from mijoz.domain.ids import (
    EmployeeId,
    EncounterId,
    ImprovementId,
    ShortcomingId,
    StandardId,
)
from mijoz.domain.metrics.statements import StateMetric
from mijoz.domain.quality.improvement_refusals import ChangeNotMade
from mijoz.domain.quality.improvement_terms import (
    DecideImprovement,
    Figure,
    ImprovementVerified,
    VerifyImprovement,
)
from mijoz.domain.quality.shortcoming import Shortcoming, ShortcomingAddressed

from .asked import AZIZA, CSAT, READY, answers, encounter
from .telling import ANNA, Step, day, tell

SALE, ANNA_ID, BETTER = StandardId("sale"), EmployeeId("anna"), ImprovementId("p-1")
STAFF = ShortcomingId("warmth:staff")
GREET, SELL = (StandardStep(each, Role.EMPLOYEE) for each in ("greet", "sell"))
DEFINED: Step = (
    STANDARD,
    SALE,
    DefineStandard(day(0), SALE, EncounterKind.VISIT, ANNA_ID, (SELL,)),
)
WHY = ("shortcoming:warmth:staff", "improvement:p-1")
REVISED: Step = (
    STANDARD,
    SALE,
    ReviseStandard(day(5), SALE, 2, (GREET, SELL), WHY),
)
HEARD: tuple[Step, ...] = (
    *READY,
    DEFINED,
    *encounter("e-1", 1),
    answers("encounter_closed:e-1", CSAT, 2, 2, 1),
)


def decide(handler: Handler) -> object:
    """Decide to greet, because of all that the shortcoming stands on."""

    def story(work: Any) -> None:
        shortcoming: Shortcoming = work.state(SHORTCOMING, STAFF)
        because, changes = (str(STAFF),), ("standard:sale@2", "training:smiles")
        what = because, shortcoming.evidence, changes, "survey-csat", "anna"
        work.handle(IMPROVEMENT, BETTER, DecideImprovement(day(4), BETTER, *what))

    return handler.run(story, ANNA)


def stated(name: str, since: float, part: int) -> Step:
    """Return a statement of satisfaction over four days."""
    what = "survey-csat", 1, None, day(since), day(since + 4), None, 9, part, 40, 40
    return METRIC, name, StateMetric(day(20), name, *what, ("digest",))


def verify(since: float) -> Step:
    """Return the verification by a window after, which begins on a day."""
    before = Figure("m-1", "survey-csat", 1, day(0), day(4), 10, 40, 40)
    after = Figure("m-2", "survey-csat", 1, day(since), day(since + 4), 30, 40, 40)
    told = VerifyImprovement(day(20), "m-1", "m-2", before, after)
    return IMPROVEMENT, BETTER, told


def figures(since: float) -> tuple[Step, Step]:
    return stated("m-1", 0, 10), stated("m-2", since, 30)


def test_what_they_say_leads_to_a_new_standard_and_to_another_figure() -> None:
    told = tell(*HEARD, decide, REVISED, *figures(5), verify(5))
    decided, verified = told.of(IMPROVEMENT, BETTER)
    (answered,) = (
        number
        for number, (_, event, _) in enumerate(told.happenings, 1)
        if type(event).__name__ == "SurveyAnswered"
    )
    assert decided.evidence == (f"event {answered}",)
    assert isinstance(verified, ImprovementVerified)
    addressed = told.of(SHORTCOMING, STAFF)[-1]
    assert addressed == ShortcomingAddressed(day(4), STAFF, BETTER)


@pytest.mark.parametrize("steps", [(), (REVISED,)])
def test_what_has_not_changed_by_the_window_after_is_not_verified(
    steps: tuple[Step, ...],
) -> None:
    with pytest.raises(ChangeNotMade) as raised:
        tell(*HEARD, decide, *steps, *figures(4.9), verify(4.9))
    assert raised.value == ChangeNotMade("standard:sale@2")


def test_an_encounter_has_how_it_was_and_what_they_said_of_it() -> None:
    key = EncounterId("e-1")
    bad = NoteExperience(day(1), "n-1", Valence.NEGATIVE, "greeting", "no hello")
    told = tell(*HEARD, (ENCOUNTER, key, bad))
    noted = told.of(ENCOUNTER, key)[-1]
    assert (noted.valence, noted.customer_id) == (Valence.NEGATIVE, AZIZA)
    about = [
        event.about_ref
        for _, event, _ in told.happenings
        if type(event).__name__ in ("SurveyInvited", "ComplaintFiled")
    ]
    assert about == [f"encounter:{key}"] * 2
