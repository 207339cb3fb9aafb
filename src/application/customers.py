"""The customers' desk: who they are, and everything that is about them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import reduce

from attrs import frozen

from ..domain.customer import profile
from .contexts import LINK
from .desk import Desk, Replay, Told, Unknown
from .envelope import Origin, Recorded, visible
from .feeding import Keeping, catch_up, fold, pages
from .handling import Handler
from .identity import canonical, cluster
from .ports import CommandKey, Views
from .privacy.reading import Reading, opened, refuse_erased
from .projections.card import CARDS, Card, combine


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

        Of one who was merged, all that is about the person; see `identity`.

        What had happened by *as_of*, of what was known at *known_at*, in the order in
        which it was recorded. What is personal is there only for a *reading*, which
        is noted.

        Raises:
            Unknown: Nothing was about them then.
            Gone: They were erased.
        """
        journal = self.handler.journal
        head = journal.head()
        members = cluster(journal, customer, as_of, known_at)
        about = [each for member in members for each in journal.about(member)]
        about.sort(key=lambda each: each.position or 0)
        events: Sequence[Recorded] = visible(about, as_of, known_at)
        if not events:
            raise Unknown("customer", customer)
        refuse_erased(customer, about)
        events = opened(self.handler, events, reading)
        card = _card(members[0], events)
        return Replay(head, as_of, known_at, events, card)

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
        cards = {key: row for key, row in rows.items() if not kept[key].erased}
        for stream in journal.streams(LINK.kind):
            customer = stream.removeprefix(LINK.stream(""))
            root = canonical(journal, customer, as_of, known_at)
            if root != customer and customer in cards:
                absorbed = cards.pop(customer)
                cards[root] = combine(cards.get(root, Card(root)), absorbed)
        return Replay(head, as_of, known_at, (), [cards[key] for key in sorted(cards)])

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


def _card(root: str, events: Sequence[Recorded]) -> Card:
    """Return the card of a person: of each of their customers, put together."""
    cards = {root: Card(root)}
    for each in events:
        member = each.subject or root
        cards[member] = CARDS.evolve(cards.get(member, Card(member)), each)
    return reduce(combine, list(cards.values())[1:], cards[root])
