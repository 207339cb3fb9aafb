"""What holds of rewards, deeds and the points between, whatever anyone asks for."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mijoz.application.contexts import (
    ACTION,
    ACTION_POLICY,
    MEMBERSHIP,
    POINTS,
    PROGRAMME,
    REDEMPTION,
    REWARD,
    account,
)
from mijoz.application.desk import Desk
from mijoz.application.due import sweep_due
from mijoz.application.envelope import Origin
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.decider import Refused
from mijoz.domain.ids import CustomerId, MembershipId, ProgrammeId, RewardId
from mijoz.domain.loyalty.action import Actions, RecordAction, RevokeAction
from mijoz.domain.loyalty.action_policy import (
    ActionRule,
    CapWindow,
    PublishActionPolicy,
)
from mijoz.domain.loyalty.membership import Enrol
from mijoz.domain.loyalty.points import Adjust, Ledger, Redeem
from mijoz.domain.loyalty.postings import Account, balances
from mijoz.domain.loyalty.programme import PublishVersion, Terms
from mijoz.domain.loyalty.redemption import Redemption
from mijoz.domain.loyalty.redemption_terms import (
    CancelRedemption,
    Delivery,
    FulfilReward,
    RequestReward,
)
from mijoz.domain.loyalty.reward_state import Reward
from mijoz.domain.loyalty.reward_terms import (
    ChangeStock,
    DefineReward,
    ReviseReward,
    RewardKind,
    RewardTerms,
    WithdrawReward,
)
from mijoz.testing.journal import Ticking

START = datetime(2026, 1, 1, tzinfo=UTC)
ANNA = Origin("user:anna")
CLUB = ProgrammeId("club")
TERMS = {1: RewardTerms(7, 90, "UZS", 2), 2: RewardTerms(3, 90, "UZS", 5)}
REPOST = ActionRule("repost", 5, 2, CapWindow.DAY)
LIMITED, FREE = RewardId("mug"), RewardId("film")

people = st.sampled_from([CustomerId("aziza"), CustomerId("bek")])
rewards = st.sampled_from([LIMITED, LIMITED, FREE])
steps = st.integers(-3, 4)
names = st.integers(1, 6).map(lambda number: f"r-{number}")


class Shop(RuleBasedStateMachine):
    """Two members, a reward of which there are few, and one without limit."""

    @initialize()
    def begin(self) -> None:
        self.now = START
        self.crm = compose(clock=Ticking())
        self.counter = 0
        terms = Terms("UTC", "points", 1, 100, "UZS", expiry_months=1)
        self.tell(PROGRAMME, CLUB, PublishVersion(START, CLUB, 1, START, terms))
        for each in ("aziza", "bek"):
            who, member = CustomerId(each), account(CLUB, each)
            register = RegisterCustomer(START, who, PartyKind.PERSON, "shop")
            self.crm.customers.tell(who, register, origin=ANNA)
            enrol = Enrol(START, MembershipId(member), who, CLUB, "shop")
            self.tell(MEMBERSHIP, member, enrol)
        for name, stock in ((LIMITED, 2), (FREE, None)):
            kind = RewardKind.GIFT
            define = DefineReward(START, name, CLUB, name, kind, TERMS[1], stock)
            self.tell(REWARD, name, define)

        policy = PublishActionPolicy(START, CLUB, 1, START, "UTC", (REPOST,))
        self.tell(ACTION_POLICY, CLUB, policy)

    def tell(self, aggregate: Any, name: str, command: Any) -> None:
        Desk[Any, Any, Any](aggregate, self.crm.handler).tell(
            name, command, origin=ANNA
        )

    def ask(self, aggregate: Any, name: str, command: Any) -> None:
        """Ask for something, which is refused as a whole or not at all."""
        head = self.crm.journal.head()
        try:
            self.tell(aggregate, name, command)
        except Refused:
            assert self.crm.journal.head() == head

    def at(self, hours: int) -> datetime:
        """Return a moment, which may lie before the last one."""
        moment = max(START, self.now + timedelta(hours=hours))
        self.now = max(self.now, moment)
        return moment

    def new(self) -> str:
        self.counter += 1
        return f"n-{self.counter}"

    @rule(who=people, hours=steps, amount=st.integers(1, 40), good=st.integers(1, 9))
    def give(self, who: CustomerId, hours: int, amount: int, good: int) -> None:
        at = self.at(hours)
        until = at + timedelta(hours=good)
        give = Adjust(at, self.new(), amount, "gift", "anna", expires_at=until)
        self.ask(POINTS, account(CLUB, who), give)

    @rule(who=people, hours=steps, proof=st.integers(1, 9))
    def repost(self, who: CustomerId, hours: int, proof: int) -> None:
        at, name = self.at(hours), f"{who} {proof}"
        deed = RecordAction(
            at, name, CLUB, who, "repost", f"{who} {proof}", 1, "UTC", REPOST
        )
        self.ask(ACTION, account(CLUB, who), deed)

    @rule(who=people, hours=steps, proof=st.integers(1, 9))
    def delete(self, who: CustomerId, hours: int, proof: int) -> None:
        revoke = RevokeAction(self.at(hours), f"{who} {proof}", "deleted")
        self.ask(ACTION, account(CLUB, who), revoke)

    @rule(who=people, hours=steps, amount=st.integers(1, 9))
    def spend(self, who: CustomerId, hours: int, amount: int) -> None:
        redeem = Redeem(self.at(hours), self.new(), "cash", amount)
        self.ask(POINTS, account(CLUB, who), redeem)

    @rule(
        name=names,
        who=people,
        reward=rewards,
        hours=steps,
        quantity=st.integers(0, 3),
        version=st.sampled_from(list(TERMS)),
    )
    def request(
        self,
        name: str,
        who: CustomerId,
        reward: RewardId,
        hours: int,
        quantity: int,
        version: int,
    ) -> None:
        at, terms = self.at(hours), TERMS[version]
        request = RequestReward(at, name, who, CLUB, reward, version, terms, quantity)
        self.ask(REDEMPTION, name, request)

    @rule(name=names, hours=steps, quantity=st.none() | st.integers(0, 3))
    def fulfil(self, name: str, hours: int, quantity: int | None) -> None:
        fulfil = FulfilReward(self.at(hours), Delivery.SENT, None, quantity)
        self.ask(REDEMPTION, name, fulfil)

    @rule(name=names, hours=steps)
    def cancel(self, name: str, hours: int) -> None:
        self.ask(REDEMPTION, name, CancelRedemption(self.at(hours), "no"))

    @rule(reward=rewards, hours=steps, amount=st.integers(-3, 3))
    def restock(self, reward: RewardId, hours: int, amount: int) -> None:
        change = ChangeStock(self.at(hours), self.new(), amount, "counted")
        self.ask(REWARD, reward, change)

    @rule(reward=rewards, hours=steps)
    def revise(self, reward: RewardId, hours: int) -> None:
        self.ask(REWARD, reward, ReviseReward(self.at(hours), 2, TERMS[2]))

    @rule(reward=rewards, rarely=st.integers(0, 9))
    def withdraw(self, reward: RewardId, rarely: int) -> None:
        if not rarely:
            self.ask(REWARD, reward, WithdrawReward(self.now, "gone"))

    @rule(hours=steps, due=st.booleans())
    def sweep(self, hours: int, due: bool) -> None:
        at = self.at(hours)
        for _ in range(2):
            news = sweep_due(self.crm.handler, at, ANNA) if due else 0
            if not due:
                news = sweep_due(self.crm.handler, at, ANNA)
        assert not news

    def state(self, aggregate: Any, name: str) -> Any:
        return self.crm.handler.begin(ANNA).state(aggregate, name)

    def redemptions(self) -> list[Redemption]:
        prefix = len("redemption-")
        names = self.crm.journal.streams("redemption")
        return [self.state(REDEMPTION, each[prefix:]) for each in names]

    @invariant()
    def no_more_is_promised_than_there_is(self) -> None:
        for name in (LIMITED, FREE):
            reward: Reward = self.state(REWARD, name)
            waiting = [
                each.requested.quantity
                for each in self.redemptions()
                if each.requested and not each.ended
                if each.requested.reward_id == name
            ]
            assert reward.reserved == sum(waiting)
            if reward.stock is not None and reward.left is not None:
                assert 0 <= reward.left <= reward.stock

    @invariant()
    def a_deed_has_earned_its_points_or_they_are_taken_back(self) -> None:
        for who in ("aziza", "bek"):
            actions: Actions = self.state(ACTION, account(CLUB, who))
            ledger: Ledger = self.state(POINTS, account(CLUB, who))
            for name in actions.rewarded:
                earned = ledger.earned_from(f"action:{name}")
                assert earned is not None
                assert earned.amount == REPOST.points
                back = f"revoked action:{name}" in ledger.past.reversals
                assert back is (name in actions.revoked)

    @invariant()
    def every_ledger_sums_to_zero(self) -> None:
        for stream in self.crm.journal.streams("points"):
            held = balances(self.crm.journal.replay(stream))
            assert not sum(held.values())
            ledger: Ledger = self.state(POINTS, stream.removeprefix("points-"))
            assert ledger.held == held[Account.HELD] >= 0
            assert ledger.available == held[Account.AVAILABLE] >= 0

    @invariant()
    def what_was_requested_is_held_spent_or_back(self) -> None:
        streams = self.crm.journal.streams("points")
        held: dict[str, int] = {}
        spent: dict[str, int] = {}
        back: dict[str, int] = {}
        for stream in streams:
            for event in self.crm.journal.replay(stream):
                name = str(getattr(event, "hold_id", "")).partition(":")[2]
                match type(event).__name__:
                    case "PointsHeld":
                        held[name] = held.get(name, 0) + event.amount
                    case "HoldCaptured":
                        returned = sum(each.amount for each in event.returned)
                        held[name] -= event.amount + returned
                        spent[name] = event.amount
                        back[name] = returned
                    case "HoldReleased" | "HoldExpired":
                        held[name] -= event.amount
                        back[name] = event.amount
        asked = [each.requested for each in self.redemptions() if each.requested]
        assert {each.redemption_id for each in asked} == set(held)
        for each in asked:
            name = each.redemption_id
            shares = held[name], spent.get(name, 0), back.get(name, 0)
            assert min(shares) >= 0
            assert sum(shares) == each.points == each.quantity * each.terms.points
        for redemption in self.redemptions():
            assert redemption.requested
            name = redemption.requested.redemption_id
            assert (held[name] > 0) is (redemption.ended is None)
            had = redemption.fulfilled.points if redemption.fulfilled else 0
            assert spent.get(name, 0) == had


TestShop = Shop.TestCase
TestShop.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
