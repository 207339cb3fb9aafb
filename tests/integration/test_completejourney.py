"""A retailer's whole year becomes histories: all of it, once, whatever happens."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from time import monotonic, sleep

import pytest

from mijoz.adapters.completejourney.importing import import_year, read
from mijoz.composition import compose

HOUSEHOLDS, BASKETS, LINES = 2_469, 155_848, 1_469_307
EXPOSURES, REDEMPTIONS = 6_589, 2_102
PATIENCE = 300  # seconds


def command(store: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "mijoz",
        "import",
        "completejourney",
        "--store",
        store,
    ]


def count(path: Path, query: str) -> int:
    with closing(sqlite3.connect(path)) as raw:
        (found,) = raw.execute(query).fetchone()
    return int(found or 0)


def recorded(path: Path) -> int:
    """Return how many events are there, in a store that may be in the making."""
    with suppress(sqlite3.OperationalError):
        return count(path, "SELECT max(position) FROM events")
    return 0


@pytest.mark.slow
def test_an_import_that_is_killed_half_way_is_completed_and_then_adds_nothing(
    tmp_path: Path,
) -> None:
    path = tmp_path / "journey.db"
    store = f"sqlite:///{path}"
    process = subprocess.Popen(command(store))
    started = monotonic()
    while not path.exists() or recorded(path) < 200_000:
        assert process.poll() is None, "it ended before it could be killed"
        assert monotonic() - started < PATIENCE
        sleep(0.2)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert count(path, "SELECT max(position) FROM events") < 629_699

    subprocess.run(command(store), check=True, timeout=PATIENCE)
    of_type = "SELECT count(*) FROM events WHERE topic = '{}.1'"
    for topic, expected in (
        ("CustomerRegistered", HOUSEHOLDS),
        ("MemberEnrolled", HOUSEHOLDS),
        ("OrderPlaced", BASKETS),
        ("OrderCompleted", BASKETS),
        ("CouponRedeemed", REDEMPTIONS),
        ("CustomerExposed", EXPOSURES),
        ("CampaignPlanned", 27),
        ("PointsRefused", 0),
    ):
        assert count(path, of_type.format(topic)) == expected, topic
    lines = "SELECT sum(json_array_length(state, '$.data.lines')) FROM events"
    assert count(path, f"{lines} WHERE topic = 'OrderPlaced.1'") == LINES
    last = count(path, "SELECT max(position) FROM events")
    assert count(path, "SELECT count(*) FROM events") == last
    gaps = "SELECT count(*) FROM events e WHERE revision > 1 AND NOT EXISTS"
    same = (
        "(SELECT 1 FROM events WHERE stream = e.stream AND revision = e.revision - 1)"
    )
    assert count(path, f"{gaps} {same}") == 0

    subprocess.run(command(store), check=True, timeout=PATIENCE)
    assert count(path, "SELECT max(position) FROM events") == last


@pytest.mark.slow
def test_the_year_earns_what_its_baskets_paid() -> None:
    crm = compose()
    whole = read(crm)
    counts = import_year(crm, whole)
    assert counts.add_up
    assert counts.read == counts.imported == whole.total
    cards = crm.customers.cards().state
    assert sum(card.orders for card in cards) == BASKETS
    spent = sum(amount for card in cards for _, amount in card.spent)
    assert spent == 459_603_958  # cents: the sum of sales_value
    for card in cards[:50]:
        orders = [
            each.event.total
            for each in crm.customers.history(card.customer_id).events
            if each.type == "OrderCompleted"
        ]
        assert card.points == sum(total // 100 for total in orders)
