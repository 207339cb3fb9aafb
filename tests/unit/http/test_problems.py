"""Whatever goes wrong is told as a problem, and no more of it than is the caller's."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, get_args

from attrs import evolve, fields
from fastapi.testclient import TestClient

import mijoz.domain
from mijoz.adapters.http.app import create_app
from mijoz.adapters.http.problems import Problem, problem_of
from mijoz.adapters.memory import MemoryJournal
from mijoz.application.crm import Crm
from mijoz.application.envelope import Recorded
from mijoz.application.guards import ABSENT
from mijoz.application.ports import (
    AlreadyImported,
    Batch,
    Conflict,
    Receipt,
    StoreUnavailable,
)
from mijoz.domain.customer.access import NoPurpose
from mijoz.domain.customer.profile import PersonErased
from mijoz.domain.decider import Refused

from .conftest import NOW, Caller

REGISTER = {"party_kind": "person", "channel": "web"}


class Broken(MemoryJournal):
    """A journal that fails as it is told to."""

    failure: Exception

    def append(self, batch: Batch) -> Receipt:
        raise self.failure

    def head(self) -> int:
        raise self.failure

    def feed(self, after: int, limit: int = 1_000) -> Sequence[Recorded]:
        raise self.failure


def failing(crm: Crm, failure: Exception) -> TestClient:
    """Return a client of a CRM whose journal fails."""
    journal = Broken.__new__(Broken)
    vars(journal).update(vars(crm.journal), failure=failure)
    broken = evolve(crm, handler=evolve(crm.handler, journal=journal))
    return TestClient(create_app(broken), raise_server_exceptions=False)


def test_a_store_that_cannot_be_used_is_worth_another_try(crm: Crm) -> None:
    client = failing(crm, StoreUnavailable("/secret/path is full"))
    for answer in (
        client.post("/v1/customers", json=REGISTER, headers={"Idempotency-Key": "k"}),
        client.get("/v1/customers"),
        client.get("/readyz"),
    ):
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "2"
        assert answer.json()["code"] == "store-unavailable"
        assert "secret" not in answer.text
    assert client.get("/livez").status_code == 200


def test_what_is_our_own_fault_is_told_without_details(crm: Crm) -> None:
    client = failing(crm, RuntimeError("Aziza's secret"))
    headers = {"Idempotency-Key": "k"}
    answer = client.post("/v1/customers", json=REGISTER, headers=headers)
    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "internal-error"
    assert "secret" not in answer.text


def test_losing_every_race_is_a_conflict(crm: Crm) -> None:
    client = failing(crm, Conflict("customer-x", 0, 1))
    headers = {"Idempotency-Key": "k"}
    answer = client.post("/v1/customers", json=REGISTER, headers=headers)
    assert answer.status_code == 409
    assert (answer.json()["expected"], answer.json()["actual"]) == (0, 1)


def test_a_number_that_cannot_be_reckoned_with_is_the_callers() -> None:
    problem = problem_of(OverflowError("date value out of range"))
    assert (problem.status, problem.code) == (422, "out-of-range")


def test_what_a_source_sent_before_is_already_recorded() -> None:
    assert problem_of(AlreadyImported("till", "7")).status == 409


def test_a_url_that_is_none_is_a_problem(client: TestClient) -> None:
    for url in ("/", "/v1", "/v1/orders/", "/v2/orders"):
        answer = client.get(url)
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_method_that_is_not_for_a_url_is_told_which_are(client: TestClient) -> None:
    answer = client.delete("/v1/customers/aziza/consents")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, POST"
    assert answer.json()["code"] == "method-not-allowed"


def test_a_store_that_answers_is_ready(bought: Caller) -> None:
    ready = bought.get("/readyz")
    assert (ready["position"], ready["behind"]) == (4, {"cards": 4})
    bought.get("/v1/customers")
    assert bought.get("/readyz")["behind"] == {"cards": 0}


def refusals() -> Iterator[type[Any]]:
    """Yield every refusal of the domain."""
    for module in walk_packages(mijoz.domain.__path__, "mijoz.domain."):
        for each in vars(import_module(module.name)).values():
            if isinstance(each, type) and issubclass(each, Refused):
                yield each


REFUSALS = sorted({each for each in refusals() if each is not Refused}, key=str)


def test_every_refusal_is_looked_at() -> None:
    assert len(REFUSALS) > 40


def test_a_refusal_has_no_fact_that_a_problem_has_another_word_for() -> None:
    for refusal in REFUSALS:
        reserved = {"type", "title", "status", "code", "detail", "instance", "errors"}
        assert not reserved & {each.name for each in fields(refusal)}


def test_what_is_absent_is_not_found_and_what_is_forbidden_conflicts() -> None:
    for refusal in REFUSALS:
        facts = {
            each.name: NOW if datetime in (each.type, *get_args(each.type)) else "x"
            for each in fields(refusal)
        }
        problem: Problem = problem_of(refusal(**facts))
        if refusal is PersonErased:
            assert (problem.status, problem.facts) == (410, {"certificate": "x"})
        elif refusal is NoPurpose:
            assert problem.status == 400
        else:
            assert problem.status == (404 if refusal in ABSENT else 409)
            assert problem.facts == facts
