"""Erasing a person: decided in the log, done by destroying one key, then confirmed.

The order matters. The decision is an event first, refused under a legal hold, and from
then on nothing of the person is read or told. Then the key goes, which erases what is
sealed in every copy of the events; then what was derived. Whatever stops it half way,
it is done by running it again: each step is harmless twice.
"""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from attrs import frozen

from ...domain.acquisition.touchpoint import TouchIdentified
from ...domain.customer.profile import (
    ConfirmErasure,
    ErasePersonalData,
    Reached,
    UnderLegalHold,
)
from ...domain.decider import Refused
from ...domain.encounter.serving_terms import VisitorIdentified
from ...domain.personal import Hidden, personal_fields, pseudonyms
from ..claims import claims_of
from ..contexts import CUSTOMER
from ..crm import Crm
from ..envelope import Origin, Recorded
from ..feeding import Keeping, catch_up
from ..identity import cluster
from ..projections.card import CARDS
from ..work import Work
from .certificate import Certificate, certificate

Purge: TypeAlias = Callable[[str], Reached]  # of a customer, in one more place
# From when on someone unknown is a customer: what was before is under the stream's key.
_BECAME_KNOWN: Final = (VisitorIdentified, TouchIdentified)
_SECONDS: Final = 60  # for which other processes may remember a key, or a state
_BACKUPS: Final = Reached(
    "backups",
    "open under a copy of the key store from before, until `mijoz privacy rewrap` is"
    " run, which destroys what its keys are wrapped under",
)


@frozen
class StoredInTheClear(Refused):
    """Events from before there were seals hold personal data that no key erases."""

    events: int
    first: int

    def __str__(self) -> str:
        return (
            f"{self.events} events, the first at position {self.first}, were recorded"
            " before the store sealed anything: their bytes hold personal data that"
            " cannot be erased by destroying a key"
        )


def erase_person(
    crm: Crm, customer: str, reason: str, origin: Origin, purges: Sequence[Purge] = ()
) -> Sequence[Certificate]:
    """Erase every customer that a person is, the root first; or none of them.

    Raises:
        UnderLegalHold: One of them is under a hold, which keeps all.
        Refused: as `erase` does.
    """
    handler = crm.handler
    members = cluster(handler.journal, customer)
    work = handler.begin(origin)
    for each in members:
        for held in work.state(CUSTOMER, each).privacy.holds.values():
            raise UnderLegalHold(held.hold_id, held.reason)
    return [erase(crm, each, reason, origin, purges) for each in members]


def erase(
    crm: Crm, customer: str, reason: str, origin: Origin, purges: Sequence[Purge] = ()
) -> Certificate:
    """Erase a customer, and return the certificate that names every place reached.

    *purges* are places beyond the store: facts, models, exports.

    Raises:
        UnderLegalHold: It must be released first.
        StoredInTheClear: What is personal of them was never sealed.
        Refused: There is no such customer.
    """
    handler = crm.handler
    about = handler.journal.about(customer)
    if clear := [each for each in about if _in_the_clear(each)]:
        raise StoredInTheClear(len(clear), clear[0].position or 0)
    released = {
        claim for each in about for claim in claims_of(handler.opening(each))[0]
    }

    def decided(work: Work) -> None:
        asked = ErasePersonalData(crm.clock(), handler.new_id(), reason)
        work.handle(CUSTOMER, customer, asked)
        for claim in released:
            work.release(claim)

    handler.run(decided, origin)
    keys = tuple(crm.keys.destroy(customer))
    for stream in {
        each.stream for each in about if isinstance(each.event, _BECAME_KNOWN)
    }:
        keys += tuple(crm.keys.destroy(f"stream {stream}"))
    for stream in {each.stream for each in about}:
        handler.states.forget(stream)
    catch_up(handler.journal, Keeping(CARDS, crm.views))
    sealed = sum(each.sealed is not None for each in about)
    places = (
        Reached("streams", f"{sealed} of {len(about)} events unreadable for ever"),
        Reached("claims", f"{len(released)} identifiers and card numbers released"),
        Reached("cards", "emptied"),
        Reached("snapshots", "none are kept"),
        Reached(
            "caches", f"forgotten here; within {_SECONDS} seconds in other processes"
        ),
        *(purge(customer) for purge in purges),
    )
    places += (Reached("write-ahead log", crm.scrub()), _BACKUPS)
    confirm = ConfirmErasure(crm.clock(), keys, places)
    handler.run(lambda work: work.handle(CUSTOMER, customer, confirm), origin)
    made = certificate(handler.journal, customer)
    assert made is not None
    return made


def _in_the_clear(recorded: Recorded) -> bool:
    """Whether an event says something personal, or a pseudonym, under no seal."""
    if recorded.sealed is not None:
        return False
    event, kind = recorded.event, type(recorded.event)
    names = personal_fields(kind) + pseudonyms(kind)
    said = [getattr(event, name) for name in names]
    return any(each is not None and not isinstance(each, Hidden) for each in said)
