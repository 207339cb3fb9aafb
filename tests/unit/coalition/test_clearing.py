"""The rules of clearings and their settlements, one test a rule."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from attrs import evolve as but
from hypothesis import given
from hypothesis import strategies as st

from mijoz.domain.coalition.clearing import CLEARINGS, MOST_ROWS, Command
from mijoz.domain.coalition.clearing_refusals import (
    ClearingChanged,
    ClearingNotOpened,
    FileReported,
    ImpossibleRow,
    LedgerDiffers,
    NoSuchRow,
    NotAClearingId,
    NotAFile,
    PeriodIsNotOver,
    ReportChanged,
    RowChanged,
    RowIsDecided,
    RowIsReversed,
    SettlementIsAgreed,
    SettlementIsComputed,
    SettlementIsDisputed,
    SettlementNotComputed,
    TooManyRows,
)
from mijoz.domain.coalition.clearing_terms import (
    AgreeSettlement,
    ClearingOpened,
    ClearRow,
    ComputeSettlement,
    DisputeResolved,
    DisputeRows,
    NoteSettlementDue,
    OpenClearing,
    PartnerActivityReported,
    PartnerRowCleared,
    PartnerRowRefused,
    PartnerRowReported,
    RefuseRow,
    ReportActivity,
    ResolveDispute,
    Row,
    RowKind,
    SettlementAgreed,
    SettlementComputed,
    SettlementDisputed,
    SettlementLine,
)
from mijoz.domain.coalition.settling import lines, priced
from mijoz.domain.coalition.terms import MOST_POINTS, Prices
from mijoz.domain.ids import (
    AgreementId,
    ClearingId,
    CustomerId,
    PartnerId,
    ProgrammeId,
)
from mijoz.domain.times import DueTooEarly, TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
INSTANT, DAY = timedelta(microseconds=1), timedelta(days=1)
SINCE, UNTIL = NOW - 5 * DAY, NOW + 5 * DAY
LATER = UNTIL + DAY
DUE = LATER + 14 * DAY
MARCH, CLUB = ClearingId("march"), ProgrammeId("club")
BAKERY, AZIZA = PartnerId("bakery"), CustomerId("aziza")
DEAL = AgreementId("a-1")
PRICES = Prices(100, 80, 10, "UZS")
SHA, OTHER = "a" * 64, "b" * 64
OF = MARCH, BAKERY

OPEN = OpenClearing(NOW, MARCH, CLUB, BAKERY, SINCE, UNTIL, "UZS", 14)
OPENED = ClearingOpened(NOW, MARCH, CLUB, BAKERY, SINCE, UNTIL, "UZS", 14)
EARN = Row("r-1", RowKind.EARN, NOW, AZIZA, 50)
BURN = Row("r-2", RowKind.BURN, NOW, AZIZA, 20)
BACK = Row("r-3", RowKind.REVERSAL, NOW, AZIZA, 20, "r-2")
REPORT = ReportActivity(NOW, "f-1", SHA, (EARN, BURN))
REPORTED = PartnerActivityReported(NOW, *OF, "f-1", SHA, 2)


def reported(row: Row) -> PartnerRowReported:
    return PartnerRowReported(
        row.at,
        *OF,
        "f-1",
        row.row_id,
        row.kind,
        row.customer_id,
        row.points,
        row.of_row,
    )


def cleared(row: Row, earned: int, burned: int) -> PartnerRowCleared:
    return PartnerRowCleared(
        row.at,
        CLUB,
        *OF,
        row.row_id,
        row.kind,
        row.customer_id,
        earned,
        burned,
        row.of_row,
        DEAL,
        1,
        PRICES,
    )


ROWS = reported(EARN), reported(BURN)
TAKEN = cleared(EARN, 50, 0), cleared(BURN, 0, 20)
COMPUTE = ComputeSettlement(LATER, 50, 20)
LINE = SettlementLine(DEAL, 1, PRICES, 50, 20, 500, 160)
COMPUTED = SettlementComputed(LATER, *OF, 1, 50, 20, (LINE,), 340, "UZS", DUE)
DISPUTE = DisputeRows(LATER, ("r-2",), "bakery", "never came")
DISPUTED = SettlementDisputed(LATER, *OF, ("r-2",), "bakery", "never came")
RESOLVE = ResolveDispute(LATER, "r-2", True, "no receipt")
RESOLVED = DisputeResolved(LATER, *OF, "r-2", AZIZA, True, "no receipt")
AGREE = AgreeSettlement(LATER, "ours", "theirs")
AGREED = SettlementAgreed(LATER, *OF, 1, 340, "UZS", False, "ours", "theirs")
SILENT = SettlementAgreed(DUE, *OF, 1, 340, "UZS", True, None, None)

clearings = Scenario(CLEARINGS)
opened = clearings.given(OPENED)
has_rows = opened.given(REPORTED, *ROWS)
taken = has_rows.given(*TAKEN)
computed = taken.given(COMPUTED)
disputed = computed.given(DISPUTED)
COMMANDS: list[Command] = [
    REPORT,
    ClearRow(NOW, "r-1", DEAL, 1, PRICES),
    RefuseRow(NOW, "r-1", "x", "y"),
    COMPUTE,
    DISPUTE,
    RESOLVE,
    AGREE,
    NoteSettlementDue(LATER),
]


def test_a_clearing_is_opened_once_for_a_period() -> None:
    story = clearings.when(OPEN)
    story.then(OPENED)
    assert story.state.due is None
    story.when(but(OPEN, at=LATER)).then_nothing()
    story.when(but(OPEN, dispute_days=7)).then(ClearingChanged(MARCH))
    clearings.when(but(OPEN, until=SINCE)).then(DueTooEarly(SINCE, SINCE))


@pytest.mark.parametrize("name", ["", "a:b", "a b"])
def test_a_clearing_is_known_by_one_word(name: ClearingId) -> None:
    clearings.when(but(OPEN, clearing_id=name)).then(NotAClearingId(name))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_nothing_becomes_of_what_was_not_opened(command: Command) -> None:
    clearings.when(command).then(ClearingNotOpened())


@pytest.mark.parametrize("command", COMMANDS[3:], ids=lambda each: type(each).__name__)
def test_nothing_is_settled_before_it_is_opened(command: Command) -> None:
    early = NOW - INSTANT
    taken.when(but(command, at=early)).then(TooEarly(early, NOW))


def test_a_file_is_reported_once_row_by_row() -> None:
    story = opened.when(REPORT)
    story.then(REPORTED, *ROWS)
    story.when(but(REPORT, at=LATER)).then_nothing()
    story.when(but(REPORT, file_sha256=OTHER)).then(ReportChanged("f-1"))
    story.when(but(REPORT, report_id="f-2")).then(FileReported(SHA, "f-1"))
    early = SINCE - INSTANT
    opened.when(but(REPORT, at=early)).then(TooEarly(early, SINCE))
    assert opened.when(but(REPORT, at=SINCE)).news
    assert opened.when(but(REPORT, rows=())).news == (but(REPORTED, rows=0),)


@pytest.mark.parametrize("sha", ["a" * 63, "A" * 64, ""])
def test_a_file_is_known_by_its_digest(sha: str) -> None:
    opened.when(but(REPORT, file_sha256=sha)).then(NotAFile(sha))


def test_a_row_that_comes_again_is_reported_once() -> None:
    second = ReportActivity(NOW, "f-2", OTHER, (EARN, BACK, BACK))
    found = but(reported(BACK), report_id="f-2")
    summed = PartnerActivityReported(NOW, *OF, "f-2", OTHER, 3)
    has_rows.when(second).then(summed, found)
    changed = but(second, rows=(but(EARN, points=51),))
    has_rows.when(changed).then(RowChanged("r-1"))
    twice = but(second, rows=(BACK, but(BACK, at=LATER)))
    has_rows.when(twice).then(RowChanged("r-3"))


@pytest.mark.parametrize(
    "row",
    [
        but(EARN, points=0),
        but(EARN, points=MOST_POINTS + 1),
        but(EARN, of_row="r-2"),
        but(BACK, of_row=None),
    ],
)
def test_a_row_is_of_points_and_a_reversal_of_a_row(row: Row) -> None:
    refusal = ImpossibleRow(row.row_id, row.points, row.of_row)
    opened.when(but(REPORT, rows=(row,))).then(refusal)


def test_a_row_may_be_of_many_points() -> None:
    for points in (1, MOST_POINTS):
        assert opened.when(but(REPORT, rows=(but(EARN, points=points),))).news


def test_a_report_has_no_end_of_rows() -> None:
    rows = tuple(but(EARN, row_id=str(number)) for number in range(MOST_ROWS + 1))
    too_many = TooManyRows(MOST_ROWS + 1, MOST_ROWS)
    opened.when(but(REPORT, rows=rows)).then(too_many)
    assert opened.when(but(REPORT, rows=rows[:-1])).news


def test_a_row_is_cleared_or_refused_once() -> None:
    clear = ClearRow(NOW, "r-1", DEAL, 1, PRICES)
    story = has_rows.when(clear)
    story.then(TAKEN[0])
    for again in (clear, RefuseRow(NOW, "r-1", "x", "y")):
        story.when(again).then(RowIsDecided("r-1"))
    has_rows.when(but(clear, row_id="r-2")).then(TAKEN[1])
    story = has_rows.when(RefuseRow(NOW, "r-1", "NotEnough", "no points"))
    refused = PartnerRowRefused(NOW, *OF, "r-1", AZIZA, "NotEnough", "no points")
    story.then(refused)
    story.when(clear).then(RowIsDecided("r-1"))
    has_rows.when(but(clear, row_id="r-9")).then(NoSuchRow("r-9"))


def test_a_reversal_takes_back_what_was_earned_or_burned() -> None:
    story = taken.given(reported(BACK))
    clear = ClearRow(NOW, "r-3", DEAL, 1, PRICES, RowKind.BURN)
    story = story.when(clear)
    story.then(cleared(BACK, 0, -20))
    assert (story.state.earned, story.state.burned) == (50, 0)
    back = but(BACK, points=50, of_row="r-1")
    story = taken.given(reported(back)).when(but(clear, reversed_kind=RowKind.EARN))
    story.then(cleared(back, -50, 0))


def test_a_settlement_is_computed_once_the_period_is_over() -> None:
    early = UNTIL - INSTANT
    taken.when(but(COMPUTE, at=early)).then(PeriodIsNotOver(UNTIL))
    assert taken.when(but(COMPUTE, at=UNTIL)).news
    story = taken.when(COMPUTE)
    story.then(COMPUTED)
    assert story.state.due == DUE
    story.when(but(COMPUTE, at=DUE - INSTANT)).then_nothing()
    story.when(but(REPORT, report_id="f-2", file_sha256=OTHER)).then(
        SettlementIsComputed(MARCH)
    )
    opened.when(ComputeSettlement(LATER, 0, 0)).then(
        SettlementComputed(LATER, *OF, 1, 0, 0, (), 0, "UZS", DUE)
    )


@pytest.mark.parametrize(("earned", "burned"), [(49, 20), (50, 21)])
def test_a_settlement_is_what_the_ledger_says(earned: int, burned: int) -> None:
    story = taken.when(ComputeSettlement(LATER, earned, burned))
    story.then(LedgerDiffers(50, 20, earned, burned))


def test_rows_of_a_computed_settlement_are_disputed() -> None:
    taken.when(DISPUTE).then(SettlementNotComputed(MARCH))
    story = computed.when(DISPUTE)
    story.then(DISPUTED)
    assert story.state.due is None
    story.when(DISPUTE).then_nothing()
    both = but(DISPUTE, row_ids=("r-2", "r-1", "r-1"))
    story.when(both).then(but(DISPUTED, row_ids=("r-1",)))
    computed.when(but(DISPUTE, row_ids=("r-9",))).then(NoSuchRow("r-9"))


def test_what_was_reversed_is_not_disputed() -> None:
    story = taken.given(reported(BACK), cleared(BACK, 0, -20), COMPUTED)
    story.when(DISPUTE).then(RowIsReversed("r-2"))
    story.when(but(DISPUTE, row_ids=("r-3",))).then(RowIsReversed("r-3"))
    assert story.when(but(DISPUTE, row_ids=("r-1",))).news


def test_nothing_is_agreed_or_computed_while_a_row_is_disputed() -> None:
    disputed.when(AGREE).then(SettlementIsDisputed(1, "r-2"))
    disputed.when(NoteSettlementDue(DUE)).then_nothing()
    stale = disputed.given(but(DISPUTED, row_ids=("r-1",)), RESOLVED)
    stale.when(but(COMPUTE, ledger_burned=0)).then(SettlementIsDisputed(1, "r-1"))


def test_a_dispute_that_is_not_upheld_changes_nothing() -> None:
    refuse = but(RESOLVE, upheld=False)
    story = disputed.when(refuse)
    story.then(but(RESOLVED, upheld=False))
    assert story.state.due == DUE
    story.when(AGREE).then(AGREED)
    story.when(refuse).then(NoSuchRow("r-2"))


def test_a_dispute_that_is_upheld_has_it_computed_anew() -> None:
    story = disputed.when(RESOLVE)
    story.then(RESOLVED)
    assert story.state.due is None
    story.when(RESOLVE).then_nothing()
    story.when(AGREE).then(SettlementNotComputed(MARCH))
    story.when(DISPUTE).then(SettlementNotComputed(MARCH))
    story = story.when(ComputeSettlement(LATER, 50, 0))
    line = but(LINE, burned=0, burned_amount=0)
    anew = but(COMPUTED, round=2, burned=0, lines=(line,), net=500)
    story.then(anew)
    story.when(DISPUTE).then(NoSuchRow("r-2"))
    story.when(AGREE).then(but(AGREED, round=2, net=500))


def test_a_dispute_is_resolved_for_the_customer_of_its_row() -> None:
    beks = but(EARN, row_id="r-9", customer_id=CustomerId("bek"), points=1)
    story = has_rows.given(*TAKEN, reported(beks), cleared(beks, 1, 0))
    story = story.given(COMPUTED, but(DISPUTED, row_ids=("r-9",)))
    (resolved,) = story.when(but(RESOLVE, row_id="r-9")).news
    assert isinstance(resolved, DisputeResolved)
    assert resolved.customer_id == "bek"


def test_only_what_is_disputed_is_resolved() -> None:
    computed.when(RESOLVE).then(NoSuchRow("r-2"))
    disputed.when(but(RESOLVE, row_id="r-1")).then(NoSuchRow("r-1"))


def test_a_settlement_is_agreed_once() -> None:
    taken.when(AGREE).then(SettlementNotComputed(MARCH))
    story = computed.when(AGREE)
    story.then(AGREED)
    assert story.state.due is None
    story.when(AGREE).then_nothing()
    over = SettlementIsAgreed(MARCH, LATER)
    story.when(but(AGREE, their_checkpoint=None)).then(over)
    story.when(DISPUTE).then(over)
    story.when(COMPUTE).then(over)


def test_silence_agrees_once_the_time_to_dispute_is_over() -> None:
    computed.when(NoteSettlementDue(DUE - INSTANT)).then_nothing()
    computed.when(NoteSettlementDue(DUE)).then(SILENT)
    story = computed.when(NoteSettlementDue(DUE + DAY))
    story.then(SILENT)
    story.when(NoteSettlementDue(DUE + DAY)).then_nothing()
    over = SettlementIsAgreed(MARCH, DUE)
    computed.when(but(DISPUTE, at=DUE)).then(over)
    last = DUE - INSTANT
    assert computed.when(but(DISPUTE, at=last)).news
    computed.when(but(AGREE, at=DUE)).then(over)


def test_points_are_summed_by_version_before_they_are_priced() -> None:
    small = but(PRICES, earn=1)
    ones = [
        but(cleared(but(EARN, row_id=str(number)), 3, 0), prices=small)
        for number in range(5)
    ]
    second = but(TAKEN[0], version=2)
    found = lines([second, *ones])
    assert [(each.version, each.earned, each.earned_amount) for each in found] == [
        (1, 15, 2),
        (2, 50, 500),
    ]


@given(st.integers(-1_000, 1_000), st.integers(0, 50), st.integers(1, 50))
def test_half_a_minor_unit_goes_to_the_even_one(
    points: int, price: int, per: int
) -> None:
    assert priced(points, price, per) == round(Fraction(points * price, per))
