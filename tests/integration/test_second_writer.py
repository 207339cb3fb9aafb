"""Several processes may write to one SQLite file: they wait, and nothing is lost."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from mijoz.application.contexts import account
from mijoz.application.envelope import Origin
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CustomerId, MembershipId, ProgrammeId
from mijoz.domain.loyalty.membership import Enrol
from mijoz.domain.loyalty.points import Adjust
from mijoz.domain.loyalty.programme import PublishVersion
from mijoz.domain.loyalty.terms import Terms

AT = datetime(2026, 1, 1, tzinfo=UTC)
ANNA = Origin("user:anna")
MEMBER = MembershipId(account("club", "aziza"))
PROCESSES, EACH, POINTS = 4, 25, 80

REDEEM = """
import sys
from mijoz.application.envelope import Origin
from mijoz.composition import compose
from mijoz.domain.decider import Refused
from mijoz.domain.loyalty.points import Redeem
from mijoz.application.ports import Conflict

store, name = sys.argv[1:]
crm, done = compose(store), 0
for number in range({each}):
    while True:
        try:
            redeem = Redeem(crm.clock(), f"{{name}}-{{number}}", "sticker", 1)
            crm.points.tell({member!r}, redeem, origin=Origin("user:anna"))
            done += 1
        except Conflict:
            continue
        except Refused:
            pass
        break
print(done)
"""


def test_points_redeemed_by_several_processes_are_never_more_than_there_are(
    tmp_path: Path,
) -> None:
    store = f"sqlite:///{tmp_path}/shop.db"
    crm = compose(store)
    terms = Terms("UTC", "points", 1, 100, "UZS")
    club, aziza = ProgrammeId("club"), CustomerId("aziza")
    crm.programmes.tell(club, PublishVersion(AT, club, 1, AT, terms), origin=ANNA)
    register = RegisterCustomer(AT, aziza, PartyKind.PERSON, "shop")
    crm.customers.tell(aziza, register, origin=ANNA)
    crm.memberships.tell(MEMBER, Enrol(AT, MEMBER, aziza, club, "shop"), origin=ANNA)
    gift = Adjust(AT, "gift", POINTS, "goodwill", "anna")
    crm.points.tell(MEMBER, gift, origin=ANNA)

    program = REDEEM.format(each=EACH, member=str(MEMBER))
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", program, store, f"w{number}"],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    redeemed = sum(int(writer.communicate(timeout=120)[0]) for writer in writers)
    assert all(writer.returncode == 0 for writer in writers)
    assert redeemed == POINTS
    assert crm.points.state(MEMBER).available == 0
    positions = [each.position for each in crm.journal.feed(0, 10_000)]
    assert positions == list(range(1, len(positions) + 1))
    assert len(positions) == 4 + POINTS
