"""The API on a real port: requests over sockets, a store on disk, an orderly end."""

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest
import uvicorn
from attrs import frozen

from mijoz.adapters.http.serve import server
from mijoz.application.crm import Crm
from mijoz.composition import compose


@frozen
class Served:
    """A CRM, and the running server that others reach it by."""

    crm: Crm
    server: uvicorn.Server
    port: int

    def call(
        self, method: str, url: str, body: Any = None, **headers: str
    ) -> tuple[int, dict[str, str], Any]:
        """Return status, headers and body of one request on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            sent["Content-Type"] = "application/json"
            body = json.dumps(body)
        connection.request(method, url, body, sent)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        told = json.loads(text) if text else None
        return answer.status, dict(answer.headers), told


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    crm = compose(f"sqlite:///{tmp_path}/crm.db")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        running = server(crm, log_level="warning")
        thread = Thread(target=running.run, args=([listening],))
        thread.start()
        deadline = monotonic() + 10
        while not running.started and monotonic() < deadline:
            sleep(0.01)
        yield Served(crm, running, listening.getsockname()[1])
        running.should_exit = True
        thread.join(10)
        assert not thread.is_alive()


def person(name: str) -> dict[str, str]:
    return {"customer_id": name, "party_kind": "person", "channel": "web"}


def test_a_command_is_recorded_and_read_back_over_a_socket(served: Served) -> None:
    status, headers, told = served.call(
        "POST", "/v1/customers", person("aziza"), Idempotency_Key="one"
    )
    assert (status, told["position"]) == (201, 1)
    status, headers, found = served.call("GET", headers["location"])
    assert status == 200
    assert found["customer"]["registered"]["customer_id"] == "aziza"
    assert "server" not in headers


def test_many_callers_at_once_are_all_answered(served: Served) -> None:
    def register(number: int) -> int:
        body, key = person(f"c-{number % 40}"), f"key-{number % 40}"
        return served.call("POST", "/v1/customers", body, Idempotency_Key=key)[0]

    with ThreadPoolExecutor(16) as callers:
        assert set(callers.map(register, range(160))) == {201}
    assert served.crm.journal.head() == 40


def test_a_large_body_in_chunks_is_turned_away_before_its_end(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as caller:
        caller.sendall(
            b"POST /v1/customers HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/json\r\nIdempotency-Key: k\r\n\r\n"
        )
        piece = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        for _ in range(2):  # of 5 MB that will never all be sent
            caller.sendall(piece)
        answer = caller.recv(65_536)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert served.call("GET", "/livez")[0] == 200


@pytest.mark.parametrize("host", [b"[", b"\xff", b"a b", b""])
def test_a_strange_host_is_no_error_of_ours(served: Served, host: bytes) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as caller:
        caller.sendall(
            b"POST /v1/customers?dry_run=true HTTP/1.1\r\nHost: " + host + b"\r\n"
            b"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
        )
        answer = caller.recv(65_536)
    assert answer.startswith(b"HTTP/1.1 4")


def test_a_request_that_was_begun_is_answered_before_the_end(served: Served) -> None:
    body = json.dumps(person("aziza")).encode()
    head = (
        b"POST /v1/customers HTTP/1.1\r\nHost: x\r\nIdempotency-Key: k\r\n"
        b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
    )
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as caller:
        caller.sendall(head + body[:10])
        sleep(0.1)
        served.server.should_exit = True
        sleep(0.2)
        caller.sendall(body[10:])
        answer = caller.recv(65_536)
    assert answer.startswith(b"HTTP/1.1 201 ")
    assert served.crm.journal.head() == 1
