"""The rules of where and how a customer is reached."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.customer.contact import CONTACTS
from mijoz.domain.customer.contact_refusals import TooManyContacts
from mijoz.domain.customer.contact_terms import (
    Cap,
    CommunicationPreferenceSet,
    ContactReserved,
    ContactUsed,
    ReserveContact,
    UseContact,
)
from mijoz.domain.customer.identifiers import IdentifierKind
from mijoz.domain.customer.reaching import (
    ChannelsPreferred,
    ChannelTwice,
    ContactPointResumed,
    ContactPointStopped,
    PreferChannels,
    ResumeContactPoint,
    StopContactPoint,
    UnknownFormat,
)
from mijoz.domain.ids import CustomerId
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
TICK, DAY = timedelta(microseconds=1), timedelta(days=1)
AZIZA, EMAIL = CustomerId("aziza"), IdentifierKind.EMAIL
PREFER = PreferChannels(NOW, AZIZA, ("sms", "email"), "html")
STOP = StopContactPoint(NOW, AZIZA, EMAIL, "index", "hard_bounce")
RESUME = ResumeContactPoint(NOW, AZIZA, EMAIL, "index", "mended")

contacts = Scenario(CONTACTS)


def test_channels_are_preferred_in_an_order_with_a_format() -> None:
    story = contacts.when(PREFER)
    story.then(ChannelsPreferred(NOW, AZIZA, ("sms", "email"), "html"))
    story.when(but(PREFER, at=NOW + DAY)).then_nothing()
    assert story.when(but(PREFER, format=None)).news
    assert story.when(but(PREFER, channels=("email", "sms"))).news


def test_a_preference_is_of_channels_once_each_in_a_known_format() -> None:
    contacts.when(but(PREFER, format="runes")).then(UnknownFormat("runes"))
    twice = but(PREFER, channels=("sms", "email", "sms"))
    contacts.when(twice).then(ChannelTwice("sms"))


def test_a_contact_point_is_stopped_and_resumed() -> None:
    contacts.when(RESUME).then_nothing()
    story = contacts.when(STOP)
    story.then(ContactPointStopped(NOW, AZIZA, EMAIL, "index", "hard_bounce"))
    assert story.state.reaching.stopped == {"index"}
    story.when(STOP).then_nothing()
    again = story.when(RESUME)
    again.then(ContactPointResumed(NOW, AZIZA, EMAIL, "index", "mended"))
    assert not again.state.reaching.stopped


def test_a_contact_goes_out_from_when_it_is_wanted() -> None:
    reserve = ReserveContact(NOW, AZIZA, "m", "news", "email", 1, NOW + DAY)
    (slot,) = contacts.when(reserve).news
    assert slot == ContactReserved(NOW, AZIZA, "m", "news", "email", 1, NOW + DAY)
    (now,) = contacts.when(but(reserve, wanted_at=NOW - DAY)).news
    assert now == but(slot, send_at=NOW)


@pytest.mark.parametrize(
    ("cap", "after", "refused"),
    [
        (Cap(1, 7), 7 * DAY - TICK, True),
        (Cap(1, 7), 7 * DAY, False),
        (Cap(2, 7), DAY, False),
        (Cap(1, 7, "email"), DAY, True),
        (Cap(1, 7, "sms"), DAY, False),
    ],
)
def test_caps_are_kept_by_those_dispatched_when_one_more_is(
    cap: Cap, after: timedelta, refused: bool
) -> None:
    slots = [
        ContactReserved(NOW, AZIZA, name, "news", "email", 1, NOW) for name in "ab"
    ]
    story = contacts.given(
        *slots,
        CommunicationPreferenceSet(NOW, AZIZA, (cap,), None, None),
        ContactUsed(NOW, AZIZA, "a", 1),
    ).when(UseContact(NOW + after, AZIZA, "b", 1))
    if refused:
        story.then(TooManyContacts(cap.count, cap.days))
    else:
        story.then(ContactUsed(NOW + after, AZIZA, "b", 1))


def test_a_cap_of_one_channel_counts_its_own_alone() -> None:
    used = ContactReserved(NOW, AZIZA, "a", "news", "sms", 1, NOW)
    waits = ContactReserved(NOW, AZIZA, "b", "news", "email", 1, NOW)
    cap = CommunicationPreferenceSet(NOW, AZIZA, (Cap(1, 7, "email"),), None, None)
    story = contacts.given(used, waits, cap, ContactUsed(NOW, AZIZA, "a", 1))
    assert story.when(UseContact(NOW + DAY, AZIZA, "b", 1)).news
