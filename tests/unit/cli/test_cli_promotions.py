"""An operator supposes a promotion, makes codes again, and issues a print run."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.composition import compose
from mijoz.domain.promotion.codes import code

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
SEED = "forty-two-signs-that-nobody-will-ever-guess"
TERMS = {
    "kind": "threshold",
    "currency": "UZS",
    "reward": "share",
    "steps": [{"least": 1_000, "value": 1_000}],
    "time_zone": "Asia/Tashkent",
    "windows": [{"first_day": "2026-05-01"}],
}


@frozen
class Shell:
    main: Callable[[Sequence[str]], int]
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *line: str) -> tuple[int, str, str]:
        """Run a command; return its exit code and what it printed, and complained."""
        code = self.main(line)
        printed = self.capsys.readouterr()
        return code, printed.out, printed.err

    def json(self, *line: str) -> Any:
        code, out, err = self(*line, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    crm = compose(clock=lambda: NOW)
    run = Shell(create(Services(lambda _: crm, _none, _none, _none)), capsys)
    run("customer", "register", "--customer-id", "aziza", "--party-kind", "person",
        "--channel", "shop")  # fmt: skip
    for name, price in (("o-1", 1_000), ("o-2", 999)):
        line = {"line_id": "1", "sku": "hat", "quantity": 1}
        lines = json.dumps([line | {"paid": price, "list_price": price}])
        told, _, _ = run(
            "order", "record", "--order-id", name, "--customer-id", "aziza",
            "--channel", "shop", "--currency", "UZS", "--lines", lines,
        )  # fmt: skip
        assert told == 0
    return run


def _none(*_: Any) -> Any:
    raise AssertionError("not for these tests")


@pytest.fixture
def draft(tmp_path: Path) -> str:
    file = tmp_path / "spring.json"
    file.write_text(json.dumps({"promotion_id": "spring", "terms": TERMS}))
    return str(file)


def test_a_draft_is_supposed_over_past_orders(shell: Shell, draft: str) -> None:
    found = shell.json("promotion", "what-if", draft, "--every-day")
    assert (found["orders"], found["touched"]) == (2, 1)
    assert found["discount"] == {"UZS": {"before": 0, "after": 100}}
    assert found["applied"] == {"before": 0, "after": 1}
    assert found["failed"] == {"least": 1}
    assert [each["order_id"] for each in found["changes"]] == ["o-1"]
    told, out, _ = shell("promotion", "what-if", draft, "--every-day")
    assert told == 0
    assert "1 would differ" in out
    assert "least" in out
    assert "o-1" in out


def test_a_draft_is_held_against_its_own_windows_and_two_times(
    shell: Shell, draft: str
) -> None:
    assert shell.json("promotion", "what-if", draft)["failed"] == {"window": 2}
    early = shell.json("promotion", "what-if", draft, "--as-of", "2026-03-01")
    assert early["orders"] == 0
    assert early["as_of"].startswith("2026-03-01T23:59:59")
    known = shell.json("promotion", "what-if", draft, "--known-at", "2026-03-01")
    assert known["orders"] == 0


def test_a_published_promotion_is_supposed_by_its_id(shell: Shell, draft: str) -> None:
    told, _, err = shell("promotion", "what-if", "spring")
    assert (told, "spring" in err) == (5, True)
    shell("promotion", "publish", "spring", "--version", "1", "--terms",
          json.dumps(TERMS))  # fmt: skip
    found = shell.json("promotion", "what-if", "spring", "--every-day")
    assert found["touched"] == 1


def test_only_the_last_changes_are_told(shell: Shell, tmp_path: Path) -> None:
    steps = [{"least": 1, "value": 1_000}]
    file = tmp_path / "all.json"
    draft = {"promotion_id": "all", "terms": TERMS | {"steps": steps}}
    file.write_text(json.dumps(draft))
    line = ("promotion", "what-if", str(file), "--every-day", "--last")
    assert [each["order_id"] for each in shell.json(*line, "1")["changes"]] == ["o-2"]
    assert len(shell.json(*line, "0")["changes"]) == 2
    assert shell.json(*line, "1")["touched"] == 2


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("{", 2, "JSON"),
        ('{"promotion_id": "x"}', 2, "/terms is missing"),
        (json.dumps({"promotion_id": "x", "terms": TERMS | {"steps": []}}), 3, "rise"),
    ],
)
def test_a_draft_that_promises_nothing_is_refused(
    shell: Shell, tmp_path: Path, text: str, code: int, word: str
) -> None:
    file = tmp_path / "bad.json"
    file.write_text(text)
    told, _, err = shell("promotion", "what-if", str(file))
    assert (told, word in err) == (code, True)


@pytest.fixture
def pool(shell: Shell, tmp_path: Path) -> str:
    """Generate a pool of three, and return where its seed is."""
    told, _, _ = shell("pool", "generate", "spring", "--count", "3", "--seed", SEED)
    assert told == 0
    file = tmp_path / "spring.seed"
    file.write_text(f"{SEED}\n")
    return str(file)


def test_codes_are_made_again_from_their_seed(shell: Shell, pool: str) -> None:
    found = shell.json("pool", "codes", "spring", "--seed-file", pool)
    assert [each["number"] for each in found] == [1, 2, 3]
    assert found[0]["code"] == code(SEED, "spring", 1)
    told, out, _ = shell("pool", "codes", "spring", "--seed-file", pool)
    assert (told, out.splitlines()[2]) == (0, f"3\t{code(SEED, 'spring', 3)}")


def test_another_seed_is_not_what_was_committed_to(
    shell: Shell, pool: str, tmp_path: Path
) -> None:
    other = tmp_path / "other.seed"
    other.write_text(SEED.upper())
    told, out, err = shell("pool", "codes", "spring", "--seed-file", str(other))
    assert (told, out) == (6, "")
    assert "another seed" in err
    told, _, _ = shell("pool", "codes", "none", "--seed-file", pool)
    assert told == 5


def test_a_print_run_is_issued_and_may_be_repeated(shell: Shell, pool: str) -> None:
    line = ("pool", "issue", "spring", "--channel", "print", "--to")
    assert shell.json(*line, "2")["issued"] == 2
    assert shell.json(*line, "3")["issued"] == 1
    told, out, _ = shell(*line, "3", "--first", "3")
    assert (told, "0 coupons" in out) == (0, True)
    told, _, _ = shell(*line, "4")
    assert told == 5
    told, _, err = shell("pool", "issue", "spring", "--channel", "sms", "--to", "1")
    assert (told, "issued otherwise" in err) == (3, True)


def test_an_order_tells_what_each_promotion_did(shell: Shell, pool: str) -> None:
    assert pool
    coupons = TERMS | {
        "kind": "coupon",
        "pool_id": "spring",
        "steps": [{"least": 500, "value": 500}],
        "windows": [{"first_day": "2026-03-01"}],
        "budget_id": "costs",
    }
    opened = ("--currency", "UZS", "--limit", "900", "--slice", "100")
    assert shell("budget", "open", "costs", *opened)[0] == 0
    assert shell("pool", "issue", "spring", "--to", "1", "--channel", "app")[0] == 0
    big = TERMS | {"windows": [{"first_day": "2026-03-01"}]}
    for name, terms in (("with-code", coupons), ("big", big), ("may", TERMS)):
        line = ("promotion", "publish", name, "--version", "1", "--terms")
        assert shell(*line, json.dumps(terms))[0] == 0
    hat = {"line_id": "1", "sku": "hat", "quantity": 1, "list_price": 900}
    told, _, err = shell(
        "promotion", "evaluate", "--order-id", "o-9", "--customer-id", "aziza",
        "--currency", "UZS", "--lines", json.dumps([hat]),
        "--codes", json.dumps([code(SEED, "spring", 1)]),
    )  # fmt: skip
    assert (told, err) == (0, "")
    told, out, _ = shell("promotion", "explain", "o-9")
    assert told == 0
    assert "coupon, share 500, from 500, coupon 1 of spring, out of costs" in out
    assert "not: least, 1,000 asked for, 900 there" in out
    assert "not: window" in out
    assert "evaluated: 0.45 UZS off" in out
    found = shell.json("promotion", "explain", "o-9")
    assert found["lines"][0]["paid"] == 855
    lines = json.dumps([hat | {"paid": 855, "coupon_discount": 45}])
    shell(
        "order", "place", "--order-id", "o-9", "--customer-id", "aziza",
        "--channel", "web", "--currency", "UZS", "--lines", lines,
    )  # fmt: skip
    assert "bound: 0.45 UZS off" in shell("promotion", "explain", "o-9")[1]
    shell("order", "cancel", "o-9", "--reason", "x")
    assert "voided: 0.45 UZS off" in shell("promotion", "explain", "o-9")[1]
    assert shell("promotion", "explain", "none")[0] == 5


def test_what_one_promotion_did_not_take_another_may_have(shell: Shell) -> None:
    fixed: dict[str, Any] = TERMS | {
        "kind": "fixed",
        "windows": [{"first_day": "2026-03-01"}],
    }
    fixed |= {"steps": [{"least": 0, "value": 500}], "stacking": {"group": "x"}}
    friend = fixed | {"kind": "friend", "side": "referrer", "stacking": {}}
    for name, terms in (("a", fixed), ("b", fixed), ("c", friend)):
        line = ("promotion", "publish", name, "--version", "1", "--terms")
        assert shell(*line, json.dumps(terms))[0] == 0
    hat = {"line_id": "1", "sku": "hat", "quantity": 1, "list_price": 900}
    told, _, _ = shell(
        "promotion", "evaluate", "--order-id", "o-9", "--currency", "UZS",
        "--lines", json.dumps([hat]), "--referral-id", "r-1", "--side", "referrer",
    )  # fmt: skip
    assert told == 0
    out = shell("promotion", "explain", "o-9")[1]
    assert "not: group_taken, beside a" in out
    assert "referral r-1" in out
