"""A process that redeems one point after the other, until there are none.

python -m tests.faults.redeemer STORE MEMBER NAME HOW

HOW is `honest`, or `hasty`: it looks whether there are points, and then takes one
wherever the stream ends by now, whatever others have taken meanwhile. It waits for a
line to begin, and prints how many it took.
"""

import sys

from mijoz.application.contexts import POINTS
from mijoz.application.crm import Crm
from mijoz.application.envelope import Draft, Origin
from mijoz.application.ports import Batch, Conflict, Write
from mijoz.domain.decider import Refused
from mijoz.domain.ids import MembershipId
from mijoz.domain.loyalty.points import PointsRedeemed, Redeem
from mijoz.domain.loyalty.postings import Account, balances

from .findings import opened

ANNA = Origin("user:anna")


def take(crm: Crm, member: MembershipId, name: str) -> bool:
    """Redeem in two steps, of which the second does not ask what the first one saw."""
    stream = POINTS.stream(member)
    if balances(crm.journal.replay(stream))[Account.AVAILABLE] < 1:
        return False
    event = PointsRedeemed(crm.clock(), name, "sticker", 1, ())
    while True:
        after = len(crm.journal.stream(stream))
        draft = Draft(name, stream, after + 1, None, event, ANNA)
        try:
            crm.journal.append(Batch((Write(stream, after, (draft,)),)))
        except Conflict:
            continue
        return True


def redeem(crm: Crm, member: MembershipId, name: str) -> bool:
    """Redeem as anyone does, trying anew as often as others are quicker."""
    command = Redeem(crm.clock(), name, "sticker", 1)
    while True:
        try:
            crm.points.tell(member, command, origin=ANNA)
        except Conflict:
            continue
        except Refused:
            return False
        return True


def main(store: str, member: str, name: str, how: str) -> None:
    """Redeem all there is."""
    mine, once = MembershipId(member), take if how == "hasty" else redeem
    with opened(store) as crm:
        print("ready", flush=True)
        sys.stdin.readline()
        number = 0
        while once(crm, mine, f"{name}-{number}"):
            number += 1
    print(number)


if __name__ == "__main__":
    main(*sys.argv[1:])
