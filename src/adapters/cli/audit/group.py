"""The group `audit`, put together from the families of its commands."""

import click

from ..services import Services
from . import bundling, clocks, proving, signing, verifying


def commands(services: Services) -> click.Group:
    """Return what an auditor may ask, each family attached by one line."""

    @click.group()
    def audit() -> None:
        """Audit: check the log alone, replay it at any two times, ask who and why."""

    for family in (verifying, clocks, signing, proving, bundling):
        family.attach(audit, services)
    return audit
