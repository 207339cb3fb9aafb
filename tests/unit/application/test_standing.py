"""Where a member stands at any two times: as it will be told when somebody looks."""

import pytest
from attrs import evolve as but

from mijoz.application.crm import Crm
from mijoz.application.desk import Unknown
from mijoz.application.due import sweep_due
from mijoz.application.ports import Gone
from mijoz.application.privacy.erasing import erase
from mijoz.application.standing import Standing
from mijoz.domain.loyalty.tier_progress import Progress
from mijoz.domain.loyalty.tier_rules import Downgrade, Span, Tier
from mijoz.testing.journal import Ticking

from .tiered import (
    ANNA,
    NEW_YEAR,
    NEXT_YEAR,
    RULES,
    START,
    TICK,
    buy,
    club,
    day,
    grant,
    merged,
    offer,
    opened,
)

LAST_YEAR = START.replace(year=2025, month=12, day=31, hour=19)


@pytest.fixture
def crm() -> Crm:
    return club()


def show(crm: Crm, name: str, at: int = 20) -> Standing:
    return crm.standing("club", name, as_of=day(at))


def test_what_counts_and_what_is_missing_is_told(crm: Crm) -> None:
    far = show(crm, "a").progress
    assert far == Progress(LAST_YEAR, NEW_YEAR, 0, "silver", 100, None)
    buy(crm, "a", 5, 130)
    far = show(crm, "a").progress
    assert far == Progress(LAST_YEAR, NEW_YEAR, 130, "gold", 170, 0)
    buy(crm, "a", 6, 170)
    far = show(crm, "a").progress
    assert far == Progress(LAST_YEAR, NEW_YEAR, 300, None, None, 0)


def test_a_tier_of_another_year_is_kept_by_what_is_yet_to_come(crm: Crm) -> None:
    buy(crm, "a", 5, 300)
    buy(crm, "a", 400, 30)
    told = show(crm, "a", 410)
    assert (told.status.tier, told.status.valid_until) == ("gold", NEXT_YEAR)
    assert told.progress == Progress(NEW_YEAR, NEXT_YEAR, 30, None, None, 270)


def test_a_window_that_ended_counts_though_nobody_looked(crm: Crm) -> None:
    buy(crm, "a", 5, 300)
    at = NEXT_YEAR
    before = crm.standing("club", "a", as_of=at - TICK).status
    after = crm.standing("club", "a", as_of=at).status
    assert (before.tier, after.tier) == ("gold", None)
    assert len(show(crm, "a", 800).replay.events) == 1
    sweep_due(crm.handler, at, ANNA)
    assert crm.standing("club", "a", as_of=at).status.tier is None


def test_it_was_as_it_was_known_and_as_it_was_then(crm: Crm) -> None:
    buy(crm, "a", 5, 300)
    assert show(crm, "a", 4).status.tier is None
    assert show(crm, "a", 5).status.tier == "gold"


def test_it_is_as_it_was_known_before_something_late_was_told() -> None:
    clock = Ticking()
    crm = opened(RULES, clock)
    buy(crm, "a", 5, 90)
    before = clock.now
    clock.forward(days=7)
    buy(crm, "a", 4, 10)
    then = crm.standing("club", "a", as_of=day(9), known_at=before)
    now = crm.standing("club", "a", as_of=day(9))
    assert (then.status.tier, then.progress.to_next) == (None, 10)
    assert (now.status.tier, now.progress.to_next) == ("silver", 200)


def test_a_grant_is_nothing_to_keep(crm: Crm) -> None:
    grant(crm, "a", "gold", 5, day(30))
    told = show(crm, "a")
    assert (told.status.tier, told.status.grant_id) == ("gold", "G-a")
    assert told.progress == Progress(LAST_YEAR, NEW_YEAR, 0, None, None, None)
    below = but(RULES, tiers=(Tier("silver", 100), Tier("gold", 300), Tier("top", 900)))
    offer(crm, 2, 10, below)
    assert show(crm, "a").progress.to_next == 900
    assert show(crm, "a").policy_version == 2


def test_a_lifetime_has_nothing_to_keep_either() -> None:
    crm = opened(but(RULES, span=Span.LIFETIME))
    buy(crm, "a", 5, 100)
    far = show(crm, "a").progress
    assert (far.until, far.amount, far.to_next, far.to_keep) == (None, 100, 200, None)


def test_in_grace_the_better_of_two_windows_counts() -> None:
    grace = but(RULES, downgrade=Downgrade.KEEP_GRACE, grace_months=3)
    crm = opened(grace)
    buy(crm, "a", 5, 300)
    buy(crm, "a", 500, 120)
    buy(crm, "a", 740, 50)
    told = show(crm, "a", 745)
    assert told.status.in_grace
    assert (told.progress.amount, told.progress.to_keep) == (50, 180)
    buy(crm, "a", 750, 100)
    assert show(crm, "a", 755).progress.to_keep == 150


def test_of_two_who_are_one_it_is_the_persons(crm: Crm) -> None:
    buy(crm, "a", 5, 60)
    buy(crm, "b", 6, 70)
    merged(crm, "b", "a", 10)
    for name in "ab":
        told = show(crm, name)
        assert (told.customer_id, told.status.tier) == ("a", "silver")
        assert told.progress.amount == 130


def test_there_is_nothing_to_tell_where_there_are_no_tiers_or_no_member(
    crm: Crm,
) -> None:
    for programme, name, at in (
        ("other", "a", 5),
        ("club", "nobody", 5),
        ("club", "a", -1),
    ):
        with pytest.raises(Unknown):
            crm.standing(programme, name, as_of=day(at))
    erase(crm, "a", "they asked", ANNA)
    with pytest.raises(Gone):
        crm.standing("club", "a")
