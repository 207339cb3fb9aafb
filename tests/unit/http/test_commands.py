"""A command over HTTP: asked for at its URL, once, and answered with what happened."""

import pytest
from fastapi.testclient import TestClient

from mijoz.application.crm import Crm

from .conftest import Caller, order

EARNED = "/v1/memberships/club/aziza"


def names(told: object) -> list[str]:
    """Return the types of the events of an answer."""
    return [each["type"] for each in told["events"]]  # type: ignore[index]


def test_a_customer_is_registered_under_a_fresh_id(caller: Caller) -> None:
    told, headers = caller.post(
        "/v1/customers", {"party_kind": "person", "channel": "web", "name": "Aziza"}
    )
    assert names(told) == ["mijoz.CustomerRegistered"]
    assert (told["position"], told["version"], told["replayed"]) == (1, 1, False)
    assert headers["ETag"] == '"1"'
    assert headers["Position"] == "000000000001"
    found = caller.get(headers["Location"], purpose="a test")
    assert found["customer"]["registered"]["name"] == "Aziza"


def test_a_completed_order_earns_and_a_refunded_one_gives_back(bought: Caller) -> None:
    told, headers = bought.post("/v1/orders/o-1/completion", {})
    assert names(told) == ["mijoz.OrderCompleted", "mijoz.PointsEarned"]
    assert headers["Location"] == "/v1/orders/o-1"
    earned = told["events"][1]
    assert earned["authid"] == "policy:orders-earn"
    assert earned["policyrefs"] == "programme:club@1"
    assert earned["causationid"] == told["events"][0]["id"]
    told, _ = bought.post("/v1/orders/o-1/refunds", {"lines": [["1", 5_000]]})
    assert names(told) == ["mijoz.OrderRefunded", "mijoz.EarnReversed"]
    bought.post(f"{EARNED}/redemptions", {"reward": "mug", "amount": 50})
    assert bought.get(f"{EARNED}/statement")["spendable"] == 0


def test_an_id_of_many_signs_leads_back_to_what_it_names(bought: Caller) -> None:
    _, headers = bought.post("/v1/orders", order("till:7@shop_1.a~b+c-d"))
    assert bought.get(headers["Location"])["version"] == 1


def test_what_changes_nothing_is_no_creation(bought: Caller) -> None:
    told, headers = bought.post("/v1/orders", order("o-1"), 200)
    assert told["events"] == []
    assert told["position"] is None
    assert headers["ETag"] == '"1"'
    assert "Position" not in headers


def test_a_refusal_names_its_rule_and_gives_its_facts(bought: Caller) -> None:
    problem, headers = bought.post(
        f"{EARNED}/redemptions", {"reward": "mug", "amount": 5}, 409
    )
    assert headers["Content-Type"] == "application/problem+json"
    assert problem == {
        "type": "/problems/not-enough-points",
        "title": "Not enough points",
        "status": 409,
        "code": "not-enough-points",
        "detail": "5 points were asked for, 0 can be spent",
        "asked": 5,
        "held": 0,
    }


@pytest.mark.parametrize(
    ("url", "body"),
    [
        ("/v1/customers/nobody/reopening", {}),
        ("/v1/orders/none/completion", {}),
        ("/v1/campaigns/none/closure", {}),
        ("/v1/encounters/none/steps", {"step": "read"}),
        ("/v1/memberships/club/nobody/reinstatement", {}),
    ],
)
def test_nothing_can_be_done_to_what_is_not_there(
    caller: Caller, url: str, body: object
) -> None:
    caller.post(url, body, 404)


