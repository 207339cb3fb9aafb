"""The rules of messages, one test a rule."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.communication.deciding import MessageChanged, MessageChannel
from mijoz.domain.communication.message import (
    MESSAGES,
    Command,
    DecideMessage,
    Event,
    MessageBounced,
    MessageClicked,
    MessageDecided,
    MessageDelivered,
    MessageDispatched,
    MessageNotDecided,
    MessageOpened,
    MessageRendered,
    MessageReplied,
    MessageSuppressed,
    RecordBounce,
    RecordClick,
    RecordDelivery,
    RecordDispatch,
    RecordOpen,
    RecordReply,
    RecordUnsubscribe,
    RenderMessage,
    SuppressMessage,
    Unsubscribed,
)
from mijoz.domain.communication.returning import BounceKind
from mijoz.domain.communication.sending import (
    Content,
    Hindrance,
    MessageFormat,
    MessageHasLeft,
    MessageIsSuppressed,
    MessageNotRendered,
)
from mijoz.domain.ids import CampaignId, CustomerId, MailingId, MessageId, TemplateId
from mijoz.domain.personal import Erased
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
SEND, LATER = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
ONE, AZIZA, SALE = MessageId("m-1"), CustomerId("aziza"), TemplateId("sale")
WHO = ONE, AZIZA
EMAIL = MessageChannel.EMAIL
WITHDRAWN = Hindrance.CONSENT_WITHDRAWN
TEXT = Content("Dear Aziza", "Socks")
DIGEST = sha256(b'["Socks", "Dear Aziza", null]').hexdigest()

DECIDE = DecideMessage(
    NOW, *WHO, "news", EMAIL, SALE, 2, 3, "index", SEND, "sale", CampaignId("navruz")
)
DECIDED = MessageDecided(
    NOW, *WHO, "news", EMAIL, SALE, 2, 3, "index", SEND, "sale", CampaignId("navruz")
)
RENDER = RenderMessage(SEND, 4, "uz", MessageFormat.PLAIN, TEXT, "aziza@example.org")
RENDERED = MessageRendered(
    SEND,
    *WHO,
    2,
    4,
    "uz",
    MessageFormat.PLAIN,
    DIGEST,
    "Dear Aziza",
    "Socks",
    None,
    "aziza@example.org",
)
DISPATCHED = MessageDispatched(LATER, *WHO, 4, "smtp", "<m-1@shop>")
SUPPRESSED = MessageSuppressed(NOW, *WHO, WITHDRAWN, may_have_left=False)

messages = Scenario(MESSAGES)
decided = messages.given(DECIDED)
rendered = decided.given(RENDERED)
dispatched = rendered.given(DISPATCHED)
RETURNS: list[Command] = [
    RecordDelivery(LATER),
    RecordOpen(LATER),
    RecordClick(LATER, "/socks"),
    RecordReply(LATER, "thanks"),
    RecordBounce(LATER, BounceKind.SOFT),
    RecordUnsubscribe(LATER, "link"),
]


def test_a_message_is_decided_on_a_consent_with_its_reason() -> None:
    story = messages.when(DECIDE)
    story.then(DECIDED)
    assert story.state.waits_until == SEND


def test_a_message_is_decided_once_whatever_was_looked_up() -> None:
    again = but(DECIDE, at=LATER, template_version=9, consent_position=9)
    decided.when(but(again, contact_point="other", send_at=LATER)).then_nothing()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("customer_id", "bek"),
        ("purpose", "survey"),
        ("channel", MessageChannel.SMS),
        ("template_id", "other"),
        ("why", "whim"),
        ("campaign_id", None),
        ("mailing_id", MailingId("w")),
        ("offer", "ten off"),
    ],
)
def test_a_message_is_not_decided_otherwise(field: str, value: Any) -> None:
    decided.when(but(DECIDE, **{field: value})).then(MessageChanged(ONE))


def test_a_message_does_not_go_before_it_is_decided() -> None:
    messages.when(but(DECIDE, send_at=NOW - TICK)).then(TooEarly(NOW - TICK, NOW))
    assert messages.when(but(DECIDE, send_at=NOW)).news


def test_a_message_is_rendered_from_when_it_may_go_with_its_digest_once() -> None:
    decided.when(but(RENDER, at=SEND - TICK)).then(TooEarly(SEND - TICK, SEND))
    story = decided.when(RENDER)
    story.then(RENDERED)
    story.when(but(RENDER, at=LATER, content=Content("other"))).then_nothing()
    assert story.state.waits_until == SEND


def test_the_digest_is_of_all_that_is_said() -> None:
    digests = {
        each.sha256
        for each in (
            TEXT,
            but(TEXT, subject_line=None),
            but(TEXT, body="Socks"),
            but(TEXT, html="<p>"),
        )
    }
    assert len(digests) == 4
    assert TEXT.sha256 == DIGEST


def test_a_message_leaves_once_it_is_rendered_and_once() -> None:
    leave = RecordDispatch(LATER, "smtp", "<m-1@shop>")
    decided.when(leave).then(MessageNotRendered(ONE))
    rendered.when(but(leave, at=SEND - TICK)).then(TooEarly(SEND - TICK, SEND))
    story = rendered.when(leave)
    story.then(DISPATCHED)
    story.when(but(leave, provider_id="again")).then_nothing()
    assert story.state.waits_until is None


def test_a_message_is_suppressed_with_a_reason_once() -> None:
    stop = SuppressMessage(NOW, WITHDRAWN)
    decided.when(but(stop, at=NOW - TICK)).then(TooEarly(NOW - TICK, NOW))
    story = decided.when(stop)
    story.then(SUPPRESSED)
    story.when(SuppressMessage(LATER, Hindrance.CALLED_OFF)).then_nothing()
    story.when(RENDER).then(MessageIsSuppressed(ONE, WITHDRAWN))
    assert story.state.waits_until is None


def test_what_an_outbox_had_may_have_left_though_it_is_suppressed() -> None:
    story = rendered.when(SuppressMessage(LATER, WITHDRAWN, "late"))
    story.then(MessageSuppressed(LATER, *WHO, WITHDRAWN, True, "late"))
    story.when(RecordDispatch(LATER, "smtp", "<m-1@shop>")).then(DISPATCHED)


def test_what_has_left_is_not_suppressed() -> None:
    stop = SuppressMessage(LATER, WITHDRAWN)
    dispatched.when(stop).then(MessageHasLeft(ONE, LATER))


def test_what_comes_back_is_recorded_once_even_before_we_know_it_left() -> None:
    expected: list[Event] = [
        MessageDelivered(LATER, *WHO),
        MessageOpened(LATER, *WHO, bot_suspected=False),
        MessageClicked(LATER, *WHO, "/socks", bot_suspected=False),
        MessageReplied(LATER, *WHO, "thanks"),
        MessageBounced(LATER, *WHO, BounceKind.SOFT),
        Unsubscribed(LATER, *WHO, "news", "email", "link"),
    ]
    for command, event in zip(RETURNS, expected, strict=True):
        for story in (rendered, dispatched):
            told = story.when(command)
            told.then(event)
            told.when(command).then_nothing()


@pytest.mark.parametrize("command", RETURNS, ids=lambda each: type(each).__name__)
def test_nothing_comes_back_of_what_was_never_handed_over(command: Any) -> None:
    decided.when(command).then(MessageNotRendered(ONE))
    early = but(command, at=SEND - TICK)
    rendered.when(early).then(TooEarly(SEND - TICK, SEND))
    assert rendered.when(but(command, at=SEND)).news


def test_some_things_happen_once_and_others_at_every_moment() -> None:
    more = LATER + TICK
    for once in (
        RecordDelivery(LATER),
        RecordUnsubscribe(LATER, "link"),
        RecordBounce(LATER, BounceKind.SOFT),
    ):
        dispatched.when(once).when(but(once, at=more)).then_nothing()
    bounced = dispatched.when(RecordBounce(LATER, BounceKind.SOFT))
    assert bounced.when(RecordBounce(LATER, BounceKind.HARD)).news
    for often in (RecordOpen(LATER), RecordClick(LATER, "/socks"), RecordReply(LATER)):
        assert dispatched.when(often).when(but(often, at=more)).news
    clicked = dispatched.when(RecordClick(LATER, "/socks"))
    assert clicked.when(RecordClick(LATER, "/hats")).news
    assert dispatched.when(RecordOpen(LATER)).when(RecordOpen(LATER, True)).news


def test_a_reply_that_is_erased_is_not_told_anew() -> None:
    gone = dispatched.given(MessageReplied(LATER, *WHO, Erased()))
    gone.when(RecordReply(LATER, "thanks")).then_nothing()


def test_only_a_hard_bounce_ends_the_waiting() -> None:
    soft = rendered.given(MessageBounced(LATER, *WHO, BounceKind.SOFT))
    hard = rendered.given(MessageBounced(LATER, *WHO, BounceKind.HARD))
    assert (soft.state.waits_until, hard.state.waits_until) == (SEND, None)


@pytest.mark.parametrize(
    "command",
    [
        RENDER,
        RecordDispatch(LATER, "smtp", "x"),
        SuppressMessage(NOW, WITHDRAWN),
        *RETURNS,
    ],
    ids=lambda each: type(each).__name__,
)
def test_nothing_becomes_of_what_was_not_decided(command: Any) -> None:
    messages.when(command).then(MessageNotDecided())
