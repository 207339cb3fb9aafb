"""One agreement: from when until when it is in force, and what points cost in it."""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from attrs import evolve as but
from attrs import frozen

from ..decider import Refused
from ..ids import AgreementId
from ..times import not_before
from .agreement_terms import (
    AgreementAmended,
    AgreementResumed,
    AgreementSigned,
    AgreementSuspended,
    AgreementTerminated,
    AmendAgreement,
    ResumeAgreement,
    SuspendAgreement,
    TerminateAgreement,
)
from .terms import Prices, check_prices


@frozen
class AgreementIsOver(Refused):
    agreement_id: AgreementId
    at: datetime

    def __str__(self) -> str:
        return f"agreement {self.agreement_id} was over at {self.at}"


@frozen
class AmendmentChanged(Refused):
    agreement_id: AgreementId
    version: int

    def __str__(self) -> str:
        return f"version {self.version} of agreement {self.agreement_id} says otherwise"


@frozen
class AmendmentOutOfOrder(Refused):
    version: int
    after: int

    def __str__(self) -> str:
        return f"version {self.version} of the prices must come after {self.after}"


@frozen
class CurrencyStays(Refused):
    currency: str

    def __str__(self) -> str:
        return f"the agreement is in {self.currency}, and stays so: sign another"


@frozen
class Agreement:
    """An agreement and all that became of it, in order of time."""

    signed: AgreementSigned
    amended: tuple[AgreementAmended, ...] = ()
    pauses: tuple[AgreementSuspended | AgreementResumed, ...] = ()
    terminated: AgreementTerminated | None = None

    @property
    def version(self) -> int:
        return self.amended[-1].version if self.amended else 1

    @property
    def suspended(self) -> bool:
        return bool(self.pauses) and isinstance(self.pauses[-1], AgreementSuspended)

    @property
    def ends_at(self) -> datetime | None:
        """When it ends or ended, if that is known."""
        ends = self.signed.terms.ends_at
        if self.terminated is None:
            return ends
        at = self.terminated.at
        return at if ends is None else min(at, ends)

    def in_force(self, at: datetime) -> bool:
        """Whether it counts for what happened at a moment."""
        ends = self.ends_at
        if at < self.signed.terms.starts_at or (ends is not None and at >= ends):
            return False
        before = [each for each in self.pauses if each.at <= at]
        return not (before and isinstance(before[-1], AgreementSuspended))

    def prices_at(self, at: datetime) -> tuple[int, Prices]:
        """Return the version of the prices that counts at a moment, and those."""
        for each in reversed(self.amended):
            if each.effective_from <= at:
                return each.version, each.prices
        return 1, self.signed.terms.prices

    def overlaps(self, starts_at: datetime, ends_at: datetime | None) -> bool:
        """Whether it is in force, suspended or not, at any time of a period."""
        ends = self.ends_at
        begins_before = ends_at is None or self.signed.terms.starts_at < ends_at
        return begins_before and (ends is None or starts_at < ends)


def decide(
    command: AmendAgreement | SuspendAgreement | ResumeAgreement | TerminateAgreement,
    agreement: Agreement,
) -> Iterator[
    AgreementAmended | AgreementSuspended | AgreementResumed | AgreementTerminated
]:
    at, signed = command.at, agreement.signed
    who = signed.programme_id, signed.agreement_id, signed.partner_id
    if isinstance(command, TerminateAgreement) and agreement.terminated:
        return
    if isinstance(command, AmendAgreement) and _known(command, agreement):
        return
    not_before(_last(agreement), at)
    ends = agreement.ends_at
    if ends is not None and at >= ends:
        raise AgreementIsOver(signed.agreement_id, ends)
    match command:
        case AmendAgreement():
            yield from _amend(command, agreement)
        case SuspendAgreement(_, _, reason):
            if not agreement.suspended:
                yield AgreementSuspended(at, *who, reason)
        case ResumeAgreement():
            if agreement.suspended:
                yield AgreementResumed(at, *who)
        case TerminateAgreement(_, _, reason):
            yield AgreementTerminated(at, *who, reason)
        case _:
            assert_never(command)


def _amended(command: AmendAgreement, signed: AgreementSigned) -> AgreementAmended:
    return AgreementAmended(
        command.at,
        signed.programme_id,
        signed.agreement_id,
        signed.partner_id,
        command.version,
        command.effective_from,
        command.prices,
        command.reason,
    )


def _known(command: AmendAgreement, agreement: Agreement) -> bool:
    """Say whether it was amended so; refuse another version of the same number."""
    event = _amended(command, agreement.signed)
    for known in agreement.amended:
        if known.version == event.version:
            if but(event, at=known.at) != known:
                raise AmendmentChanged(event.agreement_id, event.version)
            return True
    return False


def _amend(command: AmendAgreement, agreement: Agreement) -> Iterator[AgreementAmended]:
    if command.version <= agreement.version:
        raise AmendmentOutOfOrder(command.version, agreement.version)
    check_prices(command.prices)
    currency = agreement.signed.terms.prices.currency
    if command.prices.currency != currency:
        raise CurrencyStays(currency)
    last = agreement.amended[-1].effective_from if agreement.amended else command.at
    not_before(max(last, command.at), command.effective_from)
    yield _amended(command, agreement.signed)


def _last(agreement: Agreement) -> datetime:
    """Return when something last became of an agreement."""
    times = [agreement.signed.at]
    times += [each.at for each in agreement.amended]
    times += [each.at for each in agreement.pauses]
    return max(times)
