"""A customer of RETRO-SOCKS who may be asked, and what they are asked upon what."""

from typing import Any, TypeAlias

from mijoz.application.contexts import (
    CONSENT,
    CUSTOMER,
    ENCOUNTER,
    INVITATION,
    ORDER,
    SURVEY,
    TRIGGER,
)
from mijoz.application.due import sweep_due
from mijoz.application.handling import Handler
from mijoz.application.work import Work
from mijoz.domain.customer.consent import GrantConsent, LawfulBasis
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.encounter.encounter import (
    CloseEncounter,
    EncounterKind,
    OpenEncounter,
)
from mijoz.domain.feedback.answers import Answer
from mijoz.domain.feedback.design import Design, Item, Loop
from mijoz.domain.feedback.invitation_terms import AnswerSurvey
from mijoz.domain.feedback.scale import Instrument
from mijoz.domain.feedback.survey import DesignSurvey
from mijoz.domain.feedback.triggers import PublishTriggers, Rule, Trigger
from mijoz.domain.ids import (
    CustomerId,
    EncounterId,
    InvitationId,
    OrderId,
    SurveyId,
    TriggerPolicyId,
)
from mijoz.domain.purchase.order import Line, RecordPurchase

from .telling import ANNA, TIME, Of, Step, day

Told: TypeAlias = tuple[Of, str, Any]

AZIZA, SHOP = CustomerId("aziza"), TriggerPolicyId("shop")
WARMTH, LOYAL, EASE = SurveyId("warmth"), SurveyId("loyal"), SurveyId("ease")
SOCKS = Line("1", "retro-socks", None, 1, 5_000, 5_000)
CSAT = Design(
    Instrument.CSAT,
    (Item("satisfaction", "Were you satisfied?"), Item("staff", "Were we kind?")),
    1,
    5,
    Loop(2, 24, "bek"),
)
NPS = Design(Instrument.NPS, (Item("recommend", "…?"),), 0, 10, Loop(6, 48, "dilnoza"))
CES = Design(Instrument.CES, (Item("ease", "…?"),), 1, 7, Loop(3, 24, "bek"))
DESIGNS = {WARMTH: CSAT, LOYAL: NPS, EASE: CES}


def rule(trigger: Trigger, survey: SurveyId, **other: Any) -> Rule:
    return Rule(trigger, survey, "survey", "email", 7, **other)


RULES = (
    rule(Trigger.ENCOUNTER_CLOSED, WARMTH, remind_after_days=(3,)),
    rule(Trigger.REPEAT_PURCHASE, LOYAL),
    rule(Trigger.COMPLAINT_CLOSED, EASE),
)
REGISTERED: Told = (
    CUSTOMER,
    AZIZA,
    RegisterCustomer(day(0), AZIZA, PartyKind.PERSON, "shop"),
)
AGREED: Told = (
    CONSENT,
    AZIZA,
    GrantConsent(day(0), AZIZA, "survey", "email", LawfulBasis.CONSENT, "v1", "form"),
)


def published(*rules: Rule) -> tuple[Told, ...]:
    """Return the surveys as designed, and the triggers that have them asked."""
    designs = (
        (SURVEY, survey, DesignSurvey(day(0), survey, design))
        for survey, design in DESIGNS.items()
    )
    return (*designs, (TRIGGER, SHOP, PublishTriggers(day(0), SHOP, 1, rules)))


def together(*steps: Told) -> Step:
    """Return what several commands do in one transaction, however often it is told."""

    def story(work: Work) -> None:
        for step in steps:
            work.handle(*step)

    def brought(handler: Handler) -> object:
        return handler.run(story, ANNA)

    return brought


READY = (together(*published(*RULES), REGISTERED, AGREED),)


def encounter(name: str, on: float) -> tuple[Step]:
    """Return an encounter, opened and closed on a day."""
    key = EncounterId(name)
    opened = OpenEncounter(day(on), key, AZIZA, EncounterKind.VISIT, "shop")
    close = CloseEncounter(day(on), "sold")
    return (together((ENCOUNTER, key, opened), (ENCOUNTER, key, close)),)


def purchase(name: str, on: float) -> Step:
    """Return a purchase on a day."""
    key = OrderId(name)
    told = RecordPurchase(day(on), key, AZIZA, "shop", None, "UZS", (SOCKS,))
    return ORDER, key, told


def answers(
    invitation: str, design: Design, on: float, *scores: int, comment: str | None = None
) -> Step:
    """Return the answers to the first items of a design, on a day."""
    pairs = zip(design.items, scores, strict=False)
    told = AnswerSurvey(
        day(on),
        AZIZA,
        InvitationId(invitation),
        design,
        tuple(Answer(item.name, score) for item, score in pairs),
        comment=comment,
    )
    return INVITATION, AZIZA, told


def sweep(on: float) -> Step:
    """Return what time brings on a day."""

    def brought(handler: Handler) -> object:
        return sweep_due(handler, day(on), TIME)

    return brought
