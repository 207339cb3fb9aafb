"""The OpenAPI document says what there is, and can be believed."""

import re
from collections.abc import Iterator
from typing import Any

from fastapi.testclient import TestClient

from mijoz.adapters.http import paths
from mijoz.adapters.http.app import create_app
from mijoz.application.registry import COMMANDS
from mijoz.composition import compose

DOCUMENT = create_app(compose()).openapi()
OPERATIONS = [
    (path, method, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]


def references(within: Any) -> Iterator[str]:
    """Yield every reference of a document."""
    if isinstance(within, dict):
        if "$ref" in within:
            yield within["$ref"]
        for each in within.values():
            yield from references(each)
    elif isinstance(within, list):
        for each in within:
            yield from references(each)


def test_every_command_has_one_url() -> None:
    assert set(paths.COMMANDS) == {each.name for each in COMMANDS}
    assert len(set(paths.COMMANDS.values())) == len(COMMANDS)


def test_it_is_served_and_can_be_looked_at(client: TestClient) -> None:
    assert client.get("/openapi.json").json()["openapi"].startswith("3.1")
    assert client.get("/docs").status_code == 200


def test_a_command_is_an_operation_under_its_own_name() -> None:
    for entry in COMMANDS:
        operation = DOCUMENT["paths"][paths.COMMANDS[entry.name]]["post"]
        assert operation["operationId"] == entry.name
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        assert schema["additionalProperties"] is False
        said = {
            each["name"] for each in operation["parameters"] if each["in"] == "path"
        }
        told = said | set(schema["properties"])
        assert told == {each.name for each in entry.asked}, entry.name
        assert {"Idempotency-Key", "If-Match", "dry_run"} <= {
            each["name"] for each in operation["parameters"]
        }


def test_no_two_operations_share_a_name() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(set(names)) == len(names)


def test_every_reference_leads_somewhere() -> None:
    found = set(references(DOCUMENT))
    assert found == {
        f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]
    }


def test_every_part_of_a_path_is_a_parameter() -> None:
    for path, method, operation in OPERATIONS:
        parameters = operation.get("parameters", [])
        named = [each["name"] for each in parameters if each["in"] == "path"]
        assert named == re.findall(r"{(\w+)}", path)
        if path.startswith("/v1"):
            clocks = {"as_of", "known_at"} <= {each["name"] for each in parameters}
            assert clocks is (method == "get"), path


def test_a_schema_says_what_may_be_left_out() -> None:
    operation = DOCUMENT["paths"]["/v1/orders"]["post"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    assert schema["required"] == ["customer_id", "channel", "currency", "lines"]
    line = schema["properties"]["lines"]["items"]
    assert line["properties"]["paid"]["type"] == "integer"
    assert "category" not in line["required"]
