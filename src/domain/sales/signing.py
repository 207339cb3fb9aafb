"""How a contract begins: signed, for a term, or until it is ended."""

from collections.abc import Iterator
from datetime import datetime

from attrs import evolve as but
from attrs import frozen

from .. import money
from ..decider import Refused
from ..ids import ContractId, CustomerId, OpportunityId


@frozen
class SignContract:
    """In force from `starts_at` until `ends_at`; until it is ended, if that is None.

    `value` is of the whole term, in minor units of `currency`.
    """

    at: datetime
    contract_id: ContractId
    customer_id: CustomerId
    starts_at: datetime
    ends_at: datetime | None
    value: int
    currency: str
    opportunity_id: OpportunityId | None = None


@frozen
class ContractSigned:
    at: datetime
    contract_id: ContractId
    customer_id: CustomerId
    starts_at: datetime
    ends_at: datetime | None
    value: int
    currency: str
    opportunity_id: OpportunityId | None = None


@frozen
class ContractChanged(Refused):
    contract_id: ContractId

    def __str__(self) -> str:
        return f"contract {self.contract_id} is signed otherwise"


@frozen
class NotATerm(Refused):
    starts_at: datetime
    ends_at: datetime

    def __str__(self) -> str:
        return f"a term from {self.starts_at} cannot end at {self.ends_at}"


def sign(
    command: SignContract, known: ContractSigned | None
) -> Iterator[ContractSigned]:
    """Yield the contract, unless it is `known`; when it was signed may differ."""
    event = ContractSigned(
        command.at,
        command.contract_id,
        command.customer_id,
        command.starts_at,
        command.ends_at,
        command.value,
        command.currency,
        command.opportunity_id,
    )
    if known is None:
        money.check(event.value, event.currency, least=0)
        if event.ends_at is not None:
            check_term(event.starts_at, event.ends_at)
        yield event
    elif but(event, at=known.at) != known:
        raise ContractChanged(known.contract_id)


def check_term(starts_at: datetime, ends_at: datetime) -> None:
    """Refuse a term that ends before it has begun, or as it does."""
    if ends_at <= starts_at:
        raise NotATerm(starts_at, ends_at)
