"""Mailings, messages and experiments from the shell, as an operator runs them."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email import message_from_bytes, policy
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.application.dispatching import reference
from mijoz.composition import compose

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
TEXTS = json.dumps([{"language": "en", "subject_line": "Socks", "body": "Hi $name"}])
WAYS = json.dumps([{"channel": "email", "template_id": "sale", "template_version": 1}])
DESIGN = json.dumps(
    {
        "hypothesis": "warm socks sell",
        "unit": "customer",
        "arms": [
            {"arm": "plain", "weight": 1, "treatment": "the standard offer"},
            {"arm": "warm", "weight": 1, "treatment": "warm socks"},
        ],
        "control": "plain",
        "salt": "s",
        "primary": "ordered",
        "guardrails": [],
        "mde": 50,
        "horizon_days": 14,
    }
)


@frozen
class Shell:
    main: Callable[[Sequence[str]], int]
    capsys: pytest.CaptureFixture[str]

    def __call__(self, line: str, *more: str) -> tuple[int, str, str]:
        code = self.main([*line.split(), *more])
        printed = self.capsys.readouterr()
        return code, printed.out, printed.err

    def json(self, line: str, *more: str) -> Any:
        code, out, err = self(line, *more, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)


def _none(*_: Any) -> Any:
    raise AssertionError("not for these tests")


@pytest.fixture
def shop(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return a shop with two customers who agreed, and a mailing to them."""
    crm = compose(clock=lambda: NOW)
    shell = Shell(create(Services(lambda _: crm, _none, _none, _none)), capsys)
    for who in ("aziza", "bek"):
        shell.json(
            f"customer register --customer-id {who} --party-kind person --channel shop"
            f" --name {who}"
        )
        shell.json(
            f"customer add-identifier {who} --kind email --value {who}@example.org"
        )
        shell.json(
            f"consent grant {who} --purpose news --channel email"
            " --lawful-basis consent --notice-version v1 --method form"
        )
    shell.json(
        "campaign plan --campaign-id navruz --kind direct --starts 2026-05-01"
        " --ends 2026-05-31"
    )
    shell.json(
        "template publish sale --version 1 --channel email --approved-by user:anna",
        "--texts",
        TEXTS,
    )
    shell.json(
        "mailing plan --mailing-id weekly --campaign-id navruz --purpose news"
        " --segment all --segment-version 1 --starts-at 2026-05-04T12:00:00Z"
        " --salt s --every-days 7",
        "--ways",
        WAYS,
    )
    return shell


def test_a_mailing_is_launched_and_sent_to_files(shop: Shell, tmp_path: Path) -> None:
    told = shop.json("mailing launch weekly")
    assert (told["round"], told["messages"], told["held_out"]) == (1, 2, 0)
    lines = b"aziza\temail\nbek\temail\n"
    assert told["list_sha256"] == sha256(lines).hexdigest()
    assert shop.json("mailing launch weekly") == told
    outbox = f"--outbox file:{tmp_path}"
    assert shop.json(f"message dispatch {outbox} --sender shop@example.org") == {
        "sent": 2,
        "suppressed": 0,
        "bounced": 0,
        "waiting": 0,
    }
    name = reference("weekly:1:aziza")
    raw = (tmp_path / f"{name}.eml").read_bytes()
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["Message-ID"] == f"<{name}@example.org>"
    assert mail["To"] == "aziza@example.org"
    assert "Hi aziza" in mail.as_string()


def test_a_list_of_ones_own_is_launched_from_a_file(
    shop: Shell, tmp_path: Path
) -> None:
    names = tmp_path / "friends.txt"
    names.write_text("bek\n")
    code, out, _ = shop(f"mailing launch weekly --customers {names}")
    assert code == 0
    assert "1 messages decided" in out
    assert "left out: 0 by consent" in out


def test_who_unsubscribes_gets_no_more_and_a_late_withdrawal_is_listed(
    shop: Shell, tmp_path: Path
) -> None:
    shop.json("mailing launch weekly")
    code, out, _ = shop(f"message dispatch --outbox file:{tmp_path}")
    assert (code, out.strip()[:6]) == (0, "2 sent")
    told = shop.json("message unsubscribe weekly:1:aziza --method link")
    assert [each["type"] for each in told["events"]] == [
        "Unsubscribed",
        "ConsentWithdrawn",
    ]
    shop.json(
        "consent withdraw bek --purpose news --channel email --method phone"
        " --at 2026-05-04T12:00:00Z"
    )
    late = shop.json("message unlawful")
    assert {each["customer_id"] for each in late} == {"aziza", "bek"}
    code, out, _ = shop("message unlawful")
    assert "weekly:1:bek" in out
    code, out, _ = shop("mailing launch weekly --at 2026-05-12T12:00:00Z")
    assert "left out: 2 by consent" in out


def test_customers_without_a_contact_are_listed(shop: Shell) -> None:
    found = shop.json("message overdue --days 7")
    assert (found["customers"], len(found["overdue"])) == (2, 2)
    code, out, _ = shop("message overdue --days 7")
    assert (code, "2 of 2 customers overdue" in out) == (0, True)


def test_what_is_no_outbox_is_a_mistake_of_the_caller(shop: Shell) -> None:
    code, _, err = shop("message dispatch --outbox pigeon://loft")
    assert code == 2
    assert "is no outbox" in err


def test_a_mailing_that_is_not_planned_is_not_found(shop: Shell) -> None:
    code, _, err = shop("mailing launch daily")
    assert code == 5
    assert "no such mailing" in err


def test_an_experiment_is_watched_and_concluded(shop: Shell) -> None:
    shop.json("experiment design --experiment-id socks", "--design", DESIGN)
    shop.json("experiment freeze socks")
    shop.json("experiment start socks")
    for who in ("aziza", "bek"):
        shop.json(f"exposure note socks {who}")
    assert shop.json("experiment check --at 2026-05-05T12:00:00Z") == {"events": 1}
    code, _, err = shop("experiment conclude socks --at 2026-05-05T12:00:00Z")
    assert code == 3
    assert "runs until" in err
    code, out, _ = shop("experiment conclude socks --at 2026-05-18T12:00:00Z")
    assert code == 0
    assert "inconclusive: go on with plain" in out
    told = shop.json("experiment conclude socks --at 2026-05-18T12:00:00Z")
    assert (told["decision"], told["chosen"]) == ("inconclusive", "plain")


def test_consent_is_given_by_whoever_has_the_token(shop: Shell) -> None:
    digest = sha256(b"sesame").hexdigest()
    shop.json(
        "consent request aziza --purpose survey --channel email --kind email"
        f" --value aziza@example.org --token-sha256 {digest} --notice-version v1"
        " --method form --expires-at 2026-05-06T12:00:00Z"
    )
    code, _, err = shop("consent confirm aziza --token barley")
    assert code == 3
    assert "nobody asked" in err
    told = shop.json("consent confirm aziza --token sesame")
    assert sorted(each["type"] for each in told["events"]) == [
        "ConsentBound",
        "ConsentGranted",
        "DoubleOptInConfirmed",
        "IdentifierVerified",
    ]
