"""What holds of friends, challenges, contests and causes, whatever anyone asks for."""

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mijoz.application.contexts import CAUSE, POINTS, REFERRAL, SCHEME, account
from mijoz.application.due import sweep_due
from mijoz.domain.decider import Decider, Refused
from mijoz.domain.engagement import cause_terms as g
from mijoz.domain.engagement import contest_terms as c
from mijoz.domain.engagement import joining as j
from mijoz.domain.engagement.cause import CAUSES
from mijoz.domain.engagement.challenge import ChallengeTerms, Measure
from mijoz.domain.engagement.contest import CONTESTS
from mijoz.domain.engagement.drawing import commitment
from mijoz.domain.engagement.participation import PARTICIPATIONS
from mijoz.domain.engagement.referral import Referral, ReferralRewarded
from mijoz.domain.engagement.scheme import PublishScheme, SchemeTerms
from mijoz.domain.engagement.verifying import verify
from mijoz.domain.ids import CauseId, ChallengeId, ContestId, CustomerId, SchemeId
from mijoz.domain.loyalty.points import Ledger

from ..unit.engagement.club import (
    ANNA,
    CLUB,
    NOW,
    PEOPLE,
    a_club,
    ask,
    buy,
    refund,
    tell,
)

FRIENDS = SchemeId("friends")
TERMS = SchemeTerms(CLUB, 5, 7, "UZS", 100, 3, 2, 2, newcomers=False)

people = st.sampled_from(PEOPLE)
times = st.integers(0, 8).map(lambda days: NOW + timedelta(days=days))


class BringingFriends(RuleBasedStateMachine):
    """Anyone claims anyone's code, buys, gives back; time passes, or is told late."""

    def __init__(self) -> None:
        super().__init__()
        self.crm = a_club(*PEOPLE)
        self.orders = 0
        self.claims = 0
        tell(self.crm, SCHEME, FRIENDS, PublishScheme(NOW, FRIENDS, 1, TERMS))
        for each in PEOPLE:
            said = {"customer_id": each, "scheme_id": FRIENDS, "code": each}
            ask(self.crm, "referral.issue-code", at=NOW, **said)

    @rule(friend=people, code=st.sampled_from([*PEOPLE, "nobody"]), at=times)
    def claim(self, friend: CustomerId, code: str, at: object) -> None:
        self.claims += 1
        said = {"customer_id": friend, "code": code, "claim_id": f"c-{self.claims}"}
        ask(self.crm, "referral.claim", at=at, **said)

    @rule(who=people, paid=st.sampled_from([99, 100]), at=times)
    def order(self, who: CustomerId, paid: int, at: object) -> None:
        self.orders += 1
        buy(self.crm, who, f"o-{self.orders}", paid, at)  # type: ignore[arg-type]

    @rule(number=st.integers(1, 4), at=times)
    def give_back(self, number: int, at: object) -> None:
        try:
            refund(self.crm, f"o-{number}", 50, at)  # type: ignore[arg-type]
        except Refused:
            return

    @rule(at=times)
    def time_passes(self, at: object) -> None:
        sweep_due(self.crm.handler, at, ANNA)  # type: ignore[arg-type]

    def referral(self, who: str) -> Referral:
        work = self.crm.handler.begin(ANNA)
        return work.state(REFERRAL, who)

    @invariant()
    def no_chain_of_all_that_was_ever_brought_closes(self) -> None:
        by = {
            who: {
                each.friend_id for each in self.referral(who).bringing.brought.values()
            }
            for who in PEOPLE
        }
        for who in PEOPLE:
            below, reached = set(by[who]), set[CustomerId]()
            while below:
                each = below.pop()
                assert each != who
                if each not in reached:
                    reached.add(each)
                    below |= by[each]

    @invariant()
    def nobody_brings_more_than_the_limit(self) -> None:
        for who in PEOPLE:
            bringing = self.referral(who).bringing
            assert 0 <= bringing.count <= 2
            held = [
                self.referral(each.friend_id).claimed
                for name, each in bringing.brought.items()
                if name not in bringing.lost
            ]
            assert all(each and each.referrer_id == who for each in held)

    @invariant()
    def a_friend_is_rewarded_once_and_both_ledgers_say_so(self) -> None:
        for who in PEOPLE:
            stream = self.crm.journal.stream(REFERRAL.stream(who))
            rewards = [
                each.event
                for each in stream
                if isinstance(each.event, ReferralRewarded)
            ]
            assert len(rewards) <= 1
            assert bool(rewards) == (self.referral(who).rewarded is not None)
            for each in rewards:
                for side, whose in (
                    ("friend", each.customer_id),
                    ("referrer", each.referrer_id),
                ):
                    work = self.crm.handler.begin(ANNA)
                    ledger: Ledger = work.state(POINTS, account(CLUB, whose))
                    source = f"referral:{each.claim_id}:{side}"
                    earned = ledger.earned_from(source)
                    assert earned is not None
                    held = earned.amount - sum(ledger.past.sequel(source).reversed)
                    left = 0 if self.referral(who).revoked else earned.amount
                    assert held == left or ledger.left_of(source) is None


