"""Surveys and invitations that tests begin with."""

from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import evolve as but

from mijoz.domain.feedback.design import Design, Item, Loop
from mijoz.domain.feedback.invitation_terms import Invite, SurveyInvited
from mijoz.domain.feedback.scale import Instrument
from mijoz.domain.feedback.triggers import Trigger
from mijoz.domain.ids import CustomerId, InvitationId, SurveyId

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
TICK = timedelta(microseconds=1)
AZIZA = CustomerId("aziza")
WARMTH, SPEED = SurveyId("warmth"), SurveyId("speed")
ONE, TWO = InvitationId("i-1"), InvitationId("i-2")

NPS = Design(
    Instrument.NPS,
    (Item("recommend", "Would you recommend RETRO-SOCKS?"), Item("relevance", "…?")),
    0,
    10,
    Loop(6, 48, "bek"),
)
CSAT = but(NPS, instrument=Instrument.CSAT, lowest=1, highest=5, loop=Loop(2, 4, "b"))
CES = but(NPS, instrument=Instrument.CES, lowest=1, highest=7, loop=Loop(3, 4, "b"))
SERVQUAL = but(
    NPS,
    instrument=Instrument.SERVQUAL,
    items=tuple(Item(f"q{number}", "…?") for number in range(1, 23)),
    lowest=1,
    highest=7,
    loop=None,
)
INVITE = Invite(
    NOW,
    AZIZA,
    ONE,
    WARMTH,
    1,
    Instrument.NPS,
    Trigger.ENCOUNTER_CLOSED,
    "survey",
    "email",
    3,
    NOW + 7 * DAY,
    "encounter:e-1",
    (NOW + 3 * DAY, NOW + 5 * DAY),
    0,
    "trigger:shop@1",
)


def invited(**other: Any) -> SurveyInvited:
    """Return what `INVITE` leads to, but for what is said otherwise."""
    told = but(INVITE, **other)
    return SurveyInvited(
        told.at,
        told.customer_id,
        told.invitation_id,
        told.survey_id,
        told.survey_version,
        told.instrument,
        told.trigger,
        told.purpose,
        told.channel,
        told.consent_position or 0,
        told.expires_at,
        told.about_ref,
        told.remind_at,
        told.policy,
    )
