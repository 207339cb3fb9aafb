"""The command `mijoz`, also ``python -m mijoz``."""

import sys

from .adapters.cli.app import create
from .adapters.cli.services import Services
from .composition import churn, compose, warehouse


def main() -> None:
    """Do what the arguments ask for, and exit with its code."""
    services = Services(compose, warehouse, churn)
    sys.exit(create(services)(None))


if __name__ == "__main__":
    main()
