"""A campaign: planned with its flight, and closed."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from ..ids import CampaignId


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


Command: TypeAlias = PlanCampaign | CloseCampaign


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


Event: TypeAlias = CampaignPlanned | CampaignClosed


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
class EndsBeforeItStarts(Refused):
    starts: date
    ends: date

    def __str__(self) -> str:
        return f"a campaign from {self.starts} cannot end on {self.ends}"


@frozen
class Campaign:
    """How far a campaign has come; nothing before it is planned."""

    planned: CampaignPlanned | None = None
    closed: CampaignClosed | None = None


def decide(command: Command, campaign: Campaign) -> Iterator[Event]:
    match command:
        case PlanCampaign():
            yield from _plan(command, campaign)
        case CloseCampaign(at):
            if campaign.planned is None:
                raise CampaignNotPlanned
            if campaign.closed is None:
                yield CampaignClosed(at, campaign.planned.campaign_id)
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
            return Campaign(event, campaign.closed)
        case CampaignClosed():
            return Campaign(campaign.planned, event)
        case _:
            assert_never(event)


CAMPAIGNS = Decider(Campaign(), decide, evolve)
