"""The rules of double opt-in and of consents that are bound to a contact point."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from attrs import evolve as but

from mijoz.domain.customer.consent import (
    CONSENTS,
    BindConsent,
    ConfirmOptIn,
    ConsentBound,
    ConsentGranted,
    ConsentRequested,
    ConsentWithdrawn,
    DoubleOptInConfirmed,
    LawfulBasis,
    NoNotice,
    NotADigest,
    NoteOptInDue,
    NothingToBind,
    OptInExpired,
    RequestConsent,
)
from mijoz.domain.customer.identifiers import IdentifierKind
from mijoz.domain.customer.opt_in_terms import (
    TokenHasExpired,
    TokenUsedTwice,
    UnknownToken,
)
from mijoz.domain.ids import CustomerId
from mijoz.domain.times import DueTooEarly, TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
TICK, DAY = timedelta(microseconds=1), timedelta(days=1)
SOON, END = NOW + timedelta(hours=1), NOW + 2 * DAY
AZIZA, EMAIL = CustomerId("aziza"), IdentifierKind.EMAIL
TOKEN = sha256(b"open sesame").hexdigest()
NEWS = AZIZA, "news", "email"

REQUEST = RequestConsent(
    NOW, *NEWS, EMAIL, "index", "v1", "form", TOKEN, END, None, "page:7"
)
REQUESTED = ConsentRequested(
    NOW, *NEWS, EMAIL, "index", "v1", "form", TOKEN, END, None, "page:7"
)
CONFIRM = ConfirmOptIn(SOON, AZIZA, "open sesame")
CONFIRMED = DoubleOptInConfirmed(SOON, *NEWS, EMAIL, "index", TOKEN)
GRANTED = ConsentGranted(SOON, *NEWS, LawfulBasis.CONSENT, "v1", "form", None, "page:7")
BOUND = ConsentBound(SOON, *NEWS, SOON, EMAIL, "index")
EXPIRED = OptInExpired(END, *NEWS, TOKEN)

consents = Scenario(CONSENTS)
requested = consents.given(REQUESTED)
confirmed = requested.given(CONFIRMED, GRANTED, BOUND)


def test_consent_is_pending_until_the_token_comes_back() -> None:
    story = consents.when(REQUEST)
    story.then(REQUESTED)
    assert not story.state.allows("news", "email")
    assert story.state.due == END
    told = story.when(CONFIRM)
    told.then(CONFIRMED, GRANTED, BOUND)
    assert told.state.allows("news", "email")
    assert told.state.due is None
    told.when(but(CONFIRM, at=END + DAY)).then_nothing()


def test_consent_is_asked_for_once_by_a_token() -> None:
    requested.when(but(REQUEST, at=SOON)).then_nothing()
    requested.when(but(REQUEST, purpose="x")).then(TokenUsedTwice(TOKEN))
    confirmed.when(REQUEST).then(TokenUsedTwice(TOKEN))
    assert requested.when(but(REQUEST, token_sha256="0" * 64)).news


def test_a_request_names_its_notice_and_digests() -> None:
    consents.when(but(REQUEST, notice_version=" ")).then(NoNotice("news", "email"))
    consents.when(but(REQUEST, token_sha256="x")).then(NotADigest("x"))
    consents.when(but(REQUEST, notice_sha256="y")).then(NotADigest("y"))
    assert consents.when(but(REQUEST, token_sha256=TOKEN.upper())).news == (REQUESTED,)


@pytest.mark.parametrize("end", [NOW, NOW - TICK])
def test_a_token_is_good_for_a_while(end: datetime) -> None:
    consents.when(but(REQUEST, expires_at=end)).then(DueTooEarly(end, NOW))
    assert consents.when(but(REQUEST, expires_at=NOW + TICK)).news


def test_another_token_gives_nothing() -> None:
    requested.when(but(CONFIRM, token="open barley")).then(UnknownToken())
    consents.when(CONFIRM).then(UnknownToken())
    early = NOW - TICK
    requested.when(but(CONFIRM, at=early)).then(TooEarly(early, NOW))


def test_a_token_is_good_until_it_expires_whether_or_not_that_is_noted() -> None:
    assert requested.when(but(CONFIRM, at=END - TICK)).news
    requested.when(but(CONFIRM, at=END)).then(TokenHasExpired(END))
    requested.when(NoteOptInDue(END - TICK)).then_nothing()
    story = requested.when(NoteOptInDue(END + DAY))
    story.then(EXPIRED)
    requested.when(NoteOptInDue(END)).then(EXPIRED)
    assert story.state.due is None
    story.when(NoteOptInDue(END + DAY)).then_nothing()
    story.when(CONFIRM).then(TokenHasExpired(END))
    story.when(REQUEST).then(TokenUsedTwice(TOKEN))


def test_a_token_is_good_no_longer_once_consent_is_withdrawn() -> None:
    withdrawn = ConsentWithdrawn(SOON, *NEWS, "form")
    story = requested.given(withdrawn)
    story.when(but(CONFIRM, at=SOON + TICK)).then(UnknownToken())
    story.when(NoteOptInDue(END)).then_nothing()
    at_once = requested.given(but(withdrawn, at=NOW))
    at_once.when(CONFIRM).then(UnknownToken())
    for other in (
        but(withdrawn, at=NOW - TICK),
        but(withdrawn, purpose="survey"),
        but(withdrawn, channel="sms"),
    ):
        assert requested.given(other).when(CONFIRM).news


def test_a_consent_that_is_confirmed_is_for_its_contact_point() -> None:
    state = confirmed.state
    assert state.reaches("news", "email", "index")
    assert not state.reaches("news", "email", "other")
    assert not state.reaches("news", "email", "index", SOON - TICK)
    assert state.reaches("news", "email", "index", SOON)
    assert not state.reaches("news", "sms", "index")


BIND = BindConsent(END, *NEWS, EMAIL, "other")


def test_what_is_allowed_can_be_bound_to_more_contact_points() -> None:
    story = confirmed.when(BIND)
    story.then(ConsentBound(END, *NEWS, SOON, EMAIL, "other"))
    assert story.state.reaches("news", "email", "index")
    assert story.state.reaches("news", "email", "other")
    story.when(BIND).then_nothing()


def test_what_is_not_allowed_cannot_be_bound() -> None:
    consents.when(BIND).then(NothingToBind("news", "email"))
    gone = confirmed.given(ConsentWithdrawn(END, *NEWS, "form"))
    gone.when(BIND).then(NothingToBind("news", "email"))
    gone.when(but(BIND, at=END - TICK)).then(
        ConsentBound(END - TICK, *NEWS, SOON, EMAIL, "other")
    )


def test_a_grant_that_is_not_bound_is_for_every_contact_point() -> None:
    later = but(GRANTED, at=END)
    assert confirmed.given(later).state.reaches("news", "email", "other")
    assert consents.given(later).state.reaches("news", "email", "other")
    both = confirmed.given(later, but(BOUND, at=END, granted_at=END))
    assert not both.state.reaches("news", "email", "other")


def test_a_withdrawal_ends_every_contact_point() -> None:
    gone = confirmed.given(ConsentWithdrawn(END, *NEWS, "form"))
    assert not gone.state.reaches("news", "email", "index")
    assert gone.state.reaches("news", "email", "index", END - TICK)
    anew = gone.given(
        but(GRANTED, at=END + TICK),
        ConsentBound(END + TICK, *NEWS, END + TICK, EMAIL, "other"),
    )
    assert not anew.state.reaches("news", "email", "index")
    assert anew.state.reaches("news", "email", "other")