TestBringingFriends = BringingFriends.TestCase
TestBringingFriends.settings = settings(
    max_examples=30, stateful_step_count=20, deadline=None
)


def told(decider: Decider[Any, Any, Any], commands: list[Any]) -> list[Any]:
    """Return all that becomes of commands, of which some are refused.

    Each is told twice, and the second time nothing comes of it.
    """
    events: list[Any] = []
    for command in commands:
        try:
            events += list(decider.decide(command, decider.fold(events)))
            assert not list(decider.decide(command, decider.fold(events)))
        except Refused:
            continue
    return events


SPRING, WHO = ChallengeId("spring"), CustomerId("aziza")
REACH = ChallengeTerms("Spring", Measure.SPEND, 4, NOW, NOW + timedelta(days=5), "UZS")
facts, amounts = st.sampled_from(["a", "b", "c"]), st.integers(0, 3)
deeds: st.SearchStrategy[j.Command] = st.one_of(
    st.builds(j.TakeProgress, times, facts, amounts),
    st.builds(j.SetProgressBack, times, facts, facts, amounts),
    st.builds(j.EnterBoard, times),
    st.builds(j.LeaveBoard, times),
    st.builds(j.LeaveChallenge, times),
    st.builds(j.NoteChallengeDue, times),
)


@given(st.lists(deeds, max_size=12))
def test_progress_is_the_sum_of_its_evidence_and_completes_once(
    commands: list[j.Command],
) -> None:
    join = j.JoinChallenge(NOW, SPRING, WHO, 1, REACH)
    events = told(PARTICIPATIONS, [join, *commands])
    total: Counter[str] = Counter()
    for each in events:
        match each:
            case j.ChallengeProgressed(evidence_ref=fact, step=step, total=stated):
                assert fact not in total
                total[fact] = step
                assert stated == total.total()
                assert REACH.starts_at <= each.at < REACH.ends_at
            case j.ChallengeSetBack(evidence_ref=fact, step=step, total=stated):
                total[fact] -= step
                assert total[fact] >= 0
                assert stated == total.total()
            case j.ChallengeCompleted():
                assert total.total() >= REACH.target
    kinds = Counter(type(each) for each in events)
    assert kinds[j.ChallengeCompleted] <= 1
    assert kinds[j.ChallengeMissed] <= 1
    assert kinds[j.BoardEntered] - kinds[j.BoardLeft] in (0, 1)


FALL, SEEDS = ContestId("fall"), st.sampled_from(["one", "two"])
PRIZES = (c.Prize("clock", 1), c.Prize("socks", 1))
ANNOUNCE = c.AnnounceContest(
    NOW, FALL, "Fall", "a" * 64, NOW + timedelta(days=5), PRIZES
)
entering = st.sampled_from([CustomerId(each) for each in "abcde"])
tickets = st.sampled_from(["t1", "t2", "t3", "t4", "t5"])
playing: st.SearchStrategy[c.Command] = st.one_of(
    st.builds(c.CommitSeed, times, SEEDS.map(commitment)),
    st.builds(c.EnterContest, times, st.just(FALL), entering, tickets),
    st.builds(c.WithdrawEntry, times, entering),
    st.builds(c.CloseEntries, times),
    st.builds(c.DrawWinners, times, SEEDS),
    st.builds(c.PublishWinners, times, st.just("the door")),
    st.builds(c.CancelContest, times, st.just("rain")),
)


