"""A campaign: planned with its flight, paid for, put before people, and closed."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider, Refused
from ..ids import CampaignId
from . import spend
from .material import MaterialKind, MaterialPlaced, PlaceMaterial, place
from .reach import ReachReported, ReportReach, report
from .spend import BookSpend, CancelSpend, Spend, SpendAim, SpendBooked, SpendCancelled

__all__ = [
    "CAMPAIGNS",
    "BookSpend",
    "Campaign",
    "CampaignClosed",
    "CampaignPlanned",
    "CancelSpend",
    "CloseCampaign",
    "Command",
    "Event",
    "MaterialKind",
    "MaterialPlaced",
    "PlaceMaterial",
    "PlanCampaign",
    "ReachReported",
    "ReportReach",
    "Spend",
    "SpendAim",
    "SpendBooked",
    "SpendCancelled",
]


@frozen
class PlanCampaign:
    """`starts` and `ends` are the first and the last day of the flight."""

    at: datetime
    campaign_id: CampaignId
    kind: str
    starts: date
    ends: date
    channels: tuple[str, ...] = ()
    name: str | None = None


@frozen
class CloseCampaign:
    at: datetime


Command: TypeAlias = (
    PlanCampaign | CloseCampaign | BookSpend | CancelSpend | PlaceMaterial | ReportReach
)


@frozen
class CampaignPlanned:
    at: datetime
    campaign_id: CampaignId
    kind: str
    starts: date
    ends: date
    channels: tuple[str, ...] = ()
    name: str | None = None


@frozen
class CampaignClosed:
    at: datetime
    campaign_id: CampaignId


Event: TypeAlias = (
    CampaignPlanned
    | CampaignClosed
    | SpendBooked
    | SpendCancelled
    | MaterialPlaced
    | ReachReported
)


@frozen
class CampaignNotPlanned(Refused):
    def __str__(self) -> str:
        return "no such campaign was planned"


@frozen
class CampaignChanged(Refused):
    campaign_id: CampaignId

    def __str__(self) -> str:
        return f"campaign {self.campaign_id} is planned otherwise"


@frozen
class CampaignIsClosed(Refused):
    campaign_id: CampaignId

    def __str__(self) -> str:
        return f"campaign {self.campaign_id} is closed, and takes no more material"


@frozen
class EndsBeforeItStarts(Refused):
    starts: date
    ends: date

    def __str__(self) -> str:
        return f"a campaign from {self.starts} cannot end on {self.ends}"


@frozen
class Campaign:
    """How far a campaign has come; nothing before it is planned.

    `spend` is by its id, `materials` by the codes printed on them, `reach` by the ids
    of the reports.
    """

    planned: CampaignPlanned | None = None
    closed: CampaignClosed | None = None
    spend: Mapping[str, Spend] = field(factory=dict)
    materials: Mapping[str, MaterialPlaced] = field(factory=dict)
    reach: Mapping[str, ReachReported] = field(factory=dict)


def decide(command: Command, campaign: Campaign) -> Iterator[Event]:
    if isinstance(command, PlanCampaign):
        yield from _plan(command, campaign)
        return
    if campaign.planned is None:
        raise CampaignNotPlanned
    planned = campaign.planned.campaign_id
    match command:
        case CloseCampaign(at):
            if campaign.closed is None:
                yield CampaignClosed(at, planned)
        case BookSpend() | CancelSpend():
            yield from spend.decide(command, planned, campaign.spend)
        case PlaceMaterial(code=code):
            if campaign.closed and code not in campaign.materials:
                raise CampaignIsClosed(planned)
            yield from place(command, planned, campaign.materials)
        case ReportReach():
            yield from report(command, planned, campaign.reach)
        case _:
            assert_never(command)


def _plan(command: PlanCampaign, campaign: Campaign) -> Iterator[CampaignPlanned]:
    event = CampaignPlanned(
        command.at,
        command.campaign_id,
        command.kind,
        command.starts,
        command.ends,
        command.channels,
        command.name,
    )
    if campaign.planned is None:
        if event.ends < event.starts:
            raise EndsBeforeItStarts(event.starts, event.ends)
        yield event
    elif but(event, at=campaign.planned.at) != campaign.planned:
        raise CampaignChanged(campaign.planned.campaign_id)


def evolve(campaign: Campaign, event: Event) -> Campaign:
    match event:
        case CampaignPlanned():
            return but(campaign, planned=event)
        case CampaignClosed():
            return but(campaign, closed=event)
        case SpendBooked() | SpendCancelled():
            return but(campaign, spend=spend.evolve(campaign.spend, event))
        case MaterialPlaced(code=code):
            return but(campaign, materials={**campaign.materials, code: event})
        case ReachReported(report_id=report_id):
            return but(campaign, reach={**campaign.reach, report_id: event})
        case _:
            assert_never(event)


CAMPAIGNS = Decider(Campaign(), decide, evolve)
