"""A customer's way through all channels, in order, and what is still to come."""

from datetime import date, timedelta
from typing import Any

import pytest

from mijoz.adapters.schemas import EVENTS
from mijoz.application.contexts import (
    APPOINTMENT,
    ENCOUNTER,
    FEEDBACK,
    ORDER,
    PROMISE,
    RESOURCE,
    TASK,
    TOUCHPOINT,
    account,
)
from mijoz.application.desk import Unknown
from mijoz.application.encounters.journey import Journey, journey
from mijoz.application.encounters.meetings import meetings
from mijoz.application.encounters.touchpoints import TOUCHPOINTS, Way
from mijoz.application.envelope import Origin
from mijoz.application.identity import merge
from mijoz.application.ports import Gone
from mijoz.application.privacy.erasing import erase
from mijoz.domain.acquisition.touchpoint import RecordTouch
from mijoz.domain.customer.link import Evidence
from mijoz.domain.encounter.agenda import Standing
from mijoz.domain.encounter.appointment_terms import (
    BookAppointment,
    CancelAppointment,
    CheckIn,
    RescheduleAppointment,
)
from mijoz.domain.encounter.resource import OfferResource, ResourceKind
from mijoz.domain.encounter.serving_kinds import Channel
from mijoz.domain.encounter.serving_terms import IdentifyVisitor
from mijoz.domain.encounter.slot import AppointmentTerms, Side
from mijoz.domain.feedback.feedback import FeedbackKind, ReceiveFeedback
from mijoz.domain.ids import (
    AppointmentId,
    CustomerId,
    FeedbackId,
    OrderId,
    PromiseId,
    ResourceId,
    TaskId,
    TouchId,
)
from mijoz.domain.purchase.order import Line, PlaceOrder
from mijoz.domain.sales.task import AssignTask, CompleteTask, ReassignTask
from mijoz.domain.service.promise import (
    KeepPromise,
    MakePromise,
    RenegotiatePromise,
)

from .shop import ANNA, AZIZA, BEK, MAY, ZEBO, Shop, day

CHAIR, ONE = ResourceId("chair"), AppointmentId("one")
TERMS = AppointmentTerms(1, ANNA, "UTC", 15, 48, None)
PLACE = account("2026-05-11", "chair")
SOCKS = Line("1", "retro-socks", None, 1, 5_000, 5_000)
HOUR = timedelta(hours=1)


def way(shop: Shop, who: str = AZIZA, **times: Any) -> Journey:
    return journey(shop.crm, who, **times)


def book(shop: Shop, who: CustomerId | None = AZIZA) -> None:
    room = ResourceKind.ROOM
    offer = OfferResource(MAY, CHAIR, 1, room, ANNA, "UTC", 15, 48)
    command = BookAppointment(
        day(1),
        CHAIR,
        date(2026, 5, 11),
        ONE,
        day(10),
        day(10) + HOUR,
        "fitting",
        Channel.SHOP,
        TERMS,
        who,
    )
    shop.tell(RESOURCE, CHAIR, offer)
    shop.tell(APPOINTMENT, PLACE, command)


def test_every_touchpoint_of_the_catalogue_is_an_event_that_is_stored() -> None:
    names = {each.__name__ for each in EVENTS}
    assert set(TOUCHPOINTS) <= names


def test_all_channels_are_in_one_journey_in_the_order_in_which_it_happened() -> None:
    shop = Shop()
    kind = FeedbackKind.CSAT
    receive = ReceiveFeedback(day(4), FeedbackId("f"), AZIZA, kind, 5, 5)
    shop.tell(FEEDBACK, "f", receive)
    order = PlaceOrder(day(3), OrderId("o"), AZIZA, "web", None, "UZS", (SOCKS,))
    shop.tell(ORDER, "o", order)
    shop.serve(day(2), channel=Channel.CHAT)
    shop.serve(day(2), who=ZEBO)
    touch = RecordTouch(day(1), TouchId("t"), "poster", "metro", AZIZA)
    shop.tell(TOUCHPOINT, "t", touch)
    found = way(shop)
    assert [(e.touchpoint, e.what, e.channel) for e in found.entries] == [
        ("registration", "CustomerRegistered", "shop"),
        ("touch", "TouchRecorded", "metro"),
        ("encounter", "EncounterOpened", "door"),
        ("encounter", "EncounterStarted", "chat"),
        ("encounter", "EncounterClosed", "chat"),
        ("order", "OrderPlaced", "web"),
        ("feedback", "FeedbackReceived", None),
    ]
    assert found.channels == ["shop", "metro", "door", "chat", "web"]
    assert [each.way for each in found.entries[2:5]] == [
        Way.CUSTOMER,
        Way.BOTH,
        Way.FIRM,
    ]
    assert found.entries[-1].ref == "feedback-f"
    assert found.entries[-1].by == "user:till"


