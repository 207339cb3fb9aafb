"""A gathering of customers: announced, its seats taken, come to or not, held or off."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider
from ..ids import CustomerId
from ..times import due_after, not_before
from .gathering_refusals import (
    AttendeeIsThere,
    GatheringChanged,
    GatheringIsNowhere,
    GatheringIsOff,
    GatheringNotAnnounced,
    HasStarted,
    ImpossibleHours,
    ImpossibleSeats,
    IsOver,
    NoSeatLeft,
    NotAnAttendee,
)
from .gathering_terms import (
    AbsenceNoted,
    AnnounceGathering,
    AttendeeCame,
    AttendeeRegistered,
    CancelGathering,
    CancelRegistration,
    GatheringAnnounced,
    GatheringCancelled,
    GatheringHeld,
    GatheringKind,
    NoteAttendance,
    NoteGatheringDue,
    RegisterAttendee,
    RegistrationCancelled,
)
from .gathering_terms import Command as Command
from .gathering_terms import Event as Event


@frozen
class Gathering:
    """What is announced, who has a seat since when, and who came."""

    announced: GatheringAnnounced | None = None
    seated: Mapping[CustomerId, datetime] = field(factory=dict)
    came: frozenset[CustomerId] = frozenset()
    held: GatheringHeld | None = None
    cancelled: GatheringCancelled | None = None

    @property
    def due(self) -> datetime | None:
        """When it ends, and absences are noted; None once that is done."""
        if self.announced is None or self.held or self.cancelled:
            return None
        return self.announced.ends_at


def decide(command: Command, gathering: Gathering) -> Iterator[Event]:
    if isinstance(command, AnnounceGathering):
        yield from _announce(command, gathering.announced)
        return
    announced = gathering.announced
    if announced is None:
        raise GatheringNotAnnounced
    not_before(announced.at, command.at)
    match command:
        case CancelGathering(at, reason):
            if gathering.cancelled is None:
                if at >= announced.starts_at:
                    raise HasStarted(announced.starts_at)
                yield GatheringCancelled(at, announced.gathering_id, reason)
        case NoteGatheringDue(at):
            if gathering.due is not None and gathering.due <= at:
                yield from _end(announced, gathering)
        case RegisterAttendee() | CancelRegistration() | NoteAttendance():
            if gathering.cancelled:
                raise GatheringIsOff(gathering.cancelled.reason)
            yield from _attend(command, announced, gathering)
        case _:
            assert_never(command)


def _announce(
    command: AnnounceGathering, known: GatheringAnnounced | None
) -> Iterator[GatheringAnnounced]:
    event = GatheringAnnounced(
        command.at,
        command.gathering_id,
        command.kind,
        command.title,
        command.starts_at,
        command.ends_at,
        command.seats,
        command.place,
        command.link,
        command.campaign_id,
    )
    if known is not None:
        if but(event, at=known.at) != known:
            raise GatheringChanged(known.gathering_id)
        return
    due_after(event.at, event.starts_at)
    if event.ends_at <= event.starts_at:
        raise ImpossibleHours(event.starts_at, event.ends_at)
    if event.seats is not None and event.seats < 1:
        raise ImpossibleSeats(event.seats)
    online = event.kind is GatheringKind.ONLINE_MEETING
    if (event.link if online else event.place) is None:
        raise GatheringIsNowhere(event.gathering_id)
    yield event


def _attend(
    command: RegisterAttendee | CancelRegistration | NoteAttendance,
    announced: GatheringAnnounced,
    gathering: Gathering,
) -> Iterator[Event]:
    name, at, who = announced.gathering_id, command.at, command.customer_id
    seats = announced.seats
    match command:
        case RegisterAttendee():
            if who in gathering.seated:
                return
            if at >= announced.ends_at:
                raise IsOver(announced.ends_at)
            if seats is not None and len(gathering.seated) >= seats:
                raise NoSeatLeft(seats)
            yield AttendeeRegistered(at, name, who)
        case CancelRegistration(reason=reason):
            if who not in gathering.seated:
                raise NotAnAttendee(who)
            if who in gathering.came:
                raise AttendeeIsThere(who)
            if at >= announced.starts_at:
                raise HasStarted(announced.starts_at)
            yield RegistrationCancelled(at, name, who, reason)
        case NoteAttendance():
            if who not in gathering.seated:
                raise NotAnAttendee(who)
            if at >= announced.ends_at:
                raise IsOver(announced.ends_at)
            if who not in gathering.came:
                not_before(gathering.seated[who], at)
                yield AttendeeCame(at, name, who, announced.campaign_id)
        case _:
            assert_never(command)


def _end(announced: GatheringAnnounced, gathering: Gathering) -> Iterator[Event]:
    ended, name = announced.ends_at, announced.gathering_id
    for who in gathering.seated:
        if who not in gathering.came:
            yield AbsenceNoted(ended, name, who)
    yield GatheringHeld(ended, name, len(gathering.seated), len(gathering.came))


def evolve(gathering: Gathering, event: Event) -> Gathering:
    match event:
        case GatheringAnnounced():
            return but(gathering, announced=event)
        case AttendeeRegistered(at=at, customer_id=who):
            return but(gathering, seated={**gathering.seated, who: at})
        case RegistrationCancelled(customer_id=gone):
            left = {who: at for who, at in gathering.seated.items() if who != gone}
            return but(gathering, seated=left)
        case AttendeeCame(customer_id=who):
            return but(gathering, came=gathering.came | {who})
        case AbsenceNoted():
            return gathering
        case GatheringHeld():
            return but(gathering, held=event)
        case GatheringCancelled():
            return but(gathering, cancelled=event)
        case _:
            assert_never(event)


GATHERINGS = Decider(Gathering(), decide, evolve)
