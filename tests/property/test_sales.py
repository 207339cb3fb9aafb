"""What holds of sales and their settlement, whatever anyone asks for."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mijoz.domain.decider import Decider, Refused
from mijoz.domain.ids import (
    ContractId,
    CustomerId,
    GoalId,
    OpportunityId,
    OrderId,
    PipelineId,
    PlanId,
    TaskId,
)
from mijoz.domain.sales import contract as c
from mijoz.domain.sales import figures
from mijoz.domain.sales import goal as g
from mijoz.domain.sales import opportunity as o
from mijoz.domain.sales import pipeline as p
from mijoz.domain.sales import plan as pl
from mijoz.domain.sales import settlement as s
from mijoz.domain.sales import task as t

START = datetime(2026, 1, 1, tzinfo=UTC)
STAGES = tuple(o.Stage(name, chance) for name, chance in (("a", 0), ("b", 5), ("c", 9)))
ORDER = [each.stage for each in STAGES]
FIRM, WHO = CustomerId("firm"), (CustomerId("firm"), "UZS")

times = st.integers(0, 20).map(lambda hours: START + timedelta(hours=hours))
words = st.sampled_from(["x", "y"])
people = st.sampled_from([CustomerId("zebo"), CustomerId("bek")])
names = st.sampled_from(["a", "b", "c", "d"])
amounts = st.integers(-1, 9)
days = st.sampled_from([date(2026, 4, 30), date(2026, 5, 31)])

selling: st.SearchStrategy[o.Command] = st.one_of(
    st.builds(
        o.OpenOpportunity,
        times,
        st.just(OpportunityId("s")),
        st.just(FIRM),
        st.just(PipelineId("b2b")),
        st.just(1),
        st.just(STAGES),
        amounts,
        st.just("UZS"),
        days,
        words,
    ),
    st.builds(o.AdvanceStage, times, names),
    st.builds(o.SendBackStage, times, names, words),
    st.builds(o.ReviseAmount, times, amounts, words),
    st.builds(o.MoveExpectedClose, times, days, words),
    st.builds(o.AddParticipant, times, people, st.sampled_from(o.BuyingRole)),
    st.builds(o.RemoveParticipant, times, people, st.sampled_from(o.BuyingRole)),
    st.builds(o.WinOpportunity, times, st.just(OrderId("o-1"))),
    st.builds(o.LoseOpportunity, times, words),
)
publishing: st.SearchStrategy[p.Command] = st.builds(
    p.PublishPipeline,
    times,
    st.just(PipelineId("b2b")),
    st.integers(0, 4),
    st.lists(st.builds(o.Stage, names, st.integers(-1, 10_001)), max_size=3).map(tuple),
)
working: st.SearchStrategy[t.Command] = st.one_of(
    st.builds(
        t.AssignTask, times, st.just(TaskId("t")), st.none(), words, words, times
    ),
    st.builds(t.ReassignTask, times, words, words),
    st.builds(t.CompleteTask, times, words),
    st.builds(t.CancelTask, times, words),
    st.builds(t.NoteTaskDue, times),
)
aiming: st.SearchStrategy[g.Command] = st.one_of(
    st.builds(
        g.SetGoal,
        times,
        st.just(GoalId("g")),
        st.none(),
        words,
        words,
        amounts,
        times,
        st.sampled_from(g.Direction),
    ),
    st.builds(g.MeasureGoal, times, amounts, words),
    st.builds(g.NoteGoalDue, times),
)
planning: st.SearchStrategy[pl.Command] = st.one_of(
    st.builds(
        pl.DraftPlan,
        times,
        st.just(PlanId("p")),
        people,
        st.integers(0, 3),
        words,
        st.lists(st.builds(pl.Step, names, words), max_size=3).map(tuple),
    ),
    st.builds(pl.CompleteStep, times, names, words),
)
signing: st.SearchStrategy[c.Command] = st.one_of(
    st.builds(
        c.SignContract,
        times,
        st.just(ContractId("c")),
        st.just(FIRM),
        times,
        st.none() | times,
        amounts,
        st.just("UZS"),
    ),
    st.builds(c.RenewContract, times, times, amounts),
    st.builds(c.EndContract, times, words),
    st.builds(c.NoteContractDue, times),
)
invoices = st.sampled_from(["i-1", "i-2", "i-3"])
payments = st.sampled_from(["p-1", "p-2", "p-3"])
sums = st.integers(0, 40)
settling: st.SearchStrategy[s.Command] = st.one_of(
    st.builds(s.BookInvoice, times, *map(st.just, WHO), invoices, sums, times),
    st.builds(s.CreditInvoice, times, *map(st.just, WHO), names, invoices, sums, words),
    st.builds(
        s.ReceivePayment,
        times,
        *map(st.just, WHO),
        payments,
        sums,
        words,
        st.none() | invoices,
    ),
    st.builds(
        s.NotePaymentFailed, times, *map(st.just, WHO), payments, sums, words, words
    ),
    st.builds(s.RefundPayment, times, *map(st.just, WHO), names, payments, sums, words),
    st.builds(s.ReconcileBalance, times, *map(st.just, WHO), names, sums),
)


def play(decider: Decider[Any, Any, Any], story: list[Any]) -> list[Any]:
    """Return what *story* causes when every refusal is shrugged off."""
    events: list[Any] = []
    state = decider.initial
    for command in story:
        try:
            news = list(decider.decide(command, state))
        except Refused:
            continue
        events += news
        state = decider.fold(news, state)
        assert list(decider.decide(command, state)) == [], "the same twice is once"
    return events


def stories(commands: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(commands, max_size=30)


@given(stories(selling))
def test_a_sale_keeps_the_order_of_its_stages_and_ends_once_and_last(
    story: list[Any],
) -> None:
    events = play(o.OPPORTUNITIES, story)
    now, amount = "a", 0
    for event in events:
        match event:
            case o.OpportunityOpened():
                assert event is events[0]
                amount = event.amount
            case o.StageAdvanced(from_stage=before, to_stage=after):
                assert before == now
                assert ORDER.index(after) > ORDER.index(before)
                assert event.probability == STAGES[ORDER.index(after)].probability
                now = after
            case o.StageSentBack(from_stage=before, to_stage=after):
                assert before == now
                assert ORDER.index(after) < ORDER.index(before)
                now = after
            case o.AmountRevised():
                assert event.amount not in (amount, -1)
                amount = event.amount
            case o.OpportunityWon() | o.OpportunityLost():
                assert event is events[-1]
                if isinstance(event, o.OpportunityWon):
                    assert event.amount == amount


@given(stories(selling), times)
def test_a_sale_can_be_read_as_of_any_time_and_its_stays_follow_one_another(
    story: list[Any], moment: datetime
) -> None:
    events = play(o.OPPORTUNITIES, story)
    sale = o.OPPORTUNITIES.fold_some([each for each in events if each.at <= moment])
    found = figures.stays(sale)
    for before, after in pairwise(found):
        assert before.since <= (before.until or START) == after.since


@given(stories(selling))
def test_a_part_is_taken_and_given_up_in_turn(story: list[Any]) -> None:
    held: set[Any] = set()
    for event in play(o.OPPORTUNITIES, story):
        match event:
            case o.ParticipantAdded():
                assert (event.person_id, event.role) not in held
                held.add((event.person_id, event.role))
            case o.ParticipantRemoved():
                held.remove((event.person_id, event.role))


@given(st.lists(stories(selling), max_size=4))
def test_a_forecast_is_no_more_than_all_that_is_open(several: list[list[Any]]) -> None:
    sales = [o.OPPORTUNITIES.fold(play(o.OPPORTUNITIES, each)) for each in several]
    whole = sum(each.amount for each in sales if not each.ended)
    found = figures.weighted(sales, date(2026, 1, 1), date(2026, 12, 31))
    assert sum(found.values(), Fraction(0)) <= whole
    shares = figures.stage_conversion(sales, ORDER)
    assert all(each is None or 0 <= each <= 1 for each in shares.values())


@given(stories(publishing))
def test_versions_of_a_pipeline_only_rise_and_have_stages(story: list[Any]) -> None:
    events = play(p.PIPELINES, story)
    numbers = [each.version for each in events]
    assert numbers == sorted(set(numbers))
    assert all(each.stages for each in events)


@given(stories(working))
def test_a_task_ends_once_and_is_overdue_once_before_that_is_told(
    story: list[Any],
) -> None:
    kinds = [type(each) for each in play(t.TASKS, story)]
    counts = Counter(kinds)
    assert counts[t.TaskCompleted] + counts[t.TaskCancelled] <= 1
    assert counts[t.TaskOverdue] <= 1
    ends = {t.TaskCompleted, t.TaskCancelled} & set(kinds)
    assert not ends or kinds[-1] in ends


@given(stories(aiming))
def test_a_goal_is_reached_once_by_a_measure_in_time_and_missed_once(
    story: list[Any],
) -> None:
    events = play(g.GOALS, story)
    counts = Counter(type(each) for each in events)
    assert counts[g.GoalReached] <= 1
    assert counts[g.GoalMissed] <= 1
    for before, event in pairwise(events):
        match event:
            case g.GoalReached():
                assert isinstance(before, g.GoalMeasured)
                assert (before.at, before.value) == (event.at, event.value)
                assert event.at < events[0].due_at
            case g.GoalMissed():
                assert event.at == events[0].due_at


@given(stories(planning))
def test_a_plan_has_every_version_once_and_does_each_step_once(
    story: list[Any],
) -> None:
    events = play(pl.PLANS, story)
    versions = [each for each in events if isinstance(each, pl.AccountPlanned)]
    assert [each.version for each in versions] == list(range(1, len(versions) + 1))
    assert len({each.customer_id for each in versions}) <= 1
    done = [each.step_id for each in events if isinstance(each, pl.PlanStepCompleted)]
    assert len(set(done)) == len(done)


@given(stories(signing))
def test_the_terms_of_a_contract_follow_one_another_until_it_is_ended(
    story: list[Any],
) -> None:
    end: datetime | None = None
    ended = False
    for event in play(c.CONTRACTS, story):
        assert not ended
        match event:
            case c.ContractSigned():
                end = event.ends_at
            case c.ContractRenewed():
                assert event.starts_at == end
                assert event.at < event.starts_at < event.ends_at
                end = event.ends_at
            case c.ContractExpired():
                assert event.at == end
            case c.ContractEnded():
                assert end is None or event.at < end
                ended = True


class Settling(RuleBasedStateMachine):
    """A settlement beside plain sums of what was booked, paid, credited, refunded."""

    def __init__(self) -> None:
        super().__init__()
        self.account = s.SETTLEMENTS.initial
        self.flows: Counter[str] = Counter()

    @rule(command=settling)
    def ask(self, command: s.Command) -> None:
        before = self.account
        try:
            news = list(s.SETTLEMENTS.decide(command, before))
        except Refused:
            return
        self.account = s.SETTLEMENTS.fold(news, before)
        assert list(s.SETTLEMENTS.decide(command, self.account)) == []
        for event in news:
            self._sums(event)

    def _sums(self, event: s.Event) -> None:
        match event:
            case s.InvoiceBooked():
                self.flows["booked"] += event.amount
            case s.InvoiceCredited():
                self.flows["credited"] += event.amount
            case s.PaymentReceived():
                parts = sum(each.amount for each in event.parts)
                assert parts + event.to_advance == event.amount > 0
                assert all(each.amount > 0 for each in event.parts)
                self.flows["received"] += event.amount
            case s.PaymentRefunded():
                parts = sum(each.amount for each in event.parts)
                assert parts + event.from_advance == event.amount > 0
                self.flows["refunded"] += event.amount
            case s.BalanceReconciled():
                assert event.ours + event.difference == event.theirs

    @invariant()
    def nothing_is_overpaid_and_nothing_negative(self) -> None:
        for each in self.account.invoices.values():
            assert each.due >= 0
            assert each.paid >= 0
            assert 0 <= each.credited <= each.booked.amount
        assert self.account.advance >= 0

    @invariant()
    def an_advance_waits_only_while_nothing_is_due(self) -> None:
        assert not (self.account.advance and self.account.due)

    @invariant()
    def it_adds_up(self) -> None:
        flows = self.flows
        owed = flows["booked"] - flows["credited"]
        assert self.account.balance == owed - flows["received"] + flows["refunded"]

    @invariant()
    def no_more_of_a_payment_goes_back_than_came(self) -> None:
        for name, payment in self.account.received.items():
            assert self.account.refunded(name) <= payment.amount


TestSettling = Settling.TestCase


@given(stories(settling), times)
def test_a_settlement_can_be_read_as_of_any_time(
    story: list[Any], moment: datetime
) -> None:
    events = play(s.SETTLEMENTS, story)
    seen = [each for each in events if each.at <= moment]
    assert s.SETTLEMENTS.fold_some(seen) is not None
