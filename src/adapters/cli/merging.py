"""`mijoz customer merge | unmerge`: one person behind two customers, and back."""

import click

from ...application.envelope import Origin
from ...application.identity import cluster, merge, unmerge
from ...domain.customer.link import Evidence
from . import options
from .options import who
from .services import Services
from .show import as_json, console


def attach(customer: click.Group, services: Services) -> None:
    """Add the commands to the group of customers."""

    @customer.command("merge")
    @click.argument("absorbed")
    @click.argument("survivor")
    @click.option(
        "--evidence",
        type=click.Choice([each.value for each in Evidence]),
        required=True,
        help="On what it stands; all but the first need an --approver.",
    )
    @click.option("--ref", "refs", multiple=True, help="Where the evidence is.")
    @click.option("--approver", help="Who approves it, as kind:id.")
    @options.by
    @options.store
    @options.json
    def _merge(
        absorbed: str,
        survivor: str,
        evidence: str,
        refs: tuple[str, ...],
        approver: str | None,
        by: str,
        store: str,
        json: bool,
    ) -> None:
        """Have ABSORBED and SURVIVOR be one person. Nothing is moved; undo it as well.

        Histories, cards and consents are then the person's: a consent only where both
        had allowed it.

        Example: mijoz customer merge c-2 c-1 --evidence reviewed --approver user:anna
        """
        crm = services.open(store)
        gone, kept = who(crm, absorbed), who(crm, survivor)
        merge(
            crm.handler,
            gone,
            kept,
            Evidence(evidence),
            at=crm.clock(),
            merge_id=crm.handler.new_id(),
            origin=Origin(by),
            refs=refs,
            approver=approver,
        )
        members = cluster(crm.journal, kept)
        if json:
            as_json({"canonical": members[0], "members": members})
            return
        console().print(f"one person, {members[0]}: {', '.join(members)}")

    @customer.command("unmerge")
    @click.argument("absorbed")
    @click.option("--reason", required=True, help="Why; it is kept, so name nobody.")
    @options.by
    @options.store
    @options.json
    def _unmerge(absorbed: str, reason: str, by: str, store: str, json: bool) -> None:
        """Undo the merge of ABSORBED: each has their own again, exactly.

        Example: mijoz customer unmerge c-2 --reason "two of one name"
        """
        crm = services.open(store)
        gone = who(crm, absorbed)
        unmerge(crm.handler, gone, at=crm.clock(), reason=reason, origin=Origin(by))
        if json:
            as_json({"customer_id": gone, "members": cluster(crm.journal, gone)})
            return
        console().print(f"{gone} is a person of their own again")
