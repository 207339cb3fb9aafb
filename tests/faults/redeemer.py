"""A process that redeems one point after the other, until there are none.

python -m tests.faults.redeemer STORE NAME [HOW]

HOW is `honest`, or `hasty`: it looks whether there are points, and then takes one,
as if nobody else did.
"""

import sys

from mijoz.application.contexts import POINTS
from mijoz.application.envelope import Draft, Origin
from mijoz.application.ports import Batch, Conflict, Write
from mijoz.domain.decider import Refused
from mijoz.domain.loyalty.points import Redeem

from .findings import opened

ANNA = Origin("user:anna")


def main(store: str, member: str, name: str, how: str) -> None:
    """Say how many were redeemed."""
    done = number = 0
    with opened(store) as crm:
        print("ready", flush=True)
        sys.stdin.readline()
        while True:
            number += 1
            redeem = Redeem(crm.clock(), f"{name}-{number}", "sticker", 1)
            try:
                if how == "hasty":
                    (event,) = POINTS.decider.decide(redeem, crm.points.state(member))
                    stream = f"{POINTS.stream(member)}-taken-by-{name}"
                    draft = Draft(f"{name}-{number}", stream, number, None, event, ANNA)
                    crm.journal.append(Batch((Write(stream, number - 1, (draft,)),)))
                    if number >= 60:
                        break
                else:
                    crm.points.tell(member, redeem, origin=ANNA)
                done += 1
            except Conflict:
                continue
            except Refused:
                break
    print(done)


if __name__ == "__main__":
    main(*sys.argv[1:])
