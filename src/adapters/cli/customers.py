"""`mijoz customer`: everyone on a list, one on a card, one's whole history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click
import msgspec

from ...application.contexts import CUSTOMER
from ...application.envelope import Recorded
from ...application.projections.card import Card
from ...domain.customer.profile import IdentifierAdded, Profile
from ..collecting import rarely
from ..outside import VIEWS
from . import merging, options, saving
from .options import reading, who
from .progress import bar
from .services import Services
from .show import as_json, console, head, made_of, moment, money, table


def commands(services: Services) -> click.Group:
    """Return the commands that ask about customers."""

    @click.group()
    def customer() -> None:
        """Customers: on a list, on a card, in their histories."""

    @customer.command("list")
    @options.store
    @options.two_clocks
    @click.option(
        "--limit",
        type=click.IntRange(1),
        default=20,
        show_default=True,
        help="How many to show.",
    )
    @options.json
    def list_(
        store: str,
        as_of: datetime | None,
        known_at: datetime | None,
        limit: int,
        json: bool,
    ) -> None:
        """List the customers who were last active, the latest first.

        Example: mijoz customer list --as-of 2017-06-30 --limit 5
        """
        crm = services.open(store)
        with rarely(), bar("replaying", crm.journal.head()) as advance:
            replay = crm.customers.cards(
                as_of=as_of, known_at=known_at, progress=advance
            )
        cards = sorted(
            replay.state, key=lambda card: str(card.last_order_at or ""), reverse=True
        )[:limit]
        if json:
            as_json(made_of(replay) | {"total": len(replay.state), "customers": cards})
            return
        out = console()
        out.print(head(replay))
        out.print(
            table(
                ("customer", "since", ">orders", "last order", ">spent", ">points"),
                (_row(card) for card in cards),
            )
        )
        out.print(f"[dim]{len(cards)} of {len(replay.state):,} customers[/]")

    @customer.command()
    @options.customer
    @options.store
    @options.two_clocks
    @options.purpose
    @options.by
    @options.json
    def show(
        customer: str,
        store: str,
        as_of: datetime | None,
        known_at: datetime | None,
        purpose: str | None,
        by: str,
        json: bool,
    ) -> None:
        """Show one customer's card, as it was at any two times; for a purpose, who.

        CUSTOMER is an id, or an identifier such as email:aziza@example.org. With
        --purpose their name, identifiers and facts are opened, and that is noted.

        Example: mijoz customer show completejourney:900 --as-of 2017-06-30
        """
        crm = services.open(store)
        replay = crm.customers.history(
            who(crm, customer),
            as_of=as_of,
            known_at=known_at,
            reading=reading(crm, by, purpose),
        )
        profile = _profile(replay.events) if purpose is not None else None
        if json:
            shown = {"customer": replay.state}
            if profile is not None:
                shown["profile"] = VIEWS["customer"](profile)
            as_json(made_of(replay) | shown)
            return
        out = console()
        out.print(head(replay))
        rows = lines(replay.state)
        if profile is not None:
            rows += _person(profile, replay.events)
        out.print(table(("", ""), rows))

    @customer.command()
    @options.customer
    @options.store
    @options.two_clocks
    @options.last
    @options.purpose
    @options.by
    @options.json
    def history(
        customer: str,
        store: str,
        as_of: datetime | None,
        known_at: datetime | None,
        last: int,
        purpose: str | None,
        by: str,
        json: bool,
    ) -> None:
        """Tell all that happened to a customer, in the order we learned of it.

        CUSTOMER is an id, or an identifier such as email:aziza@example.org.

        Example: mijoz customer history completejourney:900 --last 10 --json
        """
        crm = services.open(store)
        replay = crm.customers.history(
            who(crm, customer),
            as_of=as_of,
            known_at=known_at,
            reading=reading(crm, by, purpose),
        )
        shown = replay.events[-last:] if last else replay.events
        if json:
            events = [envelope(each) for each in shown]
            as_json(made_of(replay) | {"total": len(replay.events), "events": events})
            return
        out = console()
        out.print(head(replay))
        columns = (">position", "occurred", "recorded", "what", "by", "about")
        out.print(table(columns, (_event(each) for each in shown)))
        out.print(f"[dim]{len(shown)} of {len(replay.events):,} events[/]")

    merging.attach(customer, services)
    saving.attach(customer, services)
    return customer


def _profile(events: Sequence[Recorded]) -> Profile:
    own = [e.event for e in events if e.stream.startswith(CUSTOMER.stream(""))]
    return CUSTOMER.decider.fold(own)


def _person(profile: Profile, events: Sequence[Recorded]) -> list[tuple[str, Any]]:
    name = profile.registered and profile.registered.name
    values = {
        (each.event.kind, each.event.blind_index): each.event.value
        for each in events
        if isinstance(each.event, IdentifierAdded)
    }
    return [
        ("name", name),
        *(
            (kind, f"{values[kind, index]}{' (verified)' if verified else ''}")
            for (kind, index), verified in profile.verified.items()
        ),
        *((each.recorded.name, each.value) for each in profile.facts.values()),
    ]


def envelope(recorded: Recorded) -> dict[str, Any]:
    """Return an event with its envelope, as JSON has it."""
    return {
        "position": recorded.position,
        "id": recorded.id,
        "type": recorded.type,
        "version": recorded.version,
        "stream": recorded.stream,
        "revision": recorded.revision,
        "subject": recorded.subject,
        "occurred_at": recorded.occurred_at,
        "recorded_at": recorded.recorded_at,
        "time_quality": recorded.time_quality,
        "actor": recorded.actor,
        "correlation_id": recorded.correlation_id,
        "causation_id": recorded.causation_id,
        "policy_refs": recorded.policy_refs,
        "data": recorded.event,
    }


def _row(card: Card) -> tuple[Any, ...]:
    return (
        card.customer_id,
        moment(card.registered_at)[:10],
        f"{card.orders:,}",
        moment(card.last_order_at),
        money(card.spent),
        f"{card.points:,}",
    )


def lines(card: Card) -> list[tuple[str, Any]]:
    """Return a card's figures, each with its name, as people read them."""
    return [
        ("customer", card.customer_id),
        ("registered", moment(card.registered_at)),
        ("came by", card.channel),
        ("programmes", ", ".join(card.programmes)),
        ("orders", f"{card.orders:,}"),
        ("first order", moment(card.first_order_at)),
        ("last order", moment(card.last_order_at)),
        ("spent", money(card.spent)),
        ("points", f"{card.points:,}"),
        ("campaigns", card.campaigns),
        ("coupons", card.coupons),
        ("encounters", card.encounters),
        ("feedback", card.feedback),
        ("relationship", "closed" if card.closed else "open"),
        ("events", f"{card.events:,}"),
    ]


def _event(each: Recorded) -> tuple[Any, ...]:
    return (
        each.position,
        moment(each.occurred_at),
        moment(each.recorded_at),
        each.type,
        each.actor,
        _about(each),
    )


def _about(each: Recorded) -> str:
    """Return the few values of an event that say most in one line."""
    data = msgspec.to_builtins(each.event)
    words = []
    for name in ("total", "amount", "lot_id", "campaign_id", "coupon", "channel"):
        if (value := data.get(name)) is not None:
            shown = f"{value / 100:,.2f}" if name == "total" else value
            words.append(f"{name} {shown}")
    if lines := data.get("lines"):
        words.append(f"{len(lines)} lines")
    if data.get("late"):
        words.append("late: an adjustment")
    return ", ".join(words[:3])
