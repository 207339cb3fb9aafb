"""What a team does: who did what, in their order; their targets, and exceptions."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from attrs import frozen

from ..contexts import GOAL
from ..envelope import visible
from ..feeding import pages
from ..ports import Journal
from .gathering import gather
from .teams import Deed, Target, Team

_KINDS: Final[Mapping[str, str]] = {
    "encounter": "encounters",
    "appointment": "meetings",
    "opportunity": "negotiations",
    "contract": "negotiations",
    "task": "tasks",
    "lead": "leads",
    "case": "cases",
    "promise": "promises",
    "complaint": "complaints",
}


@frozen
class Activity:
    """The deeds of a team in a window, by their order, and how many of each kind."""

    position: int
    as_of: datetime | None
    known_at: datetime | None
    employees: Sequence[str]
    deeds: Sequence[Deed]
    digest: Mapping[str, Mapping[str, int]]
    targets: Sequence[Target]

    @property
    def exceptions(self) -> Sequence[Deed]:
        """What did not go as it should have."""
        return [each for each in self.deeds if each.amiss]


def activity(
    journal: Journal,
    since: datetime,
    until: datetime,
    *,
    department: str | None = None,
    employee: str | None = None,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> Activity:
    """Return what was done after *since* and up to *until*, by a team or by one.

    Someone is of the department where they worked when it happened.
    """
    gathered = gather(journal, as_of=as_of, known_at=known_at, progress=progress)
    team = Team(gathered, department, employee)
    deeds: list[Deed] = []
    goals: dict[str, list[Any]] = {}
    for page in pages(journal, gathered.position):
        for each in visible(page, as_of, known_at):
            team.learn(each)
            if each.stream.startswith(GOAL.stream("")):
                goals.setdefault(each.stream, []).append(each.event)
            if since < each.occurred_at <= until:
                deeds += team.deeds(each)
    deeds.sort(key=lambda deed: (deed.at, deed.position or 0))
    digest: dict[str, Counter[str]] = {}
    for deed in deeds:
        kind = _KINDS.get(deed.ref.partition("-")[0], "other")
        digest.setdefault(deed.employee, Counter())[kind] += 1
    states = [GOAL.decider.fold_some(events) for events in goals.values()]
    return Activity(
        gathered.position,
        as_of,
        known_at,
        sorted(name for name in gathered.staff if team.has(name, until)),
        deeds,
        digest,
        [each for goal in states for each in team.targets(goal, until)],
    )
