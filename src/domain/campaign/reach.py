"""How many a campaign reached, as each source counts them."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from attrs import evolve as but
from attrs import frozen

from ..decider import Refused
from ..ids import CampaignId


@frozen
class ReportReach:
    """`count` is of people, by the source's own word: counts of two do not add up."""

    at: datetime
    report_id: str
    count: int
    source: str
    channel: str | None = None


@frozen
class ReachReported:
    at: datetime
    campaign_id: CampaignId
    report_id: str
    count: int
    source: str
    channel: str | None = None


@frozen
class NotACount(Refused):
    count: int

    def __str__(self) -> str:
        return f"a campaign cannot reach {self.count} people"


@frozen
class ReportChanged(Refused):
    report_id: str

    def __str__(self) -> str:
        return f"report {self.report_id} is on record with other content"


def report(
    command: ReportReach,
    campaign: CampaignId,
    reports: Mapping[str, ReachReported],
) -> Iterator[ReachReported]:
    """Yield the report, unless it is among `reports`, which are by id."""
    if command.count < 0:
        raise NotACount(command.count)
    event = ReachReported(
        command.at,
        campaign,
        command.report_id,
        command.count,
        command.source,
        command.channel,
    )
    known = reports.get(command.report_id)
    if known is None:
        yield event
    elif but(event, at=known.at) != known:
        raise ReportChanged(command.report_id)