@given(st.lists(playing, max_size=25))
def test_whatever_is_drawn_was_committed_before_and_verifies(
    commands: list[c.Command],
) -> None:
    events = told(CONTESTS, [ANNOUNCE, *commands])
    kinds = [type(each) for each in events]
    assert len(kinds) - len(set(kinds)) == sum(
        kinds.count(each) - 1
        for each in {c.ContestEntered, c.EntryWithdrawn} & set(kinds)
    )
    draws = [each for each in events if isinstance(each, c.WinnersDrawn)]
    for drawn in draws:
        assert kinds.index(c.SeedCommitted) < kinds.index(c.EntriesClosed)
        assert all(each.holds for each in verify(events))
        winners = [each.customer_id for each in drawn.winners]
        assert len(set(winners)) == len(winners) <= len(PRIZES)


TREES = CauseId("trees")
names, sums = st.sampled_from(["x", "y", "z"]), st.integers(0, 4)
gifts: st.SearchStrategy[g.Command] = st.one_of(
    st.builds(g.PledgeToCause, times, names, people, sums, times),
    st.builds(g.ContributePoints, times, names, people, sums),
    st.builds(g.ContributeMoney, times, names, people, sums, names, st.none() | names),
    st.builds(g.RecordVolunteering, times, names, people, sums, names),
    st.builds(g.NoteCauseDue, times),
)
KIND = g.CauseKind.CHARITY
GIVE_TO = g.AnnounceCause(
    NOW, TREES, KIND, "Trees", "Green", "UZS", None, CLUB, "gardener", 5
)


@given(st.lists(gifts, max_size=15))
def test_every_gift_has_a_receipt_and_every_pledge_one_end(
    commands: list[g.Command],
) -> None:
    events = told(CAUSES, [GIVE_TO, *commands])
    given = [
        each
        for each in events
        if isinstance(each, g.PointsContributed | g.MoneyContributed)
    ]
    assert [each.receipt for each in given] == list(range(1, len(given) + 1))
    paid: Counter[str] = Counter()
    ended: set[str] = set()
    minutes: Counter[str] = Counter()
    for each in events:
        match each:
            case g.MoneyContributed(pledge_id=str(pledge), amount=amount):
                paid[pledge] += amount
            case g.PledgeKept(pledge_id=pledge):
                assert pledge not in ended
                ended.add(pledge)
            case g.PledgeLapsed(pledge_id=pledge, paid=so_far, amount=amount):
                assert pledge not in ended
                assert paid[pledge] == so_far < amount
                ended.add(pledge)
            case g.VolunteeringRecorded(customer_id=who, minutes=more):
                minutes[who] += more
            case g.VolunteerRecognised(customer_id=who, minutes=total):
                assert minutes.pop(who) == total >= 5
                minutes[who] = -1_000
    state = CAUSES.fold(events)
    money = [each.amount for each in given if isinstance(each, g.MoneyContributed)]
    assert state.giving.money == sum(money)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 6), max_size=6))
def test_points_given_to_a_cause_are_exactly_those_that_left_the_ledger(
    amounts: list[int],
) -> None:
    crm = a_club(PEOPLE[0])
    buy(crm, PEOPLE[0], "o-1", 10_000_000, NOW)
    tell(crm, CAUSE, TREES, GIVE_TO)
    for number, amount in enumerate(amounts):
        give = g.ContributePoints(NOW, f"c-{number}", PEOPLE[0], amount)
        try:
            tell(crm, CAUSE, TREES, give)
        except Refused:
            continue
    work = crm.handler.begin(ANNA)
    ledger: Ledger = work.state(POINTS, account(CLUB, PEOPLE[0]))
    assert work.state(CAUSE, TREES).giving.points == 10 - ledger.spendable
    assert ledger.spendable >= 0
