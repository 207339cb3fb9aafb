"""Who works on a lead, and by when they are to get back to it."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeAlias, assert_never

from attrs import evolve as but
from attrs import frozen

from ..ids import CustomerId, DistributionId, LeadId
from ..personal import Personal, personal, same
from ..times import due_after


@frozen
class AssignLead:
    """`distribution_id` and `version` are of the policy that chose; None if no one did.

    From `follow_up_by` on, a follow-up that was not made is missed.
    """

    at: datetime
    agent: str
    reason: str
    follow_up_by: datetime | None = None
    distribution_id: DistributionId | None = None
    version: int | None = None


@frozen
class RecordFollowUp:
    """`next_by` is when the agent is to get back again, if they are."""

    at: datetime
    agent: str
    channel: str
    next_by: datetime | None = None
    note: str | None = None


@frozen
class NoteFollowUpDue:
    at: datetime


FollowingCommand: TypeAlias = AssignLead | RecordFollowUp | NoteFollowUpDue


@frozen
class LeadAssigned:
    at: datetime
    lead_id: LeadId
    customer_id: CustomerId | None
    agent: str
    reason: str
    follow_up_by: datetime | None
    distribution_id: DistributionId | None
    version: int | None


@frozen
class LeadFollowedUp:
    at: datetime
    lead_id: LeadId
    customer_id: CustomerId | None
    agent: str
    channel: str
    next_by: datetime | None = None
    note: Personal = personal(default=None)


@frozen
class LeadFollowUpMissed:
    """`at` is when it was due."""

    at: datetime
    lead_id: LeadId
    customer_id: CustomerId | None
    agent: str


FollowingEvent: TypeAlias = LeadAssigned | LeadFollowedUp | LeadFollowUpMissed


@frozen
class Following:
    """The agent of a lead, when they did follow up or not, and when they are to next.

    What is `due` was asked for `since`.
    """

    agent: str | None = None
    due: datetime | None = None
    since: datetime | None = None
    assigned: LeadAssigned | None = None
    made: tuple[LeadFollowedUp, ...] = ()
    missed: tuple[LeadFollowUpMissed, ...] = ()

    @property
    def over(self) -> "Following":
        """The same once nothing is to follow."""
        return but(self, due=None)


def decide(
    command: FollowingCommand,
    lead: LeadId,
    customer: CustomerId | None,
    following: Following,
) -> Iterator[FollowingEvent]:
    """Yield what becomes of the work on a lead; a due moment passes once."""
    match command:
        case AssignLead():
            event = _assigned(command, lead, customer)
            due_after(command.at, command.follow_up_by)
            known = following.assigned
            again = known is not None and but(event, at=known.at) == known
            if not again or following.agent != event.agent:
                yield event
        case RecordFollowUp(at, agent, channel, next_by, note):
            due_after(at, next_by)
            made = LeadFollowedUp(at, lead, customer, agent, channel, next_by, note)
            known_at = [each for each in following.made if each.at == at]
            if not any(same(made, each) for each in known_at):
                yield made
        case NoteFollowUpDue(at):
            due, late = following.due, following.agent
            if due is not None and late is not None and due <= at:
                yield LeadFollowUpMissed(due, lead, customer, late)
        case _:
            assert_never(command)


def evolve(following: Following, event: FollowingEvent) -> Following:
    match event:
        case LeadAssigned(at=at, agent=agent, follow_up_by=due):
            return but(following, agent=agent, due=due, since=at, assigned=event)
        case LeadFollowedUp(at=at, agent=agent, next_by=due):
            made = (*following.made, event)
            if following.since is not None and at < following.since:
                return but(following, made=made)  # done before what is due was asked
            agent = following.agent or agent
            return but(following, agent=agent, due=due, since=at, made=made)
        case LeadFollowUpMissed():
            return but(following, due=None, missed=(*following.missed, event))
        case _:
            assert_never(event)


def _assigned(
    command: AssignLead, lead: LeadId, customer: CustomerId | None
) -> LeadAssigned:
    return LeadAssigned(
        command.at,
        lead,
        customer,
        command.agent,
        command.reason,
        command.follow_up_by,
        command.distribution_id,
        command.version,
    )
