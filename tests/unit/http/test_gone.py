"""Of someone who was erased nothing is read or told; the certificate is shown."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from mijoz.application.crm import Crm
from mijoz.application.envelope import Origin
from mijoz.application.privacy.certificate import Certificate
from mijoz.application.privacy.erasing import erase

from .conftest import Caller, order

HER = "/v1/customers/aziza"
MEMBER = "/v1/memberships/club/aziza"
EMAIL = {"kind": "email", "value": "aziza@example.org"}


@pytest.fixture
def known(bought: Caller) -> Caller:
    """Return a caller who has told all there is of Aziza."""
    bought.post("/v1/orders/o-1/completion", {})
    bought.post(f"{HER}/identifiers", EMAIL)
    consent = {"purpose": "news", "channel": "email", "method": "form"}
    granted = {"lawful_basis": "consent", "notice_version": "v1"}
    bought.post(f"{HER}/consents", consent | granted)
    bought.post(f"{HER}/exposures", {"campaign_id": "spring", "campaign_kind": "mail"})
    bought.post(f"{MEMBER}/cards", {"number": "4711"})
    said = {"feedback_id": "n-1", "customer_id": "aziza", "kind": "nps", "score": 9}
    bought.post("/v1/feedback", said | {"scale_max": 10, "comment": "so so"})
    return bought


@pytest.fixture
def erased(known: Caller, crm: Crm) -> Certificate:
    return erase(crm, "aziza", "asked for", Origin("user:anna"))


READS = [
    *(HER, f"{HER}/history", f"{HER}/consents", f"{HER}/outreach"),
    *(MEMBER, f"{MEMBER}/statement"),
]


@pytest.mark.parametrize("purpose", ["", "a test"])
@pytest.mark.parametrize("url", READS)
def test_what_was_theirs_is_gone_and_the_certificate_is_named(
    known: Caller, crm: Crm, url: str, purpose: str
) -> None:
    known.get(url, purpose=purpose)
    made = erase(crm, "aziza", "asked for", Origin("user:anna"))
    for clocks in ({}, {"known_at": "2026-03-01T12:00:00Z"}):
        problem = known.get(url, 410, purpose, **clocks)
        assert problem["code"] == "erased"
        assert problem["certificate"] == made.certificate_id
        assert "aziza" not in problem.values()


@pytest.mark.parametrize("url", READS)
def test_what_is_gone_is_no_longer_unchanged(
    known: Caller, client: TestClient, crm: Crm, url: str
) -> None:
    tag = client.get(url).headers["etag"]
    erase(crm, "aziza", "asked for", Origin("user:anna"))
    for known_tag in (tag, "*"):
        answer = client.get(url, headers={"If-None-Match": known_tag})
        assert answer.status_code == 410


def test_what_they_never_had_is_gone_as_well(bought: Caller, crm: Crm) -> None:
    bought.get(f"{HER}/consents", 404)
    erase(crm, "aziza", "asked for", Origin("user:anna"))
    bought.get(f"{HER}/consents", 410)


def told(command: str) -> tuple[str, Any]:
    """Return where a command about Aziza is told, and what it says."""
    line = order("o-9")
    said = {"customer_id": "aziza", "kind": "nps", "score": 9, "scale_max": 10}
    open_ = {"customer_id": "aziza", "kind": "problem", "channel": "web"}
    commands: dict[str, tuple[str, Any]] = {
        "place": ("/v1/orders", line),
        "record": ("/v1/purchases", line),
        "identify": (f"{HER}/identifiers", {"kind": "phone", "value": "+99877"}),
        "know": (
            f"{HER}/facts",
            {"fact_id": "f", "kind": "habit", "name": "tea", "source": "form"},
        ),
        "close": (f"{HER}/closure", {"reason": "moved"}),
        "hold": (f"{HER}/holds", {"hold_id": "h-1", "reason": "tax audit"}),
        "consent": (
            f"{HER}/consents",
            {"purpose": "ads", "channel": "email", "method": "form"}
            | {"lawful_basis": "consent", "notice_version": "v1"},
        ),
        "expose": (
            f"{HER}/exposures",
            {"campaign_id": "autumn", "campaign_kind": "mail"},
        ),
        "enrol": (
            "/v1/memberships",
            {"programme_id": "club", "customer_id": "aziza", "channel": "web"},
        ),
        "card": (f"{MEMBER}/cards/replacements", {"number": "4712", "reason": "lost"}),
        "say": ("/v1/feedback", {"feedback_id": "n-9"} | said),
        "complain": ("/v1/feedback", {"feedback_id": "n-9", "comment": "!"} | said),
        "meet": ("/v1/encounters", {"encounter_id": "e-1"} | open_),
    }
    return commands[command]


@pytest.mark.parametrize(
    "command",
    [
        *("place", "record", "identify", "know", "close", "hold", "consent", "expose"),
        *("enrol", "card", "say", "complain", "meet"),
    ],
)
def test_nothing_more_is_told_of_them(
    known: Caller, crm: Crm, erased: Certificate, command: str
) -> None:
    url, body = told(command)
    head = crm.journal.head()
    problem, _ = known.post(url, body, 410)
    assert problem["code"] == "erased"
    assert problem.get("certificate") == erased.certificate_id
    assert crm.journal.head() == head


def test_the_books_go_on(known: Caller, erased: Certificate) -> None:
    refund = {"refund_id": "r-1", "lines": [["1", 5_000]]}
    answer, _ = known.post("/v1/orders/o-1/refunds", refund)
    kinds = [each["type"] for each in answer["events"]]
    assert kinds == ["mijoz.OrderRefunded", "mijoz.EarnReversed"]


def test_the_certificate_is_shown_to_whoever_asks(
    known: Caller, erased: Certificate
) -> None:
    shown = known.get(f"{HER}/erasure")["erasure"]
    assert shown["certificate_id"] == erased.certificate_id
    assert shown["reason"] == "asked for"
    assert shown["keys"] == list(erased.keys)
    assert [each["place"] for each in shown["places"]] == [
        each.place for each in erased.places
    ]
    assert shown["confirmed_at"] == "2026-03-01T12:00:00Z"
    before = datetime(2026, 3, 1, 11, tzinfo=UTC).isoformat()
    known.get(f"{HER}/erasure", 404, as_of=before)


def test_there_is_no_certificate_of_who_was_not_erased(known: Caller) -> None:
    known.get(f"{HER}/erasure", 404)
    known.get("/v1/customers/nobody/erasure", 404)


def test_the_list_and_the_log_show_nothing_of_them(
    known: Caller, erased: Certificate
) -> None:
    assert known.get("/v1/customers")["customers"] == []
    past = known.get("/v1/customers", known_at="2026-03-01T12:00:00Z")
    assert past["customers"] == []
    (comment,) = (
        each["data"]["comment"]
        for each in known.get("/v1/events")["events"]
        if each["type"] == "mijoz.FeedbackReceived"
    )
    assert comment == {"personal": "sealed"}
    opened = known.get("/v1/feedback/n-1", purpose="a test")["feedback"]
    assert opened["received"]["comment"] == {"personal": "erased"}


def test_their_email_and_card_can_be_anothers(
    known: Caller, erased: Certificate
) -> None:
    bobur = {"customer_id": "bobur", "party_kind": "person", "channel": "web"}
    known.post("/v1/customers", bobur)
    known.post("/v1/customers/bobur/identifiers", EMAIL)
    member = {"programme_id": "club", "customer_id": "bobur", "channel": "web"}
    known.post("/v1/memberships", member)
    known.post("/v1/memberships/club/bobur/cards", {"number": "4711"})


def test_a_command_told_before_is_answered_again_without_what_was_personal(
    caller: Caller, crm: Crm
) -> None:
    aziza = {"customer_id": "aziza", "party_kind": "person", "channel": "web"}
    caller.post("/v1/customers", aziza | {"name": "Aziza"}, Idempotency_Key="once")
    erase(crm, "aziza", "asked for", Origin("user:anna"))
    said = aziza | {"name": "Aziza"}
    again, _ = caller.post("/v1/customers", said, Idempotency_Key="once")
    assert again["replayed"] is True
    assert again["events"][0]["data"]["name"] == {"personal": "sealed"}
