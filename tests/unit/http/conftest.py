"""A CRM behind its API, in memory, at a fixed hour; and someone who calls it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from attrs import define, field
from fastapi.testclient import TestClient

from mijoz.adapters.http.app import create_app
from mijoz.application.crm import Crm
from mijoz.composition import compose

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@define
class Caller:
    """Calls with a fresh key each time, unless one is given, and expects a status."""

    client: TestClient
    keys: Iterator[int] = field(factory=count)

    def post(
        self, url: str, body: Any, status: int = 201, **headers: str
    ) -> tuple[Any, Any]:
        """Return the answer in JSON, and its headers."""
        sent = {"Idempotency-Key": f"key-{next(self.keys)}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.client.post(url, json=body, headers=sent)
        assert answer.status_code == status, answer.text
        return answer.json(), answer.headers

    def get(
        self, url: str, status: int = 200, purpose: str = "", **parameters: str
    ) -> Any:
        """Return the answer in JSON; what is personal is there for a purpose."""
        headers = {"Purpose": purpose} if purpose else {}
        answer = self.client.get(url, params=parameters, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()


@pytest.fixture
def crm() -> Crm:
    return compose(clock=lambda: NOW)


@pytest.fixture
def client(crm: Crm) -> Iterator[TestClient]:
    with TestClient(create_app(crm), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def caller(client: TestClient) -> Caller:
    return Caller(client)


@pytest.fixture
def bought(caller: Caller) -> Caller:
    """Return a caller for whose sake Aziza, of the club, has placed order o-1."""
    terms = {"time_zone": "Asia/Tashkent", "unit": "points", "points": 1, "per": 100}
    version = {
        "version": 1,
        "effective_from": "2026-03-01T12:00:00Z",
        "terms": terms | {"currency": "UZS"},
    }
    caller.post("/v1/programmes/club/versions", version)
    aziza = {"customer_id": "aziza", "party_kind": "person", "channel": "shop"}
    caller.post("/v1/customers", aziza | {"name": "Aziza"})
    member = {"programme_id": "club", "customer_id": "aziza", "channel": "shop"}
    caller.post("/v1/memberships", member)
    caller.post("/v1/orders", order("o-1"))
    return caller


def order(order_id: str) -> dict[str, Any]:
    """Return the body that places an order of 100.50 for a sock."""
    line = {"line_id": "1", "sku": "sock", "quantity": 2}
    return {
        "order_id": order_id,
        "customer_id": "aziza",
        "channel": "shop",
        "currency": "UZS",
        "lines": [line | {"paid": 10_050, "list_price": 11_000}],
    }
