"""What a store keeps of a request to know it again leads nobody to what it said."""

import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.adapters.http.app import create_app
from mijoz.adapters.strict_json import canonical
from mijoz.composition import compose

AZIZA = {"customer_id": "aziza", "party_kind": "person", "channel": "web"} | {
    "name": "Aziza"
}


def _none(*_: Any) -> Any:
    raise AssertionError("not for these tests")


def over_http(store: str) -> None:
    with TestClient(create_app(compose(store))) as client:
        headers = {"Idempotency-Key": "k-1"}
        for status in (201, 201):
            answer = client.post("/v1/customers", json=AZIZA, headers=headers)
            assert answer.status_code == status
        other = AZIZA | {"name": "Bobur"}
        answer = client.post("/v1/customers", json=other, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (
            422,
            "idempotency-key-reused",
        )


def at_a_terminal(store: str) -> None:
    main = create(Services(lambda *_, **__: compose(store), _none, _none, _none))
    words = [f"--{name.replace('_', '-')}={value}" for name, value in AZIZA.items()]
    told = ["customer", "register", *words, "--idempotency-key", "k-1"]
    assert (main(told), main(told)) == (0, 0)
    assert main([*told, "--name=Bobur"]) == 4


def fingerprint(path: Path) -> str:
    with closing(sqlite3.connect(path)) as store:
        ((kept,),) = store.execute("SELECT fingerprint FROM command_keys").fetchall()
    return str(kept)


@pytest.mark.parametrize("tell", [over_http, at_a_terminal])
def test_of_the_same_request_no_two_stores_keep_the_same(
    tmp_path: Path, tell: Any
) -> None:
    kept = []
    for name in ("one", "other"):
        path = tmp_path / f"{name}.db"
        tell(f"sqlite:///{path}")
        kept.append(fingerprint(path))
    assert len({*kept}) == 2
    guesses = [
        canonical(["POST", "/v1/customers", ""]) + canonical(AZIZA),
        canonical(["customer.register", AZIZA]),
        canonical(AZIZA),
    ]
    assert not {sha256(each).hexdigest() for each in guesses} & {*kept}
