"""Rewards, deeds and cashback over HTTP: asked for, had, read at two times."""

from mijoz.application.crm import Crm

from .conftest import Caller

REWARD = {
    "reward_id": "mug",
    "programme_id": "club",
    "name": "a mug",
    "kind": "gift",
    "terms": {"points": 100, "worth": 900, "currency": "UZS", "hours": 48},
    "stock": 2,
}
MEMBER = "/v1/memberships/club/aziza"


def give(caller: Caller, points: int) -> None:
    by = {"reason_code": "welcome", "approver": "anna"}
    caller.post(f"{MEMBER}/adjustments", {"amount": points} | by)


def test_a_reward_is_asked_for_had_and_read(bought: Caller) -> None:
    give(bought, 250)
    bought.post("/v1/rewards", REWARD)
    ask = {"redemption_id": "r-1", "customer_id": "aziza", "reward_id": "mug"}
    bought.post("/v1/redemptions", ask | {"quantity": 2, "address": "Chilonzor 9"})
    reward = bought.get("/v1/rewards/mug")["reward"]
    assert (reward["stock"], reward["reserved"], reward["left"]) == (2, 2, 0)
    redemption = bought.get("/v1/redemptions/r-1")["redemption"]
    assert redemption["requested"]["points"] == 200
    assert "Chilonzor" not in str(redemption)
    read = bought.get("/v1/redemptions/r-1", purpose="shipping")
    assert read["redemption"]["requested"]["address"] == "Chilonzor 9"
    bought.post("/v1/redemptions/r-1/fulfilment", {"delivery": "shipped"})
    assert bought.get("/v1/rewards/mug")["reward"]["stock"] == 0
    savings = bought.get("/v1/customers/aziza/savings")
    assert savings["rewards"][0]["worth"] == 1_800


def test_a_reward_without_points_or_stock_is_refused_by_name(bought: Caller) -> None:
    bought.post("/v1/rewards", REWARD)
    ask = {"redemption_id": "r-1", "customer_id": "aziza", "reward_id": "mug"}
    problem, _ = bought.post("/v1/redemptions", ask, 409)
    assert "points" in problem["detail"]
    give(bought, 900)
    problem, _ = bought.post("/v1/redemptions", ask | {"quantity": 3}, 409)
    assert "2 are left" in problem["detail"]
    bought.get("/v1/redemptions/r-1", 404)
    bought.post("/v1/redemptions/r-1/fulfilment", {"delivery": "sent"}, 404)
    bought.post("/v1/redemptions", ask | {"reward_id": "cap"}, 404)


def test_a_deed_earns_by_its_proof_which_is_read_for_a_purpose(
    bought: Caller, crm: Crm
) -> None:
    rule = {"action": "repost", "points": 10, "times": 1, "window": "day"}
    policy = {
        "version": 1,
        "effective_from": "2026-03-01T12:00:00Z",
        "time_zone": "UTC",
        "rules": [rule],
    }
    bought.post("/v1/programmes/club/actions/versions", policy)
    deed = {"action_id": "a-1", "action": "repost", "proof": "https://x/1"}
    bought.post(f"{MEMBER}/actions", deed)
    (told,) = bought.get(f"{MEMBER}/actions")["action"]
    assert (told["number"], told["revoked"]) == (1, None)
    assert "https" not in str(told)
    other = deed | {"action_id": "a-2", "proof": "https://x/2"}
    problem, _ = bought.post(f"{MEMBER}/actions", other, 409)
    assert "no more before 2026-03-02" in problem["detail"]
    bought.post(f"{MEMBER}/actions/a-1/revocation", {"reason": "deleted"})
    (told,) = bought.get(f"{MEMBER}/actions", purpose="check")["action"]
    assert told["proof"] == "https://x/1"
    assert told["revoked"]["reason"] == "deleted"
    assert bought.get(f"{MEMBER}/statement")["available"] == 0
    shown = bought.get("/v1/programmes/club/actions")["actionpolicy"]
    assert shown["versions"][0]["rules"][0]["action"] == "repost"


def test_cashback_has_a_budget_and_is_paid_out(bought: Caller) -> None:
    terms = {"time_zone": "UTC", "unit": "UZS", "points": 500, "per": 10_000}
    version = {
        "version": 1,
        "effective_from": "2026-03-01T12:00:00Z",
        "terms": terms | {"currency": "UZS"},
    }
    bought.post("/v1/programmes/cash/versions", version)
    member = {"programme_id": "cash", "customer_id": "aziza", "channel": "shop"}
    bought.post("/v1/memberships", member)
    budget = {"amount": 500, "currency": "UZS", "reason": "spring"}
    bought.post("/v1/programmes/cash/cashback/budget", budget)
    bought.post("/v1/orders/o-1/completion", {})
    shown = bought.get("/v1/programmes/cash/cashback/budget")["cashbackbudget"]
    assert (shown["given"], shown["left"]) == (500, 0)
    payout = {
        "payout_id": "p-1",
        "customer_id": "aziza",
        "programme_id": "cash",
        "amount": 500,
        "currency": "UZS",
        "pay_to": "card 8600",
    }
    points = payout | {"programme_id": "club", "payout_id": "p-2"}
    problem, _ = bought.post("/v1/payouts", points, 409)
    assert "gives no cashback" in problem["detail"]
    bought.post("/v1/payouts", payout)
    assert "8600" not in str(bought.get("/v1/payouts/p-1"))
    bought.post("/v1/payouts/p-1/payment", {"payment_ref": "t-77"}, 409)
    bought.post("/v1/payouts/p-1/cancellation", {"reason": "no"})
    assert bought.get("/v1/memberships/cash/aziza/statement")["available"] == 500
