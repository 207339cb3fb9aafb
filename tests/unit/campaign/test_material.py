"""The rules of printed material and of reach, one test a rule."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mijoz.domain.campaign.campaign import (
    CAMPAIGNS,
    CampaignClosed,
    CampaignIsClosed,
    CampaignNotPlanned,
    CampaignPlanned,
    MaterialKind,
    MaterialPlaced,
    PlaceMaterial,
    ReachReported,
    ReportReach,
)
from mijoz.domain.campaign.material import (
    MaterialChanged,
    MaterialIsNowhere,
    MaterialIsOnNothing,
    NoCopies,
)
from mijoz.domain.campaign.reach import NotACount, ReportChanged
from mijoz.domain.ids import CampaignId
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
NAVRUZ = CampaignId("navruz")
PLANNED = CampaignPlanned(NOW, NAVRUZ, "btl", date(2026, 3, 1), date(2026, 3, 31))
CLOSED = CampaignClosed(NOW, NAVRUZ)
PLACED = MaterialPlaced(NOW, NAVRUZ, "SOCKS-1", MaterialKind.POSTER, "metro", None, 20)
REPORTED = ReachReported(NOW, NAVRUZ, "r-1", 40_000, "the station", "radio")

campaigns = Scenario(CAMPAIGNS).given(PLANNED)


def place(
    kind: MaterialKind = MaterialKind.POSTER,
    where: str | None = "metro",
    sku: str | None = None,
    copies: int = 20,
    at: datetime = NOW,
) -> PlaceMaterial:
    return PlaceMaterial(at, "SOCKS-1", kind, where, sku, copies)


def report(count: int = 40_000, at: datetime = NOW) -> ReportReach:
    return ReportReach(at, "r-1", count, "the station", "radio")


def test_material_is_placed_under_its_code() -> None:
    story = campaigns.when(place())
    story.then(PLACED)
    assert story.state.materials == {"SOCKS-1": PLACED}


def test_material_is_placed_once() -> None:
    campaigns.given(PLACED).when(place(at=LATER)).then_nothing()


@pytest.mark.parametrize(
    "other", [place(copies=21), place(where="tram"), place(MaterialKind.PLAQUE)]
)
def test_other_material_cannot_take_its_code(other: PlaceMaterial) -> None:
    campaigns.given(PLACED).when(other).then(MaterialChanged("SOCKS-1"))


def test_material_needs_a_campaign() -> None:
    Scenario(CAMPAIGNS).when(place()).then(CampaignNotPlanned())


@pytest.mark.parametrize("kind", ["pos", "poster", "plaque", "pillar", "placement"])
def test_what_stands_somewhere_needs_a_place(kind: str) -> None:
    nowhere = place(MaterialKind(kind), where=None, sku="retro-socks")
    campaigns.when(nowhere).then(MaterialIsNowhere(MaterialKind(kind)))


@pytest.mark.parametrize("kind", ["neckhanger", "packaging", "placement"])
def test_what_hangs_on_a_product_needs_one(kind: str) -> None:
    campaigns.when(place(MaterialKind(kind))).then(
        MaterialIsOnNothing(MaterialKind(kind))
    )
    on_it = place(MaterialKind(kind), sku="retro-socks")
    assert campaigns.when(on_it).refusal is None


@pytest.mark.parametrize("kind", ["flyer", "booklet", "garland"])
def test_what_is_handed_out_needs_neither(kind: str) -> None:
    loose = place(MaterialKind(kind), where=None)
    assert campaigns.when(loose).refusal is None


@pytest.mark.parametrize("kind", ["neckhanger", "packaging"])
def test_what_hangs_on_a_product_needs_no_place(kind: str) -> None:
    on_it = place(MaterialKind(kind), where=None, sku="retro-socks")
    assert campaigns.when(on_it).refusal is None


def test_one_copy_is_enough_and_none_is_not() -> None:
    assert campaigns.when(place(copies=1)).refusal is None
    campaigns.when(place(copies=0)).then(NoCopies(0))


def test_a_closed_campaign_takes_no_more_material() -> None:
    campaigns.given(CLOSED).when(place()).then(CampaignIsClosed(NAVRUZ))


def test_what_a_closed_campaign_had_placed_stays_told_once() -> None:
    campaigns.given(PLACED, CLOSED).when(place()).then_nothing()


def test_reach_is_reported_as_a_source_counts_it() -> None:
    campaigns.given(CLOSED).when(report()).then(REPORTED)


def test_reach_is_reported_once() -> None:
    campaigns.given(REPORTED).when(report(at=LATER)).then_nothing()


def test_another_report_cannot_take_its_name() -> None:
    campaigns.given(REPORTED).when(report(1)).then(ReportChanged("r-1"))


def test_a_campaign_may_reach_nobody_and_no_fewer() -> None:
    assert campaigns.when(report(0)).refusal is None
    campaigns.when(report(-1)).then(NotACount(-1))