def test_what_was_before_somebody_was_known_is_theirs_once_they_are() -> None:
    shop = Shop()
    name = shop.serve(day(2), who=None)
    assert len(way(shop).entries) == 1
    shop.tell(ENCOUNTER, name, IdentifyVisitor(day(3), AZIZA))
    assert [each.what for each in way(shop).entries] == [
        "CustomerRegistered",
        "EncounterOpened",
        "EncounterStarted",
        "EncounterClosed",
        "VisitorIdentified",
    ]
    assert len(way(shop, as_of=day(2.5)).entries) == 1


def test_a_journey_is_as_of_any_time() -> None:
    shop = Shop()
    shop.serve(day(2))
    assert len(way(shop, as_of=day(2)).entries) == 2
    with pytest.raises(Unknown):
        way(shop, known_at=MAY - timedelta(days=9_000))


def test_a_journey_is_a_persons_and_not_of_who_was_erased() -> None:
    shop = Shop()
    shop.serve(day(2), who=ZEBO)
    merge(
        shop.crm.handler,
        ZEBO,
        AZIZA,
        Evidence.REVIEWED,
        at=day(3),
        merge_id="m",
        origin=Origin("user:anna"),
        approver="user:anna",
    )
    assert [each.touchpoint for each in way(shop).entries].count("encounter") == 3
    erase(shop.crm, AZIZA, "asked for", Origin("user:anna"))
    with pytest.raises(Gone):
        way(shop)


def test_what_is_planned_is_there_until_it_is_done() -> None:
    shop = Shop()
    book(shop)
    assign = AssignTask(day(1), TaskId("t"), AZIZA, "anna", "call back", day(20))
    shop.tell(TASK, "t", assign)
    promise = MakePromise(day(1), PromiseId("p"), AZIZA, "bek", day(5))
    shop.tell(PROMISE, "p", promise)
    planned = way(shop, as_of=day(10)).planned
    assert [(e.at, e.what, e.holder, e.overdue) for e in planned] == [
        (day(5), "promise", "bek", True),
        (day(10), "fitting", "chair", False),
        (day(20), "call back", "anna", False),
    ]
    shop.tell(PROMISE, "p", KeepPromise(day(4)))
    shop.tell(APPOINTMENT, PLACE, CheckIn(day(10), ONE))
    shop.tell(TASK, "t", ReassignTask(day(11), BEK, "anna is away"))
    assert [each.holder for each in way(shop).planned] == ["bek"]
    shop.tell(TASK, "t", CompleteTask(day(12), "done"))
    assert way(shop).planned == []
    assert len(way(shop, as_of=day(3)).planned) == 3


@pytest.mark.parametrize(("agreed", "at"), [(True, day(9)), (False, day(5))])
def test_a_promise_is_put_off_only_if_the_customer_agrees(
    agreed: bool, at: object
) -> None:
    shop = Shop()
    promise = MakePromise(day(1), PromiseId("p"), AZIZA, "bek", day(5))
    renegotiate = RenegotiatePromise(day(2), day(9), agreed, "no socks left")
    shop.tell(PROMISE, "p", promise, renegotiate)
    (planned,) = way(shop, as_of=day(3)).planned
    assert planned.at == at


@pytest.mark.parametrize("days", [0, 1])
def test_what_is_moved_is_planned_where_it_is_now(days: int) -> None:
    shop = Shop()
    book(shop)
    starts = day(10 + days) + 2 * HOUR
    move = RescheduleAppointment(
        day(2), ONE, starts, starts + HOUR, Side.CUSTOMER, "busy", TERMS
    )
    shop.tell(APPOINTMENT, PLACE, move)
    (planned,) = way(shop, as_of=day(3)).planned
    assert (planned.at, planned.what) == (starts, "fitting")
    (meeting,) = meetings(shop.gather(as_of=day(3)))
    assert (meeting.starts_at, meeting.moved) == (starts, True)


def test_meetings_past_and_planned_are_listed_with_how_they_stand() -> None:
    shop = Shop()
    book(shop)
    (meeting,) = meetings(shop.gather())
    assert (meeting.customer, meeting.moved) == (AZIZA, False)
    assert meeting.standing is Standing.BOOKED
    for chosen, count in (
        ({"resource": "chair"}, 1),
        ({"resource": "seat"}, 0),
        ({"owner": "anna"}, 1),
        ({"owner": "bek"}, 0),
        ({"customer": "aziza"}, 1),
        ({"customer": "zebo"}, 0),
    ):
        assert len(meetings(shop.gather(), **chosen)) == count
    cancel = CancelAppointment(day(2), ONE, Side.CUSTOMER, "ill")
    shop.tell(APPOINTMENT, PLACE, cancel)
    assert way(shop).planned == []
    (meeting,) = meetings(shop.gather())
    assert meeting.standing is Standing.CANCELLED
