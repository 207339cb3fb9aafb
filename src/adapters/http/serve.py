"""The API behind a port: what `mijoz serve` runs."""

from ...application.crm import Crm
from ..extras import need
from .app import create_app

LOCAL = "127.0.0.1"
PORT = 8000


def serve(crm: Crm, host: str = LOCAL, port: int = PORT) -> None:
    """Serve *crm* until the process is told to stop; requests begun are finished.

    Raises:
        MissingExtra: The extra ``http`` is not installed.
    """
    uvicorn = need("uvicorn", "http")
    uvicorn.run(
        create_app(crm),
        host=host,
        port=port,
        log_level="info",
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=30,
        limit_concurrency=200,
    )
