"""Readings over HTTP: at two times, from a position, and not sent twice in vain."""

import pytest
from fastapi.testclient import TestClient

from mijoz.adapters.http.app import create_app
from mijoz.composition import compose

from .conftest import Caller, order

STATEMENT = "/v1/memberships/club/aziza/statement"
NO_MOMENTS = [
    "",
    "yesterday",
    "2026-03-01",
    "2026-03-01T12:00:00",
    "2026-03-01T12:00:00 05:00",
    "2026-02-30T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T00:00:00Z",
    "1772366400",
    "\0",
    "\ufeff",
]
READS = [
    path
    for path, operations in create_app(compose()).openapi()["paths"].items()
    if "get" in operations and path.startswith("/v1")
]


def test_a_reading_says_its_position_and_the_two_times(bought: Caller) -> None:
    answer = bought.client.get("/v1/orders/o-1")
    assert list(answer.json())[:4] == ["position", "as_of", "known_at", "version"]
    assert answer.json()["position"] == 4
    assert answer.headers["Position"] == "000000000004"
    assert answer.json()["as_of"] is None
    assert "Memento-Datetime" not in answer.headers


def test_a_past_reading_says_which_past(bought: Caller) -> None:
    asked = {"as_of": "2026-03-02T17:00:00+05:00", "known_at": "2026-03-01T12:00:00.9Z"}
    answer = bought.client.get("/v1/orders/o-1", params=asked)
    assert answer.json()["as_of"] == "2026-03-02T12:00:00Z"
    assert answer.json()["known_at"] == "2026-03-01T12:00:00.900000Z"
    assert answer.headers["Memento-Datetime"] == "Sun, 01 Mar 2026 12:00:00 GMT"


def test_what_happened_and_what_was_known_are_two_questions(bought: Caller) -> None:
    late = {"at": "2026-02-01T00:00:00Z", "points_part": 0}
    bought.post("/v1/orders/o-1/completion", late)
    happened = bought.get("/v1/orders/o-1", as_of="2026-02-15T00:00:00Z")
    assert happened["order"]["completed"]["at"] == "2026-02-01T00:00:00Z"
    bought.get("/v1/orders/o-1", 404, known_at="2026-02-15T00:00:00Z")


@pytest.mark.parametrize("name", ["as_of", "known_at"])
def test_a_moment_that_is_none_is_named(client: TestClient, name: str) -> None:
    for number, path in enumerate(READS):
        for text in NO_MOMENTS[number % 4 :: 4]:
            answer = client.get(path, params={name: text})
            assert answer.status_code == 400, (path, text)
            assert name in answer.json()["detail"]
            assert "offset" in answer.json()["detail"]


def test_a_parameter_that_nobody_knows_is_not_passed_over(client: TestClient) -> None:
    for path in READS:
        for query in (
            "as_off=2026-03-01T12:00:00Z",
            "as_of=2026-03-01T12:00:00Z&as_of=2026-03-01T12:00:00Z",
        ):
            assert client.get(f"{path}?{query}").status_code == 400, path


def test_what_is_not_there_is_not_found(client: TestClient) -> None:
    for path in READS:
        answer = client.get(path)
        assert answer.status_code == (404 if "{" in path else 200), path


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("customer", "/v1/customers/aziza"),
        ("order", "/v1/orders/o-1"),
        ("programme", "/v1/programmes/club"),
        ("membership", "/v1/memberships/club/aziza"),
    ],
)
def test_each_aggregate_is_read_at_its_location(
    bought: Caller, kind: str, url: str
) -> None:
    assert kind in bought.get(url)


