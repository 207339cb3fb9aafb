"""Customers, encounters and feedback from tables."""

from datetime import UTC, datetime

import pytest

from mijoz.domain.customer.profile import (
    CustomerFactCorrected,
    CustomerFactRecorded,
    CustomerRegistered,
    IdentifierAdded,
    RelationshipClosed,
)
from mijoz.domain.encounter.encounter import (
    EncounterClosed,
    EncounterOpened,
    EncounterReopened,
    EncounterStepRecorded,
)
from mijoz.domain.feedback.feedback import FeedbackReceived

from .conftest import Bench

CUSTOMERS = """
[source]
name = "club"
kind = "customers"
time_zone = "UTC"
key = ["id", "since"]

[columns]
customer = "id"
at = "since"
name = "name"
email = "email"
referrer = "friend"
closed_at = "left"
close_reason = { column = "why", values = { "moved away" = "moved" } }

[facts]
city = { column = "city", kind = "demographic" }
"""
PEOPLE = "id,since,name,email,friend,left,why,city\n"
LOG = """
[source]
name = "desk"
kind = "encounters"
time_zone = "UTC"

[columns]
encounter_id = "id"
customer = "who"
at = "opened"
kind = { value = "problem" }
channel = { value = "phone" }
step = "state"
step_at = "changed"
met_standard = "sla"

[steps]
record = "changes"
closing = ["Resolved", "Closed"]
"""
STATES = "id,who,opened,state,changed,sla\n"
ANSWERS = """
[source]
name = "survey"
kind = "feedback"
time_zone = "UTC"

[columns]
feedback_id = "id"
customer = "who"
at = "time"
kind = { value = "nps" }
score = "score"
scale_max = { value = 10 }
comment = "words"
"""


def at(hour: int) -> datetime:
    return datetime(2025, 1, 1, hour, tzinfo=UTC)


def test_a_customer_is_registered_with_what_is_known_of_them(bench: Bench) -> None:
    bench.run(PEOPLE + "1,2025-01-01,Aziza,a@x.uz,,,,Tashkent\n", CUSTOMERS)
    [one] = bench.of(CustomerRegistered)
    assert (one.name, one.channel, one.party_kind) == ("Aziza", "club", "person")
    kinds = [(each.kind, each.value) for each in bench.of(IdentifierAdded)]
    assert kinds == [("external", "club:1"), ("email", "a@x.uz")]
    [fact] = bench.of(CustomerFactRecorded)
    assert (fact.name, fact.value, fact.source) == ("city", "Tashkent", "club")


def test_a_later_row_corrects_the_facts_of_a_customer(bench: Bench) -> None:
    later, earlier = "1,2025-02-01,,,,,,Samarkand\n", "1,2025-01-01,Aziza,,,,,Bukhara\n"
    bench.run(PEOPLE + later + earlier, CUSTOMERS)
    assert len(list(bench.of(CustomerRegistered))) == 1
    assert [each.value for each in bench.of(CustomerFactRecorded)] == ["Bukhara"]
    assert [each.value for each in bench.of(CustomerFactCorrected)] == ["Samarkand"]


def test_a_customer_may_have_left(bench: Bench) -> None:
    bench.run(PEOPLE + "1,2025-01-01,,,,2025-03-01,moved away,\n", CUSTOMERS)
    [closed] = bench.of(RelationshipClosed)
    assert (closed.reason, closed.at.month) == ("moved", 3)


def test_a_customer_may_come_by_a_friend_who_came_before(bench: Bench) -> None:
    rows = "2,2025-01-02,,,1,,,\n1,2025-01-01,,,,,,\n3,2025-01-03,,,9,,,\n"
    bench.run(PEOPLE + rows, CUSTOMERS)
    first, second = bench.of(CustomerRegistered)
    assert second.referrer == first.customer_id
    assert bench.quarantined == [(3, "friend", "is of no customer who came before")]


def test_an_address_of_another_customer_makes_no_two_of_one(bench: Bench) -> None:
    rows = "1,2025-01-01,,a@x.uz,,,,\n2,2025-01-02,,A@x.uz,,,,\n"
    bench.run(PEOPLE + rows, CUSTOMERS)
    assert bench.quarantined == [(2, "email", "belongs to another customer")]
    assert len(list(bench.of(CustomerRegistered))) == 1
    bench.run(PEOPLE + "3,2025-01-03,,a@x.uz,,,,\n", CUSTOMERS)
    assert bench.quarantined == [(1, "email", "belongs to another customer")]


def test_an_address_of_a_customer_left_out_is_free_again(bench: Bench) -> None:
    mapping = CUSTOMERS.replace("[facts]", 'phone = "phone"\n[facts]')
    head = PEOPLE.strip() + ",phone\n"
    rows = (
        "1,2025-01-01,,a@x.uz,,,,,1\n"
        "2,2025-01-02,,b@x.uz,,,,,1\n"  # the phone is that of 1
        "3,2025-01-03,,b@x.uz,,,,,3\n"
    )
    bench.run(head + rows, mapping)
    assert bench.quarantined == [(2, "phone", "belongs to another customer")]
    assert len(list(bench.of(CustomerRegistered))) == 2


def test_the_same_row_twice_is_known_the_second_time(bench: Bench) -> None:
    row = "1,2025-01-01,Aziza,,,,,\n"
    counts = bench.run(PEOPLE + row + row, CUSTOMERS).counts
    assert (counts.imported, counts.known) == (1, 1)


