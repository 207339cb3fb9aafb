"""How e-mail is received, by the log; the published figures."""

from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from mijoz.application.contexts import MESSAGE
from mijoz.application.crm import Crm
from mijoz.application.dispatching import dispatch_due
from mijoz.application.metrics.definitions import NAMED, Window
from mijoz.application.metrics.stating import relevant
from mijoz.domain.communication.message import (
    Command,
    RecordBounce,
    RecordClick,
    RecordOpen,
)
from mijoz.domain.communication.returning import BounceKind
from mijoz.domain.metrics.ratios import change, percent

from ..application.correspondence import ANNA, NOW, Pigeons, decide, shop, tell

TICK, DAY = timedelta(microseconds=1), timedelta(days=1)
NAMES = "open-rate", "click-through-rate", "click-through-rate-with-bots"


@pytest.fixture
def crm() -> Crm:
    return shop()


def send(crm: Crm, *names: str, at: datetime = NOW) -> None:
    for name in names:
        decide(crm, name)
    dispatch_due(crm.handler, Pigeons(), at, ANNA)


def back(crm: Crm, name: str, *commands: Command) -> None:
    tell(crm, MESSAGE, name, *commands)


def value(crm: Crm, name: str, window: Window | None = None) -> Fraction | None:
    events = relevant(crm, crm.journal.head(), None)
    window = window or Window(NOW - DAY, NOW + DAY)
    return NAMED[name].measure(events, window).value


def test_a_share_is_of_the_messages_that_left_in_the_window(crm: Crm) -> None:
    assert [value(crm, each) for each in NAMES] == [None, None, None]
    send(crm, "a", "b", "c", "d")
    back(crm, "a", RecordOpen(NOW), RecordOpen(NOW + TICK), RecordClick(NOW, "/x"))
    back(crm, "b", RecordOpen(NOW))
    assert [value(crm, each) for each in NAMES] == [
        Fraction(1, 2),
        Fraction(1, 4),
        Fraction(1, 4),
    ]
    assert value(crm, "open-rate", Window(NOW, NOW + DAY)) is None
    assert value(crm, "open-rate", Window(NOW - TICK, NOW)) == Fraction(1, 2)


def test_machines_are_left_out_and_flagged(crm: Crm) -> None:
    send(crm, "a", "b")
    back(crm, "a", RecordOpen(NOW, True), RecordClick(NOW, "/x", True))
    assert [value(crm, each) for each in NAMES] == [0, 0, Fraction(1, 2)]
    back(crm, "a", RecordOpen(NOW + TICK), RecordClick(NOW + TICK, "/x"))
    assert [value(crm, each) for each in NAMES] == [Fraction(1, 2)] * 3


def test_what_bounced_reached_no_mailbox(crm: Crm) -> None:
    send(crm, "a", "b")
    back(crm, "a", RecordOpen(NOW))
    back(crm, "b", RecordBounce(NOW, BounceKind.SOFT))
    assert value(crm, "open-rate") == 1


def test_what_is_opened_after_the_window_does_not_count(crm: Crm) -> None:
    send(crm, "a")
    back(crm, "a", RecordOpen(NOW + DAY + TICK))
    assert value(crm, "open-rate") == 0
    assert value(crm, "open-rate", Window(NOW - DAY, NOW + DAY + TICK)) == 1


def test_open_rate_moved_as_was_published() -> None:
    assert percent(change(Fraction("0.12"), Fraction("0.158"))) == "31.67 %"
