"""No body, however strange, is an error of ours, and none of these leaves a trace."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from mijoz.adapters.http.app import LIMIT, create_app
from mijoz.application.crm import Crm
from mijoz.composition import compose

from .conftest import NOW, Caller

JSON = "application/json"


def chunks() -> Iterator[bytes]:
    """Yield 5 MB in pieces, so that no length is told beforehand."""
    yield b'{"reason": "'
    for _ in range(80):
        yield b"x" * 65_536
    yield b'"}'


NASTY: dict[str, tuple[bytes, int]] = {
    "NaN": (b'{"amount": NaN}', 400),
    "Infinity": (b'{"amount": Infinity}', 400),
    "minus Infinity": (b'{"amount": -Infinity}', 400),
    "a float out of range": (b'{"amount": 1e400}', 400),
    "a whole number out of range": (b'{"amount": 1' + b"0" * 5_000 + b"}", 400),
    "an exponent out of reason": (b'{"amount": 1e-999999999}', 422),
    "a name twice": (b'{"amount": 1, "amount": 2}', 400),
    "a name twice, deep inside": (b'{"terms": [{"a": 1, "a": 1}]}', 400),
    "half a surrogate pair": (b'{"reason": "\\ud800"}', 400),
    "half a surrogate pair as a name": (b'{"\\udfff": 1}', 400),
    "NUL": (b'{"reason": "a\\u0000b"}', 400),
    "NUL as it is": (b'{"reason": "a\0b"}', 400),
    "no UTF-8": (b'{"reason": "\xff"}', 400),
    "UTF-16": ('{"reason": "x"}'.encode("utf-16"), 400),
    "a byte order mark": (b"\xef\xbb\xbf{}", 400),
    "nested too deeply": (b'{"a":' * 10_000, 400),
    "arrays nested too deeply": (b"[" * 60_000, 400),
    "nothing": (b"", 400),
    "white space": (b" \n", 400),
    "half an object": (b'{"reason": ', 400),
    "two objects": (b"{}{}", 400),
    "a trailing comma": (b'{"reason": "x",}', 400),
    "an array": (b"[]", 422),
    "null": (b"null", 422),
    "a text": (b'"x"', 422),
    "a number": (b"7", 422),
    "a name nobody knows": (b'{"no_such_name": 1}', 422),
    "too large": (b'{"reason": "' + b"x" * LIMIT + b'"}', 413),
}


@pytest.fixture(scope="module")
def crm() -> Crm:
    return compose(clock=lambda: NOW)


@pytest.fixture(scope="module")
def client(crm: Crm) -> Iterator[TestClient]:
    with TestClient(create_app(crm), raise_server_exceptions=False) as client:
        yield client


POSTS = [
    path
    for path, operations in create_app(compose()).openapi()["paths"].items()
    if "post" in operations
]


STRIDE = 8


def test_every_command_is_tried() -> None:
    assert len(POSTS) >= 40 * STRIDE // 2


def test_a_nasty_body_is_a_problem_of_the_caller_and_is_not_recorded(
    client: TestClient, crm: Crm
) -> None:
    """Every URL with some of them, and every one of them on several URLs."""
    every = list(NASTY.items())
    for number, path in enumerate(POSTS):
        url = re.sub(r"{\w+}", "1", path)
        headers = {"Content-Type": JSON, "Idempotency-Key": "k"}
        for name, (body, status) in every[number % STRIDE :: STRIDE]:
            answer = client.post(url, content=body, headers=headers)
            assert answer.status_code == status, (path, name, answer.text)
            assert answer.headers["Content-Type"] == "application/problem+json", name
            assert answer.json()["status"] == status
        assert crm.journal.head() == 0


def test_a_large_body_in_chunks_is_not_read_to_its_end(
    client: TestClient, crm: Crm
) -> None:
    for path in POSTS:
        headers = {"Content-Type": JSON, "Idempotency-Key": "k"}
        url = re.sub(r"{\w+}", "1", path)
        answer = client.post(url, content=chunks(), headers=headers)
        assert answer.status_code == 413, path
        assert crm.journal.head() == 0


def test_what_is_not_json_by_its_own_word_is_not_read(client: TestClient) -> None:
    for path in POSTS:
        url = re.sub(r"{\w+}", "1", path)
        for media in ("text/plain", "application/x-www-form-urlencoded", "", "*/*"):
            headers = {"Content-Type": media, "Idempotency-Key": "k"}
            answer = client.post(url, content=b"{}", headers=headers)
            assert answer.status_code == 415, (path, media)
        headers = {"Content-Type": JSON, "Content-Encoding": "gzip"}
        assert client.post(url, content=b"{}", headers=headers).status_code == 415


def padded(size: int) -> bytes:
    """Return a registration of so many bytes."""
    body = b'{"party_kind": "person", "channel": "web"'
    return body + b" " * (size - len(body) - 1) + b"}"


def test_a_body_may_be_as_large_as_the_limit(crm: Crm) -> None:
    client = TestClient(create_app(compose(), limit=100))
    headers = {"Content-Type": f"{JSON}; charset=utf-8"}
    url = "/v1/customers?dry_run=true"
    answer = client.post(url, content=padded(100), headers=headers)
    assert answer.status_code == 200
    answer = client.post(url, content=padded(101), headers=headers)
    assert answer.status_code == 413
    assert answer.json()["detail"] == "the limit is 100 bytes"


def test_a_length_that_is_a_lie_is_found_out(client: TestClient) -> None:
    headers = {"Content-Type": JSON, "Content-Length": "2"}
    answer = client.post(POSTS[0], content=chunks(), headers=headers)
    assert answer.status_code == 413


def test_a_fault_is_named_by_its_place_and_never_quoted(caller: Caller) -> None:
    body = {
        "customer_id": "Aziza Karimova",
        "channel": " ",
        "currency": "UZS",
        "at": "yesterday, says Aziza",
        "lines": [{"line_id": "1", "quantity": "Aziza"}, "Aziza"],
        "Aziza Karimova": 1,
        "oops": 1,
    }
    problem, _ = caller.post("/v1/orders", body, 422)
    assert "Aziza" not in str(problem)
    assert [each["pointer"] for each in problem["errors"]] == [
        "",
        "/oops",
        "/at",
        "/customer_id",
        "/channel",
        "/lines/0/sku",
        "/lines/0/paid",
        "/lines/0/list_price",
        "/lines/0/quantity",
        "/lines/1",
    ]


def test_many_faults_are_told_by_the_first_of_them(caller: Caller) -> None:
    body = {f"unknown_{number}": 1 for number in range(1_000)}
    problem, _ = caller.post("/v1/orders/o-1/completion", body, 422)
    assert problem["detail"].startswith("1000 of its members are")
    assert len(problem["errors"]) == 20
