"""Every command can be asked for by name, with no more than a caller can know."""

from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from attrs import fields

from mijoz.application import contexts
from mijoz.application.aggregate import Aggregate
from mijoz.application.registry import COMMANDS, INTERNAL
from mijoz.composition import compose
from mijoz.domain.acquisition import distribution, lead, touchpoint
from mijoz.domain.campaign import campaign, gathering, outreach
from mijoz.domain.coalition import benefit, clearing, coalition
from mijoz.domain.communication import mailing, message, template
from mijoz.domain.customer import access, consent, contact, link, match, profile
from mijoz.domain.encounter import appointment, encounter, resource, standard
from mijoz.domain.engagement import (
    badge,
    cause,
    challenge,
    contest,
    participation,
    referral,
    scheme,
)
from mijoz.domain.experiment import experiment, exposure
from mijoz.domain.feedback import (
    complaint,
    feedback,
    idea,
    invitation,
    review,
    survey,
    triggers,
)
from mijoz.domain.finance import figures, project
from mijoz.domain.lifecycle import lifecycle, rules, winback
from mijoz.domain.loyalty import (
    action,
    action_policy,
    cashback_budget,
    expiry_warning,
    membership,
    payout,
    points,
    privilege,
    programme,
    redemption,
    reward,
    tier,
    tier_policy,
)
from mijoz.domain.loyalty.membership import Enrol, IssueCard
from mijoz.domain.metrics import diagnosis, statements
from mijoz.domain.promotion import budget, coupon, evaluation, pool, promotion, purse
from mijoz.domain.purchase import order
from mijoz.domain.purchase.order import PlaceOrder, RefundOrder
from mijoz.domain.quality import assessment, criteria, improvement, shortcoming
from mijoz.domain.sales import (
    contract,
    goal,
    opportunity,
    pipeline,
    plan,
    settlement,
    task,
)
from mijoz.domain.segment import definition
from mijoz.domain.segment import membership as membership_of_segment
from mijoz.domain.service import calendar, case, promise, sla
from mijoz.domain.staff import employee

NOW = datetime(2026, 3, 1, tzinfo=UTC)
CRM = compose(clock=lambda: NOW, new_id=lambda: "fresh")
NAMED = {each.name: each for each in COMMANDS}
CONTEXTS = [
    (contexts.CUSTOMER, profile),
    (contexts.ACCESS, access),
    (contexts.CONSENT, consent),
    (contexts.LINK, link),
    (contexts.CONTACT, contact),
    (contexts.ORDER, order),
    (contexts.CAMPAIGN, campaign),
    (contexts.OUTREACH, outreach),
    (contexts.ENCOUNTER, encounter),
    (contexts.EMPLOYEE, employee),
    (contexts.STANDARD, standard),
    (contexts.RESOURCE, resource),
    (contexts.APPOINTMENT, appointment),
    (contexts.FEEDBACK, feedback),
    (contexts.PROGRAMME, programme),
    (contexts.MEMBERSHIP, membership),
    (contexts.METRIC, statements),
    (contexts.POINTS, points),
    (contexts.ACTION_POLICY, action_policy),
    (contexts.ACTION, action),
    (contexts.REWARD, reward),
    (contexts.REDEMPTION, redemption),
    (contexts.TIER_POLICY, tier_policy),
    (contexts.TIER, tier),
    (contexts.CASHBACK_BUDGET, cashback_budget),
    (contexts.PAYOUT, payout),
    (contexts.PRIVILEGE, privilege),
    (contexts.EXPIRY_WARNING, expiry_warning),
    (contexts.TOUCHPOINT, touchpoint),
    (contexts.LEAD, lead),
    (contexts.DISTRIBUTION, distribution),
    (contexts.PIPELINE, pipeline),
    (contexts.OPPORTUNITY, opportunity),
    (contexts.TASK, task),
    (contexts.GOAL, goal),
    (contexts.PLAN, plan),
    (contexts.CONTRACT, contract),
    (contexts.SETTLEMENT, settlement),
    (contexts.SURVEY, survey),
    (contexts.TRIGGER, triggers),
    (contexts.INVITATION, invitation),
    (contexts.COMPLAINT, complaint),
    (contexts.REVIEW, review),
    (contexts.IDEA, idea),
    (contexts.SCHEME, scheme),
    (contexts.REFERRAL, referral),
    (contexts.SHORTCOMING, shortcoming),
    (contexts.IMPROVEMENT, improvement),
    (contexts.CRITERIA, criteria),
    (contexts.ASSESSMENT, assessment),
    (contexts.PHASE_RULES, rules),
    (contexts.LIFECYCLE, lifecycle),
    (contexts.WIN_BACK, winback),
    (contexts.CHALLENGE, challenge),
    (contexts.PARTICIPATION, participation),
    (contexts.BADGE, badge),
    (contexts.CONTEST, contest),
    (contexts.CAUSE, cause),
    (contexts.COALITION, coalition),
    (contexts.CLEARING, clearing),
    (contexts.BENEFIT, benefit),
    (contexts.PROMOTION, promotion),
    (contexts.EVALUATION, evaluation),
    (contexts.POOL, pool),
    (contexts.COUPON, coupon),
    (contexts.BUDGET, budget),
    (contexts.PURSE, purse),
    (contexts.CALENDAR, calendar),
    (contexts.SLA, sla),
    (contexts.CASE, case),
    (contexts.PROMISE, promise),
    (contexts.SEGMENT, definition),
    (contexts.SEGMENT_MEMBER, membership_of_segment),
    (contexts.FIGURE, figures),
    (contexts.PROJECT, project),
    (contexts.TEMPLATE, template),
    (contexts.MAILING, mailing),
    (contexts.MESSAGE, message),
    (contexts.DIAGNOSIS, diagnosis),
    (contexts.EXPERIMENT, experiment),
    (contexts.EXPOSURE, exposure),
    (contexts.GATHERING, gathering),
    (contexts.MATCH, match),
]


