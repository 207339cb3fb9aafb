"""The customers' desk: who they are, and everything that is about them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from attrs import frozen

from ..domain.customer import profile
from .desk import Desk, Replay, Told, Unknown
from .envelope import Origin, Recorded, visible
from .feeding import Keeping, catch_up, fold, pages
from .handling import Handler
from .ports import CommandKey, Views
from .privacy.reading import Reading, opened, refuse_erased
from .projections.card import CARDS, Card


@frozen
class Customers:
    """Customers, one at a time with their histories, or all of them as cards."""

    desk: Desk[profile.Command, profile.Event, profile.Profile]
    handler: Handler
    views: Views

    def tell(
        self,
        customer: str,
        *commands: profile.Command,
        origin: Origin,
        key: CommandKey | None = None,
        expect: int | None = None,
        dry_run: bool = False,
    ) -> Told[profile.Profile]:
        """Have commands about a customer take effect; see `Desk.tell`."""
        return self.desk.tell(
            customer, *commands, origin=origin, key=key, expect=expect, dry_run=dry_run
        )

    def history(
        self,
        customer: str,
        *,
        as_of: datetime | None = None,
        known_at: datetime | None = None,
        reading: Reading | None = None,
    ) -> Replay[Card]:
        """Return all that is about a customer, over every stream, and their card.

        What had happened by *as_of*, of what was known at *known_at*, in the order in
        which it was recorded. What is personal is there only for a *reading*, which
        is noted.

        Raises:
            Unknown: Nothing was about them then.
            Gone: They were erased.
        """
        journal = self.handler.journal
        head = journal.head()
        about = journal.about(customer)
        events: Sequence[Recorded] = visible(about, as_of, known_at)
        if not events:
            raise Unknown("customer", customer)
        refuse_erased(customer, about)
        events = opened(self.handler, events, reading)
        return Replay(head, as_of, known_at, events, _card(customer, events))

    def cards(
        self,
        *,
        as_of: datetime | None = None,
        known_at: datetime | None = None,
        progress: Callable[[int], object] = lambda _: None,
    ) -> Replay[Sequence[Card]]:
        """Return every customer's card: the kept ones, or replayed at two times.

        Without bounds the cards are first brought up to date; with them the whole log
        is read, which takes a while on a long one; *progress* is told each position
        reached. Who was erased is on none of them.
        """
        journal = self.handler.journal
        head = catch_up(journal, Keeping(CARDS, self.views), progress=progress)
        kept = dict(self.views.all(CARDS.stored_as, Card))
        rows = kept
        if as_of is not None or known_at is not None:
            log = pages(journal, head, progress)
            seen = (each for page in log for each in visible(page, as_of, known_at))
            rows = fold(CARDS, seen)
        cards = [rows[key] for key in sorted(rows) if not kept[key].erased]
        return Replay(head, as_of, known_at, (), cards)

    def find(self, kind: str, value: str) -> str:
        """Return the customer whose identifier this is.

        Raises:
            Unknown: It is nobody's.
        """
        index = self.handler.blind(kind, value)
        owner = self.handler.journal.owners(kind, [index]).get(index)
        if owner is None:
            raise Unknown("customer with the identifier", f"{kind}:{value}")
        return owner


def _card(customer: str, events: Sequence[Recorded]) -> Card:
    card = Card(customer)
    for each in events:
        card = CARDS.evolve(card, each)
    return card
