"""What a campaign cost: money booked for a period, never edited, at times cancelled."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from .. import money
from ..decider import Refused
from ..ids import CampaignId


class SpendAim(StrEnum):
    """Whom the money was to reach: new customers, present ones, or lost ones."""

    ATTRACT = "attract"
    RETAIN = "retain"
    WIN_BACK = "win_back"


@frozen
class BookSpend:
    """`starts` and `ends` are the first and the last day that the money was for."""

    at: datetime
    spend_id: str
    amount: int
    currency: str
    starts: date
    ends: date
    aim: SpendAim = SpendAim.ATTRACT
    channel: str | None = None


@frozen
class CancelSpend:
    at: datetime
    spend_id: str
    reason: str


SpendCommand: TypeAlias = BookSpend | CancelSpend


@frozen
class SpendBooked:
    at: datetime
    campaign_id: CampaignId
    spend_id: str
    amount: int
    currency: str
    starts: date
    ends: date
    aim: SpendAim
    channel: str | None = None


@frozen
class SpendCancelled:
    at: datetime
    campaign_id: CampaignId
    spend_id: str
    reason: str


SpendEvent: TypeAlias = SpendBooked | SpendCancelled


@frozen
class Spend:
    """Money as it was booked, and the cancellation that undid it, if one did."""

    booked: SpendBooked
    cancelled: SpendCancelled | None = None


@frozen
class NotAPeriod(Refused):
    starts: date
    ends: date

    def __str__(self) -> str:
        return f"what begins on {self.starts} is no period if it ends on {self.ends}"


@frozen
class SpendChanged(Refused):
    spend_id: str

    def __str__(self) -> str:
        return f"spend {self.spend_id} is booked otherwise; cancel it, and book anew"


@frozen
class UnknownSpend(Refused):
    spend_id: str

    def __str__(self) -> str:
        return f"no spend {self.spend_id} was booked"


def decide(
    command: SpendCommand, campaign: CampaignId, spend: Mapping[str, Spend]
) -> Iterator[SpendEvent]:
    """Yield what becomes of money; `spend` holds what was booked, by id."""
    known = spend.get(command.spend_id)
    match command:
        case BookSpend():
            event = _booked(command, campaign)
            if known is None:
                yield event
            elif but(event, at=known.booked.at) != known.booked:
                raise SpendChanged(command.spend_id)
        case CancelSpend(at, spend_id, reason):
            if known is None:
                raise UnknownSpend(spend_id)
            if known.cancelled is None:
                yield SpendCancelled(at, campaign, spend_id, reason)
        case _:
            assert_never(command)


def _booked(command: BookSpend, campaign: CampaignId) -> SpendBooked:
    money.check(command.amount, command.currency)
    if command.ends < command.starts:
        raise NotAPeriod(command.starts, command.ends)
    return SpendBooked(
        command.at,
        campaign,
        command.spend_id,
        command.amount,
        command.currency,
        command.starts,
        command.ends,
        command.aim,
        command.channel,
    )


def evolve(spend: Mapping[str, Spend], event: SpendEvent) -> Mapping[str, Spend]:
    match event:
        case SpendBooked(spend_id=spend_id):
            return {**spend, spend_id: Spend(event)}
        case SpendCancelled(spend_id=spend_id):
            return {**spend, spend_id: Spend(spend[spend_id].booked, event)}
        case _:
            assert_never(event)
