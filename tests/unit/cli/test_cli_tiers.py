"""`mijoz tier show` and the commands beside it, as an operator types them."""

import json

import pytest

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.composition import compose

from .test_cli import LINES, NOW, TERMS, Shell, _none

TIERS = [
    {"name": "silver", "threshold": 100, "privileges": [{"name": "lounge", "uses": 2}]},
    {"name": "gold", "threshold": 300, "privileges": []},
]
RULES = {
    "time_zone": "Asia/Tashkent",
    "tiers": TIERS,
    "span": "calendar_year",
    "downgrade": "to_earned",
    "crossing": "split",
}
FROM = "--version 1 --effective-from 2026-01-01T00:00:00Z"


@pytest.fixture
def shop(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return a shop whose programme has tiers, and Aziza, who has reached one."""
    crm = compose(clock=lambda: NOW)
    shell = Shell(create(Services(lambda _: crm, _none, _none, _none)), capsys)
    shell.json(f"programme publish club {FROM}", "--terms", TERMS)
    shell.json(f"tiers publish club {FROM}", "--rules", json.dumps(RULES))
    register = "customer register --customer-id aziza --party-kind person"
    shell.json(f"{register} --channel shop")
    shell.json("membership enrol club aziza --channel shop")
    order = "order record --order-id o-1 --customer-id aziza --channel shop"
    shell.json(f"{order} --currency UZS", "--lines", LINES)
    return shell


def test_a_tier_is_shown_with_what_is_missing(shop: Shell) -> None:
    told = shop.json("tier show aziza")
    assert (told["tier"], told["valid_until"]) == ("silver", "2026-12-31T19:00:00Z")
    assert told["progress"] == {
        "since": "2025-12-31T19:00:00Z",
        "until": "2026-12-31T19:00:00Z",
        "amount": 100,
        "next_tier": "gold",
        "to_next": 200,
        "to_keep": 0,
    }
    _, out, _ = shop("tier show aziza")
    assert "silver until 2026-12-31 19:00\n" in out
    assert "to keep silver    0  by 2026-12-31 19:00" in out
    assert "to reach gold   200" in out


def test_a_tier_that_is_granted_is_shown_so(shop: Shell) -> None:
    grant = "tier grant club aziza --grant-id g --tier gold --reason apology"
    shop.json(f"{grant} --approver anna")
    _, out, _ = shop("tier show aziza --programme club")
    assert "gold by a grant\n" in out
    assert "to reach" not in out


def test_who_has_no_tier_is_told_what_is_missing(shop: Shell) -> None:
    shop.json("order refund o-1 --refund-id r-1", "--lines", '[["1", 5000]]')
    assert shop.json("tier show aziza")["progress"]["amount"] == 50
    _, out, _ = shop("tier show aziza --as-of 2028-01-01")
    assert "no tier\n" in out
    assert "to reach silver  100" in out


def test_there_is_nothing_to_show_of_a_programme_without_tiers(shop: Shell) -> None:
    code, _, err = shop("tier show aziza --programme other")
    assert (code, err) == (5, "mijoz: there is no tier other:aziza\n")


def test_a_privilege_is_used_as_often_as_the_tier_says(shop: Shell) -> None:
    for _ in range(2):
        told = shop.json("privilege use club aziza --privilege lounge")
        assert [each["type"] for each in told["events"]] == ["PrivilegeUsed"]
    code, _, err = shop("privilege use club aziza --privilege lounge")
    assert (code, err) == (3, "mijoz: privilege lounge was used all 2 times\n")
