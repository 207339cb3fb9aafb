"""Surveys and invitations that tests begin with."""

from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import evolve as but

from mijoz.domain.feedback.design import Design, Item, Trigger
from mijoz.domain.feedback.invitation_terms import Invite, SurveyInvited
from mijoz.domain.feedback.scale import Instrument
from mijoz.domain.ids import CustomerId

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
AZIZA = CustomerId("aziza")

NPS = Design(
    Instrument.NPS,
    (Item("recommend", "Would you recommend RETRO-SOCKS?"), Item("relevant", "…?")),
    0,
    10,
    "survey",
    "email",
    (Trigger.ENCOUNTER_CLOSED, Trigger.REPEAT_PURCHASE),
    7,
    1,
    6,
    2,
)
CSAT = but(NPS, instrument=Instrument.CSAT, lowest=1, highest=5, poor=2)
SERVQUAL = but(
    NPS,
    instrument=Instrument.SERVQUAL,
    items=tuple(Item(f"q{number}", "…?") for number in range(1, 23)),
    lowest=1,
    highest=7,
    poor=None,
)
INVITE = Invite(
    NOW,
    AZIZA,
    "i-1",
    "warmth",
    1,
    Trigger.ENCOUNTER_CLOSED,
    "survey",
    "email",
    3,
    "c-1",
    NOW + 7 * DAY,
    1,
    "encounter:e-1",
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
        told.trigger,
        told.purpose,
        told.channel,
        told.consent_position or 0,
        told.contact_id,
        told.expires_at,
        told.reminders,
        told.trigger_ref,
    )
