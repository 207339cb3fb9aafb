"""The commands of both clocks: replay at any two times, compare, trace."""

import click

from ..services import Services
from . import replay


def attach(audit: click.Group, services: Services) -> None:
    """Add the commands to the group."""
    for module in (replay,):
        audit.add_command(module.command(services))
