"""Tiers and privileges over HTTP: published, reached, read, used."""

from .conftest import Caller

MEMBER = "/v1/memberships/club/aziza"
TIERS = [
    {"name": "silver", "threshold": 100, "privileges": [{"name": "lounge", "uses": 1}]},
    {"name": "gold", "threshold": 300, "privileges": []},
]
RULES = {
    "time_zone": "Asia/Tashkent",
    "tiers": TIERS,
    "span": "calendar_year",
    "downgrade": "one_down",
    "crossing": "tier_after",
}


def publish(bought: Caller) -> None:
    body = {"version": 1, "effective_from": "2026-03-01T12:00:00Z", "rules": RULES}
    bought.post("/v1/programmes/club/tiers", body)


def test_a_tier_is_reached_by_an_order_and_read_with_its_progress(
    bought: Caller,
) -> None:
    publish(bought)
    told, _ = bought.post("/v1/orders/o-1/completion", {})
    assert [each["type"].rpartition(".")[2] for each in told["events"]] == [
        "OrderCompleted",
        "PointsEarned",
        "TierChanged",
        "PrivilegeGranted",
    ]
    tier = bought.get(f"{MEMBER}/tier")
    assert (tier["tier"]["tier"], tier["tier"]["grants"]) == ("silver", [])
    far = bought.get(f"{MEMBER}/tier/progress")
    assert (far["tier"], far["policy_version"]) == ("silver", 1)
    assert far["progress"]["to_next"] == 200
    rules = bought.get("/v1/programmes/club/tiers")["tiers"]["versions"][0]["rules"]
    assert rules["tiers"] == TIERS


def test_a_privilege_is_used_and_read(bought: Caller) -> None:
    publish(bought)
    bought.post("/v1/orders/o-1/completion", {})
    use = {"privilege": "lounge", "use_id": "u-1"}
    bought.post(f"{MEMBER}/privileges/uses", use)
    refused, _ = bought.post(
        f"{MEMBER}/privileges/uses", use | {"use_id": "u-2"}, status=409
    )
    assert refused["detail"] == "privilege lounge was used all 1 times"
    (held,) = bought.get(f"{MEMBER}/privileges")["privilege"]
    assert (held["privilege"], held["used"], held["ended"]) == ("lounge", 1, None)


def test_what_was_never_granted_is_not_found(bought: Caller) -> None:
    publish(bought)
    gone = {"reason": "mistake"}
    bought.post(f"{MEMBER}/tier/grants/g/revocation", gone, status=404)
    bought.post(f"{MEMBER}/privileges/g/withdrawal", gone, status=404)
    grant = {"tier": "gold", "reason": "apology", "approver": "anna", "grant_id": "g"}
    bought.post(f"{MEMBER}/tier/grants", grant)
    bought.post(f"{MEMBER}/tier/grants/g/revocation", gone)
    assert bought.get(f"{MEMBER}/tier")["tier"]["tier"] is None
