"""A touch: recorded once, and traced to a campaign and to a customer, once each."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Decider, Refused
from ..ids import CampaignId, CustomerId, TouchId
from ..personal import Personal, personal, same
from .utm import Utm


@frozen
class RecordTouch:
    """`touch_id` is the source's own key."""

    at: datetime
    touch_id: TouchId
    source: str
    channel: str
    customer_id: CustomerId | None = None
    campaign_id: CampaignId | None = None
    material_code: str | None = None
    utm: tuple[Utm, ...] = ()
    anonymous_id: str | None = None
    url: str | None = None


@frozen
class TraceTouch:
    """The campaign is the one that placed the material whose code the touch bears."""

    at: datetime
    campaign_id: CampaignId


@frozen
class IdentifyTouch:
    at: datetime
    customer_id: CustomerId


Command: TypeAlias = RecordTouch | TraceTouch | IdentifyTouch


@frozen
class TouchRecorded:
    at: datetime
    touch_id: TouchId
    customer_id: CustomerId | None
    source: str
    channel: str
    campaign_id: CampaignId | None = None
    material_code: str | None = None
    utm: tuple[Utm, ...] = ()
    anonymous_id: Personal = personal(default=None)
    url: Personal = personal(default=None)


@frozen
class TouchTraced:
    at: datetime
    touch_id: TouchId
    customer_id: CustomerId | None
    campaign_id: CampaignId
    material_code: str


@frozen
class TouchIdentified:
    at: datetime
    touch_id: TouchId
    customer_id: CustomerId


Event: TypeAlias = TouchRecorded | TouchTraced | TouchIdentified


@frozen
class TouchNotRecorded(Refused):
    def __str__(self) -> str:
        return "no such touch was recorded"


@frozen
class TouchChanged(Refused):
    touch_id: TouchId

    def __str__(self) -> str:
        return f"touch {self.touch_id} is on record with other content"


@frozen
class NoMaterial(Refused):
    touch_id: TouchId

    def __str__(self) -> str:
        return f"touch {self.touch_id} bears no code of any material"


@frozen
class TouchLedElsewhere(Refused):
    touch_id: TouchId
    campaign_id: CampaignId

    def __str__(self) -> str:
        return f"touch {self.touch_id} leads to campaign {self.campaign_id}"


@frozen
class TouchWasAnothers(Refused):
    touch_id: TouchId
    customer_id: CustomerId

    def __str__(self) -> str:
        return f"touch {self.touch_id} was customer {self.customer_id}'s"


@frozen
class MaterialOfAnotherCampaign(Refused):
    material_code: str
    campaign_id: CampaignId

    def __str__(self) -> str:
        return (
            f"the material of code {self.material_code} is campaign"
            f" {self.campaign_id}'s"
        )


@frozen
class Touchpoint:
    """What was recorded, and whose touch it was, of which campaign, if known."""

    recorded: TouchRecorded | None = None
    campaign_id: CampaignId | None = None
    customer_id: CustomerId | None = None


def decide(command: Command, touch: Touchpoint) -> Iterator[Event]:
    if isinstance(command, RecordTouch):
        yield from _record(command, touch.recorded)
        return
    if touch.recorded is None:
        raise TouchNotRecorded
    touch_id, code = touch.recorded.touch_id, touch.recorded.material_code
    match command:
        case TraceTouch(at, campaign):
            if code is None:
                raise NoMaterial(touch_id)
            if touch.campaign_id is None:
                yield TouchTraced(at, touch_id, touch.customer_id, campaign, code)
            elif touch.campaign_id != campaign:
                raise TouchLedElsewhere(touch_id, touch.campaign_id)
        case IdentifyTouch(at, customer):
            if touch.customer_id is None:
                yield TouchIdentified(at, touch_id, customer)
            elif touch.customer_id != customer:
                raise TouchWasAnothers(touch_id, touch.customer_id)
        case _:
            assert_never(command)


def _record(
    command: RecordTouch, known: TouchRecorded | None
) -> Iterator[TouchRecorded]:
    event = TouchRecorded(
        command.at,
        command.touch_id,
        command.customer_id,
        command.source,
        command.channel,
        command.campaign_id,
        command.material_code,
        command.utm,
        command.anonymous_id,
        command.url,
    )
    if known is None:
        yield event
    elif not same(event, known):
        raise TouchChanged(known.touch_id)


def evolve(touch: Touchpoint, event: Event) -> Touchpoint:
    match event:
        case TouchRecorded(campaign_id=campaign, customer_id=customer):
            return Touchpoint(event, campaign, customer)
        case TouchTraced(campaign_id=campaign):
            return but(touch, campaign_id=campaign)
        case TouchIdentified(customer_id=customer):
            return but(touch, customer_id=customer)
        case _:
            assert_never(event)


TOUCHPOINTS = Decider(Touchpoint(), decide, evolve)
