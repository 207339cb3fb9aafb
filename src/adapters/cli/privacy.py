"""`mijoz privacy`: show a person all that is held of them, or erase them."""

from pathlib import Path
from typing import Any, Final

import click

from ...application import contexts
from ...application.crm import Crm
from ...application.desk import Desk, Unknown
from ...application.envelope import Origin
from ...application.privacy.certificate import Certificate, certificate
from ...application.privacy.erasing import Purge, erase_person
from ...application.privacy.reading import Reading
from ...domain.customer.access import Access
from ...domain.customer.profile import Reached
from ..addresses import beside
from . import options
from .exporting import write
from .options import who
from .services import Services
from .show import as_json, console, moment, table

_IMPORTS: Final = Reached("imports", "their tables are where you keep them")


def commands(services: Services) -> click.Group:
    """Return the commands about a person's rights."""

    @click.group()
    def privacy() -> None:
        """Privacy: export what is held of a person, erase them, see who read it."""

    @privacy.command()
    @options.customer
    @click.option(
        "-o",
        "--out",
        type=click.Path(file_okay=False, path_type=Path),
        help="The folder to write to.  [default: export-CUSTOMER]",
    )
    @click.option(
        "--purpose",
        default="access request",
        show_default=True,
        help="What it is for; it is noted.",
    )
    @options.by
    @options.store
    @options.json
    def export(
        customer: str,
        out: Path | None,
        purpose: str,
        by: str,
        store: str,
        json: bool,
    ) -> None:
        """Write out all that is held of a customer, as JSON and as CSV.

        Events with what is personal in them, states, points, scores, and who read
        them before. That it was written is noted, with its digest.

        Example: mijoz privacy export email:aziza@example.org -o aziza
        """
        crm = services.open(store)
        member = who(crm, customer)
        reading = Reading(crm.clock(), by, purpose)
        folder = out or Path(f"export-{member.replace(':', '-').replace('/', '-')}")
        told = write(services, crm, store, member, reading, folder)
        if json:
            as_json(told)
            return
        console().print(
            f"{told['events']:,} events and {len(told['files'])} files in"
            f" {told['folder']}\n[dim]export.json has SHA-256 {told['digest']}[/]"
        )

    @privacy.command("erase")
    @options.customer
    @click.option("--reason", required=True, help="Why; it is kept, so name nobody.")
    @click.option("--yes", is_flag=True, help="Do not ask: it cannot be undone.")
    @options.by
    @options.store
    @options.json
    def _erase(
        customer: str, reason: str, yes: bool, by: str, store: str, json: bool
    ) -> None:
        """Erase a customer: destroy their key, and empty all that was derived.

        Whoever is one person with them is erased as well. Refused under a legal hold.
        Balances, orders and proofs stay as they are. Run
        again, it completes what was interrupted and tells the same certificate.

        Example: mijoz privacy erase email:aziza@example.org --reason "asked for"
        """
        crm = services.open(store)
        member = who(crm, customer)
        purges = _purges(services, crm, store)
        if not yes:
            click.confirm(f"Erase {member} for ever?", abort=True, err=True)
        several = erase_person(crm, member, reason, Origin(by), purges)
        if json:
            as_json(next(each for each in several if each.customer_id == member))
            return
        for made in several:
            _show(made)

    @privacy.command("certificate")
    @options.customer
    @options.store
    @options.json
    def _certificate(customer: str, store: str, json: bool) -> None:
        """Show the certificate of a customer's erasure.

        Example: mijoz privacy certificate aziza
        """
        found = certificate(services.open(store).journal, customer)
        if found is None:
            raise Unknown("erasure of customer", customer)
        if json:
            as_json(found)
            return
        _show(found)

    @privacy.command()
    @options.customer
    @options.store
    @options.json
    def reads(customer: str, store: str, json: bool) -> None:
        """Tell who read what is personal of a customer, when, and what for.

        Example: mijoz privacy reads aziza --json
        """
        crm = services.open(store)
        events = crm.journal.stream(contexts.ACCESS.stream(who(crm, customer)))
        if json:
            as_json([each.event for each in events])
            return
        columns = ("when", "what", "who", "purpose")
        rows = ((_when(e), e.type, e.event.reader, e.event.purpose) for e in events)
        console().print(table(columns, rows))

    @privacy.command()
    @options.store
    @options.json
    def rewrap(store: str, json: bool) -> None:
        """Begin a new epoch: wrap all data keys anew, destroy what wrapped them.

        Then no backup of the key store from before opens anything of whoever was erased
        since. Run it as often as the law gives days. Under MIJOZ_KEK, first add the new
        key at its end, and remove the older ones afterwards.

        Example: mijoz privacy rewrap
        """
        count = services.open(store).keys.rewrap()
        if json:
            as_json({"rewrapped": count})
            return
        console().print(f"{count:,} keys wrapped anew")

    return privacy


def _purges(services: Services, crm: Crm, store: str) -> list[Purge]:
    """Return what is to be done beyond the store; may raise before anything is."""
    path = beside(store, ".facts.duckdb") if not store.startswith("memory:") else None
    purges: list[Purge] = []
    if path is not None and path.exists():
        warehouse = services.facts(crm, store)
        purges.append(lambda customer: _purge_facts(crm, warehouse, customer))
    else:
        purges.append(lambda _: Reached("facts", "none are kept"))
    purges.append(lambda _: Reached("features", "worked out from the facts when asked"))
    kept = services.models(store).exists()
    learned = "to be trained anew: it learned from them too" if kept else "none is kept"
    purges.append(lambda _: Reached("churn model", learned))
    purges.append(lambda customer: _exports(crm, customer))
    purges.append(lambda _: _IMPORTS)
    return purges


def _purge_facts(crm: Crm, warehouse: Any, customer: str) -> Reached:
    from ...application.feeding import catch_up

    before = warehouse.held(customer)
    catch_up(crm.journal, warehouse)
    warehouse.connection.execute("CHECKPOINT")
    return Reached("facts", f"{before} rows deleted, {warehouse.held(customer)} left")


def _exports(crm: Crm, customer: str) -> Reached:
    desk: Desk[Any, Any, Access] = Desk(contexts.ACCESS, crm.handler)
    try:
        made = desk.state(customer).exports
    except Unknown:
        made = ()
    if not made:
        return Reached("exports", "none were written")
    told = ", ".join(f"{moment(each.at)} by {each.reader}" for each in made)
    return Reached("exports", f"{len(made)} written, to be destroyed by hand: {told}")


def _show(made: Certificate) -> None:
    out = console()
    out.print(f"[bold]{made.customer_id} was erased[/] on {moment(made.erased_at)}")
    rows = [
        ("certificate", made.certificate_id),
        ("reason", made.reason),
        ("position in the log", made.position),
        ("confirmed", moment(made.confirmed_at) or "not yet: run the erasure again"),
        ("keys destroyed", ", ".join(made.keys) or "there were none"),
        *((each.place, each.outcome) for each in made.places),
    ]
    out.print(table(("", ""), rows))


def _when(recorded: Any) -> str:
    return moment(recorded.occurred_at)
