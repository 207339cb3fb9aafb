"""The desks, together: all that an adapter may ask of us."""

from datetime import datetime
from typing import Any, TypeAlias

from attrs import frozen

from ..domain.campaign import campaign, outreach
from ..domain.customer import consent
from ..domain.encounter import encounter
from ..domain.loyalty import membership, points, programme
from ..domain.purchase import order
from .aggregate import Aggregate
from .contexts import (
    CAMPAIGN,
    CONSENT,
    CUSTOMER,
    ENCOUNTER,
    FEEDBACK,
    MEMBERSHIP,
    ORDER,
    OUTREACH,
    POINTS,
    PROGRAMME,
)
from .customers import Customers
from .desk import Desk
from .handling import Handler
from .ports import Checkpoints, Clock, Journal, Keys, ProofLog, Scrub, Views
from .standing import Standing, standing
from .statement import Statement, statement

Consents: TypeAlias = Desk[consent.Command, consent.Event, consent.Consents]
Orders: TypeAlias = Desk[order.Command, order.Event, order.Order]
Campaigns: TypeAlias = Desk[campaign.Command, campaign.Event, campaign.Campaign]
Outreach: TypeAlias = Desk[outreach.Command, outreach.Event, outreach.Outreach]
Encounters: TypeAlias = Desk[encounter.Command, encounter.Event, encounter.Encounter]
Feedback: TypeAlias = Desk[Any, Any, Any]
Programmes: TypeAlias = Desk[
    programme.Command, programme.Event, programme.LoyaltyProgramme
]
Memberships: TypeAlias = Desk[
    membership.Command, membership.Event, membership.Membership
]
Points: TypeAlias = Desk[points.Command, points.Event, points.Ledger]


@frozen
class Crm:
    """One desk for each kind of aggregate, over one journal."""

    handler: Handler
    views: Views
    clock: Clock
    log: ProofLog
    checkpoints: Checkpoints
    keys: Keys
    scrub: Scrub

    @property
    def journal(self) -> Journal:
        return self.handler.journal

    @property
    def customers(self) -> Customers:
        return Customers(Desk(CUSTOMER, self.handler), self.handler, self.views)

    @property
    def consents(self) -> Consents:
        return self._desk(CONSENT)

    @property
    def orders(self) -> Orders:
        return self._desk(ORDER)

    @property
    def campaigns(self) -> Campaigns:
        return self._desk(CAMPAIGN)

    @property
    def outreach(self) -> Outreach:
        return self._desk(OUTREACH)

    @property
    def encounters(self) -> Encounters:
        return self._desk(ENCOUNTER)

    @property
    def feedback(self) -> Feedback:
        return self._desk(FEEDBACK)

    @property
    def programmes(self) -> Programmes:
        return self._desk(PROGRAMME)

    @property
    def memberships(self) -> Memberships:
        """Identified by `contexts.account` of programme and customer."""
        return self._desk(MEMBERSHIP)

    @property
    def points(self) -> Points:
        """Identified by `contexts.account` of programme and customer."""
        return self._desk(POINTS)

    def statement(
        self,
        programme: str,
        customer: str,
        *,
        as_of: datetime | None = None,
        known_at: datetime | None = None,
    ) -> Statement:
        """Return a member's points, line by line; see `statement.statement`."""
        return statement(
            self.handler,
            programme,
            customer,
            now=self.clock(),
            as_of=as_of,
            known_at=known_at,
        )

    def standing(
        self,
        programme: str,
        customer: str,
        *,
        as_of: datetime | None = None,
        known_at: datetime | None = None,
    ) -> Standing:
        """Return where a member stands among the tiers; see `standing.standing`."""
        return standing(
            self.handler,
            programme,
            customer,
            now=self.clock(),
            as_of=as_of,
            known_at=known_at,
        )

    def _desk(self, aggregate: Aggregate[Any, Any, Any]) -> Desk[Any, Any, Any]:
        return Desk(aggregate, self.handler)
