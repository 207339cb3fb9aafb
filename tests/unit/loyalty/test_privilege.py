"""Privileges are had by a tier or by someone's word, so often, and for so long."""

from datetime import datetime
from typing import Any

import pytest
from attrs import evolve as but

from mijoz.domain.loyalty.points_refusals import InvalidValue
from mijoz.domain.loyalty.privilege import PRIVILEGES
from mijoz.domain.loyalty.privilege_terms import (
    EntitleByTier,
    GrantPrivilege,
    NotEntitled,
    NotePrivilegeDue,
    PrivilegeEnd,
    PrivilegeEnded,
    PrivilegeGranted,
    PrivilegeGrantTaken,
    PrivilegeNotGranted,
    PrivilegeUsed,
    PrivilegeUsedUp,
    UseIdTaken,
    UsePrivilege,
    WithdrawPrivilege,
)
from mijoz.domain.loyalty.tier_rules import Privilege
from mijoz.testing import Scenario

from .story import TICK, day

LOUNGE, FITTING = Privilege("lounge", 2), Privilege("fitting")
GOLD = EntitleByTier(day(1), "gold", 1, (FITTING, LOUNGE))
member = Scenario(PRIVILEGES)


def by_tier(
    name: str, uses: int | None, number: int, at: datetime = GOLD.at, tier: str = "gold"
) -> PrivilegeGranted:
    key = f"{tier}:{name}:{number}"
    return PrivilegeGranted(at, key, name, uses, None, tier, 1, None, None)


FITTED, LOUNGED = by_tier("fitting", None, 1), by_tier("lounge", 2, 2)
golden = member.given(FITTED, LOUNGED)
OWN = PrivilegeGranted(day(1), "P1", "lounge", 1, day(9), None, None, "apology", "anna")
GIVE = GrantPrivilege(day(1), "P1", "lounge", 1, day(9), "apology", "anna")


def use(use_id: str, on: int = 2, privilege: str = "lounge") -> UsePrivilege:
    return UsePrivilege(day(on), use_id, privilege, "visit-7")


def used(
    use_id: str, grant_id: str, count: int, on: int = 2, name: str = "lounge"
) -> PrivilegeUsed:
    return PrivilegeUsed(day(on), use_id, grant_id, name, count, "visit-7")


def ended(
    grant: PrivilegeGranted, at: datetime, why: PrivilegeEnd, reason: str | None = None
) -> PrivilegeEnded:
    return PrivilegeEnded(at, grant.grant_id, grant.privilege, why, reason)


def test_a_tier_gives_its_privileges_once() -> None:
    member.when(GOLD).then(FITTED, LOUNGED)
    golden.when(GOLD).then_nothing()
    golden.when(but(GOLD, anew=True)).then_nothing()


def test_what_a_tier_gave_is_lost_with_it() -> None:
    why = PrivilegeEnd.TIER_CHANGED
    lost = but(GOLD, at=day(5), tier=None, privileges=())
    golden.when(lost).then(ended(FITTED, day(5), why), ended(LOUNGED, day(5), why))
    golden.when(lost).when(lost).then_nothing()
    silver = but(GOLD, at=day(5), tier="silver", privileges=(FITTING,))
    golden.when(silver).then(
        ended(FITTED, day(5), why),
        ended(LOUNGED, day(5), why),
        by_tier("fitting", None, 3, day(5), "silver"),
    )


def test_a_tier_that_is_confirmed_gives_what_is_counted_anew() -> None:
    again = but(GOLD, at=GOLD.at + TICK, anew=True)
    story = golden.when(again)
    story.then(
        ended(LOUNGED, again.at, PrivilegeEnd.TIER_CONFIRMED),
        by_tier("lounge", 2, 3, again.at),
    )
    story.when(again).then_nothing()
    golden.when(but(again, anew=False)).then_nothing()


def test_a_version_that_gives_other_uses_gives_them_anew() -> None:
    more = but(GOLD, at=day(5), privileges=(FITTING, Privilege("lounge", 3)))
    golden.when(more).then(
        ended(LOUNGED, day(5), PrivilegeEnd.TIER_CONFIRMED),
        by_tier("lounge", 3, 3, day(5)),
    )


def test_what_is_someones_own_outlasts_their_tier() -> None:
    lost = but(GOLD, at=day(5), tier=None, privileges=())
    member.given(OWN).when(lost).then_nothing()


def test_a_grant_never_takes_the_name_of_another() -> None:
    odd = but(OWN, grant_id="gold:fitting:2")
    (given, _) = member.given(odd).when(GOLD).news
    assert isinstance(given, PrivilegeGranted)
    assert given.grant_id == "gold:fitting:3"


