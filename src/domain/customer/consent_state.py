"""What a customer allows: every decision they made, and where it holds."""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import datetime

from attrs import field, frozen

from .consent_terms import ConsentGranted, ConsentWithdrawn, Decided
from .opt_in import OptIns


@frozen
class Consents:
    """Every decision of a customer, by purpose and channel, in the order made.

    `bound` is to which contact points a grant is bound, by when it was made, too.
    """

    decisions: Mapping[tuple[str, str], tuple[Decided, ...]] = field(factory=dict)
    bound: Mapping[tuple[str, str, datetime], frozenset[str]] = field(factory=dict)
    opt_ins: OptIns = field(factory=OptIns)

    @property
    def due(self) -> datetime | None:
        """When the next token of a double opt-in expires."""
        return self.opt_ins.due

    def in_force(
        self, purpose: str, channel: str, at: datetime | None = None
    ) -> Decided | None:
        """Return the decision in force *at* a moment, or after all that are known."""
        made = self.decisions.get((purpose, channel), ())
        count = len(made) if at is None else bisect_right(made, at, key=made_at)
        return made[count - 1] if count else None

    def allows(self, purpose: str, channel: str, at: datetime | None = None) -> bool:
        """Say whether the customer allows it; what was never granted is not allowed."""
        return isinstance(self.in_force(purpose, channel, at), ConsentGranted)

    def reaches(
        self, purpose: str, channel: str, point: str, at: datetime | None = None
    ) -> bool:
        """Say whether the customer allows it at one contact point.

        A grant that is bound adds its points to those allowed; one that is not allows
        all; a withdrawal ends them.
        """
        points: frozenset[str] = frozenset()
        anywhere = False
        for made in self.decisions.get((purpose, channel), ()):
            if at is not None and made.at > at:
                break
            if isinstance(made, ConsentWithdrawn):
                points, anywhere = frozenset(), False
            elif here := self.bound.get((purpose, channel, made.at)):
                points |= here
            else:
                anywhere = True
        return anywhere or point in points


def made_at(decision: Decided) -> datetime:
    """Return when a decision was made."""
    return decision.at
