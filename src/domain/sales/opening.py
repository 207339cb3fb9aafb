"""How an opportunity begins: for a customer, at the first stage of a pipeline."""

from collections.abc import Iterator
from datetime import date, datetime

from attrs import evolve as but
from attrs import frozen

from .. import money
from ..decider import Refused
from ..ids import CustomerId, LeadId, OpportunityId, PipelineId
from .stages import Stage, check


@frozen
class OpenOpportunity:
    """`owner` sells; `amount` is in minor units of `currency`.

    `stages` are those of the pipeline's version, which is the newest if none is named.
    """

    at: datetime
    opportunity_id: OpportunityId
    customer_id: CustomerId
    pipeline_id: PipelineId
    version: int
    stages: tuple[Stage, ...]
    amount: int
    currency: str
    expected_close: date
    owner: str
    lead_id: LeadId | None = None


@frozen
class OpportunityOpened:
    at: datetime
    opportunity_id: OpportunityId
    customer_id: CustomerId
    pipeline_id: PipelineId
    version: int
    stages: tuple[Stage, ...]
    amount: int
    currency: str
    expected_close: date
    owner: str
    lead_id: LeadId | None = None


@frozen
class OpportunityChanged(Refused):
    opportunity_id: OpportunityId

    def __str__(self) -> str:
        return f"opportunity {self.opportunity_id} is opened otherwise"


def start(
    command: OpenOpportunity, known: OpportunityOpened | None
) -> Iterator[OpportunityOpened]:
    """Yield the opening, unless it is `known`; its time may differ."""
    event = OpportunityOpened(
        command.at,
        command.opportunity_id,
        command.customer_id,
        command.pipeline_id,
        command.version,
        command.stages,
        command.amount,
        command.currency,
        command.expected_close,
        command.owner,
        command.lead_id,
    )
    if known is None:
        money.check(event.amount, event.currency, least=0)
        check(event.version, event.stages)
        yield event
    elif but(event, at=known.at) != known:
        raise OpportunityChanged(known.opportunity_id)
