"""`mijoz mailing launch`, `mijoz message dispatch | unlawful | overdue`."""

import os
from datetime import datetime
from pathlib import Path

import click

from ...application.dispatching import dispatch_due
from ...application.envelope import Origin
from ...application.launching import launch
from ...application.lawfulness import overdue, unlawful
from ..outboxes import outbox_of
from . import options
from .services import Services
from .show import as_json, console, moment, table


def mailings(services: Services) -> click.Group:
    """Return the commands about mailings that are more than one thing told."""

    @click.group()
    def mailing() -> None:
        """Mailings: planned, launched to an audience, paused, ended."""

    @mailing.command("launch")
    @click.argument("mailing_id")
    @click.option(
        "--customers",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="A list of customers' ids, one a line, that the segment names.",
    )
    @click.option("--at", type=options.WHEN, help="As of when.  [default: now]")
    @options.by
    @options.store
    @options.json
    def _launch(
        mailing_id: str,
        customers: Path | None,
        at: datetime | None,
        by: str,
        store: str,
        json: bool,
    ) -> None:
        """Launch the round of MAILING_ID that is due: fix its audience, decide it.

        Stopped half way, it is launched again: it goes on with the same audience.

        Example: mijoz mailing launch weekly
        """
        crm = services.open(store)
        names = customers.read_text().split() if customers else None
        done = launch(crm, mailing_id, at or crm.clock(), Origin(by), names)
        audience = done.audience
        if json:
            as_json(
                {
                    "mailing_id": mailing_id,
                    "round": audience.round,
                    "count": audience.count,
                    "list_sha256": audience.list_sha256,
                    "held_out": len(audience.held_out),
                    "excluded_by_consent": audience.excluded_by_consent,
                    "excluded_by_cap": audience.excluded_by_cap,
                    "excluded_otherwise": audience.excluded_otherwise,
                    "messages": done.messages,
                    "dropped": done.dropped,
                }
            )
            return
        console().print(
            f"round {audience.round}: {done.messages:,} messages decided,"
            f" {len(audience.held_out):,} held out, {done.dropped:,} dropped since"
        )
        console().print(
            f"left out: {audience.excluded_by_consent:,} by consent,"
            f" {audience.excluded_by_cap:,} by a cap,"
            f" {audience.excluded_otherwise:,} otherwise"
        )
        console().print(f"[dim]list {audience.list_sha256}[/]")

    return mailing


def messages(services: Services) -> click.Group:
    """Return the commands about messages that are more than one thing told."""

    @click.group()
    def message() -> None:
        """Messages: decided, sent, and what became of them."""

    @message.command("dispatch")
    @click.option(
        "--outbox",
        default="file:var/outbox",
        show_default=True,
        help="file:FOLDER, or smtp:// starttls:// smtps:// [user@]host[:port]"
        " (password: MIJOZ_SMTP_PASSWORD).",
    )
    @click.option(
        "--sender", default="mijoz@localhost", show_default=True, help="From whom."
    )
    @click.option("--unsubscribe", help="An address for List-Unsubscribe.")
    @click.option("--at", type=options.WHEN, help="As of when.  [default: now]")
    @options.store
    @options.json
    def _dispatch(
        outbox: str,
        sender: str,
        unsubscribe: str | None,
        at: datetime | None,
        store: str,
        json: bool,
    ) -> None:
        """Hand over what is decided and due, if it is still allowed.

        Killed half way, it is run again: a message may go out twice, always under the
        same Message-ID, and is recorded once.

        Example: mijoz message dispatch --outbox smtp://localhost:25
        """
        crm = services.open(store)
        where = outbox_of(
            outbox, sender, unsubscribe, os.environ.get("MIJOZ_SMTP_PASSWORD")
        )
        origin = Origin("service:dispatcher", crm.handler.new_id())
        done = dispatch_due(crm.handler, where, at or crm.clock(), origin)
        if json:
            as_json(done)
            return
        console().print(
            f"{done.sent:,} sent, {done.suppressed:,} suppressed,"
            f" {done.bounced:,} came straight back, {done.waiting:,} wait"
        )

    @message.command("unlawful")
    @options.store
    @options.json
    def _unlawful(store: str, json: bool) -> None:
        """List messages that left when, as we know now, no consent allowed it.

        A withdrawal may be told late: what left after it was made stands here.

        Example: mijoz message unlawful
        """
        found = unlawful(services.open(store).handler)
        if json:
            as_json(found)
            return
        columns = ("message", "customer", "purpose", "channel", "left", "withdrawn")
        rows = (
            (
                each.message_id,
                each.customer_id,
                each.purpose,
                each.channel,
                moment(each.dispatched_at),
                moment(each.withdrawn_at) if each.withdrawn_at else "never granted",
            )
            for each in found
        )
        console().print(table(columns, rows))

    @message.command("overdue")
    @click.option(
        "--days",
        type=click.IntRange(1),
        default=30,
        show_default=True,
        help="For how long nobody may go without a contact.",
    )
    @click.option("--at", type=options.WHEN, help="As of when.  [default: now]")
    @options.store
    @options.json
    def _overdue(days: int, at: datetime | None, store: str, json: bool) -> None:
        """List customers who have had no contact for so many days, longest first.

        A contact is a message that left, or an encounter.

        Example: mijoz message overdue --days 30
        """
        crm = services.open(store)
        found = overdue(crm.handler, at or crm.clock(), days)
        if json:
            as_json(found)
            return
        console().print(
            f"{len(found.overdue):,} of {found.customers:,} customers overdue;"
            f" {found.on_time_per_mille / 10:.1f} % had a contact in {days} days"
        )
        columns = ("customer", "last contact")
        rows = (
            (each.customer_id, moment(each.last) if each.last else "none")
            for each in found.overdue
        )
        console().print(table(columns, rows))

    return message
