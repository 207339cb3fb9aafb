"""Several processes show one code at once: it is used as often as it may be."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from mijoz.application.contexts import BUDGET, COUPON, POOL, PROMOTION, PURSE
from mijoz.application.crm import Crm
from mijoz.application.desk import Desk
from mijoz.application.envelope import Origin
from mijoz.application.registry import COMMANDS
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import BudgetId, CustomerId, PoolId, PromotionId
from mijoz.domain.promotion.budget import OpenBudget
from mijoz.domain.promotion.codes import code
from mijoz.domain.promotion.coupon import CouponChannel, CouponUsed, IssueCoupon
from mijoz.domain.promotion.promotion import PublishPromotion
from mijoz.domain.promotion.terms import Kind, Reward, Step, Terms
from mijoz.domain.promotion.windows import Window

AT = datetime(2026, 1, 1, tzinfo=UTC)
ANNA = Origin("user:anna")
SEED = "forty-two signs that nobody will ever guess"
AZIZA, TEN = CustomerId("aziza"), PromotionId("ten")
SPRING, COSTS = PoolId("spring"), BudgetId("costs")
PROCESSES, EACH, LIMIT, OFF = 3, 4, 1_000, 100

# Evaluates, and places and pays each order at the price that came of it.
BUY = """
import sys
from mijoz.application.contexts import EVALUATION, ORDER
from mijoz.application.desk import Desk
from mijoz.application.envelope import Origin
from mijoz.application.ports import Conflict
from mijoz.application.registry import COMMANDS
from mijoz.composition import compose
from mijoz.domain.promotion.basket import BasketLine
from mijoz.domain.promotion.evaluation_terms import EvaluationOutdated
from mijoz.domain.purchase.order import Line, RecordPurchase

store, name, code, orders = sys.argv[1:]
crm, anna, done = compose(store), Origin("user:anna"), 0
entry = next(each for each in COMMANDS if each.name == "promotion.evaluate")
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(orders)):
    order = f"{name}-{number}"
    while True:
        said = dict(order_id=order, customer_id="aziza", currency="UZS", holder_id=name)
        said |= dict(lines=(BasketLine("1", "hat", None, 1, 1_000),), codes=(code,))
        try:
            _, asked = entry.build(said, crm.handler, crm.clock)
            told = Desk(EVALUATION, crm.handler).tell(order, asked, origin=anna)
            off = told.state.outcome.discount
            line = Line("1", "hat", None, 1, 1_000 - off, 1_000, off)
            buy = RecordPurchase(
                crm.clock(), order, "aziza", "web", None, "UZS", (line,)
            )
            Desk(ORDER, crm.handler).tell(order, buy, origin=anna)
        except (Conflict, EvaluationOutdated):
            continue
        done += off > 0
        break
print(done)
"""


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MIJOZ_KEYS", f"sqlite:///{tmp_path}/keys.db")
    monkeypatch.setenv("MIJOZ_KEK_FILE", str(tmp_path / "kek"))
    return tmp_path


@pytest.fixture
def sqlite_shop(keys: Path) -> str:
    return f"sqlite:///{keys}/shop.db"


@pytest.fixture
def postgres_shop(keys: Path, postgres_url: str) -> str:
    return postgres_url


@pytest.fixture(
    params=["sqlite_shop", pytest.param("postgres_shop", marks=pytest.mark.postgres)]
)
def store(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def crm(store: str) -> Iterator[Crm]:
    crm = compose(store)
    yield crm
    if close := getattr(crm.journal, "close", None):
        close()


def say(crm: Crm, aggregate: Any, name: str, command: Any) -> None:
    Desk(aggregate, crm.handler).tell(name, command, origin=ANNA)


def opening(crm: Crm, uses: int) -> None:
    """Have a coupon of so many uses, and a hundred off with it, out of a budget."""
    register = RegisterCustomer(AT, AZIZA, PartyKind.PERSON, "shop")
    crm.customers.tell(AZIZA, register, origin=ANNA)
    (entry,) = (each for each in COMMANDS if each.name == "pool.generate")
    told = {"pool_id": SPRING, "count": 1, "seed": SEED, "uses": uses, "at": AT}
    say(crm, POOL, *entry.build(told, crm.handler, crm.clock))
    issue = IssueCoupon(AT, SPRING, 1, CouponChannel.APP, uses)
    say(crm, COUPON, "spring:1", issue)
    say(crm, BUDGET, COSTS, OpenBudget(AT, COSTS, "UZS", LIMIT, 10))
    terms = Terms(
        Kind.COUPON,
        "UZS",
        Reward.AMOUNT,
        (Step(0, OFF),),
        "Asia/Tashkent",
        (Window(date(2026, 1, 1)),),
        pool_id=SPRING,
        budget_id=COSTS,
    )
    say(crm, PROMOTION, TEN, PublishPromotion(AT, TEN, 1, terms))


def buy_at_once(store: str) -> int:
    """Return in how many orders the processes say that they had the discount."""
    shown = code(SEED, SPRING, 1)
    several = [
        subprocess.Popen(
            [sys.executable, "-c", BUY, store, f"p{number}", shown, str(EACH)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    for each in several:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in several:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    told = sum(int(each.communicate(timeout=200)[0]) for each in several)
    assert all(each.returncode == 0 for each in several)
    return told


@pytest.mark.parametrize("uses", [1, 7])
def test_a_coupon_is_used_exactly_as_often_as_it_may_be(
    crm: Crm, store: str, uses: int
) -> None:
    opening(crm, uses)
    assert buy_at_once(store) == uses
    events = [each.event for each in crm.journal.stream("coupon-spring:1")]
    assert sum(isinstance(each, CouponUsed) for each in events) == uses
    assert (
        len({each.order_id for each in events if isinstance(each, CouponUsed)}) == uses
    )
    orders = crm.journal.streams("order")
    assert len(orders) == PROCESSES * EACH


def test_a_budget_is_spent_to_its_limit_by_all_together(crm: Crm, store: str) -> None:
    """Slices are smaller than what an order costs: each leases just what it spends."""
    opening(crm, PROCESSES * EACH)
    assert buy_at_once(store) == LIMIT // OFF
    purses = [
        Desk(PURSE, crm.handler).state(f"costs:p{number}")
        for number in range(PROCESSES)
        if crm.journal.stream(f"purse-costs:p{number}")
    ]
    assert sum(sum(each.spent.values()) for each in purses) == LIMIT
    assert Desk(BUDGET, crm.handler).state(COSTS).left == 0
