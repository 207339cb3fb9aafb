"""A contract: signed for a term, renewed for another, and over in the end."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from .. import money
from ..decider import Decider, Refused
from ..ids import ContractId, CustomerId
from ..times import not_before
from .signing import ContractSigned, SignContract, check_term, sign

__all__ = [
    "CONTRACTS",
    "Command",
    "Contract",
    "ContractEnded",
    "ContractExpired",
    "ContractRenewed",
    "ContractSigned",
    "EndContract",
    "Event",
    "NoteContractDue",
    "RenewContract",
    "SignContract",
]


@frozen
class RenewContract:
    """A new term follows the last, until `ends_at`; `value` is of the new term."""

    at: datetime
    ends_at: datetime
    value: int


@frozen
class EndContract:
    at: datetime
    reason: str


@frozen
class NoteContractDue:
    at: datetime


Command: TypeAlias = SignContract | RenewContract | EndContract | NoteContractDue


@frozen
class ContractRenewed:
    at: datetime
    contract_id: ContractId
    customer_id: CustomerId
    starts_at: datetime
    ends_at: datetime
    value: int
    currency: str


@frozen
class ContractEnded:
    """Before its term, by someone's will."""

    at: datetime
    contract_id: ContractId
    customer_id: CustomerId
    reason: str


@frozen
class ContractExpired:
    """`at` is when its term ended."""

    at: datetime
    contract_id: ContractId
    customer_id: CustomerId


Event: TypeAlias = ContractSigned | ContractRenewed | ContractEnded | ContractExpired


@frozen
class ContractNotSigned(Refused):
    def __str__(self) -> str:
        return "no such contract was signed"


@frozen
class ContractHasNoTerm(Refused):
    contract_id: ContractId

    def __str__(self) -> str:
        return f"contract {self.contract_id} has no term that could be renewed"


@frozen
class ContractIsOver(Refused):
    contract_id: ContractId
    since: datetime

    def __str__(self) -> str:
        return f"contract {self.contract_id} is over since {self.since}"


@frozen
class Contract:
    """A contract, its renewals, the end of its last term, and when it was over."""

    signed: ContractSigned | None = None
    renewals: tuple[ContractRenewed, ...] = ()
    ends_at: datetime | None = None
    over: ContractEnded | ContractExpired | None = None

    @property
    def due(self) -> datetime | None:
        """When it will expire, if it can still."""
        return self.ends_at if not self.over else None

    def in_force(self, at: datetime) -> bool:
        """Whether it binds at a moment."""
        if self.signed is None or at < self.signed.starts_at:
            return False
        if self.over is not None and self.over.at <= at:
            return False
        return self.ends_at is None or at < self.ends_at


def decide(command: Command, contract: Contract) -> Iterator[Event]:
    if isinstance(command, SignContract):
        yield from sign(command, contract.signed)
        return
    signed = contract.signed
    if signed is None:
        raise ContractNotSigned
    who, ends_at = (signed.contract_id, signed.customer_id), contract.ends_at
    not_before(signed.at, command.at)
    match command:
        case RenewContract(at, until, value):
            money.check(value, signed.currency, least=0)
            last = contract.renewals[-1] if contract.renewals else None
            if last and (last.ends_at, last.value) == (until, value):
                return
            _refuse_over(contract, signed, at)
            if ends_at is None:
                raise ContractHasNoTerm(signed.contract_id)
            check_term(ends_at, until)
            yield ContractRenewed(at, *who, ends_at, until, value, signed.currency)
        case EndContract(at, reason):
            known = contract.over
            if not (isinstance(known, ContractEnded) and known.reason == reason):
                _refuse_over(contract, signed, at)
                yield ContractEnded(at, *who, reason)
        case NoteContractDue(at):
            if contract.due is not None and contract.due <= at:
                yield ContractExpired(contract.due, *who)
        case _:
            assert_never(command)


def _refuse_over(contract: Contract, signed: ContractSigned, at: datetime) -> None:
    """Refuse what comes once a contract is over, whether a timer has said so or not.

    What was before, and is told after, may still be.
    """
    if isinstance(contract.over, ContractEnded):
        raise ContractIsOver(signed.contract_id, contract.over.at)
    if contract.ends_at is not None and contract.ends_at <= at:
        raise ContractIsOver(signed.contract_id, contract.ends_at)


def evolve(contract: Contract, event: Event) -> Contract:
    match event:
        case ContractSigned(ends_at=ends_at):
            return but(contract, signed=event, ends_at=ends_at)
        case ContractRenewed(ends_at=ends_at):
            renewals = (*contract.renewals, event)
            over = contract.over if isinstance(contract.over, ContractEnded) else None
            return but(contract, renewals=renewals, ends_at=ends_at, over=over)
        case ContractEnded() | ContractExpired():
            return but(contract, over=event)
        case _:
            assert_never(event)


CONTRACTS = Decider(Contract(), decide, evolve)
