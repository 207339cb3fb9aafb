"""The rules of opportunities, one test a rule."""

from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve as but

from mijoz.domain.ids import CustomerId, LeadId, OpportunityId, OrderId, PipelineId
from mijoz.domain.money import MOST, NoSuchCurrency, NotAnAmount
from mijoz.domain.sales.buying import NoSuchParticipant
from mijoz.domain.sales.ending import OpportunityIsLost, OpportunityIsWon
from mijoz.domain.sales.moving import (
    NotALaterStage,
    NotAnEarlierStage,
    UnknownStage,
)
from mijoz.domain.sales.opening import OpportunityChanged
from mijoz.domain.sales.opportunity import (
    OPPORTUNITIES,
    AddParticipant,
    AdvanceStage,
    AmountRevised,
    BuyingRole,
    Command,
    ExpectedCloseMoved,
    LoseOpportunity,
    MoveExpectedClose,
    OpenOpportunity,
    OpportunityLost,
    OpportunityNotOpened,
    OpportunityOpened,
    OpportunityWon,
    ParticipantAdded,
    ParticipantRemoved,
    RemoveParticipant,
    ReviseAmount,
    SendBackStage,
    Stage,
    StageAdvanced,
    StageSentBack,
    WinOpportunity,
)
from mijoz.domain.sales.stages import NoStages
from mijoz.domain.times import TooEarly
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SOON, LATER = NOW + timedelta(days=1), NOW + timedelta(days=30)
BEFORE = NOW - timedelta(microseconds=1)
SALE, FIRM, ZEBO = OpportunityId("s-1"), CustomerId("firm"), CustomerId("zebo")
B2B, ORDER, LEAD = PipelineId("b2b"), OrderId("o-1"), LeadId("l-1")
STAGES = (Stage("new", 1_000), Stage("offer", 5_000), Stage("terms", 8_000))
CLOSE = date(2026, 4, 30)
WHO = SALE, FIRM

OPEN = OpenOpportunity(NOW, SALE, FIRM, B2B, 1, STAGES, 900, "UZS", CLOSE, "anna", LEAD)
OPENED = OpportunityOpened(
    NOW, SALE, FIRM, B2B, 1, STAGES, 900, "UZS", CLOSE, "anna", LEAD
)
ADVANCED = StageAdvanced(SOON, *WHO, "new", "offer", 5_000, "they asked")
BACK = StageSentBack(LATER, *WHO, "offer", "new", 1_000, "the budget is gone")
WON = OpportunityWon(LATER, *WHO, ORDER, 900, "UZS")
LOST = OpportunityLost(LATER, *WHO, "price", "Sock & Co")
ADDED = ParticipantAdded(SOON, *WHO, ZEBO, BuyingRole.DECIDER)

sales = Scenario(OPPORTUNITIES)
opened = sales.given(OPENED)
offered = opened.given(ADVANCED)

IN_TURN: list[Command] = [
    AdvanceStage(LATER, "terms"),
    SendBackStage(LATER, "new", "again"),
    ReviseAmount(LATER, 1, "less"),
    MoveExpectedClose(LATER, CLOSE + timedelta(1), "slow"),
]
COMMANDS: list[Command] = [
    *IN_TURN,
    AddParticipant(LATER, ZEBO, BuyingRole.USER),
    RemoveParticipant(LATER, ZEBO, BuyingRole.DECIDER),
]
ENDINGS: list[Command] = [WinOpportunity(LATER, ORDER), LoseOpportunity(LATER, "price")]


def test_an_opportunity_opens_at_its_pipelines_first_stage() -> None:
    story = sales.when(OPEN)
    story.then(OPENED)
    assert (story.state.stage, story.state.amount) == (STAGES[0], 900)


def test_an_opportunity_is_opened_once() -> None:
    opened.when(but(OPEN, at=LATER)).then_nothing()
    opened.when(but(OPEN, owner="bek")).then(OpportunityChanged(SALE))


