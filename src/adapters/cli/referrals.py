"""`mijoz referral tree`: whom a customer brought in, and what makes one look twice."""

import click

from ...application.referral_tree import tree as tree_of
from . import options
from .options import who
from .services import Services
from .show import as_json, console, table


def commands(services: Services) -> click.Group:
    """Return the commands that ask about friends brought in."""

    @click.group()
    def referral() -> None:
        """Friends brought in: codes, claims, and the tree of both."""

    @referral.command("tree")
    @options.customer
    @options.store
    @options.json
    def _tree(customer: str, store: str, json: bool) -> None:
        """Tell whom CUSTOMER brought in, and those whom they did, with signs of fraud.

        Signs are reasons to look twice, and no more.

        Example: mijoz referral tree completejourney:900
        """
        crm = services.open(store)
        found = tree_of(crm.handler, who(crm, customer))
        if json:
            as_json(found)
            return
        rows = (
            (
                "  " * each.depth + each.customer_id,
                each.status,
                f"{each.brought:,}",
                ", ".join(each.signs),
            )
            for each in found
        )
        console().print(table(("customer", "came", ">brought", "signs"), rows))

    return referral
