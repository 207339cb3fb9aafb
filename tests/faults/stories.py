"""What the clients of these tests write: the same, whoever writes it again.

A client is a name. Its batches are numbered from 1, and each is a pure function of the
name and the number, up to the ids of the events. So a successor can ask again for what
its predecessor was killed over, and whoever looks later knows every event by its id.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final, NamedTuple

from mijoz.application.contexts import FEEDBACK, POINTS
from mijoz.application.envelope import Draft, Origin
from mijoz.application.ports import Batch, CommandKey, Write
from mijoz.domain.feedback.feedback import FeedbackKind, FeedbackReceived
from mijoz.domain.ids import CustomerId, FeedbackId
from mijoz.domain.loyalty.points import PointsAdjusted

WHEN: Final = datetime(2026, 2, 28, 12, 30, 15, 123456, tzinfo=UTC)
CUSTOMERS: Final = 12  # of each client
_SIZES: Final = (1, 1, 1, 2, 3, 8, 20)


class Told(NamedTuple):
    """One event of a batch, but for its place in the stream."""

    id: str
    stream: str
    subject: str
    event: Any


class Place(NamedTuple):
    """Which event of which batch an id is of."""

    client: str
    number: int
    nth: int
    size: int

    @property
    def batch(self) -> tuple[str, int]:
        return self.client, self.number


def place(event_id: str) -> Place:
    """Return where in a story an id belongs."""
    client, number, nth, size = event_id.split(".")
    return Place(client, int(number), int(nth), int(size))


def streams(client: str) -> tuple[str, str]:
    """Return the streams that a client writes to, and nobody else."""
    return POINTS.stream(client), FEEDBACK.stream(client)


def chapter(client: str, number: int) -> list[Told]:
    """Return what a batch says: plain events, and some that are sealed."""
    chance = Random(f"{client}.{number}")
    size = chance.choice(_SIZES)
    at = WHEN + timedelta(seconds=number)
    points, feedback = streams(client)
    told: list[Told] = []
    for nth in range(1, size + 1):
        name = f"{client}.{number}.{nth}.{size}"
        subject = f"{client}-{chance.randrange(CUSTOMERS)}"
        if chance.random() < 0.3:
            said = FeedbackReceived(
                at,
                FeedbackId(name),
                CustomerId(subject),
                FeedbackKind.NPS,
                nth % 5,
                5,
                comment=f"said in {name}" * _breath(client),
            )
            told.append(Told(name, feedback, subject, said))
        else:
            given = PointsAdjusted(
                at, name, chance.randint(1, 99), "goodwill", "anna", None, (), None
            )
            told.append(Told(name, points, subject, given))
    return told


def _breath(client: str) -> int:
    """Return how often a client says the same again: some go on and on."""
    return 20_000 if client.startswith("long") else 1


def batch(client: str, number: int, held: Mapping[str, int]) -> Batch:
    """Return a batch to append to streams that hold so many events, under its key."""
    origin = Origin(f"user:{client}")
    told = chapter(client, number)
    writes = []
    for stream in dict.fromkeys(each.stream for each in told):
        mine = [each for each in told if each.stream == stream]
        drafts = tuple(
            Draft(each.id, stream, revision, each.subject, each.event, origin)
            for revision, each in enumerate(mine, held[stream] + 1)
        )
        writes.append(Write(stream, held[stream], drafts))
    return Batch(tuple(writes), command(client, number))


def command(client: str, number: int) -> CommandKey:
    """Return the key under which a client asks for a batch, however often."""
    return CommandKey(client, f"k-{number}", f"digest-{number}")