def test_an_opportunity_may_be_worth_nothing_yet() -> None:
    assert sales.when(but(OPEN, amount=0)).news
    sales.when(but(OPEN, amount=-1)).then(NotAnAmount(-1, 0))
    sales.when(but(OPEN, amount=MOST + 1)).then(NotAnAmount(MOST + 1, 0))
    sales.when(but(OPEN, currency="so'm")).then(NoSuchCurrency("so'm"))


def test_an_opportunity_needs_stages() -> None:
    sales.when(but(OPEN, stages=())).then(NoStages(1))


@pytest.mark.parametrize(
    "command", [*COMMANDS, *ENDINGS], ids=lambda each: type(each).__name__
)
def test_what_was_not_opened_does_not_move(command: Command) -> None:
    sales.when(command).then(OpportunityNotOpened())


def test_an_opportunity_advances_to_a_later_stage() -> None:
    story = opened.when(AdvanceStage(SOON, "offer", "they asked"))
    story.then(ADVANCED)
    assert story.state.stage == STAGES[1]
    story.when(AdvanceStage(LATER, "offer")).then_nothing()


def test_an_opportunity_may_skip_a_stage() -> None:
    story = opened.when(AdvanceStage(SOON, "terms"))
    story.then(StageAdvanced(SOON, *WHO, "new", "terms", 8_000))


def test_an_opportunity_advances_to_no_earlier_stage() -> None:
    story = offered.when(AdvanceStage(LATER, "new"))
    story.then(NotALaterStage("new", "offer"))


def test_an_opportunity_is_sent_back_with_a_reason() -> None:
    story = offered.when(SendBackStage(LATER, "new", "the budget is gone"))
    story.then(BACK)
    assert story.state.stage == STAGES[0]
    story.when(SendBackStage(LATER, "new", "again")).then_nothing()


def test_an_opportunity_is_sent_back_to_no_later_stage() -> None:
    story = offered.when(SendBackStage(LATER, "terms", "a slip"))
    story.then(NotAnEarlierStage("terms", "offer"))


def test_a_stage_is_one_of_the_version_it_was_opened_under() -> None:
    opened.when(AdvanceStage(SOON, "signed")).then(UnknownStage("signed", 1))


def test_an_amount_is_revised() -> None:
    story = opened.when(ReviseAmount(SOON, 1_200, "more socks"))
    story.then(AmountRevised(SOON, *WHO, 1_200, "UZS", "more socks"))
    assert story.state.amount == 1_200
    story.when(ReviseAmount(LATER, 1_200, "again")).then_nothing()
    story.when(ReviseAmount(LATER, 0, "a gift")).then(
        AmountRevised(LATER, *WHO, 0, "UZS", "a gift")
    )
    story.when(ReviseAmount(LATER, -1, "a slip")).then(NotAnAmount(-1, 0))


def test_the_day_it_is_to_close_is_moved() -> None:
    may = date(2026, 5, 31)
    story = opened.when(MoveExpectedClose(SOON, may, "a holiday"))
    story.then(ExpectedCloseMoved(SOON, *WHO, may, "a holiday"))
    assert story.state.expected_close == may
    story.when(MoveExpectedClose(LATER, may, "again")).then_nothing()


@pytest.mark.parametrize(
    "command", [*IN_TURN, *ENDINGS], ids=lambda each: type(each).__name__
)
def test_what_moves_an_opportunity_is_told_in_the_order_of_time(
    command: Command,
) -> None:
    early = SOON - timedelta(microseconds=1)
    offered.when(but(command, at=early)).then(TooEarly(early, SOON))
    assert offered.when(but(command, at=SOON)).refusal is None


