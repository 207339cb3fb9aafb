"""Which customers are one person: joined by a merge, parted again by its undoing.

A merge moves nothing: each customer keeps their own streams for ever, and what is told
of either is told to the one it names. So an unmerge is exact. Both sides record it,
each in a stream of its own, which keeps two merges at once from making a circle.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import field, frozen

from ..decider import Decider, Refused
from ..ids import CustomerId


class Evidence(StrEnum):
    """On what a merge stands; only the first may be acted on by itself."""

    VERIFIED_IDENTIFIER = "verified_identifier"
    CLAIMED = "claimed"
    REVIEWED = "reviewed"


@frozen
class Join:
    """Have this customer be one with another, the survivor, who is at their root.

    ``root`` is the survivor's own root when it was decided, as the application found
    it: a customer is never joined to one who leads back to them.
    """

    at: datetime
    merge_id: str
    customer_id: CustomerId
    survivor: CustomerId
    root: CustomerId
    evidence: Evidence
    evidence_refs: tuple[str, ...] = ()
    approver: str | None = None


@frozen
class Absorb:
    """Note at the survivor that another is one with them."""

    at: datetime
    merge_id: str
    customer_id: CustomerId
    absorbed: CustomerId


@frozen
class Part:
    """Undo a merge, at either side."""

    at: datetime
    merge_id: str
    customer_id: CustomerId
    reason: str


Command: TypeAlias = Join | Absorb | Part


@frozen
class CustomersMerged:
    at: datetime
    customer_id: CustomerId
    merge_id: str
    survivor: CustomerId
    evidence: Evidence
    evidence_refs: tuple[str, ...]
    approver: str | None


@frozen
class CustomerAbsorbed:
    at: datetime
    customer_id: CustomerId
    merge_id: str
    absorbed: CustomerId


@frozen
class CustomersUnmerged:
    at: datetime
    customer_id: CustomerId
    merge_id: str
    reason: str


Event: TypeAlias = CustomersMerged | CustomerAbsorbed | CustomersUnmerged


@frozen
class AlreadyMerged(Refused):
    survivor: CustomerId

    def __str__(self) -> str:
        return f"the customer is one with {self.survivor} already: merge that one"


@frozen
class MergedInACircle(Refused):
    survivor: CustomerId

    def __str__(self) -> str:
        return f"{self.survivor} is one with this customer already"


@frozen
class UnknownMerge(Refused):
    merge_id: str

    def __str__(self) -> str:
        return f"there is no merge {self.merge_id} here that could be undone"


@frozen
class NobodyApproved(Refused):
    evidence: Evidence

    def __str__(self) -> str:
        return f"a merge on {self.evidence} evidence needs someone who approves it"


@frozen
class Link:
    """Whom a customer is one with: their survivor, and those they survived."""

    merged: CustomersMerged | None = None
    absorbed: Mapping[str, CustomerId] = field(factory=dict)


def decide(command: Command, link: Link) -> Iterator[Event]:
    match command:
        case Join():
            yield from _join(command, link)
        case Absorb(at, merge_id, customer, absorbed):
            if merge_id not in link.absorbed:
                yield CustomerAbsorbed(at, customer, merge_id, absorbed)
        case Part(at, merge_id, customer, reason):
            known = link.merged is not None and link.merged.merge_id == merge_id
            if not known and merge_id not in link.absorbed:
                raise UnknownMerge(merge_id)
            yield CustomersUnmerged(at, customer, merge_id, reason)
        case _:
            assert_never(command)


def _join(command: Join, link: Link) -> Iterator[Event]:
    if link.merged is not None:
        if link.merged.merge_id != command.merge_id:
            raise AlreadyMerged(link.merged.survivor)
        return
    if command.customer_id in (command.survivor, command.root):
        raise MergedInACircle(command.survivor)
    if command.evidence != Evidence.VERIFIED_IDENTIFIER and not command.approver:
        raise NobodyApproved(command.evidence)
    yield CustomersMerged(
        command.at,
        command.customer_id,
        command.merge_id,
        command.survivor,
        command.evidence,
        command.evidence_refs,
        command.approver,
    )


def evolve(link: Link, event: Event) -> Link:
    match event:
        case CustomersMerged():
            return but(link, merged=event)
        case CustomerAbsorbed(_, _, merge_id, absorbed):
            return but(link, absorbed={**link.absorbed, merge_id: absorbed})
        case CustomersUnmerged(merge_id=merge_id):
            left = {key: who for key, who in link.absorbed.items() if key != merge_id}
            merged = link.merged
            if merged is not None and merged.merge_id == merge_id:
                merged = None
            return Link(merged, left)
        case _:
            assert_never(event)


LINKS = Decider(Link(), decide, evolve)