def test_one_key_with_other_content_is_left_out(bench: Bench) -> None:
    rows = "1,2025-01-01,Aziza,,,,,\n1,2025-01-01,Bobur,,,,,\n"
    bench.run(PEOPLE + rows, CUSTOMERS)
    assert bench.quarantined == [
        (2, "id", "is also the key of row 1, which says otherwise")
    ]


def test_customers_may_be_known_by_their_addresses(bench: Bench) -> None:
    bench.run(PEOPLE + "1,2025-01-01,,a@x.uz,,,,\n", CUSTOMERS)
    mapping = ANSWERS + '[customer]\nidentifier = "email"\n'
    bench.run("id,who,time,score,words\na,a@x.uz,2025-01-05,9,\n", mapping)
    [answer] = bench.of(FeedbackReceived)
    assert answer.customer_id == bench.crm.customers.find("external", "club:1")


def test_a_log_is_an_encounter_with_the_changes_of_its_state(bench: Bench) -> None:
    bench.run(
        STATES + "7,c,2025-01-01T01:00,Resolved,2025-01-01T04:00,true\n"
        "7,c,2025-01-01T01:00,New,2025-01-01T01:00,true\n"
        "7,c,2025-01-01T01:00,Active,2025-01-01T02:00,true\n"
        "7,c,2025-01-01T01:00,Active,2025-01-01T03:00,true\n"
        "7,c,2025-01-01T01:00,Closed,2025-01-01T05:00,false\n",
        LOG,
    )
    [opened] = bench.of(EncounterOpened)
    assert (opened.at, opened.encounter_id) == (at(1), "desk:7")
    steps = [(each.at, each.step) for each in bench.of(EncounterStepRecorded)]
    assert steps == [(at(1), "New"), (at(2), "Active")]
    [closed] = bench.of(EncounterClosed)
    assert (closed.at, closed.outcome, closed.met_standard) == (at(4), "closed", False)


def test_a_state_after_the_closing_reopens_an_encounter(bench: Bench) -> None:
    row = "7,c,2025-01-01T01:00,{},2025-01-01T0{}:00,true\n"
    states = enumerate(["New", "Resolved", "Active", "Resolved"], 1)
    bench.run(STATES + "".join(row.format(name, n) for n, name in states), LOG)
    kinds = [type(each) for each in bench.events[3:]]
    assert kinds == [
        EncounterStepRecorded,
        EncounterClosed,
        EncounterReopened,
        EncounterStepRecorded,
        EncounterClosed,
    ]


def test_a_log_may_keep_every_row_as_a_step(bench: Bench) -> None:
    row = "7,,2025-01-01T01:00,Active,2025-01-01T0{}:00,\n"
    mapping = LOG.replace("changes", "all")
    bench.run(STATES + row.format(1) + row.format(2), mapping)
    assert len(list(bench.of(EncounterStepRecorded))) == 2
    assert not list(bench.of(CustomerRegistered, EncounterClosed))


def test_an_encounter_may_be_one_row(bench: Bench) -> None:
    mapping = LOG.partition("step =")[0] + 'closed_at = "done"\noutcome = "how"\n'
    bench.run("id,who,opened,done,how\n7,c,2025-01-01,2025-01-02,solved\n", mapping)
    [closed] = bench.of(EncounterClosed)
    assert (closed.outcome, closed.met_standard) == ("solved", None)


def test_an_encounter_closed_before_it_opened_is_left_out(bench: Bench) -> None:
    mapping = LOG.partition("step =")[0] + 'closed_at = "done"\n'
    bench.run("id,who,opened,done\n7,c,2025-01-02,2025-01-01\n", mapping)
    assert bench.quarantined[0][:2] == (1, "done")


def test_a_step_has_a_time(bench: Bench) -> None:
    bench.run(STATES + "7,c,2025-01-01,New,,\n", LOG)
    assert bench.quarantined == [(1, "changed", "is empty")]


def test_an_answer_is_received_of_a_customer_or_of_nobody(bench: Bench) -> None:
    table = "id,who,time,score,words\na,c,2025-01-01,9,Good\nb,,2025-01-02,0,\n"
    bench.run(table, ANSWERS)
    one, other = bench.of(FeedbackReceived)
    assert (one.score, one.scale_max, one.comment) == (9, 10, "Good")
    assert one.customer_id == bench.crm.customers.find("external", "survey:c")
    assert (other.customer_id, other.comment, other.score) == (None, None, 0)


@pytest.mark.parametrize("score", [-1, 11])
def test_a_score_off_the_scale_names_its_column(bench: Bench, score: int) -> None:
    bench.run(f"id,who,time,score,words\na,c,2025-01-01,{score},\n", ANSWERS)
    assert bench.quarantined == [
        (1, "score", f"a score of {score} is not between 0 and 10")
    ]


def test_nothing_personal_is_kept_in_the_quarantine_or_as_a_key(bench: Bench) -> None:
    rows = "Aziza,never,Aziza,a@x.uz,,,,\n"
    bench.run(PEOPLE + rows, CUSTOMERS)
    assert bench.quarantined == [(1, "since", "is not a time as the mapping has it")]
    bench.run(PEOPLE + "Aziza,2025-01-01,,,,,,\n", CUSTOMERS)
    keys = bench.crm.journal._sources  # type: ignore[attr-defined]
    assert len(keys) == 1
    assert "Aziza" not in str(keys)
