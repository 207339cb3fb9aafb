"""What follows from touches and leads: they are traced, dealt out, and cleared."""

from collections.abc import Mapping
from typing import Any, Final

from ..domain.acquisition.distribution import (
    ClearLead,
    DealLead,
    DealWaiting,
    Distribution,
    DistributionPublished,
    LeadCleared,
    LeadDealt,
    RedealLead,
)
from ..domain.acquisition.lead import (
    AssignLead,
    LeadAssigned,
    LeadCaptured,
    LeadConverted,
    LeadDisqualified,
    LeadFollowUpMissed,
    LeadHandOverAccepted,
)
from ..domain.acquisition.touchpoint import (
    MaterialOfAnotherCampaign,
    RecordTouch,
    TouchRecorded,
    TraceTouch,
)
from ..domain.campaign.campaign import MaterialPlaced
from ..domain.ids import CampaignId
from .aggregate import Aggregate
from .claims import MATERIAL_CLAIM
from .contexts import DISTRIBUTION, LEAD, TOUCHPOINT
from .envelope import Draft, Origin
from .work import Reaction, Work


def materials_lead_to_their_campaign(
    work: Work, _: Aggregate[Any, Any, Any], __: str, command: Any
) -> None:
    """Refuse a touch that names another campaign than the code that it bears."""
    if not isinstance(command, RecordTouch):
        return
    code, named = command.material_code, command.campaign_id
    if code is None or named is None:
        return
    if (found := _placed_by(work, code)) and found != named:
        raise MaterialOfAnotherCampaign(code, found)


def acquire(work: Work, draft: Draft) -> None:
    """Have happen what follows from an event of acquisition, if anything does."""
    if follow := _FOLLOWS.get(type(draft.event)):
        follow(work, draft)


def _placed_by(work: Work, code: str) -> CampaignId | None:
    """Return the campaign that placed the material of a code, if one did."""
    for each in work.drafts:
        if isinstance(each.event, MaterialPlaced) and each.event.code == code:
            return each.event.campaign_id
    owner = work.journal.owners(MATERIAL_CLAIM, [code]).get(code)
    return CampaignId(owner) if owner else None


def _trace(work: Work, draft: Draft) -> None:
    touch: TouchRecorded = draft.event
    if touch.material_code is None or touch.campaign_id is not None:
        return
    if campaign := _placed_by(work, touch.material_code):
        origin = work.caused_by(draft, "touches-lead-back", f"campaign:{campaign}")
        work.handle(TOUCHPOINT, touch.touch_id, TraceTouch(touch.at, campaign), origin)


def _deal(work: Work, draft: Draft) -> None:
    """Have the first distribution that takes a lead's channel deal it out."""
    lead: LeadCaptured = draft.event
    for name in work.known(DISTRIBUTION):
        distribution: Distribution = work.state(DISTRIBUTION, name)
        policy = distribution.newest
        if policy and policy.at <= lead.at and distribution.takes(lead.channel):
            origin = _by_policy(work, draft, name, policy.version)
            deal = DealLead(lead.at, lead.lead_id, lead.channel)
            work.handle(DISTRIBUTION, name, deal, origin)
            return


def _assign(work: Work, draft: Draft) -> None:
    dealt: LeadDealt = draft.event
    (load,) = (each for each in dealt.loads if each.agent == dealt.agent)
    reason = (
        f"{load.held} open of {load.capacity}, the smallest share of"
        f" {len(dealt.loads)} who take leads from {dealt.channel}"
    )
    assign = AssignLead(
        dealt.at,
        dealt.agent,
        reason,
        dealt.follow_up_by,
        dealt.distribution_id,
        dealt.version,
    )
    origin = _by_policy(work, draft, dealt.distribution_id, dealt.version)
    work.handle(LEAD, dealt.lead_id, assign, origin)


def _redeal(work: Work, draft: Draft) -> None:
    missed: LeadFollowUpMissed = draft.event
    for name, distribution in _dealing(work, missed.lead_id):
        redeal = RedealLead(missed.at, missed.lead_id, missed.agent)
        assert distribution.newest is not None
        origin = _by_policy(work, draft, name, distribution.newest.version)
        work.handle(DISTRIBUTION, name, redeal, origin)


def _clear(work: Work, draft: Draft) -> None:
    event: LeadAssigned | LeadConverted | LeadDisqualified | LeadHandOverAccepted
    event = draft.event
    for name, distribution in _dealing(work, event.lead_id):
        if isinstance(event, LeadAssigned) and event.distribution_id == name:
            continue
        assert distribution.newest is not None
        origin = _by_policy(work, draft, name, distribution.newest.version)
        work.handle(DISTRIBUTION, name, ClearLead(event.at, event.lead_id), origin)


def _deal_waiting(work: Work, draft: Draft) -> None:
    event: LeadCleared | DistributionPublished = draft.event
    name = event.distribution_id
    distribution: Distribution = work.state(DISTRIBUTION, name)
    assert distribution.newest is not None
    origin = _by_policy(work, draft, name, distribution.newest.version)
    work.handle(DISTRIBUTION, name, DealWaiting(event.at), origin)


def _dealing(work: Work, lead: str) -> list[tuple[str, Distribution]]:
    """Return the distributions that have dealt a lead, or have it wait."""
    names = work.known(DISTRIBUTION)
    known = [(name, work.state(DISTRIBUTION, name)) for name in names]
    return [
        (name, each)
        for name, each in known
        if lead in each.dealt or lead in each.waiting
    ]


def _by_policy(work: Work, draft: Draft, name: str, version: int) -> Origin:
    return work.caused_by(draft, "leads-are-dealt", f"distribution:{name}@{version}")


_FOLLOWS: Final[Mapping[type[Any], Reaction]] = {
    TouchRecorded: _trace,
    LeadCaptured: _deal,
    LeadDealt: _assign,
    LeadFollowUpMissed: _redeal,
    LeadAssigned: _clear,
    LeadConverted: _clear,
    LeadDisqualified: _clear,
    LeadHandOverAccepted: _clear,
    LeadCleared: _deal_waiting,
    DistributionPublished: _deal_waiting,
}
