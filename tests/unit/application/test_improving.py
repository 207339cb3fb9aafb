"""What improvements and assessments take from what is on record."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.adapters.outside import VIEWS
from mijoz.application.contexts import (
    ASSESSMENT,
    CRITERIA,
    IMPROVEMENT,
    METRIC,
    SHORTCOMING,
)
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk, Unknown
from mijoz.application.envelope import Origin
from mijoz.application.registry import COMMANDS
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CriteriaId, CustomerId, ImprovementId, ShortcomingId
from mijoz.domain.metrics.statements import StateMetric
from mijoz.domain.quality.assessment import Assessor, CriteriaDiffer, Mark, Party
from mijoz.domain.quality.criteria import Criterion, PublishCriteria
from mijoz.domain.quality.improvement_refusals import NotAsStated, NotTheirEvidence
from mijoz.domain.quality.improvement_terms import DecideImprovement, VerifyImprovement
from mijoz.domain.quality.shortcoming import AddEvidence, RegisterShortcoming

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
MONTH = timedelta(days=30)
AZIZA, VALUE = CustomerId("aziza"), CriteriaId("value")
LATE, RUDE = ShortcomingId("late"), ShortcomingId("rude")
P1 = ImprovementId("p-1")
ANNA = Origin("user:anna")
NAMED = {each.name: each for each in COMMANDS}
ALL = (Criterion("trust", "…", 100),)


@pytest.fixture
def crm() -> Crm:
    """Return a shop with two shortcomings, a customer, and criteria of value."""
    crm = compose(clock=lambda: NOW)
    register = RegisterCustomer(NOW, AZIZA, PartyKind.PERSON, "shop")
    crm.customers.tell(AZIZA, register, origin=ANNA)
    for name, evidence in ((LATE, ("event-1", "event-2")), (RUDE, ("event-2",))):
        told = RegisterShortcoming(NOW, name, name, "bek", evidence)
        tell(crm, SHORTCOMING, name, told)
    tell(crm, CRITERIA, VALUE, PublishCriteria(NOW, VALUE, 1, ALL))
    return crm


def tell(crm: Crm, aggregate: Any, name: str, *commands: Any) -> Any:
    return Desk(aggregate, crm.handler).tell(name, *commands, origin=ANNA)


def ask(crm: Crm, name: str, **said: Any) -> Any:
    """Tell a command as it is asked for by name."""
    entry = NAMED[name]
    identity, command = entry.build(said, crm.handler, crm.clock)
    return tell(crm, entry.aggregate, identity, command)


def decide(crm: Crm, *because: str, metric: str = "repeat-share") -> Any:
    return ask(
        crm,
        "improvement.decide",
        improvement_id=P1,
        because=because,
        changes=("sku:sock@2",),
        metric=metric,
        by="anna",
    )


def stated(crm: Crm, name: str, since: datetime, part: int, metric: str) -> None:
    what = metric, 1, None, since, since + MONTH, None, 9, part, 100, 100
    told = StateMetric(NOW, name, *what, ("digest",))
    tell(crm, METRIC, name, told)


def verify(crm: Crm, metric: str = "repeat-share") -> Any:
    stated(crm, "m-1", NOW - MONTH, 35, metric)
    stated(crm, "m-2", NOW, 50, metric)
    return ask(
        crm,
        "improvement.verify",
        improvement_id=P1,
        at=NOW + MONTH,
        before_statement_id="m-1",
        after_statement_id="m-2",
    )


def seen(crm: Crm, aggregate: Any, name: str) -> Any:
    return VIEWS[aggregate.kind](Desk(aggregate, crm.handler).state(name))


def test_an_improvement_holds_all_that_its_shortcomings_stand_on(crm: Crm) -> None:
    told = decide(crm, LATE, RUDE)
    assert told.state.decided.evidence == ("event-1", "event-2")
    for name in (LATE, RUDE):
        (addressed,) = Desk(SHORTCOMING, crm.handler).state(name).addressed
        assert addressed.improvement_id == P1
    (_, *caused) = told.drafts
    assert {each.origin.causation_id for each in caused} == {told.drafts[0].id}
    tell(crm, SHORTCOMING, LATE, AddEvidence(NOW, ("event-3",)))
    assert decide(crm, LATE, RUDE).drafts == ()


def test_an_improvement_is_decided_because_of_what_is_registered(crm: Crm) -> None:
    with pytest.raises(Unknown):
        decide(crm, "weather")
    told = DecideImprovement(
        NOW, P1, (RUDE,), ("event-1",), ("sku:sock@2",), "repeat-share", "anna"
    )
    with pytest.raises(NotTheirEvidence) as raised:
        tell(crm, IMPROVEMENT, P1, told)
    assert raised.value == NotTheirEvidence("event-1")


def test_an_improvement_is_verified_by_figures_as_they_were_stated(crm: Crm) -> None:
    decide(crm, LATE)
    told = verify(crm)
    (event,) = (each.event for each in told.drafts)
    found = event.before.numerator, event.after.numerator, event.after.statement_id
    assert found == (35, 50, "m-2")
    uplift = seen(crm, IMPROVEMENT, P1)["uplift"]
    assert (uplift["change"], uplift["certain"]) == (1_500, True)
    other = VerifyImprovement(
        NOW + MONTH, "m-1", "m-2", but(event.before, numerator=1), event.after
    )
    with pytest.raises(NotAsStated) as raised:
        tell(crm, IMPROVEMENT, P1, other)
    assert raised.value == NotAsStated("m-1")
    with pytest.raises(Unknown):
        ask(
            crm,
            "improvement.verify",
            improvement_id=P1,
            before_statement_id="m-1",
            after_statement_id="m-3",
        )


def test_of_what_is_no_share_no_uplift_is_told(crm: Crm) -> None:
    decide(crm, LATE, metric="orders")
    assert seen(crm, IMPROVEMENT, P1)["uplift"] is None
    verify(crm, "orders")
    assert seen(crm, IMPROVEMENT, P1)["uplift"] is None


def assess(crm: Crm, rater: str, mark: int, **other: Any) -> Any:
    what: dict[str, Any] = {
        "customer_id": AZIZA,
        "assessment_id": f"by-{rater}",
        "party": Party.BUYER,
        "assessor": Assessor.INTERNAL,
        "rater": rater,
        "criteria_id": VALUE,
        "version": 1,
        "marks": (Mark("trust", mark),),
    }
    return ask(crm, "assessment.assess", **what | other)


def test_value_is_assessed_by_published_criteria_and_raters_are_compared(
    crm: Crm,
) -> None:
    assess(crm, "anna", 50)
    assess(crm, "expert", 62, assessor=Assessor.INDEPENDENT)
    view = seen(crm, ASSESSMENT, AZIZA)
    (found,) = view["disagreements"]
    assert (found["raters"], found["mean_difference"]) == (2, 1_200)
    assert view["mutual"] == []
    with pytest.raises(Unknown):
        assess(crm, "bek", 50, version=2)


def test_an_assessment_by_other_criteria_is_refused(crm: Crm) -> None:
    entry = NAMED["assessment.assess"]
    said: dict[str, Any] = {
        "customer_id": AZIZA,
        "party": Party.BUYER,
        "assessor": Assessor.SELF,
        "rater": "anna",
        "criteria_id": VALUE,
        "version": 1,
        "marks": (Mark("charm", 9),),
    }
    identity, command = entry.build(said, crm.handler, crm.clock)
    charm = (Criterion("charm", "…", 100),)
    with pytest.raises(CriteriaDiffer):
        tell(crm, ASSESSMENT, identity, but(command, criteria=charm))
