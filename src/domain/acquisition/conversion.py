"""A lead that became a customer: once, perhaps with an opportunity."""

from collections.abc import Iterator
from datetime import datetime

from attrs import evolve as but
from attrs import frozen

from ..decider import Refused
from ..ids import CustomerId, LeadId, OpportunityId
from ..times import not_before
from .capture import LeadCaptured
from .judging import Judgement, qualified, refuse_disqualified


@frozen
class ConvertLead:
    at: datetime
    customer_id: CustomerId
    opportunity_id: OpportunityId | None = None


@frozen
class LeadConverted:
    at: datetime
    lead_id: LeadId
    customer_id: CustomerId
    opportunity_id: OpportunityId | None = None


@frozen
class LeadIsConverted(Refused):
    lead_id: LeadId
    customer_id: CustomerId

    def __str__(self) -> str:
        return f"lead {self.lead_id} became customer {self.customer_id}, once for all"


@frozen
class LeadIsAbout(Refused):
    lead_id: LeadId
    customer_id: CustomerId

    def __str__(self) -> str:
        return f"lead {self.lead_id} is about customer {self.customer_id}"


def convert(
    command: ConvertLead,
    captured: LeadCaptured,
    judged: Judgement,
    known: LeadConverted | None,
) -> Iterator[LeadConverted]:
    """Yield the conversion of a qualified lead, unless it is `known`."""
    lead, customer = captured.lead_id, command.customer_id
    event = LeadConverted(command.at, lead, customer, command.opportunity_id)
    if known is not None:
        if but(event, at=known.at) != known:
            raise LeadIsConverted(lead, known.customer_id)
        return
    refuse_disqualified(judged)
    not_before(qualified(judged, lead).at, event.at)
    if captured.customer_id not in (None, customer):
        raise LeadIsAbout(lead, captured.customer_id)
    yield event
