"""A coalition: the partners of one programme, and who of them may not compete."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider, Refused
from ..ids import AgreementId, PartnerId
from ..times import not_before
from . import agreement
from .agreement import Agreement
from .agreement_terms import (
    AgreementAmended,
    AgreementResumed,
    AgreementSigned,
    AgreementSuspended,
    AgreementTerminated,
    AmendAgreement,
    Command,
    Event,
    OnboardPartner,
    PartnerOnboarded,
    ResumeAgreement,
    SignAgreement,
    SuspendAgreement,
    TerminateAgreement,
)
from .terms import check

__all__ = ["COALITIONS", "Coalition", "Command", "Event"]


@frozen
class PartnerNotOnboarded(Refused):
    partner_id: PartnerId

    def __str__(self) -> str:
        return f"no partner {self.partner_id} was onboarded"


@frozen
class PartnerChanged(Refused):
    partner_id: PartnerId

    def __str__(self) -> str:
        return f"partner {self.partner_id} is onboarded otherwise"


@frozen
class AgreementNotSigned(Refused):
    agreement_id: AgreementId

    def __str__(self) -> str:
        return f"no agreement {self.agreement_id} was signed"


@frozen
class AgreementChanged(Refused):
    agreement_id: AgreementId

    def __str__(self) -> str:
        return f"agreement {self.agreement_id} is signed otherwise"


@frozen
class AgreementsOverlap(Refused):
    partner_id: PartnerId
    agreement_id: AgreementId

    def __str__(self) -> str:
        return f"{self.partner_id} has agreement {self.agreement_id} at that time"


@frozen
class CategoryIsExclusive(Refused):
    """Refused of who would compete with a partner that is to be the only one."""

    category: str
    partner_id: PartnerId
    agreement_id: AgreementId

    def __str__(self) -> str:
        return (
            f"{self.category} is exclusive to {self.partner_id}, by agreement"
            f" {self.agreement_id}"
        )


@frozen
class CategoryIsTaken(Refused):
    """Refused of who would be the only one where a partner of ours is already."""

    category: str
    partner_id: PartnerId
    agreement_id: AgreementId

    def __str__(self) -> str:
        return (
            f"{self.category} cannot be exclusive: {self.partner_id} is in it, by"
            f" agreement {self.agreement_id}"
        )


@frozen
class Coalition:
    """Partners and agreements, by their ids."""

    partners: Mapping[PartnerId, PartnerOnboarded] = field(factory=dict, hash=False)
    agreements: Mapping[AgreementId, Agreement] = field(factory=dict, hash=False)

    def of(self, partner: PartnerId) -> tuple[Agreement, ...]:
        """Return all agreements with a partner, as they were signed."""
        return tuple(
            each
            for each in self.agreements.values()
            if each.signed.partner_id == partner
        )

    def in_force(self, partner: PartnerId, at: datetime) -> Agreement | None:
        """Return the agreement with a partner that counts at a moment."""
        return next((each for each in self.of(partner) if each.in_force(at)), None)


def decide(command: Command, coalition: Coalition) -> Iterator[Event]:
    match command:
        case OnboardPartner(at, programme, partner, name, category):
            event = PartnerOnboarded(at, programme, partner, name, category)
            if known := coalition.partners.get(partner):
                if but(event, at=known.at) != known:
                    raise PartnerChanged(partner)
                return
            yield event
        case SignAgreement():
            yield from _sign(command, coalition)
        case (
            AmendAgreement()
            | SuspendAgreement()
            | ResumeAgreement()
            | TerminateAgreement()
        ):
            found = coalition.agreements.get(command.agreement_id)
            if found is None:
                raise AgreementNotSigned(command.agreement_id)
            yield from agreement.decide(command, found)
        case _:
            assert_never(command)


def _sign(command: SignAgreement, coalition: Coalition) -> Iterator[AgreementSigned]:
    partner = coalition.partners.get(command.partner_id)
    if partner is None:
        raise PartnerNotOnboarded(command.partner_id)
    event = AgreementSigned(
        command.at,
        partner.programme_id,
        command.agreement_id,
        partner.partner_id,
        partner.category,
        command.terms,
    )
    if known := coalition.agreements.get(command.agreement_id):
        if but(event, at=known.signed.at) != known.signed:
            raise AgreementChanged(command.agreement_id)
        return
    not_before(partner.at, command.at)
    check(command.terms)
    for each in coalition.agreements.values():
        if each.overlaps(command.terms.starts_at, command.terms.ends_at):
            _compete(event, each.signed)
    yield event


def _compete(new: AgreementSigned, old: AgreementSigned) -> None:
    """Refuse an agreement that another, at the same time, excludes; or the reverse."""
    who = old.partner_id, old.agreement_id
    if old.partner_id == new.partner_id:
        raise AgreementsOverlap(*who)
    if old.terms.exclusive_category == new.category:
        raise CategoryIsExclusive(new.category, *who)
    if new.terms.exclusive_category == old.category:
        raise CategoryIsTaken(old.category, *who)


def evolve(coalition: Coalition, event: Event) -> Coalition:
    if isinstance(event, PartnerOnboarded):
        partners = {**coalition.partners, event.partner_id: event}
        return but(coalition, partners=partners)
    if isinstance(event, AgreementSigned):
        changed = Agreement(event)
    else:
        changed = _changed(coalition.agreements[event.agreement_id], event)
    agreements = {**coalition.agreements, event.agreement_id: changed}
    return but(coalition, agreements=agreements)


def _changed(
    known: Agreement,
    event: AgreementAmended
    | AgreementSuspended
    | AgreementResumed
    | AgreementTerminated,
) -> Agreement:
    match event:
        case AgreementAmended():
            return but(known, amended=(*known.amended, event))
        case AgreementSuspended() | AgreementResumed():
            return but(known, pauses=(*known.pauses, event))
        case AgreementTerminated():
            return but(known, terminated=event)
        case _:
            assert_never(event)


COALITIONS = Decider(Coalition(), decide, evolve)
