"""x."""

import click

from .services import Services


def command(services: Services) -> click.Command:
    return click.Command("demo")
