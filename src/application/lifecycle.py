"""Who is in which phase: assessed from the log by published rules, and recorded."""

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, Final

from attrs import frozen

from ..domain.customer.consent import ConsentWithdrawn
from ..domain.ids import CustomerId
from ..domain.lifecycle.lifecycle import AssessPhase, LifecyclePhaseEntered
from ..domain.lifecycle.phases import Phase
from ..domain.lifecycle.rules import PhaseRulesPublished, Rules
from ..domain.lifecycle.winback import EndWinBack, OfferWinBack, Outcome, WinBacks
from .contexts import CONSENT, CUSTOMER, LIFECYCLE, PHASE_RULES, WIN_BACK
from .desk import Unknown
from .envelope import Draft, Origin
from .feeding import Keeping, catch_up
from .handling import Handler
from .ports import Views
from .projections.rhythms import RHYTHMS
from .work import Work

_TOGETHER: Final = 200  # customers a transaction


@frozen
class Assessed:
    """How many customers were looked at, phases entered, and who is in which now."""

    customers: int
    entered: int
    by_phase: Mapping[Phase, int]


def assess(
    handler: Handler,
    views: Views,
    at: datetime,
    origin: Origin,
    rules_id: str = "phases",
    progress: Callable[[int], object] = lambda _: None,
) -> Assessed:
    """Have every customer enter the phases that they are in by *at*; safe to repeat.

    Raises:
        Unknown: No rules are published under that name.
    """
    rules = _newest(handler, rules_id)
    catch_up(handler.journal, Keeping(RHYTHMS, views))
    rows = iter(views.all(RHYTHMS.stored_as, RHYTHMS.row))
    done = entered = 0
    by_phase: dict[Phase, int] = dict.fromkeys(Phase, 0)
    while some := list(islice(rows, _TOGETHER)):

        def story(work: Work, some: list[Any] = some) -> None:
            for customer, moments in some:
                if rhythm := moments.rhythm:
                    _assess(
                        work,
                        AssessPhase(
                            at,
                            CustomerId(customer),
                            rhythm,
                            rules.rules,
                            rules_id,
                            rules.version,
                        ),
                        rules,
                    )

        drafts = handler.run(story, origin).drafts
        entered += sum(isinstance(e.event, LifecyclePhaseEntered) for e in drafts)
        work = handler.begin(origin)
        for customer, moments in some:
            last = work.state(LIFECYCLE, customer).last
            if last is not None and moments.rhythm:
                by_phase[last.phase] += 1
        done += len(some)
        progress(done)
    return Assessed(done, entered, by_phase)


def count_known(handler: Handler) -> int:
    """Return how many customers an assessment will look at, about."""
    return len(handler.journal.streams(CUSTOMER.kind))


def _newest(handler: Handler, rules_id: str) -> PhaseRulesPublished:
    state: Rules = handler.begin(Origin("service:lifecycle")).state(
        PHASE_RULES, rules_id
    )
    if state.newest is None:
        raise Unknown("rules of phases", rules_id)
    return state.newest


def _assess(work: Work, command: AssessPhase, rules: PhaseRulesPublished) -> None:
    """Record phases, and answer the one that is so now: past ones can be no more."""
    customer = command.customer_id
    ref = f"phases:{rules.rules_id}@{rules.version}"
    drafts = work.handle(LIFECYCLE, customer, command)
    if not drafts:
        return
    for draft in drafts:
        entered: LifecyclePhaseEntered = draft.event
        if entered.left == Phase.LAPSED and (how := _OUTCOMES.get(entered.phase)):
            end = EndWinBack(entered.at, customer, how)
            origin = work.caused_by(draft, "win-backs-end", ref)
            work.handle(WIN_BACK, customer, end, origin)
    draft = drafts[-1]
    offered = command.rules.win_back
    if draft.event.phase == Phase.LAPSED and offered is not None:
        purpose, channel = offered.purpose, offered.channel
        allowed = work.state(CONSENT, customer).allows(purpose, channel)
        offer = OfferWinBack(
            command.at,
            customer,
            draft.event.at,
            offered.offer,
            purpose,
            channel,
            offered.days,
            work.revision(CONSENT, customer) if allowed else None,
        )
        origin = work.caused_by(draft, "lapsed-are-won-back", ref)
        work.handle(WIN_BACK, customer, offer, origin)


_OUTCOMES: Final = {
    Phase.WON_BACK: Outcome.PURCHASED,
    Phase.CLOSED: Outcome.CLOSED,
}


def objections_end_win_backs(work: Work, draft: Draft) -> None:
    """Have the withdrawal of a consent end the offer that was made under it."""
    event = draft.event
    if not isinstance(event, ConsentWithdrawn):
        return
    offers: WinBacks = work.state(WIN_BACK, event.customer_id)
    offered = offers.standing
    if offered and (offered.purpose, offered.channel) == (event.purpose, event.channel):
        end = EndWinBack(event.at, event.customer_id, Outcome.OBJECTED)
        origin = work.caused_by(draft, "objections-end-win-backs")
        work.handle(WIN_BACK, event.customer_id, end, origin)