def build(name: str, **said: Any) -> tuple[str, Any]:
    return NAMED[name].build(said, CRM.handler, CRM.clock)


@pytest.mark.parametrize(
    ("aggregate", "module"), CONTEXTS, ids=lambda each: getattr(each, "kind", "")
)
def test_every_command_of_an_aggregate_has_one_name(
    aggregate: Aggregate[Any, Any, Any], module: Any
) -> None:
    mine = [each.command for each in COMMANDS if each.aggregate is aggregate]
    commands = get_args(module.Command) or (module.Command,)
    assert sorted(mine, key=str) == sorted(set(commands) - set(INTERNAL), key=str)


def test_no_aggregate_is_left_out() -> None:
    every = [each for each in vars(contexts).values() if isinstance(each, Aggregate)]
    assert [each for each, _ in CONTEXTS] == every


def test_no_two_commands_share_a_name() -> None:
    assert len(NAMED) == len(COMMANDS)


def test_a_command_is_asked_for_by_fields_it_has_and_by_its_identity() -> None:
    for entry in COMMANDS:
        asked = {each.name for each in entry.asked}
        secret = {entry.indexed.value, entry.indexed.index} if entry.indexed else set()
        own = {each.name for each in fields(entry.command)}
        secret |= set(entry.looked_up.names if entry.looked_up else ())
        assert asked - set(entry.identity) - secret <= own, entry.name
        assert own - {"membership_id"} - secret <= asked, entry.name
        assert set(entry.identity) <= asked, entry.name
        assert entry.doc.endswith("."), entry.name


def test_what_a_caller_leaves_out_is_made() -> None:
    identity, command = build(
        "order.place", customer_id="c", channel="shop", currency="UZS", lines=()
    )
    assert identity == "fresh"
    assert command == PlaceOrder(NOW, "fresh", "c", "shop", None, "UZS", ())  # type: ignore[arg-type]


def test_what_a_caller_says_is_kept() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    said = {"at": at, "order_id": "o", "refund_id": "r", "lines": (("1", 5),)}
    assert build("order.refund", **said) == ("o", RefundOrder(at, "r", (("1", 5),)))


def test_a_membership_is_known_by_programme_and_customer() -> None:
    identity, command = build(
        "membership.enrol", programme_id="club", customer_id="c", channel="shop"
    )
    assert identity == contexts.account("club", "c")
    assert command == Enrol(NOW, identity, "c", "club", "shop")  # type: ignore[arg-type]


def test_a_blind_index_is_worked_out_and_never_asked_for() -> None:
    names = {asked.name for each in COMMANDS for asked in each.asked}
    assert not names & {"blind_index", "number_index"}
    _, command = build(
        "customer.verify-identifier",
        customer_id="c",
        kind=profile.IdentifierKind.EMAIL,
        value="Aziza@example.org",
        method="link",
    )
    assert command.blind_index == CRM.handler.blind("email", "aziza@example.org")
    _, card = build(
        "membership.issue-card", programme_id="p", customer_id="c", number="77"
    )
    assert card == IssueCard(NOW, CRM.handler.blind("card", "77"), "77")
