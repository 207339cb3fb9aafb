"""What is said of partners and agreements, and what happens to them."""

from datetime import datetime
from typing import TypeAlias

from attrs import frozen

from ..ids import AgreementId, PartnerId, ProgrammeId
from .terms import AgreementTerms, Prices


@frozen
class OnboardPartner:
    """`category` is what it sells, in the coalition's own words."""

    at: datetime
    programme_id: ProgrammeId
    partner_id: PartnerId
    name: str
    category: str


@frozen
class SignAgreement:
    at: datetime
    agreement_id: AgreementId
    partner_id: PartnerId
    terms: AgreementTerms


@frozen
class AmendAgreement:
    """Have other prices count for what happens from `effective_from` on."""

    at: datetime
    agreement_id: AgreementId
    version: int
    effective_from: datetime
    prices: Prices
    reason: str


@frozen
class SuspendAgreement:
    at: datetime
    agreement_id: AgreementId
    reason: str


@frozen
class ResumeAgreement:
    at: datetime
    agreement_id: AgreementId


@frozen
class TerminateAgreement:
    at: datetime
    agreement_id: AgreementId
    reason: str


Command: TypeAlias = (
    OnboardPartner
    | SignAgreement
    | AmendAgreement
    | SuspendAgreement
    | ResumeAgreement
    | TerminateAgreement
)


@frozen
class PartnerOnboarded:
    at: datetime
    programme_id: ProgrammeId
    partner_id: PartnerId
    name: str
    category: str


@frozen
class AgreementSigned:
    """It is version 1 of its prices."""

    at: datetime
    programme_id: ProgrammeId
    agreement_id: AgreementId
    partner_id: PartnerId
    category: str
    terms: AgreementTerms


@frozen
class AgreementAmended:
    at: datetime
    programme_id: ProgrammeId
    agreement_id: AgreementId
    partner_id: PartnerId
    version: int
    effective_from: datetime
    prices: Prices
    reason: str


@frozen
class AgreementSuspended:
    at: datetime
    programme_id: ProgrammeId
    agreement_id: AgreementId
    partner_id: PartnerId
    reason: str


@frozen
class AgreementResumed:
    at: datetime
    programme_id: ProgrammeId
    agreement_id: AgreementId
    partner_id: PartnerId


@frozen
class AgreementTerminated:
    at: datetime
    programme_id: ProgrammeId
    agreement_id: AgreementId
    partner_id: PartnerId
    reason: str


Event: TypeAlias = (
    PartnerOnboarded
    | AgreementSigned
    | AgreementAmended
    | AgreementSuspended
    | AgreementResumed
    | AgreementTerminated
)
