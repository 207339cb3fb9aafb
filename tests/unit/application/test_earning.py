"""What deeds earn: by the policy in force, through the ledger, and by their proof."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.application.contexts import (
    ACTION,
    ACTION_POLICY,
    MEMBERSHIP,
    POINTS,
    PROGRAMME,
    account,
)
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk, Unknown
from mijoz.application.envelope import Origin
from mijoz.application.ports import ClaimTaken
from mijoz.application.registry import COMMANDS
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CustomerId, MembershipId, ProgrammeId
from mijoz.domain.loyalty.action import (
    ActionEarnsNothing,
    ActionRuleDiffers,
    CapReached,
    DoesNotEarn,
    RecordAction,
    RevokeAction,
)
from mijoz.domain.loyalty.action_policy import (
    ActionRule,
    CapWindow,
    PublishActionPolicy,
)
from mijoz.domain.loyalty.membership import Enrol, Suspend
from mijoz.domain.loyalty.points import EarnReversed, Ledger, PointsEarned, Redeem
from mijoz.domain.loyalty.policies import RefundPolicy
from mijoz.domain.loyalty.programme import PublishVersion, RetireVersion, Terms
from mijoz.testing.journal import Ticking

ANNA = Origin("user:anna")
NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
SOON = NOW + timedelta(hours=1)
CLUB = ProgrammeId("club")
REPOST = ActionRule("repost", 10, 2, CapWindow.DAY)
REVIEW = ActionRule("review", 50, 1, CapWindow.MONTH, qualifying=True)
TERMS = Terms(
    "UTC",
    "points",
    1,
    100,
    "UZS",
    pending_days=1,
    expiry_months=1,
    refund_policy=RefundPolicy.WAIVE,
)


@pytest.fixture
def crm() -> Crm:
    crm = compose(clock=Ticking())
    tell(crm, PROGRAMME, CLUB, PublishVersion(NOW, CLUB, 1, NOW, TERMS))
    publish = PublishActionPolicy(NOW, CLUB, 1, NOW, "UTC", (REPOST, REVIEW))
    tell(crm, ACTION_POLICY, CLUB, publish)
    for name in ("aziza", "bek"):
        enrol(crm, name)
    return crm


def enrol(crm: Crm, name: str) -> None:
    who = CustomerId(name)
    register = RegisterCustomer(NOW, who, PartyKind.PERSON, "shop")
    crm.customers.tell(who, register, origin=ANNA)
    member = account(CLUB, name)
    command = Enrol(NOW, MembershipId(member), who, CLUB, "shop")
    tell(crm, MEMBERSHIP, member, command)


def tell(crm: Crm, aggregate: Any, name: str, *commands: Any) -> Any:
    return Desk(aggregate, crm.handler).tell(name, *commands, origin=ANNA)


def do(crm: Crm, who: str, action: str, proof: str, at: datetime = SOON) -> Any:
    """Record a deed as a caller would: by what was done, and its proof."""
    entry = next(each for each in COMMANDS if each.name == "action.record")
    said = {
        "at": at,
        "programme_id": CLUB,
        "customer_id": who,
        "action": action,
        "proof": proof,
        "action_id": f"{who} {proof}",
    }
    name, command = entry.build(said, crm.handler, crm.clock)
    return tell(crm, ACTION, name, command)


def test_a_deed_earns_its_points_by_the_terms_of_the_programme(crm: Crm) -> None:
    told = do(crm, "aziza", "repost", "https://x/1")
    deed, earned = told.drafts
    assert earned.event == PointsEarned(
        SOON,
        "action:aziza https://x/1",
        "action:aziza https://x/1",
        10,
        datetime(2026, 3, 2, tzinfo=UTC),
        datetime(2026, 4, 3, tzinfo=UTC),
        CLUB,
        1,
        (),
        (),
        (),
        0,
        late=False,
    )
    assert earned.subject == "aziza"
    assert earned.origin.causation_id == deed.id
    assert earned.origin.policy_refs == ("actions:club@1",)


def test_points_of_a_deed_count_towards_a_tier_if_the_rule_says_so(crm: Crm) -> None:
    told = do(crm, "aziza", "review", "review:1")
    assert told.drafts[1].event.qualifying == 50


def test_above_the_cap_nothing_is_earned_and_nothing_changed(crm: Crm) -> None:
    for proof in ("1", "2"):
        do(crm, "aziza", "repost", proof)
    head = crm.journal.head()
    with pytest.raises(CapReached):
        do(crm, "aziza", "repost", "3")
    assert crm.journal.head() == head
    do(crm, "bek", "repost", "3")
    do(crm, "aziza", "repost", "4", SOON + timedelta(days=1))


def test_a_proof_is_one_members_alone(crm: Crm) -> None:
    do(crm, "aziza", "repost", "https://x/1")
    with pytest.raises(ClaimTaken):
        do(crm, "bek", "repost", "https://x/1")
    do(crm, "bek", "review", "https://x/1")  # which is another deed


def test_a_proof_is_personal_and_stands_under_seal(crm: Crm) -> None:
    do(crm, "aziza", "repost", "https://x/1")
    (recorded,) = crm.journal.stream(ACTION.stream(account(CLUB, "aziza")))
    assert recorded.sealed is not None
    assert "https" not in str(recorded.event.proof)


def test_what_a_revoked_deed_earned_is_taken_back_by_the_programmes_policy(
    crm: Crm,
) -> None:
    told = do(crm, "aziza", "repost", "1")
    name, later = account(CLUB, "aziza"), SOON + timedelta(days=2)
    tell(crm, POINTS, name, Redeem(later, "r", "a cap", 4))
    revoke = RevokeAction(later, told.drafts[0].event.action_id, "deleted")
    told = tell(crm, ACTION, name, revoke)
    reversed_ = told.drafts[1].event
    assert isinstance(reversed_, EarnReversed)
    assert (reversed_.amount, reversed_.waived) == (10, 4)
    ledger: Ledger = Desk(POINTS, crm.handler).state(name)
    assert (ledger.spendable, ledger.pending) == (0, 0)
    assert not tell(crm, ACTION, name, revoke).drafts


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"action": "dance"}, ActionEarnsNothing("dance")),
        ({"programme_id": "other"}, None),
        ({"at": NOW - timedelta(microseconds=1)}, None),
    ],
)
def test_what_no_policy_in_force_gives_anything_for_is_refused(
    crm: Crm, said: dict[str, Any], problem: ActionEarnsNothing | None
) -> None:
    entry = next(each for each in COMMANDS if each.name == "action.record")
    values = {
        "at": NOW,
        "programme_id": CLUB,
        "customer_id": "aziza",
        "action": "repost",
        "proof": "1",
    }
    with pytest.raises(type(problem) if problem else Unknown) as caught:
        entry.build(values | said, crm.handler, crm.clock)
    if problem:
        assert caught.value == problem
    assert entry.build(values, crm.handler, crm.clock)[0] == account(CLUB, "aziza")


@pytest.mark.parametrize(
    "rule",
    [
        {"rule": but(REPOST, points=11)},
        {"version": 2},
        {"time_zone": "Asia/Tashkent"},
        {"at": NOW - timedelta(microseconds=1)},
    ],
)
def test_a_deed_by_rules_that_are_not_in_force_is_refused(
    crm: Crm, rule: dict[str, Any]
) -> None:
    who = CustomerId("aziza")
    record = RecordAction(NOW, "a", CLUB, who, "repost", "i", 1, "UTC", REPOST)
    name = account(CLUB, who)
    with pytest.raises(ActionRuleDiffers):
        tell(crm, ACTION, name, but(record, **rule))
    tell(crm, ACTION, name, record)


def test_nobody_earns_who_is_suspended_or_no_member(crm: Crm) -> None:
    register = RegisterCustomer(NOW, CustomerId("zebo"), PartyKind.PERSON, "shop")
    crm.customers.tell("zebo", register, origin=ANNA)
    with pytest.raises(DoesNotEarn):
        do(crm, "zebo", "repost", "1")
    tell(crm, MEMBERSHIP, account(CLUB, "bek"), Suspend(NOW, "fraud"))
    with pytest.raises(DoesNotEarn):
        do(crm, "bek", "repost", "1")


def test_nothing_is_earned_in_a_programme_that_is_not_in_force(crm: Crm) -> None:
    tell(crm, PROGRAMME, CLUB, RetireVersion(NOW, CLUB, 1, SOON))
    with pytest.raises(DoesNotEarn):
        do(crm, "aziza", "repost", "1")
    do(crm, "aziza", "repost", "1", SOON - timedelta(microseconds=1))
