"""x."""

import click

from .services import Services


def commands(services: Services) -> click.Group:
    return click.Group("churn")
