"""Who is ahead in a challenge, of those who are on its board."""

from collections.abc import Sequence

from ..domain.engagement.board import Standing, board
from .contexts import CHALLENGE, CUSTOMER, PARTICIPATION
from .desk import Unknown
from .envelope import Origin
from .handling import Handler


def leaderboard(handler: Handler, challenge: str) -> Sequence[Standing]:
    """Return the board of a challenge; nobody is on it who was erased.

    Raises:
        Unknown: No such challenge is published.
    """
    work = handler.begin(Origin("service:leaderboard"))
    if not work.state(CHALLENGE, challenge).versions:
        raise Unknown(CHALLENGE.kind, challenge)
    theirs = [
        each for each in work.known(PARTICIPATION) if each.startswith(f"{challenge}:")
    ]
    parts = [work.state(PARTICIPATION, each) for each in theirs]
    return board(
        part
        for part in parts
        if part.joined and not work.state(CUSTOMER, part.joined.customer_id).erased
    )
