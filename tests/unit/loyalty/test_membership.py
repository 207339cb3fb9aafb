"""A membership: begun once, one card at a time, ended for good."""

from datetime import UTC, datetime

import pytest

from mijoz.domain.decider import Refused
from mijoz.domain.ids import CustomerId, MembershipId, ProgrammeId
from mijoz.domain.loyalty import membership as m
from mijoz.domain.loyalty.cards import (
    CardAlreadyIssued,
    CardIssued,
    CardReplaced,
    CardWasReplaced,
    NoCardToReplace,
)
from mijoz.domain.loyalty.policies import BalancePolicy
from mijoz.domain.personal import personal_fields
from mijoz.testing import Scenario

NOW = datetime(2025, 3, 21, 9, tzinfo=UTC)
MEMBER, BOZOR = MembershipId("m-1"), ProgrammeId("bozor")
AZIZA, BOBUR = CustomerId("aziza"), CustomerId("bobur")

ENROL = m.Enrol(NOW, MEMBER, AZIZA, BOZOR, "shop", "consent-1")
ENROLLED = m.MemberEnrolled(NOW, MEMBER, AZIZA, BOZOR, "shop", "consent-1")
ISSUED = CardIssued(NOW, "index-1", "9860 0001")
REPLACED = CardReplaced(NOW, "index-1", "index-2", "lost", "9860 0002")
SUSPENDED = m.MembershipSuspended(NOW, "fraud")
LEAVE = m.Leave(NOW, "moved", BalancePolicy.FORFEIT)
ENDED = m.MembershipEnded(NOW, "moved", BalancePolicy.FORFEIT)

nobody = Scenario(m.MEMBERSHIPS)
member = nobody.given(ENROLLED)


def test_enrolling_makes_a_member() -> None:
    nobody.when(ENROL).then(ENROLLED)


def test_enrolling_twice_enrols_once() -> None:
    member.when(ENROL).then_nothing()


def test_a_membership_is_one_customers() -> None:
    other = m.Enrol(NOW, MEMBER, BOBUR, BOZOR, "shop")
    member.when(other).then(m.MembershipTaken(AZIZA))


def test_a_membership_is_of_one_programme() -> None:
    other = m.Enrol(NOW, MEMBER, AZIZA, ProgrammeId("kino"), "shop")
    member.when(other).then(m.MembershipTaken(AZIZA))


@pytest.mark.parametrize(
    "command",
    [
        m.IssueCard(NOW, "index-1"),
        m.ReplaceCard(NOW, "index-1", "lost"),
        m.Suspend(NOW, "fraud"),
        m.Reinstate(NOW),
        LEAVE,
    ],
)
def test_nobody_but_a_member_can_ask_for_anything(command: m.Command) -> None:
    nobody.when(command).then(m.NotAMember())


@pytest.mark.parametrize(
    "command",
    [ENROL, m.IssueCard(NOW, "index-1"), m.Suspend(NOW, "f"), m.Reinstate(NOW)],
)
def test_a_membership_that_has_ended_does_not_begin_again(command: m.Command) -> None:
    member.given(ENDED).when(command).then(m.NoLongerAMember())


def test_leaving_says_what_becomes_of_the_points() -> None:
    member.when(LEAVE).then(ENDED)


def test_leaving_twice_leaves_once() -> None:
    member.given(ENDED).when(LEAVE).then_nothing()


def test_a_member_gets_a_card() -> None:
    member.when(m.IssueCard(NOW, "index-1", "9860 0001")).then(ISSUED)


def test_issuing_the_same_card_twice_issues_it_once() -> None:
    member.given(ISSUED).when(m.IssueCard(NOW, "index-1")).then_nothing()


def test_a_second_card_is_only_given_for_the_first() -> None:
    story = member.given(ISSUED)
    story.when(m.IssueCard(NOW, "index-2")).then(CardAlreadyIssued("index-1"))


def test_a_lost_card_is_replaced() -> None:
    story = member.given(ISSUED)
    story.when(m.ReplaceCard(NOW, "index-2", "lost", "9860 0002")).then(REPLACED)


def test_replacing_a_card_twice_replaces_it_once() -> None:
    story = member.given(ISSUED, REPLACED)
    story.when(m.ReplaceCard(NOW, "index-2", "lost")).then_nothing()


def test_what_was_never_issued_cannot_be_replaced() -> None:
    member.when(m.ReplaceCard(NOW, "index-1", "lost")).then(NoCardToReplace())


@pytest.mark.parametrize(
    "command", [m.IssueCard(NOW, "index-1"), m.ReplaceCard(NOW, "index-1", "found")]
)
def test_a_replaced_card_never_comes_back(command: m.Command) -> None:
    story = member.given(ISSUED, REPLACED)
    story.when(command).then(CardWasReplaced("index-1"))


def test_a_suspended_member_gets_no_card() -> None:
    story = member.given(SUSPENDED)
    story.when(m.IssueCard(NOW, "index-1")).then(m.MemberIsSuspended())


def test_suspension_and_reinstatement_happen_once_each() -> None:
    suspended = member.when(m.Suspend(NOW, "fraud"))
    suspended.then(SUSPENDED)
    suspended.when(m.Suspend(NOW, "again")).then_nothing()
    reinstated = suspended.when(m.Reinstate(NOW))
    reinstated.then(m.MembershipReinstated(NOW))
    reinstated.when(m.Reinstate(NOW)).then_nothing()
    reinstated.when(m.IssueCard(NOW, "index-1", "9860 0001")).then(ISSUED)


def test_a_suspended_member_can_leave() -> None:
    member.given(SUSPENDED).when(LEAVE).then(ENDED)


def test_an_order_counts_from_the_moment_of_enrolment() -> None:
    state = member.state
    assert isinstance(state, m.Member)
    assert state.earns(NOW)
    assert not state.earns(NOW.replace(hour=8))


def test_an_order_does_not_count_while_suspended() -> None:
    state = member.given(SUSPENDED).state
    assert isinstance(state, m.Member)
    assert not state.earns(NOW)


def test_the_number_on_a_card_is_personal_and_its_index_is_not() -> None:
    assert personal_fields(CardIssued) == personal_fields(CardReplaced) == ("number",)


@pytest.mark.parametrize(
    "refusal",
    [
        m.NotAMember(),
        m.NoLongerAMember(),
        m.MembershipTaken(AZIZA),
        m.MemberIsSuspended(),
        CardAlreadyIssued("i"),
        CardWasReplaced("i"),
        NoCardToReplace(),
    ],
)
def test_every_refusal_is_a_sentence(refusal: Refused) -> None:
    assert len(str(refusal).split()) > 4
