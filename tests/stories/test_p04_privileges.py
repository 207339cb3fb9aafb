"""P4: a tier gives its privileges, counts their uses anew, and takes them with it."""

import pytest
from attrs import evolve as but

from mijoz.application.contexts import CUSTOMER, MEMBERSHIP, PRIVILEGE, TIER
from mijoz.application.desk import Unknown
from mijoz.application.due import sweep_due
from mijoz.application.envelope import Origin
from mijoz.application.identity import merge
from mijoz.application.privacy.erasing import erase
from mijoz.domain.customer.link import Evidence
from mijoz.domain.customer.profile import PartyKind, PersonErased, RegisterCustomer
from mijoz.domain.ids import CustomerId
from mijoz.domain.loyalty.membership import Leave, NoLongerAMember, Reinstate, Suspend
from mijoz.domain.loyalty.policies import BalancePolicy
from mijoz.domain.loyalty.privilege_terms import (
    GrantPrivilege,
    NoPrivilegesWhileSuspended,
    NotEntitled,
    PrivilegeEnd,
    PrivilegeEnded,
    PrivilegeGranted,
    PrivilegeUsed,
    PrivilegeUsedUp,
    UsePrivilege,
)
from mijoz.domain.loyalty.tier import HeldBySurvivor
from mijoz.domain.loyalty.tier_rules import Tier

from .telling import ANNA, TIME, Step, Told, day, tell
from .test_p01_orders_earn import AZIZA, ENROLLED, MEMBER
from .tiered import CLUB_OF_TIERS, NEW_YEAR, RULES, buys, offered, sweep

GOLD, SILVER = buys("gold", 10, 300), buys("silver", 370, 100)


def uses(use_id: str, on: float, privilege: str = "lounge") -> Step:
    return PRIVILEGE, MEMBER, UsePrivilege(day(on), use_id, privilege)


def given(told: Told) -> list[str]:
    """Return what has happened to privileges by the tier, in a word each."""
    return [
        f"{type(each).__name__} {each.privilege}" for each in told.by("tiers-entitle")
    ]


def handle(told: Told, step: Step) -> None:
    assert isinstance(step, tuple)
    told.crm.handler.run(lambda work: work.handle(*step), ANNA)


def test_a_tier_that_is_reached_gives_its_privileges() -> None:
    told = tell(*CLUB_OF_TIERS, buys("first", 5, 100), buys("second", 10, 200))
    assert given(told) == [
        "PrivilegeGranted fitting at home",
        "PrivilegeEnded fitting at home",
        "PrivilegeGranted fitting at home",
        "PrivilegeGranted lounge",
    ]
    granted = told.of(PRIVILEGE, MEMBER)[-1]
    assert isinstance(granted, PrivilegeGranted)
    assert (granted.tier, granted.policy_version, granted.uses) == ("gold", 1, 2)


def test_its_uses_have_a_limit_and_are_counted_anew_as_it_is_confirmed() -> None:
    told = tell(*CLUB_OF_TIERS, GOLD, uses("1", 20), uses("2", 21))
    with pytest.raises(PrivilegeUsedUp):
        handle(told, uses("3", 22))
    handle(told, uses("4", 366))
    used = told.crm.journal.stream(PRIVILEGE.stream(MEMBER))[-1].event
    assert isinstance(used, PrivilegeUsed)
    assert (used.use_id, used.used) == ("4", 1)


def test_privileges_are_lost_with_the_tier_at_its_own_moment() -> None:
    told = tell(*CLUB_OF_TIERS, GOLD, SILVER, sweep(740))
    lost = [
        each
        for each in told.of(PRIVILEGE, MEMBER)
        if isinstance(each, PrivilegeEnded) and each.why is PrivilegeEnd.TIER_CHANGED
    ]
    assert [each.privilege for each in lost] == ["fitting at home", "lounge"]
    assert {each.at for each in lost} == {day(730 - 5 / 24)}
    (standing,) = told.crm.handler.begin(TIME).state(PRIVILEGE, MEMBER).standing
    assert (standing.tier, standing.privilege) == ("silver", "fitting at home")


def test_a_privilege_of_a_tier_that_is_over_is_not_used_though_nobody_swept() -> None:
    told = tell(*CLUB_OF_TIERS, GOLD)
    with pytest.raises(NotEntitled):
        handle(told, uses("1", 731))
    handle(told, uses("1", 729))


def test_tiers_without_privileges_say_nothing_of_any() -> None:
    bare = but(RULES, tiers=(Tier("silver", 100), Tier("gold", 300)))
    told = tell(*ENROLLED, offered(bare), GOLD, sweep(366))
    assert told.of(PRIVILEGE, MEMBER) == []
    assert told.of(TIER, MEMBER)[-1].at == NEW_YEAR


def test_each_version_gives_what_it_says() -> None:
    bare = but(RULES, tiers=(RULES.tiers[0], Tier("gold", 300)))
    told = tell(*CLUB_OF_TIERS, GOLD, offered(bare, 2, 400), buys("2", 500, 300))
    held = told.crm.handler.begin(TIME).state(PRIVILEGE, MEMBER)
    assert "lounge" in {each.privilege for each in held.standing}
    sweep_due(told.crm.handler, day(1_100), TIME)
    held = told.crm.handler.begin(TIME).state(PRIVILEGE, MEMBER)
    assert held.standing == []


def test_privileges_are_members_own() -> None:
    own = GrantPrivilege(day(2), "P", "lounge", None, None, "apology", "anna")
    give: Step = (PRIVILEGE, MEMBER, own)
    with pytest.raises(Unknown):
        tell(*ENROLLED[:2], give)
    told = tell(*ENROLLED, give, uses("1", 3))
    assert isinstance(told.of(PRIVILEGE, MEMBER)[-1], PrivilegeUsed)
    handle(told, (MEMBERSHIP, MEMBER, Suspend(day(4), "a quarrel")))
    with pytest.raises(NoPrivilegesWhileSuspended):
        handle(told, uses("2", 5))
    handle(told, (MEMBERSHIP, MEMBER, Reinstate(day(6))))
    handle(told, uses("2", 7))
    leave = Leave(day(8), "moved", BalancePolicy.FORFEIT)
    handle(told, (MEMBERSHIP, MEMBER, leave))
    for step in (uses("3", 9), give):
        with pytest.raises(NoLongerAMember):
            handle(told, step)


def test_who_is_one_with_another_or_erased_has_no_privileges_of_their_own() -> None:
    told = tell(*CLUB_OF_TIERS, GOLD)
    bek = CustomerId("bek")
    register = RegisterCustomer(day(0), bek, PartyKind.PERSON, "shop")
    handle(told, (CUSTOMER, bek, register))
    evidence = Evidence.VERIFIED_IDENTIFIER
    merge(told.crm.handler, AZIZA, bek, evidence, at=day(11), merge_id="m", origin=ANNA)
    with pytest.raises(HeldBySurvivor):
        handle(told, uses("1", 12))
    erased = tell(*CLUB_OF_TIERS, GOLD)
    erase(erased.crm, AZIZA, "they asked", Origin("user:anna"))
    with pytest.raises(PersonErased):
        handle(erased, uses("1", 12))
