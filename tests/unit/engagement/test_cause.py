"""The rules of causes, one test a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.engagement.cause import A_DAY, A_LIFE, CAUSES, MOST, Command
from mijoz.domain.engagement.cause_refusals import (
    CauseChanged,
    CauseIsClosed,
    CauseNotAnnounced,
    ContributionChanged,
    GoalNeedsACurrency,
    ImpactChanged,
    ImpossibleRecognition,
    NoSuchPledge,
    NotSoMany,
    NotTheEvidence,
    ParticipationChanged,
    PledgeChanged,
    TakesNoMoney,
    TakesNoPoints,
)
from mijoz.domain.engagement.cause_terms import (
    AnnounceCause,
    CauseAnnounced,
    CauseClosed,
    CauseKind,
    CloseCause,
    ContributeMoney,
    ContributePoints,
    ContributionPledged,
    ImpactReported,
    MoneyContributed,
    NoteCauseDue,
    PledgeKept,
    PledgeLapsed,
    PledgeToCause,
    PointsContributed,
    RecordVolunteering,
    ReportImpact,
    VolunteeringRecorded,
    VolunteerRecognised,
)
from mijoz.domain.ids import CauseId, CustomerId, ProgrammeId
from mijoz.domain.money import MOST as MOST_MONEY
from mijoz.domain.money import NoSuchCurrency, NotAnAmount
from mijoz.domain.times import DueTooEarly, TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
SOON, DUE = NOW + timedelta(days=1), NOW + timedelta(days=10)
LATER = DUE + timedelta(days=1)
TREES, CLUB = CauseId("trees"), ProgrammeId("club")
AZIZA, BEK = CustomerId("aziza"), CustomerId("bek")
SHA = "a" * 64

ANNOUNCE = AnnounceCause(
    NOW,
    TREES,
    CauseKind.ENVIRONMENT,
    "Trees",
    "Green Uz",
    "UZS",
    1_000,
    CLUB,
    "gardener",
    120,
)
ANNOUNCED = CauseAnnounced(
    NOW,
    TREES,
    CauseKind.ENVIRONMENT,
    "Trees",
    "Green Uz",
    "UZS",
    1_000,
    CLUB,
    "gardener",
    120,
)
PLEDGE = PledgeToCause(NOW, "p-1", AZIZA, 100, DUE)
PLEDGED = ContributionPledged(NOW, TREES, "p-1", AZIZA, 100, "UZS", DUE)
LAPSED = PledgeLapsed(DUE, TREES, "p-1", AZIZA, 0, 100, "UZS")
GIVE = ContributePoints(SOON, "c-1", AZIZA, 50)
GIVEN = PointsContributed(SOON, TREES, "c-1", AZIZA, CLUB, 50, 1)
PAY = ContributeMoney(SOON, "c-2", AZIZA, 60, "bank:7", "p-1")
PAID = MoneyContributed(SOON, TREES, "c-2", AZIZA, 60, "UZS", "bank:7", "p-1", 1)
DIG = RecordVolunteering(SOON, "v-1", AZIZA, 60, "anna")
DUG = VolunteeringRecorded(SOON, TREES, "v-1", AZIZA, 60, "anna")
REPORT = ReportImpact(LATER, "i-1", "trees planted", 12, "trees", "s3://x", SHA)
REPORTED = ImpactReported(
    LATER, TREES, "i-1", "trees planted", 12, "trees", "s3://x", SHA
)
CLOSED = CauseClosed(SOON, TREES, "done")

causes = Scenario(CAUSES)
announced = causes.given(ANNOUNCED)
pledged = announced.given(PLEDGED)
COMMANDS: list[Command] = [
    but(PLEDGE, at=SOON),
    GIVE,
    but(PAY, pledge_id=None),
    DIG,
    REPORT,
    CloseCause(SOON, "done"),
    NoteCauseDue(SOON),
]


def test_a_cause_is_announced_once() -> None:
    story = causes.when(ANNOUNCE)
    story.then(ANNOUNCED)
    story.when(but(ANNOUNCE, at=SOON)).then_nothing()
    story.when(but(ANNOUNCE, name="Bees")).then(CauseChanged(TREES))


def test_a_goal_is_money() -> None:
    causes.when(but(ANNOUNCE, currency=None)).then(GoalNeedsACurrency(1_000))
    causes.when(but(ANNOUNCE, goal=0)).then(NotAnAmount(0, 1))
    causes.when(but(ANNOUNCE, currency="sum")).then(NoSuchCurrency("sum"))
    assert causes.when(but(ANNOUNCE, goal=None)).news
    assert causes.when(but(ANNOUNCE, goal=None, currency=None)).news


def test_a_badge_is_had_for_some_time() -> None:
    for badge, minutes in (
        ("gardener", None),
        (None, 120),
        ("gardener", 0),
        ("gardener", A_LIFE + 1),
    ):
        story = causes.when(but(ANNOUNCE, badge=badge, badge_minutes=minutes))
        story.then(ImpossibleRecognition(badge, minutes))
    for least in (1, A_LIFE):
        assert causes.when(but(ANNOUNCE, badge_minutes=least)).news
    assert causes.when(but(ANNOUNCE, badge=None, badge_minutes=None)).news


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_nothing_is_given_to_what_was_not_announced(command: Command) -> None:
    causes.when(command).then(CauseNotAnnounced())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_nothing_becomes_of_a_cause_before_it_is_announced(command: Command) -> None:
    early = NOW - INSTANT
    announced.when(but(command, at=early)).then(TooEarly(early, NOW))
    if not isinstance(command, PledgeToCause):
        assert announced.when(but(command, at=NOW)).refusal is None


def test_money_is_pledged_once_by_a_time() -> None:
    story = announced.when(PLEDGE)
    story.then(PLEDGED)
    assert story.state.due == DUE
    story.when(but(PLEDGE, at=SOON)).then_nothing()
    story.when(but(PLEDGE, amount=101)).then(PledgeChanged("p-1"))
    announced.when(but(PLEDGE, due_at=NOW)).then(DueTooEarly(NOW, NOW))
    assert announced.when(but(PLEDGE, customer_id=None)).news
    assert announced.state.due is None


@pytest.mark.parametrize("amount", [0, MOST_MONEY + 1])
def test_what_is_pledged_or_paid_is_an_amount(amount: int) -> None:
    announced.when(but(PLEDGE, amount=amount)).then(NotAnAmount(amount, 1))
    free = but(PAY, pledge_id=None)
    announced.when(but(free, amount=amount)).then(NotAnAmount(amount, 1))
    assert announced.when(but(free, amount=MOST_MONEY)).news


def test_a_pledge_is_kept_once_all_of_it_is_paid() -> None:
    story = pledged.when(PAY)
    story.then(PAID)
    rest = but(PAY, contribution_id="c-3", amount=40)
    kept = PledgeKept(SOON, TREES, "p-1", AZIZA)
    story = story.when(rest)
    story.then(but(PAID, contribution_id="c-3", amount=40, receipt=2), kept)
    assert story.state.due is None
    assert story.state.giving.money == 100
    more = story.when(but(rest, contribution_id="c-4"))
    more.then(but(PAID, contribution_id="c-4", amount=40, receipt=3))
    short = pledged.when(PAY).when(but(rest, amount=39))
    assert len(short.news) == 1
    assert pledged.when(but(PAY, amount=101)).news[1] == kept


def test_a_pledge_is_paid_by_who_made_it() -> None:
    pledged.when(but(PAY, customer_id=BEK)).then(NoSuchPledge("p-1", BEK))
    announced.when(PAY).then(NoSuchPledge("p-1", AZIZA))
    own = announced.given(but(PLEDGED, customer_id=None))
    assert own.when(but(PAY, customer_id=None)).news


def test_a_pledge_that_is_not_kept_lapses_as_it_was_due() -> None:
    pledged.when(NoteCauseDue(DUE - INSTANT)).then_nothing()
    pledged.when(NoteCauseDue(DUE)).then(LAPSED)
    paid = pledged.given(PAID)
    story = paid.when(NoteCauseDue(LATER))
    story.then(but(LAPSED, paid=60))
    assert story.state.due is None
    story.when(NoteCauseDue(LATER)).then_nothing()
    late = but(PAY, at=LATER, contribution_id="c-9", amount=40)
    paid.when(late).then(
        but(LAPSED, paid=60),
        but(PAID, at=LATER, contribution_id="c-9", amount=40, receipt=2),
    )


def test_pledges_lapse_in_the_order_in_which_they_were_due() -> None:
    sooner = but(PLEDGED, pledge_id="p-2", due_at=SOON)
    story = pledged.given(sooner)
    assert story.state.due == SOON
    first = but(LAPSED, at=SOON, pledge_id="p-2")
    story.when(NoteCauseDue(LATER)).then(first, LAPSED)
    story.when(NoteCauseDue(SOON)).then(first)


def test_points_are_given_once_with_a_receipt() -> None:
    story = announced.when(GIVE)
    story.then(GIVEN)
    story.when(but(GIVE, at=LATER)).then_nothing()
    story.when(but(GIVE, points=51)).then(ContributionChanged("c-1"))
    same_name = but(PAY, contribution_id="c-1", pledge_id=None)
    story.when(same_name).then(ContributionChanged("c-1"))
    second = story.when(but(GIVE, contribution_id="c-3"))
    second.then(but(GIVEN, contribution_id="c-3", receipt=2))
    assert second.state.giving.points == 100
    for points in (0, MOST + 1):
        story.when(but(GIVE, contribution_id="x", points=points)).then(
            NotSoMany(points, 1, MOST)
        )
    for points in (1, MOST):
        assert announced.when(but(GIVE, points=points)).news


def test_money_is_given_once_with_a_receipt() -> None:
    story = pledged.when(PAY)
    story.when(but(PAY, at=LATER)).then(LAPSED_AT_60)
    story.when(PAY).then_nothing()
    story.when(but(PAY, payment_ref="bank:8")).then(ContributionChanged("c-2"))


LAPSED_AT_60 = but(LAPSED, paid=60)


def test_a_cause_takes_what_it_says_it_takes() -> None:
    plain = causes.given(but(ANNOUNCED, currency=None, goal=None, programme_id=None))
    plain.when(GIVE).then(TakesNoPoints(TREES))
    plain.when(PLEDGE).then(TakesNoMoney(TREES))
    plain.when(PAY).then(TakesNoMoney(TREES))


def test_volunteering_is_recorded_once() -> None:
    story = announced.when(DIG)
    story.then(DUG)
    story.when(but(DIG, at=LATER)).then_nothing()
    story.when(but(DIG, minutes=61)).then(ParticipationChanged("v-1"))
    for minutes in (0, A_DAY + 1):
        announced.when(but(DIG, minutes=minutes)).then(NotSoMany(minutes, 1, A_DAY))
    for minutes in (1, A_DAY):
        assert announced.when(but(DIG, minutes=minutes)).news


def test_a_volunteer_is_recognised_once_they_gave_enough() -> None:
    half = announced.given(DUG)
    again = but(DIG, participation_id="v-2")
    story = half.when(again)
    seen = VolunteerRecognised(SOON, TREES, AZIZA, "gardener", 120)
    story.then(but(DUG, participation_id="v-2"), seen)
    story.when(but(DIG, participation_id="v-3")).then(but(DUG, participation_id="v-3"))
    assert len(half.when(but(again, minutes=59)).news) == 1
    assert len(half.when(but(again, customer_id=BEK)).news) == 1
    plain = causes.given(but(ANNOUNCED, badge=None, badge_minutes=None), DUG)
    assert len(plain.when(again).news) == 1


def test_impact_is_reported_with_evidence() -> None:
    story = announced.when(REPORT)
    story.then(REPORTED)
    story.when(but(REPORT, at=NOW)).then_nothing()
    story.when(but(REPORT, value=13)).then(ImpactChanged("i-1"))
    assert story.when(but(REPORT, report_id="i-2")).news
    for value in (-1, MOST + 1):
        announced.when(but(REPORT, value=value)).then(NotSoMany(value, 0, MOST))
    for value in (0, MOST):
        assert announced.when(but(REPORT, value=value)).news
    for sha in ("a" * 63, "A" * 64):
        announced.when(but(REPORT, evidence_sha256=sha)).then(NotTheEvidence(sha))


@pytest.mark.parametrize("command", [PLEDGE, GIVE, PAY, DIG])
def test_nothing_is_given_to_a_closed_cause(command: Command) -> None:
    story = pledged.given(CLOSED).when(but(command, at=LATER))
    story.then(CauseIsClosed(TREES, "done"))


def test_a_closed_cause_is_closed_once_and_its_impact_may_yet_be_reported() -> None:
    story = pledged.when(CloseCause(SOON, "done"))
    story.then(CLOSED)
    assert story.state.due is None
    story.when(CloseCause(LATER, "over")).then_nothing()
    story.when(NoteCauseDue(LATER)).then_nothing()
    story.when(REPORT).then(REPORTED)
