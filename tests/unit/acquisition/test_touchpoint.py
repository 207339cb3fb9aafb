"""The rules of touches, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.acquisition.touchpoint import (
    TOUCHPOINTS,
    IdentifyTouch,
    NoMaterial,
    RecordTouch,
    TouchChanged,
    TouchIdentified,
    TouchLedElsewhere,
    TouchNotRecorded,
    TouchRecorded,
    TouchTraced,
    TouchWasAnothers,
    TraceTouch,
)
from mijoz.domain.acquisition.utm import Utm
from mijoz.domain.ids import CampaignId, CustomerId, TouchId
from mijoz.domain.personal import Erased
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 14, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
SCAN = TouchId("web:17")
AZIZA, BOBUR = CustomerId("aziza"), CustomerId("bobur")
NAVRUZ, EID = CampaignId("navruz"), CampaignId("eid")
LINK = (Utm("utm_source", "metro"),)

RECORD = RecordTouch(
    NOW, SCAN, "web", "poster", None, None, "SOCKS-1", LINK, "anon-1", "/socks?q=warm"
)
RECORDED = TouchRecorded(
    NOW, SCAN, None, "web", "poster", None, "SOCKS-1", LINK, "anon-1", "/socks?q=warm"
)
TRACED = TouchTraced(NOW, SCAN, None, NAVRUZ, "SOCKS-1")
IDENTIFIED = TouchIdentified(LATER, SCAN, AZIZA)

touches = Scenario(TOUCHPOINTS)


def test_a_touch_is_recorded_under_its_sources_key() -> None:
    touches.when(RECORD).then(RECORDED)


def test_a_touch_is_recorded_once() -> None:
    touches.given(RECORDED).when(but(RECORD, at=LATER)).then_nothing()


def test_another_touch_cannot_take_its_key() -> None:
    other = but(RECORD, channel="flyer")
    touches.given(RECORDED).when(other).then(TouchChanged(SCAN))


def test_what_of_a_touch_is_erased_is_not_held_against_its_source() -> None:
    erased = but(RECORDED, anonymous_id=Erased(), url=Erased())
    touches.given(erased).when(RECORD).then_nothing()


def test_a_touch_that_bears_a_code_leads_to_a_campaign() -> None:
    story = touches.given(RECORDED).when(TraceTouch(NOW, NAVRUZ))
    story.then(TRACED)
    assert story.state.campaign_id == NAVRUZ


def test_a_touch_leads_to_one_campaign() -> None:
    story = touches.given(RECORDED, TRACED)
    story.when(TraceTouch(LATER, NAVRUZ)).then_nothing()
    story.when(TraceTouch(LATER, EID)).then(TouchLedElsewhere(SCAN, NAVRUZ))


def test_a_touch_that_told_its_campaign_leads_to_no_other() -> None:
    told = but(RECORDED, campaign_id=NAVRUZ)
    touches.given(told).when(TraceTouch(NOW, NAVRUZ)).then_nothing()
    touches.given(told).when(TraceTouch(NOW, EID)).then(TouchLedElsewhere(SCAN, NAVRUZ))


def test_a_touch_without_a_code_is_not_traced() -> None:
    bare = but(RECORDED, material_code=None)
    touches.given(bare).when(TraceTouch(NOW, NAVRUZ)).then(NoMaterial(SCAN))


def test_it_may_be_learned_later_whose_touch_it_was() -> None:
    story = touches.given(RECORDED).when(IdentifyTouch(LATER, AZIZA))
    story.then(IDENTIFIED)
    assert story.state.customer_id == AZIZA


def test_a_touch_was_one_customers() -> None:
    story = touches.given(RECORDED, IDENTIFIED)
    story.when(IdentifyTouch(LATER, AZIZA)).then_nothing()
    story.when(IdentifyTouch(LATER, BOBUR)).then(TouchWasAnothers(SCAN, AZIZA))


def test_a_touch_of_a_known_customer_is_theirs_from_the_start() -> None:
    known = but(RECORDED, customer_id=AZIZA)
    touches.given(known).when(IdentifyTouch(LATER, AZIZA)).then_nothing()
    story = touches.given(known).when(TraceTouch(NOW, NAVRUZ))
    story.then(but(TRACED, customer_id=AZIZA))


@pytest.mark.parametrize(
    "command", [TraceTouch(NOW, NAVRUZ), IdentifyTouch(NOW, AZIZA)]
)
def test_what_was_not_recorded_is_nobodys(command: TraceTouch | IdentifyTouch) -> None:
    touches.when(command).then(TouchNotRecorded())
