"""One person behind several customers: joined, parted, and looked at as one.

Nothing is ever moved. Who is one with whom is looked up, at any two times, and what is
asked about one of them is answered from the histories of all.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from ..domain.customer.consent import ConsentGranted, ConsentWithdrawn
from ..domain.customer.link import Absorb, Evidence, Join, Link, Part
from ..domain.ids import CustomerId
from .contexts import CONSENT, CUSTOMER, LINK
from .desk import Unknown
from .envelope import Origin, Recorded, visible
from .handling import Done, Handler
from .ports import Journal
from .work import Work


def merge(
    handler: Handler,
    absorbed: str,
    survivor: str,
    evidence: Evidence,
    *,
    at: datetime,
    merge_id: str,
    origin: Origin,
    refs: tuple[str, ...] = (),
    approver: str | None = None,
) -> Done:
    """Have two customers be one person; both keep all that is theirs.

    Raises:
        Unknown: One of them was never registered.
        Refused: They are one already, in one way or the other.
    """

    def story(work: Work) -> None:
        for each in (absorbed, survivor):
            if work.state(CUSTOMER, each).registered is None:
                raise Unknown("customer", each)
        gone, kept = CustomerId(absorbed), CustomerId(survivor)
        root = CustomerId(root_of(work, survivor))
        join = Join(at, merge_id, gone, kept, root, evidence, refs, approver)
        if work.handle(LINK, absorbed, join):
            work.handle(LINK, survivor, Absorb(at, merge_id, kept, gone))

    return handler.run(story, origin)


def unmerge(
    handler: Handler,
    absorbed: str,
    *,
    at: datetime,
    reason: str,
    origin: Origin,
) -> Done:
    """Undo the merge by which a customer was absorbed; each has their own again.

    Raises:
        Unknown: They are not absorbed by anyone.
    """

    def story(work: Work) -> None:
        merged = work.state(LINK, absorbed).merged
        if merged is None:
            raise Unknown("merge of customer", absorbed)
        for each in (merged.customer_id, merged.survivor):
            work.handle(LINK, each, Part(at, merged.merge_id, each, reason))

    return handler.run(story, origin)


def canonical(
    journal: Journal,
    customer: str,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> str:
    """Return the customer at the root: the one who survived, or they themselves."""
    seen = {customer}
    while (link := _link(journal, customer, as_of, known_at)).merged is not None:
        customer = link.merged.survivor
        if (
            customer in seen
        ):  # two histories that each end in the other, as of some time
            return min(seen)
        seen.add(customer)
    return customer


def cluster(
    journal: Journal,
    customer: str,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> Sequence[str]:
    """Return all who are one person with a customer, the root first."""
    return list(
        dict.fromkeys(
            _below(
                journal, canonical(journal, customer, as_of, known_at), as_of, known_at
            )
        )
    )


def allows(
    journal: Journal,
    customer: str,
    purpose: str,
    channel: str,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> bool:
    """Whether the person allows it: a merge never widens what they allowed.

    As of the last merge all of them must have allowed it. What any of them decides
    later is the person's: a withdrawal stops all, and a new grant is for all.
    """
    members = cluster(journal, customer, as_of, known_at)
    joined = max(
        (
            each.position or 0
            for member in members
            for each in _links(journal, member, as_of, known_at)
        ),
        default=0,
    )
    allowed: list[bool] = []
    later: list[Recorded] = []
    for member in members:
        stream = visible(journal.stream(CONSENT.stream(member)), as_of, known_at)
        before = [each.event for each in stream if (each.position or 0) <= joined]
        allowed.append(CONSENT.decider.fold(before).allows(purpose, channel))
        later += [
            each
            for each in stream
            if (each.position or 0) > joined
            and isinstance(each.event, ConsentGranted | ConsentWithdrawn)
            and (each.event.purpose, each.event.channel) == (purpose, channel)
        ]
    if later:
        last = max(later, key=lambda each: (each.occurred_at, each.position or 0))
        return isinstance(last.event, ConsentGranted)
    return all(allowed)


def root_of(work: Work, customer: str) -> str:
    """Return the customer at the root, as far as this work knows."""
    seen = {customer}
    while (merged := work.state(LINK, customer).merged) is not None:
        customer = merged.survivor
        if customer in seen:
            break
        seen.add(customer)
    return customer


def _below(
    journal: Journal,
    customer: str,
    as_of: datetime | None,
    known_at: datetime | None,
) -> Iterator[str]:
    yield customer
    for each in _link(journal, customer, as_of, known_at).absorbed.values():
        yield from _below(journal, each, as_of, known_at)


def _links(
    journal: Journal,
    customer: str,
    as_of: datetime | None,
    known_at: datetime | None,
) -> Sequence[Recorded]:
    return visible(journal.stream(LINK.stream(customer)), as_of, known_at)


def _link(
    journal: Journal,
    customer: str,
    as_of: datetime | None,
    known_at: datetime | None,
) -> Link:
    found = _links(journal, customer, as_of, known_at)
    return LINK.decider.fold(each.event for each in found)
