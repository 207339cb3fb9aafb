"""The rules of consent, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest

from mijoz.domain.customer.consent import (
    CONSENTS,
    ConsentGranted,
    ConsentWithdrawn,
    GrantConsent,
    LawfulBasis,
    NoNotice,
    NotADigest,
    WithdrawConsent,
)
from mijoz.domain.ids import CustomerId
from mijoz.testing import Scenario

MONDAY = datetime(2026, 5, 4, 9, tzinfo=UTC)
TUESDAY, WEDNESDAY, THURSDAY = (MONDAY + timedelta(days=n) for n in (1, 2, 3))
INSTANT = timedelta(microseconds=1)
AZIZA = CustomerId("aziza")
DIGEST = "9F" * 32

consents = Scenario(CONSENTS)


def grant(
    at: datetime = MONDAY,
    notice: str = "v3",
    digest: str | None = None,
    by: str = "email",
) -> GrantConsent:
    basis = LawfulBasis.CONSENT
    return GrantConsent(
        at, AZIZA, "marketing", by, basis, notice, "form", digest, "scan-7"
    )


def withdraw(at: datetime = TUESDAY, by: str = "email") -> WithdrawConsent:
    return WithdrawConsent(at, AZIZA, "marketing", by, "link")


GRANTED = ConsentGranted(
    MONDAY,
    AZIZA,
    "marketing",
    "email",
    LawfulBasis.CONSENT,
    "v3",
    "form",
    None,
    "scan-7",
)
WITHDRAWN = ConsentWithdrawn(TUESDAY, AZIZA, "marketing", "email", "link")


def test_what_was_never_granted_is_not_allowed() -> None:
    assert not consents.state.allows("marketing", "email")
    assert consents.state.in_force("marketing", "email") is None


def test_a_grant_is_recorded_with_its_evidence() -> None:
    story = consents.when(grant())
    story.then(GRANTED)
    assert story.state.allows("marketing", "email")


def test_a_withdrawal_needs_no_notice_and_ends_a_grant() -> None:
    story = consents.given(GRANTED).when(withdraw())
    story.then(WITHDRAWN)
    assert not story.state.allows("marketing", "email")


def test_a_withdrawal_of_nothing_is_recorded() -> None:
    consents.when(withdraw()).then(WITHDRAWN)


def test_consent_is_by_purpose_and_channel() -> None:
    state = consents.given(GRANTED).state
    assert not state.allows("marketing", "sms")
    assert not state.allows("profiling", "email")


def test_withdrawing_one_channel_keeps_the_others() -> None:
    story = consents.when(grant()).when(grant(by="sms")).when(withdraw())
    assert story.state.allows("marketing", "sms")
    assert not story.state.allows("marketing", "email")


@pytest.mark.parametrize("notice", ["", "  "])
def test_there_is_no_grant_without_a_notice(notice: str) -> None:
    story = consents.when(grant(notice=notice))
    story.then(NoNotice("marketing", "email"))


def test_a_notice_is_known_by_its_digest() -> None:
    assert consents.when(grant(digest=DIGEST)).refusal is None


@pytest.mark.parametrize("digest", ["", DIGEST[1:], DIGEST + "0", "g" + DIGEST[1:]])
def test_a_digest_is_64_hexadecimal_digits(digest: str) -> None:
    consents.when(grant(digest=digest)).then(NotADigest(digest))


def test_the_same_decision_told_twice_is_one() -> None:
    consents.given(GRANTED).when(grant()).then_nothing()
    consents.given(GRANTED, WITHDRAWN).when(withdraw()).then_nothing()
    consents.given(GRANTED, WITHDRAWN).when(grant()).then_nothing()


def test_a_grant_under_a_new_notice_is_another_decision() -> None:
    story = consents.given(GRANTED).when(grant(TUESDAY, notice="v4"))
    in_force = story.state.in_force("marketing", "email")
    assert isinstance(in_force, ConsentGranted)
    assert in_force.notice_version == "v4"


def test_a_grant_holds_from_its_very_moment() -> None:
    state = consents.given(GRANTED).state
    assert state.allows("marketing", "email", at=MONDAY)
    assert not state.allows("marketing", "email", at=MONDAY - INSTANT)


def test_a_withdrawal_holds_from_its_very_moment() -> None:
    state = consents.given(GRANTED, WITHDRAWN).state
    assert state.allows("marketing", "email", at=TUESDAY - INSTANT)
    assert not state.allows("marketing", "email", at=TUESDAY)


def test_a_grant_told_late_does_not_undo_a_later_withdrawal() -> None:
    story = consents.when(withdraw(WEDNESDAY)).when(grant(TUESDAY))
    assert not story.state.allows("marketing", "email")
    assert story.state.allows("marketing", "email", at=TUESDAY)


def test_a_withdrawal_told_late_does_not_undo_a_later_grant() -> None:
    story = consents.when(grant(WEDNESDAY)).when(withdraw(TUESDAY))
    assert story.state.allows("marketing", "email")
    assert not story.state.allows("marketing", "email", at=TUESDAY)


def test_a_repeated_withdrawal_outlives_a_grant_told_late_from_between() -> None:
    story = consents.when(withdraw(MONDAY)).when(withdraw(WEDNESDAY))
    story = story.when(grant(TUESDAY))
    assert not story.state.allows("marketing", "email", at=THURSDAY)


def test_of_two_decisions_of_one_moment_the_one_told_last_holds() -> None:
    assert (
        consents.when(withdraw(MONDAY))
        .when(grant(MONDAY))
        .state.allows("marketing", "email", at=MONDAY)
    )
    story = consents.when(grant(MONDAY)).when(withdraw(MONDAY))
    assert not story.state.allows("marketing", "email", at=MONDAY)
