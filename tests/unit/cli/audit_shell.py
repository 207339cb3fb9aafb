"""A shop at a terminal, for whoever tries what auditors type."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from attrs import frozen

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services

from ..auditing.shop import AZIZA, BOBUR, Shop, open_shop


def _none(*_: Any) -> Any:
    raise AssertionError("not for these tests")


@frozen
class Shell:
    main: Callable[[Sequence[str]], int]
    capsys: pytest.CaptureFixture[str]

    def __call__(self, line: str) -> tuple[int, str, str]:
        code = self.main(line.split())
        printed = self.capsys.readouterr()
        return code, printed.out, printed.err

    def json(self, line: str) -> Any:
        code, out, err = self(f"{line} --json")
        assert (code, err) == (0, "")
        return json.loads(out)


def trading() -> Shop:
    """Return a shop where Aziza buys twice, and of the second we hear late."""
    shop = open_shop()
    shop.buys(AZIZA, "o-1", 3)
    shop.learn_on(9)
    shop.buys(AZIZA, "o-2", 6, paid=500)
    shop.buys(BOBUR, "o-3", 6)
    return shop


def shell_of(shop: Shop | None, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return a shell whose store is the shop; without one, it must not be opened."""
    opened = _none if shop is None else lambda _: shop.crm
    return Shell(create(Services(opened, _none, _none, _none)), capsys)
