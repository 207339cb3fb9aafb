"""`mijoz referral tree` tells who brought whom, and what makes one look twice."""

import json
from datetime import timedelta
from typing import Any

import pytest

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.application.contexts import SCHEME
from mijoz.application.crm import Crm
from mijoz.application.due import sweep_due
from mijoz.application.identity import merge
from mijoz.domain.customer.link import Evidence
from mijoz.domain.engagement.scheme import PublishScheme, SchemeTerms
from mijoz.domain.ids import CustomerId, SchemeId

from ..engagement.club import (
    ANNA,
    AZIZA,
    BEK,
    CLUB,
    DAY,
    NOW,
    PEOPLE,
    ZEBO,
    a_club,
    ask,
    buy,
    refund,
    tell,
)

FRIENDS = SchemeId("friends")
TERMS = SchemeTerms(CLUB, 5, 7, "UZS", 100, 30, 14)


@pytest.fixture
def crm() -> Crm:
    crm = a_club(*PEOPLE)
    tell(crm, SCHEME, FRIENDS, PublishScheme(NOW, FRIENDS, 1, TERMS))
    for each in PEOPLE:
        said = {"customer_id": each, "scheme_id": FRIENDS, "code": each}
        ask(crm, "referral.issue-code", at=NOW, **said)
    return crm


def claim(crm: Crm, friend: CustomerId, code: str, name: str) -> None:
    said = {"customer_id": friend, "code": code, "claim_id": name}
    ask(crm, "referral.claim", at=NOW, **said)


def _none(*_: Any) -> Any:
    raise AssertionError("not for these tests")


def tree(crm: Crm, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    main = create(Services(lambda _: crm, _none, _none, _none))
    assert main(["referral", "tree", AZIZA, *more]) == 0
    return capsys.readouterr().out


def statuses(crm: Crm, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    rows = json.loads(tree(crm, capsys, "--json"))
    return [(each["customer_id"], each["status"]) for each in rows]


def test_a_tree_goes_down_to_whom_friends_brought(
    crm: Crm, capsys: pytest.CaptureFixture[str]
) -> None:
    claim(crm, AZIZA, AZIZA, "c-0")
    claim(crm, BEK, AZIZA, "c-1")
    claim(crm, ZEBO, BEK, "c-2")
    buy(crm, BEK, "o-1", 100, NOW + DAY)
    printed = tree(crm, capsys).splitlines()
    assert [each.split() for each in printed] == [
        ["customer", "came", "brought", "signs"],
        ["aziza", "root", "1", "own_code"],
        ["bek", "qualified", "1"],
        ["zebo", "claimed", "0"],
    ]
    assert printed[3].startswith("    zebo")


def test_a_tree_tells_what_became_of_each_claim(
    crm: Crm, capsys: pytest.CaptureFixture[str]
) -> None:
    claim(crm, BEK, AZIZA, "c-1")
    claim(crm, ZEBO, AZIZA, "c-2")
    buy(crm, BEK, "o-1", 100, NOW + DAY)
    assert statuses(crm, capsys)[1] == (BEK, "qualified")
    sweep_due(crm.handler, NOW + timedelta(days=40), ANNA)
    assert statuses(crm, capsys) == [
        (AZIZA, "root"),
        (BEK, "rewarded"),
        (ZEBO, "rejected: expired"),
    ]
    refund(crm, "o-1", 100, NOW + 2 * DAY)
    assert statuses(crm, capsys)[1] == (BEK, "revoked")


def test_who_turns_out_to_be_one_person_with_who_brought_them_is_seen(
    crm: Crm, capsys: pytest.CaptureFixture[str]
) -> None:
    claim(crm, BEK, AZIZA, "c-1")
    said = {"at": NOW, "merge_id": "m", "origin": ANNA, "approver": "user:anna"}
    merge(crm.handler, BEK, AZIZA, Evidence.REVIEWED, **said)  # type: ignore[arg-type]
    rows = json.loads(tree(crm, capsys, "--json"))
    assert [each["signs"] for each in rows] == [[], ["same_person"]]