def test_the_same_request_takes_effect_once_and_is_answered_alike(
    bought: Caller, crm: Crm
) -> None:
    first, before = bought.post(
        "/v1/orders/o-1/completion", {}, Idempotency_Key="again"
    )
    head = crm.journal.head()
    second, after = bought.post(
        "/v1/orders/o-1/completion", {}, Idempotency_Key='"again"'
    )
    assert crm.journal.head() == head
    assert after["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in before
    assert after["ETag"] == before["ETag"]
    assert after["Location"] == before["Location"]
    assert second.pop("replayed") is not first.pop("replayed")
    for each in second["events"]:
        each.pop("recordedtime")
    assert second == first


def test_a_made_id_is_told_again_too(caller: Caller) -> None:
    body = {"party_kind": "person", "channel": "web"}
    _, first = caller.post("/v1/customers", body, Idempotency_Key="one")
    _, again = caller.post("/v1/customers", body, Idempotency_Key="one")
    assert again["Location"] == first["Location"]


def test_spaces_and_the_order_of_members_make_no_other_request(
    client: TestClient,
) -> None:
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    one = b'{"party_kind": "person", "channel": "web"}'
    other = b'{"channel":"web","party_kind":"person"}'
    client.post("/v1/customers", content=one, headers=headers)
    answer = client.post("/v1/customers", content=other, headers=headers)
    assert answer.headers["Idempotent-Replayed"] == "true"


def test_a_key_is_for_one_request(bought: Caller) -> None:
    bought.post("/v1/orders/o-1/completion", {}, Idempotency_Key="k")
    for url, body in [
        ("/v1/orders/o-1/completion", {"points_part": 1}),
        ("/v1/orders/o-2/completion", {}),
    ]:
        problem, _ = bought.post(url, body, 422, Idempotency_Key="k")
        assert problem["code"] == "idempotency-key-reused"


def test_a_refused_request_can_be_made_again_under_its_key(bought: Caller) -> None:
    redeem = {"reward": "mug", "amount": 5}
    bought.post(f"{EARNED}/redemptions", redeem, 409, Idempotency_Key="k")
    bought.post("/v1/orders/o-1/completion", {})
    bought.post(f"{EARNED}/redemptions", redeem, 201, Idempotency_Key="k")


def test_a_key_is_needed(client: TestClient, crm: Crm) -> None:
    answer = client.post("/v1/orders/o-1/completion", json={})
    assert answer.status_code == 400
    assert answer.json()["code"] == "idempotency-key-missing"


@pytest.mark.parametrize("key", ["", " ", "a b", '"', "x" * 256])
def test_a_key_is_visible_and_not_too_long(caller: Caller, key: str) -> None:
    body = {"party_kind": "person", "channel": "web"}
    caller.post("/v1/customers", body, 400, Idempotency_Key=key)


def test_a_key_has_at_most_255_characters(caller: Caller) -> None:
    body = {"party_kind": "person", "channel": "web"}
    caller.post("/v1/customers", body, 201, Idempotency_Key="x" * 255)


def test_a_dry_run_tells_what_would_happen_and_records_nothing(
    bought: Caller, crm: Crm
) -> None:
    head = crm.journal.head()
    answer = bought.client.post("/v1/orders/o-1/completion?dry_run=true", json={})
    assert answer.status_code == 200
    assert names(answer.json()) == ["mijoz.OrderCompleted", "mijoz.PointsEarned"]
    assert answer.json()["position"] is None
    assert crm.journal.head() == head


def test_a_command_on_what_has_changed_since_is_not_carried_out(
    bought: Caller, crm: Crm
) -> None:
    tag = bought.client.get("/v1/orders/o-1").headers["ETag"]
    bought.post("/v1/orders/o-1/completion", {}, If_Match=tag)
    head = crm.journal.head()
    refund = {"lines": [["1", 50]]}
    problem, headers = bought.post("/v1/orders/o-1/refunds", refund, 412, If_Match=tag)
    assert (problem["expected"], problem["actual"]) == (1, 2)
    assert crm.journal.head() == head
    bought.post("/v1/orders/o-1/refunds", refund, 201, If_Match=headers["ETag"])


@pytest.mark.parametrize("tag", ["1", 'W/"1"', "*", '"one"', '"1", "2"'])
def test_if_match_takes_one_etag_as_it_was_given(bought: Caller, tag: str) -> None:
    bought.post("/v1/orders/o-1/completion", {}, 400, If_Match=tag)


def test_the_actor_and_whose_time_it_is_are_recorded(bought: Caller, crm: Crm) -> None:
    at = {"at": "2026-03-01T18:00:00+05:00"}
    bought.post("/v1/orders/o-1/completion", at, Actor="user:anna")
    bought.post("/v1/orders/o-1/refunds", {"lines": [["1", 50]]})
    completed, refunded = crm.orders.replay("o-1").events[-2:]
    assert (completed.actor, completed.time_quality) == ("user:anna", "client")
    assert completed.occurred_at.isoformat() == "2026-03-01T13:00:00+00:00"
    assert (refunded.actor, refunded.time_quality) == ("http:anonymous", "server")


@pytest.mark.parametrize("actor", ["anna", "policy:orders-earn", "user:", "user:a\tb"])
def test_nobody_passes_for_a_policy(bought: Caller, actor: str) -> None:
    bought.post("/v1/orders/o-1/completion", {}, 400, Actor=actor)


def test_an_identifier_is_one_customers_alone_and_is_not_repeated_to_others(
    bought: Caller,
) -> None:
    mail = {"kind": "email", "value": "Aziza@example.org"}
    bought.post("/v1/customers/aziza/identifiers", mail)
    bought.post("/v1/customers", {**mail_less("bobur")})
    problem, _ = bought.post("/v1/customers/bobur/identifiers", mail, 409)
    assert problem["code"] == "claim-taken"
    assert "aziza" not in str(problem).lower()
    proof = mail | {"method": "link"}
    bought.post("/v1/customers/aziza/identifiers/verifications", proof)
    gone = mail | {"reason": "sold"}
    bought.post("/v1/customers/aziza/identifiers/removals", gone)
    bought.post("/v1/customers/bobur/identifiers", mail)


def mail_less(customer_id: str) -> dict[str, str]:
    """Return the body that registers a person."""
    return {"customer_id": customer_id, "party_kind": "person", "channel": "web"}


def test_a_consent_is_granted_and_withdrawn(bought: Caller) -> None:
    news = {"purpose": "news", "channel": "email", "method": "form"}
    notice = {"lawful_basis": "consent", "notice_version": "2026-1"}
    bought.post("/v1/customers/aziza/consents", news | notice)
    withdrawn = news | {"at": "2026-03-02T12:00:00Z"}
    bought.post("/v1/customers/aziza/consents/withdrawals", withdrawn)
    (consent,) = bought.get("/v1/customers/aziza/consents")["consent"]
    assert consent["allowed"] is False
    early = bought.get("/v1/customers/aziza/consents", as_of="2026-03-01T12:00:00Z")
    assert early["consent"][0]["allowed"] is True


def test_what_a_url_names_is_not_said_again_in_the_body(bought: Caller) -> None:
    problem, _ = bought.post("/v1/orders/o-1/completion", {"order_id": "o-1"}, 422)
    assert problem["errors"] == [
        {"pointer": "/order_id", "problem": "is not known here"}
    ]


def test_a_version_is_named_by_its_number(bought: Caller) -> None:
    until = {"effective_until": "2027-01-01T00:00:00Z"}
    bought.post("/v1/programmes/club/versions/1/retirement", until)
    for number in ("one", "²", "1.0", "9" * 30):
        bought.post(f"/v1/programmes/club/versions/{number}/retirement", until, 404)


def test_an_id_in_a_url_that_no_id_can_be_is_nowhere(caller: Caller, crm: Crm) -> None:
    for customer in ("a%20b", "%00", "x" * 129, "%ED%A0%80"):
        caller.post(f"/v1/customers/{customer}/reopening", {}, 404)
    assert crm.journal.head() == 0
