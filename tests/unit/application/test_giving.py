"""What is given to causes leaves the ledger with it, or is not given at all."""

import json
from typing import Any

import pytest

from mijoz.adapters.cli.app import create
from mijoz.adapters.cli.services import Services
from mijoz.application.contexts import BADGE, CAUSE, POINTS, account
from mijoz.application.crm import Crm
from mijoz.application.desk import Unknown
from mijoz.application.due import sweep_due
from mijoz.domain.engagement.cause_terms import (
    AnnounceCause,
    CauseKind,
    ContributeMoney,
    ContributePoints,
    PledgeToCause,
    RecordVolunteering,
)
from mijoz.domain.ids import CauseId, CustomerId, ProgrammeId
from mijoz.domain.loyalty.points import PointsRedeemed
from mijoz.domain.loyalty.points_refusals import NotEnoughPoints

from ..engagement.club import (
    ANNA,
    AZIZA,
    BEK,
    CLUB,
    DAY,
    NOW,
    a_club,
    buy,
    points,
    state,
    tell,
)

TREES = CauseId("trees")
ANNOUNCE = AnnounceCause(
    NOW,
    TREES,
    CauseKind.CHARITY,
    "Trees",
    "Green Uz",
    "UZS",
    None,
    CLUB,
    "gardener",
    60,
)
SOON = NOW + DAY


@pytest.fixture
def crm() -> Crm:
    """Return a club in which Aziza has 100 points."""
    crm = a_club(AZIZA)
    tell(crm, CAUSE, TREES, ANNOUNCE)
    buy(crm, AZIZA, "o-1", 100_000_000, NOW)
    assert points(crm, AZIZA) == 100
    return crm


def give(amount: int, who: CustomerId = AZIZA, name: str = "c-1") -> ContributePoints:
    return ContributePoints(SOON, name, who, amount)


def test_points_that_are_given_are_spent_in_the_same_transaction(crm: Crm) -> None:
    told = tell(crm, CAUSE, TREES, give(40))
    spent = [each.event for each in told.drafts]
    assert isinstance(spent[1], PointsRedeemed)
    assert (spent[1].reward, spent[1].amount) == ("cause:trees", 40)
    assert spent[1].redemption_id == "cause:trees:c-1"
    assert points(crm, AZIZA) == 60
    tell(crm, CAUSE, TREES, give(40))
    assert points(crm, AZIZA) == 60


def test_who_has_not_so_many_points_gives_none(crm: Crm) -> None:
    with pytest.raises(NotEnoughPoints):
        tell(crm, CAUSE, TREES, give(101))
    assert points(crm, AZIZA) == 100
    assert state(crm, CAUSE, TREES).giving.points == 0
    with pytest.raises(Unknown):
        tell(crm, CAUSE, TREES, give(1, BEK))


def test_points_are_of_a_programme_in_force(crm: Crm) -> None:
    other = CauseId("other")
    announce = AnnounceCause(
        NOW, other, CauseKind.CHARITY, "x", "y", programme_id=ProgrammeId("none")
    )
    with pytest.raises(Unknown):
        tell(crm, CAUSE, other, announce, give(1))


def test_a_volunteer_gets_their_badge(crm: Crm) -> None:
    tell(crm, CAUSE, TREES, RecordVolunteering(SOON, "v-1", BEK, 60, "anna"))
    assert state(crm, BADGE, BEK).awarded["gardener"].because_ref == "cause:trees"


def test_time_notes_pledges_lapsed(crm: Crm) -> None:
    tell(crm, CAUSE, TREES, PledgeToCause(NOW, "p-1", BEK, 10, SOON))
    assert sweep_due(crm.handler, SOON, ANNA) == 1


def _none(*_: Any) -> Any:
    raise AssertionError("not for these tests")


def receipt(crm: Crm, capsys: pytest.CaptureFixture[str], *line: str) -> Any:
    main = create(Services(lambda _: crm, _none, _none, _none))
    assert main(["cause", "receipt", TREES, *line]) == 0
    return capsys.readouterr().out


def test_every_gift_has_a_receipt_with_its_place_in_the_log(
    crm: Crm, capsys: pytest.CaptureFixture[str]
) -> None:
    tell(crm, CAUSE, TREES, give(40))
    tell(crm, CAUSE, TREES, ContributeMoney(SOON, "c-2", None, 500, "bank:7"))
    told = json.loads(receipt(crm, capsys, "c-1", "--json"))
    ledger = crm.journal.stream(POINTS.stream(account(CLUB, AZIZA)))
    assert told["redemption_id"] == ledger[-1].event.redemption_id
    assert (told["receipt"], told["points"]) == ("trees/1", 40)
    (known,) = (each for each in crm.journal.feed(0) if each.id == told["event"])
    assert known.position == told["position"]
    printed = receipt(crm, capsys, "c-2")
    for each in ("trees/2", "500", "UZS", "bank:7", "Green Uz"):
        assert each in printed
    main = create(Services(lambda _: crm, _none, _none, _none))
    assert main(["cause", "receipt", TREES, "c-9"]) != 0
