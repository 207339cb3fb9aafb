"""The rules of contacting a customer: consent, quiet hours, a cap."""

from datetime import UTC, datetime, timedelta

import pytest

from mijoz.domain.customer.contact import CONTACTS, after_quiet
from mijoz.domain.customer.contact_refusals import (
    NoConsent,
    NotACap,
    TooEarly,
    TooManyContacts,
    UnknownContact,
)
from mijoz.domain.customer.contact_terms import (
    Cap,
    CommunicationPreferenceSet,
    ContactReleased,
    ContactReserved,
    ContactSuppressed,
    ContactUsed,
    QuietHours,
    ReleaseContact,
    ReserveContact,
    SetPreference,
    UseContact,
)
from mijoz.domain.ids import CustomerId
from mijoz.testing import Scenario

AZIZA = CustomerId("aziza")
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
NIGHT = QuietHours("21:00", "09:00", "Asia/Tashkent")  # UTC+5, without summer time

contacts = Scenario(CONTACTS)


def reserve(
    contact: str,
    at: datetime = NOON,
    channel: str = "email",
    position: int | None = 3,
) -> ReserveContact:
    return ReserveContact(at, AZIZA, contact, "news", channel, position)


def reserved(
    contact: str, at: datetime = NOON, channel: str = "email"
) -> ContactReserved:
    return ContactReserved(at, AZIZA, contact, "news", channel, 3, at)


def capped(*caps: Cap) -> CommunicationPreferenceSet:
    return CommunicationPreferenceSet(NOON - 9 * DAY, AZIZA, caps, None, None)


def test_a_contact_is_reserved_once_on_a_consent_that_it_names() -> None:
    contacts.when(reserve("m-1")).then(reserved("m-1"))
    contacts.given(reserved("m-1")).when(reserve("m-1")).then_nothing()


def test_no_contact_is_decided_on_without_a_consent() -> None:
    contacts.when(reserve("m-1", position=None)).then(NoConsent("news", "email"))


def test_no_contact_is_dispatched_once_the_consent_is_gone() -> None:
    story = contacts.given(reserved("m-1"))
    gone = ContactSuppressed(NOON, AZIZA, "m-1", "consent_withdrawn")
    story.when(UseContact(NOON, AZIZA, "m-1", None)).then(gone)
    story.when(UseContact(NOON, AZIZA, "m-1", 4)).then(
        ContactUsed(NOON, AZIZA, "m-1", 4)
    )


def test_a_contact_is_used_released_or_suppressed_and_then_ended() -> None:
    use, release = (
        UseContact(NOON, AZIZA, "m-1", 3),
        ReleaseContact(NOON, AZIZA, "m-1", "campaign stopped"),
    )
    story = contacts.given(reserved("m-1"))
    story.when(release).then(ContactReleased(NOON, AZIZA, "m-1", "campaign stopped"))
    for end in (use, release, UseContact(NOON, AZIZA, "m-1", None)):
        story.when(end).when(use).then(UnknownContact("m-1"))
        story.when(end).when(release).then(UnknownContact("m-1"))
    contacts.when(use).then(UnknownContact("m-1"))


def test_no_more_contacts_are_made_than_the_cap_allows_in_any_such_days() -> None:
    full = contacts.given(capped(Cap(2, 7)), reserved("m-1"), reserved("m-2"))
    full.when(reserve("m-3", NOON + 7 * DAY - TICK)).then(TooManyContacts(2, 7))
    full.when(reserve("m-3", NOON + 7 * DAY)).then(reserved("m-3", NOON + 7 * DAY))
    one = contacts.given(capped(Cap(2, 7)), reserved("m-1"))
    one.when(reserve("m-2")).then(reserved("m-2"))


def test_a_cap_of_one_channel_counts_that_channel_alone() -> None:
    mail = contacts.given(capped(Cap(1, 7, "email")), reserved("m-1", channel="sms"))
    mail.when(reserve("m-2")).then(reserved("m-2"))
    mail.when(reserve("m-2", channel="sms")).then(reserved("m-2", channel="sms"))
    full = contacts.given(capped(Cap(1, 7, "email")), reserved("m-1"))
    full.when(reserve("m-2")).then(TooManyContacts(1, 7))
    full.when(reserve("m-2", channel="sms")).then(reserved("m-2", channel="sms"))


