"""The command `mijoz`, also ``python -m mijoz``."""

import sys

from .adapters.cli.app import create
from .adapters.cli.services import Services
from .composition import compose, foresight, models_path, warehouse


def main() -> None:
    """Do what the arguments ask for, and exit with its code."""
    services = Services(compose, warehouse, models_path, foresight)
    sys.exit(create(services)(None))


if __name__ == "__main__":
    main()
