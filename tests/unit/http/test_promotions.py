"""Promotions over HTTP: tried, evaluated, placed with an order, and read again."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from mijoz.domain.promotion.codes import code

from .conftest import Caller

SEED = "forty-two signs that nobody will ever guess"
TERMS = {
    "kind": "coupon",
    "currency": "UZS",
    "reward": "price",
    "steps": [{"least": 0, "value": 300}],
    "time_zone": "Asia/Tashkent",
    "windows": [{"first_day": "2026-03-01"}],
    "scope": {"skus": ["toy"]},
    "pool_id": "spring",
    "budget_id": "costs",
}
BASKET = {
    "order_id": "o-9",
    "customer_id": "aziza",
    "currency": "UZS",
    "lines": [{"line_id": "1", "sku": "toy", "quantity": 1, "list_price": 500}],
    "codes": [code(SEED, "spring", 1).lower()],
    "holder_id": "web",
}


@pytest.fixture
def shop(bought: Caller) -> Caller:
    """Return a caller for whom toys are three hundred with a coupon."""
    pool = {"pool_id": "spring", "count": 2, "seed": SEED}
    budget = {"budget_id": "costs", "currency": "UZS", "limit": 1_000, "slice": 250}
    bought.post("/v1/coupon-pools", pool)
    bought.post("/v1/coupon-pools/spring/coupons/1/issue", {"channel": "print"})
    bought.post("/v1/budgets", budget)
    publish = {"version": 1, "terms": TERMS}
    bought.post("/v1/promotions/toys/versions", publish)
    return bought


def placed(line: dict[str, Any]) -> dict[str, Any]:
    names = ("line_id", "list_price", "paid", "coupon_discount")
    one = {"sku": "toy", "quantity": 1} | {name: line[name] for name in names}
    who = {"order_id": "o-9", "customer_id": "aziza", "channel": "web"}
    return {**who, "currency": "UZS", "lines": [one]}


def test_a_basket_is_tried_and_nothing_is_kept(
    shop: Caller, client: TestClient
) -> None:
    answer = client.post("/v1/evaluations?dry_run=true", json=BASKET)
    assert answer.status_code == 200, answer.text
    (event,) = answer.json()["events"]
    assert event["data"]["discount"] == 200
    shop.get("/v1/orders/o-9/promotions", 404)


def test_an_order_is_placed_at_the_prices_it_was_evaluated_at(shop: Caller) -> None:
    _, headers = shop.post("/v1/evaluations", BASKET)
    found = shop.get(headers["Location"])["evaluation"]
    (line,) = found["lines"]
    assert (line["discount"], line["coupon_discount"], line["paid"]) == (200, 200, 300)
    assert found["evaluated"]["applied"][0]["number"] == 1
    wrong, _ = shop.post("/v1/orders", placed(line | {"paid": 500}), 409)
    assert wrong["code"] == "not-as-evaluated"
    shop.post("/v1/orders", placed(line))
    assert shop.get("/v1/orders/o-9/promotions")["evaluation"]["bound"]
    coupon = shop.get("/v1/coupon-pools/spring/coupons/1")["coupon"]
    assert [each["order_id"] for each in coupon["reserved"]] == ["o-9"]
    budget = shop.get("/v1/budgets/costs")["budget"]
    assert (budget["left"], budget["leased"]) == (750, {"web": 250})
    purse = shop.get("/v1/budgets/costs/purses/web")["purse"]
    assert purse == {"held": 50, "spent": {"o-9": 200}}
    shop.post("/v1/orders/o-9/completion", {})
    coupon = shop.get("/v1/coupon-pools/spring/coupons/1")["coupon"]
    assert (coupon["reserved"], coupon["used"][0]["discount"]) == ([], 200)


def test_a_cancelled_order_has_spent_nothing(shop: Caller) -> None:
    _, headers = shop.post("/v1/evaluations", BASKET)
    (line,) = shop.get(headers["Location"])["evaluation"]["lines"]
    shop.post("/v1/orders", placed(line))
    shop.post("/v1/orders/o-9/cancellation", {"reason": "no stock"})
    assert shop.get("/v1/budgets/costs/purses/web")["purse"] == {
        "held": 250,
        "spent": {},
    }
    assert shop.get("/v1/orders/o-9/promotions")["evaluation"]["voided"]
    shop.post("/v1/budgets/costs/purses/web/emptying", {})
    assert shop.get("/v1/budgets/costs")["budget"]["left"] == 1_000


def test_a_promotion_is_read_with_its_versions(shop: Caller) -> None:
    shop.post("/v1/promotions/toys/pause", {"reason": "a fault"})
    found = shop.get("/v1/promotions/toys")["promotion"]
    assert found["paused"]
    assert found["versions"][0]["terms"]["pool_id"] == "spring"
    shop.post("/v1/promotions/toys/resumption", {"reason": "mended"})
    shop.post("/v1/promotions/toys/end", {"reason": "over"})
    found = shop.get("/v1/promotions/toys")["promotion"]
    assert not found["paused"]
    assert found["ended"]["reason"] == "over"


def test_a_coupon_is_told_of_by_pool_and_number(shop: Caller) -> None:
    where = "/v1/coupon-pools/spring/coupons/1"
    shop.post(f"{where}/reservations", {"order_id": "o-7", "customer_id": "aziza"})
    shop.post(f"{where}/reservations/o-7/release", {"reason": "a slip"})
    shop.post(f"{where}/revocation", {"reason": "a leak"})
    problem, _ = shop.post(f"{where}/reservations", {"order_id": "o-8"}, 409)
    assert (problem["code"], problem["problem"]) == ("coupon-unusable", "revoked")
    nine = "/v1/coupon-pools/spring/coupons/9"
    shop.post(f"{nine}/issue", {"channel": "sms"}, 404)
    shop.post("/v1/coupon-pools/spring/coupons/first/issue", {"channel": "sms"}, 404)
    shop.post("/v1/coupon-pools/spring/coupons/2/revocation", {"reason": "x"}, 404)
    pool = shop.get("/v1/coupon-pools/spring")["pool"]
    assert (pool["generated"]["count"], "seed" in pool["generated"]) == (2, False)


def test_a_slice_is_leased_beforehand(shop: Caller) -> None:
    lease = {"holder_id": "till-1", "least": 1}
    shop.post("/v1/budgets/costs/leases", lease)
    assert shop.get("/v1/budgets/costs/purses/till-1")["purse"]["held"] == 250
    shop.post("/v1/budgets/none/leases", lease, 404)