def test_encounters_campaigns_coupons_and_feedback_are_read_too(
    bought: Caller,
) -> None:
    visit = {"encounter_id": "e", "kind": "visit", "channel": "shop"}
    bought.post("/v1/encounters", visit)
    flight = {"starts": "2026-03-01", "ends": "2026-03-31"}
    bought.post("/v1/campaigns", {"campaign_id": "spring", "kind": "mail"} | flight)
    seen = {"campaign_id": "spring", "campaign_kind": "mail"}
    bought.post("/v1/customers/aziza/exposures", seen)
    bought.post("/v1/customers/aziza/coupons", {"coupon": "SPRING"})
    nps = {"feedback_id": "f", "kind": "nps", "score": 9, "scale_max": 10}
    bought.post("/v1/feedback", nps)
    assert bought.get("/v1/encounters/e")["encounter"]["opened"]["kind"] == "visit"
    assert bought.get("/v1/campaigns/spring")["campaign"]["planned"]["kind"] == "mail"
    assert bought.get("/v1/feedback/f")["feedback"]["received"]["score"] == 9
    outreach = bought.get("/v1/customers/aziza/outreach")["outreach"]
    assert outreach["exposed"] == ["spring"]
    assert outreach["redeemed"][0]["coupon"] == "SPRING"


def test_a_fact_shows_its_last_word(bought: Caller) -> None:
    fact = {"fact_id": "f", "kind": "habit", "name": "tea", "source": "form"}
    bought.post("/v1/customers/aziza/facts", fact | {"value": "black"})
    told = {"value": "green", "reason": "asked"}
    bought.post("/v1/customers/aziza/facts/f/corrections", told)
    found = bought.get("/v1/customers/aziza", purpose="a test")
    (shown,) = found["customer"]["facts"]
    assert (shown["name"], shown["value"]) == ("tea", "green")


def test_a_member_is_shown_by_standing(bought: Caller) -> None:
    member = "/v1/memberships/club/aziza"
    assert bought.get(member)["membership"]["status"] == "member"
    bought.post(f"{member}/suspension", {"reason": "fraud"})
    assert bought.get(member)["membership"]["status"] == "suspended"
    leave = {"reason": "moved", "balance_policy": "forfeit"}
    bought.post(f"{member}/departure", leave)
    assert bought.get(member)["membership"]["status"] == "former"


def test_a_history_is_all_that_is_about_a_customer(bought: Caller) -> None:
    bought.post("/v1/orders/o-1/completion", {})
    history = bought.get("/v1/customers/aziza/history")
    assert history["card"]["orders"] == 1
    assert [each["stream"].partition("-")[0] for each in history["events"]] == [
        *("customer", "membership", "order", "order", "points")
    ]


def test_a_statement_tells_line_by_line_what_is_left(bought: Caller) -> None:
    bought.post("/v1/orders/o-1/completion", {})
    redeem = {"reward": "mug", "amount": 40}
    bought.post("/v1/memberships/club/aziza/redemptions", redeem)
    statement = bought.get(STATEMENT)
    assert [line["available"] for line in statement["lines"]] == [100, 60]
    assert (statement["spendable"], statement["at"]) == (60, "2026-03-01T12:00:00Z")
    (lot,) = statement["lots"]
    assert (lot["remaining"], lot["expires_at"]) == (60, None)


def test_customers_are_listed_a_page_at_a_time(caller: Caller) -> None:
    for name in ("aziza", "bobur", "dilnoza"):
        person = {"customer_id": name, "party_kind": "person", "channel": "web"}
        caller.post("/v1/customers", person)
    first = caller.get("/v1/customers", limit="2")
    assert [each["customer_id"] for each in first["customers"]] == ["aziza", "bobur"]
    assert first["next"] == "bobur"
    last = caller.get("/v1/customers", limit="2", after=first["next"])
    assert [each["customer_id"] for each in last["customers"]] == ["dilnoza"]
    assert last["next"] is None
    known = caller.get("/v1/customers", known_at="2026-02-01T00:00:00Z")
    assert known["customers"] == []


def test_a_page_that_is_just_full_is_the_last(caller: Caller) -> None:
    person = {"customer_id": "aziza", "party_kind": "person", "channel": "web"}
    caller.post("/v1/customers", person)
    assert caller.get("/v1/customers", limit="1")["next"] is None


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "x", "1e3", "\uff11", ""])
@pytest.mark.parametrize("url", ["/v1/customers", "/v1/events"])
def test_a_page_has_a_size(caller: Caller, url: str, limit: str) -> None:
    assert "limit" in caller.get(url, 400, limit=limit)["detail"]


