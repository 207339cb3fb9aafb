"""How e-mail is received: opened and clicked by people, of what reached a mailbox."""

from collections.abc import Iterable
from typing import Final

from ...domain.communication.deciding import MessageChannel, MessageDecided
from ...domain.communication.returning import (
    MessageBounced,
    MessageClicked,
    MessageOpened,
)
from ...domain.communication.sending import MessageDispatched
from ..envelope import Recorded
from .defining import Definition, Measure, Measured, Window, defined

KINDS: Final = (
    MessageDecided,
    MessageDispatched,
    MessageOpened,
    MessageClicked,
    MessageBounced,
)


def _share(did: type[MessageOpened | MessageClicked], *, bots: bool) -> Measure:
    """Return the measure of those dispatched in a window who did it by its end."""

    def measure(events: Iterable[Recorded], window: Window) -> Measured:
        mail: set[str] = set()
        left: dict[str, Recorded] = {}
        done: dict[str, Recorded] = {}
        for each in events:
            event = each.event
            match event:
                case MessageDecided(channel=MessageChannel.EMAIL):
                    mail.add(event.message_id)
                case MessageDispatched(at=at) if window.holds(at):
                    left[event.message_id] = each
                case MessageBounced():
                    left.pop(event.message_id, None)
                case MessageOpened() | MessageClicked() if isinstance(event, did):
                    by_one = bots or not event.bot_suspected
                    if by_one and event.at <= window.until:
                        done.setdefault(event.message_id, each)
        reached = {name: left[name] for name in left if name in mail}
        by = [done[name] for name in reached if name in done]
        counted = sorted([*reached.values(), *by], key=lambda each: each.position or 0)
        return Measured(len(by), len(reached), counted)

    return measure


DEFINITIONS: Final[tuple[Definition, ...]] = (
    defined(
        "open-rate",
        "share",
        "e-mails opened by its end, bots left out, by e-mails that left in the window"
        " and did not bounce",
        _share(MessageOpened, bots=False),
    ),
    defined(
        "click-through-rate",
        "share",
        "e-mails clicked by its end, bots left out, by e-mails that left in the window"
        " and did not bounce",
        _share(MessageClicked, bots=False),
    ),
    defined(
        "click-through-rate-with-bots",
        "share",
        "e-mails clicked by its end, by whatever, by e-mails that left in the window"
        " and did not bounce",
        _share(MessageClicked, bots=True),
    ),
)
