"""The commands of both clocks: replay at any two times, compare, trace."""

import click

from ..services import Services
from . import diff, replay, trace


def attach(audit: click.Group, services: Services) -> None:
    """Add the commands to the group."""
    for module in (replay, diff, trace):
        audit.add_command(module.command(services))