@pytest.mark.parametrize("limit", ["1", "1000"])
def test_the_sizes_of_a_page_include_their_bounds(caller: Caller, limit: str) -> None:
    caller.get("/v1/customers", limit=limit)


def test_events_are_fed_from_a_cursor_on(bought: Caller) -> None:
    first = bought.get("/v1/events", limit="3")
    assert [each["sequence"][-1] for each in first["events"]] == ["1", "2", "3"]
    rest = bought.get("/v1/events", after=str(first["next"]))
    assert [each["type"] for each in rest["events"]] == ["mijoz.OrderPlaced"]
    assert rest["position"] == rest["next"] == 4
    end = bought.get("/v1/events", after="4")
    assert (end["events"], end["next"]) == ([], 4)


def test_an_event_leaves_as_a_cloud_event(bought: Caller) -> None:
    event = bought.get("/v1/events", after="3")["events"][0]
    data = event.pop("data")
    assert data["order_id"] == "o-1"
    assert event == {
        "specversion": "1.0",
        "id": event["id"],
        "source": "urn:mijoz",
        "type": "mijoz.OrderPlaced",
        "time": "2026-03-01T12:00:00Z",
        "datacontenttype": "application/json",
        "dataversion": 1,
        "stream": "order-o-1",
        "revision": 1,
        "authtype": "unauthenticated",
        "authid": "http:anonymous",
        "timequality": "server",
        "subject": "aziza",
        "sequence": "000000000004",
        "recordedtime": "2026-03-01T12:00:00Z",
    }


def test_events_come_as_a_batch_to_who_asks_for_one(bought: Caller) -> None:
    batch = "application/cloudevents-batch+json"
    url = "/v1/events?limit=3"
    answer = bought.client.get(url, headers={"Accept": batch})
    assert answer.headers["Content-Type"] == batch
    assert len(answer.json()) == 3
    assert answer.headers["Link"] == '</v1/events?limit=3&after=3>; rel="next"'


def test_events_not_yet_known_are_left_out_of_a_page(bought: Caller) -> None:
    page = bought.get("/v1/events", known_at="2026-02-01T00:00:00Z")
    assert (page["events"], page["next"]) == ([], 4)


@pytest.mark.parametrize("url", ["/v1/orders/o-1", "/v1/customers/aziza/history"])
def test_what_a_caller_has_is_not_sent_again(bought: Caller, url: str) -> None:
    tag = bought.client.get(url).headers["ETag"]
    for known in (tag, f'"x", {tag}', "*"):
        answer = bought.client.get(url, headers={"If-None-Match": known})
        assert answer.status_code == 304
        assert answer.content == b""
        assert answer.headers["ETag"] == tag
    bought.post("/v1/orders/o-1/completion", {})
    answer = bought.client.get(url, headers={"If-None-Match": tag})
    assert answer.status_code == 200


def test_a_list_is_the_same_while_the_log_stands_still(bought: Caller) -> None:
    tag = bought.client.get("/v1/customers").headers["ETag"]
    known = {"If-None-Match": tag}
    assert bought.client.get("/v1/customers", headers=known).status_code == 304
    bought.post("/v1/orders", order("o-2"))
    assert bought.client.get("/v1/customers", headers=known).status_code == 200


def test_a_statement_of_now_is_always_sent_since_time_alone_changes_it(
    bought: Caller,
) -> None:
    bought.post("/v1/orders/o-1/completion", {})
    known = {"If-None-Match": bought.client.get(STATEMENT).headers["ETag"]}
    assert bought.client.get(STATEMENT, headers=known).status_code == 200
    past = {"as_of": "2026-04-01T00:00:00Z"}
    answer = bought.client.get(STATEMENT, headers=known, params=past)
    assert answer.status_code == 304


def test_a_reading_is_nobody_elses_to_keep(bought: Caller) -> None:
    headers = bought.client.get("/v1/customers/aziza").headers
    assert headers["Cache-Control"] == "private, no-cache"
