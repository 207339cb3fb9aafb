"""What is personal is shown for a Purpose, whole, and never to be kept."""

import pytest
from fastapi.testclient import TestClient

from mijoz.application.contexts import ACCESS
from mijoz.application.crm import Crm
from mijoz.domain.customer.access import PersonalDataRead

from .conftest import Caller

HER = "/v1/customers/aziza"
ASKED = {"Purpose": "complaint 4711", "Actor": "user:olim"}


def notes(crm: Crm) -> list[PersonalDataRead]:
    return [each.event for each in crm.journal.stream(ACCESS.stream("aziza"))]


@pytest.mark.parametrize(("url", "events"), [(HER, 1), (f"{HER}/history", 1)])
def test_a_reading_for_a_purpose_is_noted(
    bought: Caller, client: TestClient, crm: Crm, url: str, events: int
) -> None:
    assert "Aziza" in client.get(url, headers=ASKED).text
    (note,) = notes(crm)
    assert (note.reader, note.purpose, note.events) == (
        "user:olim",
        "complaint 4711",
        events,
    )


@pytest.mark.parametrize("url", [HER, f"{HER}/history", "/v1/events"])
def test_without_a_purpose_nothing_is_shown_and_nothing_noted(
    bought: Caller, client: TestClient, crm: Crm, url: str
) -> None:
    answer = client.get(url, headers={"Actor": "user:olim"})
    assert answer.status_code == 200
    assert "Aziza" not in answer.text
    assert '{"personal":"sealed"}' in answer.text
    assert notes(crm) == []


@pytest.mark.parametrize("purpose", ["", " "])
def test_a_purpose_that_says_nothing_is_refused(
    bought: Caller, client: TestClient, crm: Crm, purpose: str
) -> None:
    answer = client.get(HER, headers={"Purpose": purpose})
    assert (answer.status_code, answer.json()["code"]) == (400, "purpose-missing")
    assert notes(crm) == []


def test_what_is_opened_is_told_whole_even_to_who_knows_what_is_sealed(
    bought: Caller, client: TestClient, crm: Crm
) -> None:
    tag = client.get(HER).headers["etag"]
    assert client.get(HER, headers={"If-None-Match": tag}).status_code == 304
    for known in (tag, "*"):
        answer = client.get(HER, headers=ASKED | {"If-None-Match": known})
        assert answer.status_code == 200
        assert "Aziza" in answer.text
    assert len(notes(crm)) == 2


def test_no_cache_keeps_what_was_opened_nor_takes_it_for_what_is_sealed(
    bought: Caller, client: TestClient
) -> None:
    shut, opened = client.get(HER), client.get(HER, headers=ASKED)
    assert shut.headers["cache-control"] == "private, no-cache"
    assert opened.headers["cache-control"] == "no-store"
    assert shut.headers["vary"] == opened.headers["vary"] == "Purpose"
    assert opened.headers["etag"] == shut.headers["etag"]  # the revision, for If-Match


def test_what_is_not_there_is_not_noted(
    bought: Caller, client: TestClient, crm: Crm
) -> None:
    assert client.get("/v1/customers/nobody", headers=ASKED).status_code == 404
    assert client.get("/v1/orders/o-1", headers=ASKED).status_code == 200
    assert crm.journal.streams("access") == []