def test_a_privilege_is_granted_once() -> None:
    member.when(GIVE).then(OWN)
    story = member.given(OWN)
    story.when(but(GIVE, at=day(2), reason="again")).then_nothing()
    for other in (
        but(GIVE, privilege="fitting"),
        but(GIVE, uses=2),
        but(GIVE, until=None),
    ):
        story.when(other).then(PrivilegeGrantTaken("P1"))


@pytest.mark.parametrize(
    ("field", "bad", "good"),
    [
        ("uses", 0, 1),
        ("until", day(1), day(1) + TICK),
        ("uses", -1, None),
        ("until", day(0), None),
    ],
)
def test_a_grant_is_of_something_at_least_once_and_for_a_while(
    field: str, bad: Any, good: Any
) -> None:
    said = bad.isoformat() if isinstance(bad, datetime) else str(bad)
    member.when(but(GIVE, **{field: bad})).then(InvalidValue(field, said))
    member.when(but(GIVE, **{field: good})).then(but(OWN, **{field: good}))


def test_a_privilege_has_a_name() -> None:
    member.when(but(GIVE, privilege="")).then(InvalidValue("privilege", "empty"))


def test_a_use_is_counted_and_told_once() -> None:
    story = golden.when(use("U1"))
    story.then(used("U1", "gold:lounge:2", 1))
    story.when(use("U1", on=3)).then_nothing()
    story.when(use("U1", privilege="fitting")).then(UseIdTaken("U1"))
    story = story.when(use("U2", on=3))
    story.then(used("U2", "gold:lounge:2", 2, on=3))
    story.when(use("U3")).then(PrivilegeUsedUp("lounge", 2))


def test_what_has_no_limit_is_used_without_end() -> None:
    story = golden
    for number in range(1, 6):
        story = story.when(use(f"U{number}", privilege="fitting"))
        story.then(used(f"U{number}", "gold:fitting:1", number, name="fitting"))


def test_nobody_uses_what_they_do_not_have_then() -> None:
    moments = [(GOLD.at - TICK, False), (GOLD.at, True)]
    for at, had in moments:
        story = golden.when(UsePrivilege(at, "U", "lounge"))
        assert (story.refusal is None) is had
    golden.when(use("U", privilege="valet")).then(NotEntitled("valet", day(2)))
    story = member.given(OWN)
    assert story.when(UsePrivilege(day(9) - TICK, "U", "lounge")).refusal is None
    story.when(use("U", on=9)).then(NotEntitled("lounge", day(9)))
    lost = story.given(ended(OWN, day(5), PrivilegeEnd.WITHDRAWN))
    assert lost.when(UsePrivilege(day(5) - TICK, "U", "lounge")).refusal is None
    lost.when(use("U", on=5)).then(NotEntitled("lounge", day(5)))


def test_what_is_lost_soonest_is_used_first_and_what_has_no_limit_before_it() -> None:
    sooner = but(OWN, grant_id="P2", until=day(8))
    story = golden.given(OWN, sooner)
    uses = []
    for number in range(4):
        story = story.when(use(f"U{number}"))
        uses += [each.grant_id for each in story.news]
    assert uses == ["P2", "P1", "gold:lounge:2", "gold:lounge:2"]
    story.when(use("U")).then(PrivilegeUsedUp("lounge", 4))
    unlimited = but(OWN, grant_id="P3", uses=None, until=None)
    golden.given(OWN, unlimited).when(use("U")).then(used("U", "P3", 1))


def test_a_privilege_is_withdrawn_once_and_only_before_its_end() -> None:
    story = member.given(OWN)
    withdraw = WithdrawPrivilege(day(9) - TICK, "P1", "mistake")
    gone = ended(OWN, day(9) - TICK, PrivilegeEnd.WITHDRAWN, "mistake")
    story.when(withdraw).then(gone)
    story.given(gone).when(withdraw).then_nothing()
    story.when(but(withdraw, at=day(9))).then_nothing()
    story.when(but(withdraw, grant_id="P9")).then(PrivilegeNotGranted("P9"))


def test_what_has_a_date_expires_at_it_once_whenever_that_is_noted() -> None:
    later = but(OWN, grant_id="P2", until=day(20))
    story = golden.given(later, OWN)
    assert story.state.due == day(9)
    assert golden.state.due is None
    story.when(NotePrivilegeDue(day(9) - TICK)).then_nothing()
    expired = ended(OWN, day(9), PrivilegeEnd.EXPIRED)
    story.when(NotePrivilegeDue(day(9))).then(expired)
    both = story.when(NotePrivilegeDue(day(40)))
    both.then(expired, ended(later, day(20), PrivilegeEnd.EXPIRED))
    both.when(NotePrivilegeDue(day(40))).then_nothing()
    assert both.state.due is None