def test_what_was_released_or_suppressed_does_not_count() -> None:
    story = contacts.given(capped(Cap(1, 7)), reserved("m-1"))
    released = story.given(ContactReleased(NOON, AZIZA, "m-1", "stopped"))
    released.when(reserve("m-2")).then(reserved("m-2"))
    suppressed = story.given(ContactSuppressed(NOON, AZIZA, "m-1", "consent_withdrawn"))
    suppressed.when(reserve("m-2")).then(reserved("m-2"))
    used = story.given(ContactUsed(NOON, AZIZA, "m-1", 3))
    used.when(reserve("m-2")).then(TooManyContacts(1, 7))


def test_a_preference_is_set_once_and_its_caps_are_caps() -> None:
    told = SetPreference(NOON, AZIZA, (Cap(2, 7),), NIGHT, "uz")
    event = CommunicationPreferenceSet(NOON, AZIZA, (Cap(2, 7),), NIGHT, "uz")
    contacts.when(told).then(event)
    contacts.given(event).when(told).then_nothing()
    never = SetPreference(NOON, AZIZA, (Cap(0, 1),))
    contacts.when(never).then(
        CommunicationPreferenceSet(NOON, AZIZA, (Cap(0, 1),), None, None)
    )
    for cap in (Cap(-1, 7), Cap(1, 0)):
        contacts.when(SetPreference(NOON, AZIZA, (cap,))).then(
            NotACap(cap.count, cap.days)
        )


def test_a_contact_waits_for_the_end_of_the_quiet_hours() -> None:
    quiet = CommunicationPreferenceSet(NOON, AZIZA, (), NIGHT, None)
    at = datetime(2026, 5, 4, 20, tzinfo=UTC)  # one o'clock at night there
    morning = datetime(2026, 5, 5, 4, tzinfo=UTC)
    waiting = ContactReserved(at, AZIZA, "m-1", "news", "email", 3, morning)
    story = contacts.given(quiet)
    story.when(reserve("m-1", at)).then(waiting)
    slot = story.given(waiting)
    slot.when(UseContact(morning - TICK, AZIZA, "m-1", 3)).then(TooEarly(morning))
    slot.when(UseContact(morning, AZIZA, "m-1", 3)).then(
        ContactUsed(morning, AZIZA, "m-1", 3)
    )


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-05-04T20:59:59.999999", "2026-05-04T20:59:59.999999"),
        ("2026-05-04T21:00", "2026-05-05T09:00"),
        ("2026-05-04T23:59", "2026-05-05T09:00"),
        ("2026-05-05T00:00", "2026-05-05T09:00"),
        ("2026-05-05T08:59:59.999999", "2026-05-05T09:00"),
        ("2026-05-05T09:00", "2026-05-05T09:00"),
    ],
)
def test_quiet_hours_may_reach_over_midnight(local: str, expected: str) -> None:
    at = datetime.fromisoformat(f"{local}+05:00")
    assert after_quiet(at, NIGHT) == datetime.fromisoformat(f"{expected}+05:00")


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("11:59:59.999999", "11:59:59.999999"),
        ("12:00", "14:00"),
        ("13:59", "14:00"),
        ("14:00", "14:00"),
    ],
)
def test_quiet_hours_may_be_within_a_day(local: str, expected: str) -> None:
    siesta = QuietHours("12:00", "14:00", "Asia/Tashkent")
    at = datetime.fromisoformat(f"2026-05-04T{local}+05:00")
    end = datetime.fromisoformat(f"2026-05-04T{expected}+05:00")
    assert after_quiet(at, siesta) == end


def test_quiet_hours_keep_to_the_clock_of_the_place_over_summer_time() -> None:
    night = QuietHours("21:00", "09:00", "Europe/Berlin")
    before = datetime(2026, 3, 28, 23, tzinfo=UTC)  # the clocks go forward that night
    assert after_quiet(before, night) == datetime(2026, 3, 29, 7, tzinfo=UTC)
    autumn = datetime(2026, 10, 24, 22, tzinfo=UTC)  # and back that night
    assert after_quiet(autumn, night) == datetime(2026, 10, 25, 8, tzinfo=UTC)


def test_without_quiet_hours_any_hour_will_do() -> None:
    assert after_quiet(NOON, None) == NOON