@pytest.mark.parametrize(
    "moved",
    [
        AmountRevised(SOON, *WHO, 1, "UZS", "less"),
        ExpectedCloseMoved(SOON, *WHO, CLOSE, "slow"),
        StageSentBack(SOON, *WHO, "offer", "new", 1_000, "again"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_revision_moves_it_as_a_stage_does(moved: AmountRevised) -> None:
    early = SOON - timedelta(microseconds=1)
    opened.given(moved).when(WinOpportunity(early, ORDER)).then(TooEarly(early, SOON))


def test_people_take_parts_in_a_purchase() -> None:
    story = opened.when(AddParticipant(SOON, ZEBO, BuyingRole.DECIDER))
    story.then(ADDED)
    story.when(AddParticipant(LATER, ZEBO, BuyingRole.DECIDER)).then_nothing()
    story = story.when(AddParticipant(LATER, ZEBO, BuyingRole.USER))
    assert story.state.parts == {
        (ZEBO, BuyingRole.DECIDER),
        (ZEBO, BuyingRole.USER),
    }


def test_nobody_takes_part_before_there_is_a_purchase() -> None:
    story = opened.when(AddParticipant(BEFORE, ZEBO, BuyingRole.DECIDER))
    story.then(TooEarly(BEFORE, NOW))
    assert opened.when(AddParticipant(NOW, ZEBO, BuyingRole.DECIDER)).news


def test_parts_are_given_up_once_and_may_be_taken_again() -> None:
    leave = RemoveParticipant(LATER, ZEBO, BuyingRole.DECIDER)
    gone = ParticipantRemoved(LATER, *WHO, ZEBO, BuyingRole.DECIDER)
    story = opened.given(ADDED).when(leave)
    story.then(gone)
    assert not story.state.parts
    story.when(leave).then_nothing()
    story.when(AddParticipant(LATER, ZEBO, BuyingRole.DECIDER)).then(
        but(ADDED, at=LATER)
    )
    opened.given(ADDED, gone, ADDED).when(leave).then(gone)


def test_who_never_took_a_part_cannot_give_it_up() -> None:
    story = opened.given(ADDED).when(RemoveParticipant(LATER, ZEBO, BuyingRole.BUYER))
    story.then(NoSuchParticipant(ZEBO, BuyingRole.BUYER))


def test_an_opportunity_is_won_with_its_order_for_what_it_is_worth() -> None:
    story = offered.when(WinOpportunity(LATER, ORDER))
    story.then(WON)
    revised = offered.given(AmountRevised(SOON, *WHO, 5, "UZS", "less"))
    revised.when(WinOpportunity(LATER, ORDER)).then(but(WON, amount=5))


def test_an_opportunity_is_lost_with_a_reason_perhaps_to_someone() -> None:
    offered.when(LoseOpportunity(LATER, "price", "Sock & Co")).then(LOST)


def test_an_opportunity_ends_once() -> None:
    won, lost = offered.given(WON), offered.given(LOST)
    won.when(WinOpportunity(LATER, ORDER)).then_nothing()
    won.when(WinOpportunity(NOW, ORDER)).then_nothing()
    won.when(WinOpportunity(LATER, OrderId("o-2"))).then(OpportunityIsWon(SALE, ORDER))
    won.when(LoseOpportunity(LATER, "price")).then(OpportunityIsWon(SALE, ORDER))
    lost.when(LoseOpportunity(LATER, "price", "Sock & Co")).then_nothing()
    lost.when(LoseOpportunity(LATER, "price")).then(OpportunityIsLost(SALE, "price"))
    lost.when(WinOpportunity(LATER, ORDER)).then(OpportunityIsLost(SALE, "price"))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: type(each).__name__)
def test_what_has_ended_does_not_move(command: Command) -> None:
    offered.given(WON).when(command).then(OpportunityIsWon(SALE, ORDER))
    offered.given(LOST).when(command).then(OpportunityIsLost(SALE, "price"))


@pytest.mark.parametrize("move", [ADVANCED, BACK], ids=lambda each: type(each).__name__)
def test_as_of_before_its_opening_it_does_not_move(
    move: StageAdvanced | StageSentBack,
) -> None:
    assert OPPORTUNITIES.fold_some([move]).stage is None
    with pytest.raises(LookupError):
        OPPORTUNITIES.fold([move])
