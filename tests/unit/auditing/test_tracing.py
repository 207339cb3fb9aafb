"""Causes lead up to the root, effects down from it, found by an id or a position."""

from collections.abc import Sequence
from typing import Any

import pytest
from attrs import frozen

from mijoz.application.auditing.tracing import Trace, trace
from mijoz.application.desk import Unknown
from mijoz.application.envelope import Origin, Recorded
from mijoz.application.ports import Entry
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CustomerId

from .shop import AZIZA, OPENING, Shop, day


def ask(shop: Shop, which: object) -> Trace:
    return trace(shop.crm.journal, shop.crm.log, str(which))


def told(found: Trace) -> list[tuple[int, str]]:
    return [(depth, each.type) for depth, each in found.tree()]


@pytest.fixture
def refunded(shop: Shop) -> Shop:
    shop.buys(AZIZA, "o-1", 3)
    shop.buys(AZIZA, "o-2", 4)
    shop.refunds("o-1", 6, 4_000)
    return shop


def test_an_effect_leads_to_its_cause_and_the_cause_to_its_effects(
    refunded: Shop,
) -> None:
    cause, effect = refunded.one("OrderRefunded"), refunded.one("EarnReversed")
    for which in (cause.id, cause.position, effect.id, effect.position):
        found = ask(refunded, which)
        assert told(found) == [(0, "OrderRefunded"), (1, "EarnReversed")]
    assert list(ask(refunded, effect.id).causes) == [cause]
    assert list(ask(refunded, cause.id).causes) == []
    assert ask(refunded, effect.id).event == effect


def test_what_caused_nothing_stands_alone(refunded: Shop) -> None:
    found = ask(refunded, 1)
    assert told(found) == [(0, "ProgrammeVersionPublished")]
    assert found.missing is None


@pytest.mark.parametrize(
    "which", ["0", "99", "-1", "019a0000-0000-7000-8000-000000000000", "nonsense", '"']
)
def test_an_event_that_is_not_there_is_unknown(refunded: Shop, which: str) -> None:
    with pytest.raises(Unknown, match="there is no event"):
        ask(refunded, which)


def test_an_id_that_only_stands_in_another_field_is_no_event(shop: Shop) -> None:
    with pytest.raises(Unknown):
        ask(shop, AZIZA)


def test_a_chain_is_found_under_the_correlation_id_that_its_caller_gave(
    shop: Shop,
) -> None:
    origin = Origin("user:anna", correlation_id='case "7"', causation_id="letter-1")
    shop.crm.orders.tell("o-1", shop.order(AZIZA, "o-1", 3), origin=origin)
    found = ask(shop, shop.one("PointsEarned").id)
    assert told(found) == [(0, "OrderCompleted"), (1, "PointsEarned")]
    assert found.missing == "letter-1"


def test_an_event_of_the_same_correlation_that_did_not_come_of_it_is_left_out(
    shop: Shop,
) -> None:
    origin = Origin("user:anna", correlation_id="case-7")
    for name in ("dilnoza", "elyor"):
        register = RegisterCustomer(OPENING, CustomerId(name), PartyKind.PERSON, "shop")
        shop.crm.customers.tell(name, register, origin=origin)
    assert len(list(ask(shop, shop.crm.journal.head()).tree())) == 1


@frozen
class Log:
    """A journal and its bytes made of envelopes alone, whatever they say."""

    events: Sequence[Recorded]

    def head(self) -> int:
        return len(self.events)

    def feed(self, after: int, limit: int) -> Sequence[Recorded]:
        return self.events[after : after + limit]

    def entries(self, after: int, limit: int) -> Sequence[Entry]:
        return [
            Entry(
                each.position or 0,
                0,
                each.stream,
                each.revision,
                each.type,
                each.subject,
                0,
                f'"{each.id}" "{each.correlation_id}" "{each.causation_id}"'.encode(),
                b"",
            )
            for each in self.feed(after, limit)
        ]


def chain(shop: Shop, *causes: tuple[str, str | None]) -> Any:
    """Return a log of events, each of an id and a cause, in one chain."""
    event = shop.log[0]
    return Log(
        [
            event._replace(position=n, id=name, causation_id=cause, correlation_id="a")
            for n, (name, cause) in enumerate(causes, start=1)
        ]
    )


def test_a_chain_is_followed_over_many_steps_and_in_any_order_of_the_log(
    shop: Shop,
) -> None:
    log = chain(shop, ("d", "b"), ("c", "b"), ("b", "a"), ("a", None), ("e", "a"))
    found = trace(log, log, "d")
    assert [(depth, each.id) for depth, each in found.tree()] == [
        (0, "a"),
        (1, "b"),
        (2, "d"),
        (2, "c"),
        (1, "e"),
    ]
    assert [each.id for each in found.causes] == ["a", "b"]


def test_events_that_claim_to_cause_one_another_do_not_trap_the_auditor(
    shop: Shop,
) -> None:
    log = chain(shop, ("a", "b"), ("b", "a"), ("c", "c"))
    assert len(list(trace(log, log, "a").tree())) == 2
    assert len(list(trace(log, log, "c").tree())) == 1


def test_progress_is_told_while_the_log_is_searched(refunded: Shop) -> None:
    seen: list[int] = []
    crm = refunded.crm
    trace(crm.journal, crm.log, refunded.one("EarnReversed").id, seen.append)
    assert seen[-1] == crm.journal.head()


def test_a_time_that_is_told_later_is_no_reason_to_lose_a_cause(shop: Shop) -> None:
    shop.learn_on(30)
    shop.buys(AZIZA, "o-1", 1)
    shop.buys(AZIZA, "o-2", 20)  # which releases what o-1 had earned
    released = shop.one("PointsReleased")
    assert released.occurred_at < day(20)
    assert ask(shop, released.id).causes[0].stream == "order-o-2"
