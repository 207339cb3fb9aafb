"""A case over HTTP, under a service level that was published over HTTP as well."""

from typing import Any

from .conftest import Caller

OPENINGS = [{"weekday": day, "opens": 540, "closes": 1080} for day in range(1, 6)]
HOURS = {"time_zone": "Asia/Tashkent", "openings": OPENINGS, "holidays": ["2026-03-09"]}
AT = "2026-03-02T05:00:00Z"


def publish(caller: Caller) -> None:
    version: dict[str, Any] = {"at": AT, "version": 1, "effective_from": AT}
    caller.post("/v1/calendars/shop/versions", version | {"hours": HOURS})
    target = {"priority": 1, "first_response": 60, "resolution": 480}
    counted = {"calendar_id": "shop", "calendar_version": 1, "targets": [target]}
    caller.post("/v1/slas/desk/versions", version | counted)


def test_a_case_is_opened_answered_and_in_the_queue(caller: Caller) -> None:
    publish(caller)
    asked = {"at": AT, "case_id": "leak", "kind": "problem", "channel": "phone"}
    asked |= {"sla_id": "desk", "summary": "it leaks"}
    caller.post("/v1/cases", asked | {"priority": 1, "customer_id": None})
    body = caller.get("/v1/cases")
    (line,) = body["cases"]
    assert (line["case_id"], line["due_at"]) == ("leak", "2026-03-02T06:00:00Z")
    said = {"at": AT, "direction": "outgoing", "channel": "email", "author": "anna"}
    caller.post("/v1/cases/leak/messages", said | {"body": "we come"})
    body = caller.get("/v1/cases/leak")
    assert body["case"]["figures"]["first_response"] == 0
    assert body["case"]["due"] == "2026-03-02T13:00:00Z"


def test_a_case_under_a_service_level_that_is_none_is_not_opened(
    caller: Caller,
) -> None:
    asked = {"kind": "problem", "channel": "phone", "priority": 1, "sla_id": "desk"}
    body, _ = caller.post("/v1/cases", asked | {"customer_id": None}, 404)
    assert "service level" in body["detail"]
