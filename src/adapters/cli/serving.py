"""`mijoz serve`: the HTTP API on a port of this machine."""

import click

from ..extras import need
from . import options
from .services import Services


def command(services: Services) -> click.Command:
    """Return the command that serves."""

    @click.command()
    @options.store
    @click.option(
        "--host", default="127.0.0.1", show_default=True, help="Where to listen."
    )
    @click.option(
        "--port",
        type=click.IntRange(0, 65535),
        default=8000,
        show_default=True,
        help="The port to listen on.",
    )
    def serve(store: str, host: str, port: int) -> None:
        """Serve the store over HTTP; the page of its commands is at /docs.

        Example: mijoz serve --store sqlite:///var/journey.db --port 8080
        """
        need("fastapi", "http")
        from ..http.serve import serve as run

        run(services.open(store), host, port)

    return serve
