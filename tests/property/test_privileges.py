"""However privileges are given, used and lost: no more uses than were given."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mijoz.domain.decider import Refused
from mijoz.domain.loyalty.privilege import PRIVILEGES, Privileges
from mijoz.domain.loyalty.privilege_terms import (
    Command,
    EntitleByTier,
    GrantPrivilege,
    NotePrivilegeDue,
    UsePrivilege,
    WithdrawPrivilege,
)
from mijoz.domain.loyalty.tier_rules import Privilege

START = datetime(2026, 1, 1, tzinfo=UTC)
days = st.integers(0, 30).map(lambda day: START + timedelta(days=day))
names = st.sampled_from(["lounge", "fitting"])
keys = st.sampled_from(["1", "2", "3"])
limits = st.none() | st.integers(1, 3)
given_by_tier = st.lists(
    st.builds(Privilege, names, limits), max_size=2, unique_by=lambda each: each.name
).map(tuple)
commands = st.one_of(
    st.builds(
        EntitleByTier,
        days,
        st.sampled_from(["silver", "gold", None]),
        st.just(1),
        given_by_tier,
        st.booleans(),
    ),
    st.builds(
        GrantPrivilege,
        days,
        keys,
        names,
        limits,
        st.none() | days,
        st.just("because"),
        st.just("anna"),
    ),
    st.builds(UsePrivilege, days, st.uuids().map(str) | keys, names),
    st.builds(WithdrawPrivilege, days, keys, st.just("mistake")),
    st.builds(NotePrivilegeDue, days),
)


def told(held: Privileges, command: Command) -> tuple[int, Privileges]:
    try:
        events = list(PRIVILEGES.decide(command, held))
    except Refused:
        return 0, held
    return len(events), PRIVILEGES.fold(events, held)


@given(st.lists(commands, max_size=25))
def test_no_grant_is_used_more_often_than_it_allows_nor_out_of_its_time(
    story: list[Command],
) -> None:
    held = Privileges()
    for command in story:
        before = held
        _, held = told(held, command)
        for key, used in held.uses.items():
            if key not in before.uses:
                grant = held.grants[used.grant_id]
                assert grant.privilege == used.privilege
                assert grant.at <= used.at < before.end(grant)
    for key, count in held.used.items():
        limit = held.grants[key].uses
        assert limit is None or count <= limit
        counted = [each.used for each in held.uses.values() if each.grant_id == key]
        assert counted == list(range(1, count + 1))


@given(st.lists(commands, max_size=25))
def test_a_command_told_twice_changes_nothing_more(story: list[Command]) -> None:
    held = Privileges()
    for command in story:
        _, held = told(held, command)
        assert told(held, command)[0] == 0


@given(st.lists(commands, max_size=25))
def test_after_a_tier_is_told_just_what_it_gives_stands_by_it(
    story: list[Command],
) -> None:
    held = Privileges()
    for command in story:
        _, held = told(held, command)
        if isinstance(command, EntitleByTier):
            by_tier = [each for each in held.standing if each.tier is not None]
            assert {(each.privilege, each.uses) for each in by_tier} == {
                (each.name, each.uses)
                for each in command.privileges
                if command.tier is not None
            }
            assert all(each.tier == command.tier for each in by_tier)
