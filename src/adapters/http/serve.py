"""The API behind a port: what `mijoz serve` runs."""

from typing import Any

from ...application.crm import Crm
from ..extras import need
from .app import create_app

HOST = "127.0.0.1"
PORT = 8000


def serve(crm: Crm, host: str = HOST, port: int = PORT) -> None:
    """Serve *crm* until the process is told to stop; what was begun is finished.

    Raises:
        MissingExtra: The extra ``http`` is not installed.
    """
    server(crm, host, port).run()


def server(
    crm: Crm, host: str = HOST, port: int = PORT, *, log_level: str = "info"
) -> Any:
    """Return a `uvicorn.Server` that is yet to run.

    A request has as long as it takes to be answered; an idle connection is closed, and
    past 200 at once a caller is told to come again.
    """
    uvicorn = need("uvicorn", "http")
    config = uvicorn.Config(
        create_app(crm),
        host=host,
        port=port,
        log_level=log_level,
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=30,
        limit_concurrency=200,
    )
    return uvicorn.Server(config)
