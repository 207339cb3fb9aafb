"""`mijoz audit verify` at the terminal: what it says, and how it ends."""

import json
from pathlib import Path
from typing import Any

import pytest

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.composition import compose, foresight, models_path, warehouse

main = create(Services(compose, warehouse, models_path, foresight))


@pytest.fixture
def store(tmp_path: Path) -> list[str]:
    """Return the option that names a store with a customer, a key and a checkpoint."""
    option = ["--store", f"sqlite:///{tmp_path}/shop.db"]
    register = ["customer", "register", "--customer-id", "aziza"]
    assert main([*register, "--party-kind", "person", "--channel", "web", *option]) == 0
    assert main(["audit", "keygen", *option]) == 0
    assert main(["audit", "checkpoint", "-o", f"{tmp_path}/kept.txt", *option]) == 0
    assert main(["customer", "list", *option]) == 0
    return option


def verified(
    capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["audit", "verify", "--json", *arguments])
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, told


def test_it_says_what_was_checked_and_how_fast(
    store: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = ["--checkpoint", f"{tmp_path}/kept.txt"]
    key = ["--vkey", f"{tmp_path}/shop.signing.key.pub"]
    code, told = verified(capsys, *store, *held, *key)
    assert code == 0
    assert (told["holds"], told["entries"], told["streams"]) == (True, 1, 1)
    assert told["entries_a_second"] > 0
    assert len(told["checkpoints"]) == 2
    assert told["not_checked"] == []
    (cards,) = told["read_models"]
    assert (cards["name"], cards["rows"]) == ("cards.2", 1)
    assert cards["digest"] == cards["kept"]


def test_it_says_what_it_could_not_check(
    store: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, told = verified(capsys, *store)
    assert told["not_checked"] == [
        "no checkpoint from elsewhere was given: give --checkpoint"
    ]
    _, told = verified(capsys, *store, "--checkpoint", f"{tmp_path}/kept.txt")
    assert told["not_checked"] == [
        "whose signatures they are was not checked: give --vkey"
    ]


def test_facts_are_made_again_and_compared(
    store: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = verified(capsys, *store, "--facts")
    assert code == 0
    cards, facts = told["read_models"]
    assert (cards["name"], facts["name"]) == ("cards.2", "facts")
    assert facts["digest"] == facts["kept"]
    kept = warehouse(compose(store[1]), store[1])
    kept.connection.execute("UPDATE customers SET channel = 'shop'")
    kept.close()
    code, told = verified(capsys, *store, "--facts")
    assert code == 6
    assert told["problems"] == ["the facts in customers are not what the log makes"]


def test_a_key_that_did_not_sign_is_told(
    store: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = f"{tmp_path}/other.key"
    assert main(["audit", "keygen", "-o", other, *store]) == 0
    held = ["--checkpoint", f"{tmp_path}/kept.txt", "--vkey", f"{other}.pub"]
    assert main(["audit", "verify", *store, *held]) == 6
    assert "no key that is trusted" in capsys.readouterr().err
