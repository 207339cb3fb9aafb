"""Whatever fits the published schema is done, or refused: it is never our error."""

import re
from typing import Any

from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mijoz.adapters.http.app import create_app
from mijoz.composition import compose

from .conftest import NOW

DOCUMENT = create_app(compose()).openapi()
IDS = {"programme_id": ["club"], "currency": ["UZS", "USD"], "time_zone": ["UTC", "x"]}
IDS |= {"source_ref": ["order:a", "b"], "notice_sha256": ["a" * 64, "x"]}


def bodies(schema: Any, name: str = "") -> st.SearchStrategy[Any]:
    """Return what fits a schema; identities are few, so that they meet again."""
    match schema:
        case {"anyOf": [inner, _]}:
            return st.none() | bodies(inner, name)
        case {"enum": choices}:
            return st.sampled_from(choices)
        case {"properties": members}:
            needed = {*schema.get("required", ()), *(members.keys() & {"order_id"})}
            each = {key: bodies(value, key) for key, value in members.items()}
            return st.fixed_dictionaries(
                {key: each[key] for key in each if key in needed},
                optional={key: each[key] for key in each if key not in needed},
            )
        case {"prefixItems": parts}:
            return st.tuples(*[bodies(part, "line_id") for part in parts]).map(list)
        case {"items": inner}:
            return st.lists(bodies(inner, name), max_size=3)
        case {"type": "integer"}:
            return st.integers(-1, 3) | st.sampled_from([10, 100, 1000])
        case {"type": "boolean"}:
            return st.booleans()
        case {"format": form}:
            days = st.integers(1, 28).map(lambda day: f"2026-03-{day:02}")
            return days if form == "date" else days.map(lambda day: f"{day}T09:00:00Z")
        case _:
            return st.sampled_from(IDS.get(name, ["a", "b"]))


def requests(path: str, operation: Any) -> st.SearchStrategy[tuple[str, Any]]:
    """Return requests for a command, as URL and body."""
    parts = [each for each in operation["parameters"] if each["in"] == "path"]
    urls = st.fixed_dictionaries(
        {each["name"]: bodies(each["schema"], each["name"]) for each in parts}
    ).map(lambda values: re.sub(r"{(\w+)}", lambda part: str(values[part[1]]), path))
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    return st.tuples(urls, bodies(schema))


COMMANDS = [
    requests(path, operations["post"])
    for path, operations in DOCUMENT["paths"].items()
    if "post" in operations
]


TERMS = {"time_zone": "UTC", "unit": "p", "points": 1, "per": 1, "currency": "UZS"}
VERSION = {"version": 1, "effective_from": "2026-03-01T12:00:00Z", "terms": TERMS}
PERSON = {"party_kind": "person", "channel": "web"}
MEMBER = {"programme_id": "club", "channel": "web", "at": "2026-03-01T00:00:00Z"}
BEFORE = [
    ("/v1/programmes/club/versions", VERSION),
    ("/v1/customers", PERSON | {"customer_id": "a"}),
    ("/v1/customers", PERSON | {"customer_id": "b"}),
    ("/v1/memberships", MEMBER | {"customer_id": "a"}),
]


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(st.one_of(COMMANDS), min_size=20, max_size=40))
def test_no_request_that_fits_is_an_error_of_ours(
    asked: list[tuple[str, Any]],
) -> None:
    app = create_app(compose(clock=lambda: NOW))
    with TestClient(app, raise_server_exceptions=False) as client:
        for number, (url, body) in enumerate([*BEFORE, *asked]):
            key = {"Idempotency-Key": f"key-{number}"}
            answer = client.post(url, json=body, headers=key)
            assert answer.status_code in (200, 201, 404, 409), answer.text
            again = client.post(url, json=body, headers=key)
            assert again.status_code in (answer.status_code, 200, 409)
            if answer.is_success:
                assert again.headers["Idempotent-Replayed"] == "true"
                read = client.get(answer.headers["Location"])
                assert read.status_code in (200, 404)
