"""The whole command line, from what it is given to work with."""

from collections.abc import Callable, Sequence

import click

from ... import __version__
from . import (
    cases,
    causes,
    challenges,
    churn,
    clearings,
    contests,
    couponing,
    customers,
    demo,
    diagnosing,
    encounters,
    experimenting,
    explaining,
    importing,
    kpi,
    lifecycle,
    matching,
    messaging,
    payouts,
    points,
    privacy,
    referrals,
    scores,
    segments,
    serving,
    supposing,
    sweeping,
    telling,
    tiers,
)
from .audit import group as audit
from .nouns import Sections
from .problems import run
from .services import Services


def create(services: Services) -> Callable[[Sequence[str] | None], int]:
    """Return the command line: give it arguments, and it returns the exit code."""

    @click.group(cls=Sections)
    @click.version_option(__version__, message="mijoz %(version)s")
    def mijoz() -> None:
        """Customers' histories as events, replayed at any two dates.

        The store is --store, or MIJOZ_STORE, or sqlite:///var/mijoz.db.
        """

    for module in (
        customers,
        points,
        cases,
        encounters,
        importing,
        churn,
        kpi,
        lifecycle,
        matching,
        segments,
        scores,
        audit,
        privacy,
        challenges,
        contests,
        referrals,
        payouts,
        causes,
        tiers,
    ):
        mijoz.add_command(module.commands(services))
    mijoz.add_command(causes.commands(services))
    mijoz.add_command(challenges.commands(services))
    mijoz.add_command(clearings.commands(services))
    mijoz.add_command(contests.commands(services))
    mijoz.add_command(referrals.commands(services))
    for commands in (messaging.mailings, messaging.messages):
        mijoz.add_command(commands(services))
    mijoz.add_command(experimenting.commands(services))
    for module in (serving, sweeping, diagnosing, demo):
        mijoz.add_command(module.command(services))
    telling.attach(mijoz, services)
    supposing.attach(mijoz, services)
    couponing.attach(mijoz, services)
    explaining.attach(mijoz, services)

    def main(arguments: Sequence[str] | None = None) -> int:
        return run(lambda: mijoz.main(arguments, "mijoz", standalone_mode=False))

    return main
