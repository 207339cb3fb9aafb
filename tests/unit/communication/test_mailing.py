"""The rules of mailings and of their audiences, one test a rule."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.communication.deciding import MessageChannel
from mijoz.domain.communication.mailing import MAILINGS, Command, digest
from mijoz.domain.communication.mailing_refusals import (
    ImpossibleHoldout,
    ImpossibleInterval,
    MailingChanged,
    MailingIsOver,
    MailingIsPaused,
    MailingNotDue,
    MailingNotPlanned,
    NoSegment,
    NotTheNextRound,
    NoWay,
    RecipientTwice,
    WayTwice,
)
from mijoz.domain.communication.mailing_terms import (
    AudienceMemberDropped,
    AudienceSelected,
    DropFromAudience,
    EndMailing,
    LaunchMailing,
    MailingEnded,
    MailingPaused,
    MailingPlanned,
    MailingResumed,
    PauseMailing,
    PlanMailing,
    Recipient,
    ResumeMailing,
    Way,
)
from mijoz.domain.ids import CampaignId, CustomerId, MailingId, TemplateId
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
TICK, DAY = timedelta(microseconds=1), timedelta(days=1)
START = NOW + DAY
WEEKLY, NAVRUZ = MailingId("weekly"), CampaignId("navruz")
EMAIL, SMS = MessageChannel.EMAIL, MessageChannel.SMS
WAYS = (Way(EMAIL, TemplateId("sale"), 2), Way(SMS, TemplateId("short"), 1))
A, B, C = (CustomerId(each) for each in "abc")
BOTH = (Recipient(A, EMAIL), Recipient(B, SMS))

PLAN = PlanMailing(
    NOW, WEEKLY, NAVRUZ, "news", "all", 1, WAYS, START, "salt", 100, 7, "ten"
)
PLANNED = MailingPlanned(
    NOW, WEEKLY, NAVRUZ, "news", "all", 1, WAYS, START, "salt", 100, 7, "ten"
)
LAUNCH = LaunchMailing(START, 1, BOTH, (C,), 4, 5, 6)
SELECTED = AudienceSelected(
    START, WEEKLY, NAVRUZ, 1, "all", 1, 2, digest(BOTH, (C,)), BOTH, (C,), 4, 5, 6
)

mailings = Scenario(MAILINGS)
planned = mailings.given(PLANNED)
launched = planned.given(SELECTED)


def test_a_mailing_is_planned_once() -> None:
    story = mailings.when(PLAN)
    story.then(PLANNED)
    assert story.state.due == START
    story.when(but(PLAN, at=START)).then_nothing()
    story.when(but(PLAN, segment="some")).then(MailingChanged(WEEKLY))


def test_a_mailing_says_to_whom_by_what_and_how_often() -> None:
    mailings.when(but(PLAN, segment=" ")).then(NoSegment(WEEKLY))
    mailings.when(but(PLAN, ways=())).then(NoWay(WEEKLY))
    mailings.when(but(PLAN, ways=WAYS * 2)).then(WayTwice(EMAIL))
    mailings.when(but(PLAN, every_days=0)).then(ImpossibleInterval(0))
    assert mailings.when(but(PLAN, every_days=1)).news


@pytest.mark.parametrize(
    ("holdout", "possible"), [(-1, 0), (0, 1), (999, 1), (1000, 0)]
)
def test_some_may_be_held_out_but_never_all(holdout: int, possible: int) -> None:
    story = mailings.when(but(PLAN, holdout_per_mille=holdout))
    if possible:
        assert story.news
    else:
        story.then(ImpossibleHoldout(holdout))


def test_an_audience_is_fixed_as_it_is_launched() -> None:
    planned.when(but(LAUNCH, at=START - TICK)).then(MailingNotDue(START))
    story = planned.when(LAUNCH)
    story.then(SELECTED)
    assert story.state.audience() == BOTH
    story.when(but(LAUNCH, at=START + DAY, recipients=())).then_nothing()


def test_an_audience_is_proven_by_the_digest_of_its_list() -> None:
    lines = b"a\temail\nb\tsms\nc\tnone\n"
    assert SELECTED.list_sha256 == sha256(lines).hexdigest()
    assert digest(BOTH[::-1], (C,)) == SELECTED.list_sha256


def test_nobody_stands_in_an_audience_twice() -> None:
    twice = but(LAUNCH, recipients=(*BOTH, Recipient(A, SMS)))
    planned.when(twice).then(RecipientTwice(A))
    planned.when(but(LAUNCH, held_out=(B,))).then(RecipientTwice(B))


def test_the_next_round_is_due_so_many_days_after_the_last() -> None:
    due = START + 7 * DAY
    assert launched.state.due == due
    second = but(LAUNCH, at=due, round=2)
    launched.when(but(second, at=due - TICK)).then(MailingNotDue(due))
    story = launched.when(second)
    story.then(but(SELECTED, at=due, round=2))
    launched.when(but(second, round=3)).then(NotTheNextRound(3, 2))


def test_what_goes_out_once_is_over_then() -> None:
    once = mailings.given(but(PLANNED, every_days=None))
    assert once.state.due == START
    sent = once.given(SELECTED)
    assert sent.state.due is None
    sent.when(but(LAUNCH, at=START + 9 * DAY, round=2)).then(MailingIsOver(WEEKLY))


def test_who_is_dropped_is_in_the_audience_no_more() -> None:
    drop = DropFromAudience(START, A, "consent_withdrawn")
    story = launched.when(drop)
    story.then(AudienceMemberDropped(START, WEEKLY, A, 1, "consent_withdrawn"))
    story.when(drop).then_nothing()
    assert story.state.audience() == BOTH[1:]
    launched.when(but(drop, customer_id=C)).then_nothing()
    planned.when(drop).then_nothing()
    again = story.when(but(LAUNCH, at=START + 7 * DAY, round=2))
    assert again.state.audience() == BOTH


def test_a_mailing_is_paused_and_resumed() -> None:
    story = launched.when(PauseMailing(START, "typo"))
    story.then(MailingPaused(START, WEEKLY, "typo"))
    story.when(PauseMailing(START, "typo")).then_nothing()
    second = but(LAUNCH, at=START + 7 * DAY, round=2)
    story.when(second).then(MailingIsPaused(WEEKLY))
    resumed = story.when(ResumeMailing(START, "mended"))
    resumed.then(MailingResumed(START, WEEKLY, "mended"))
    resumed.when(ResumeMailing(START, "mended")).then_nothing()
    assert resumed.when(second).news


def test_a_mailing_that_has_ended_is_over() -> None:
    story = launched.when(EndMailing(START, "sold out"))
    story.then(MailingEnded(START, WEEKLY, "sold out"))
    story.when(EndMailing(START, "twice")).then_nothing()
    assert story.state.due is None
    for command in (
        but(LAUNCH, at=START + 7 * DAY, round=2),
        PauseMailing(START, "x"),
        ResumeMailing(START, "x"),
    ):
        story.when(command).then(MailingIsOver(WEEKLY))


COMMANDS: list[Command] = [
    LAUNCH,
    DropFromAudience(START, A, "x"),
    PauseMailing(START, "x"),
    ResumeMailing(START, "x"),
    EndMailing(START, "x"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_nothing_becomes_of_what_was_not_planned(command: Any) -> None:
    mailings.when(command).then(MailingNotPlanned())
    early = but(command, at=NOW - TICK)
    planned.when(early).then(TooEarly(NOW - TICK, NOW))
