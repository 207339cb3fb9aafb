"""The whole API: one router for each desk, and one way to say no."""

from fastapi import APIRouter, FastAPI, Response

from ... import __version__
from ...application.crm import Crm
from ...application.projections.card import CARDS
from . import commands, contract, problems, reads
from .answers import json

LIMIT = 64 * 1024


def create_app(crm: Crm, *, limit: int = LIMIT) -> FastAPI:
    """Return an application that serves *crm*; bodies have at most *limit* bytes."""
    app = FastAPI(
        title="mijoz", version=__version__, redirect_slashes=False, redoc_url=None
    )
    app.include_router(_health(crm))
    for router in commands.routes(crm, limit):
        app.include_router(router)
    app.include_router(reads.routes(crm))
    problems.install(app)
    contract.install(app)
    return app


def _health(crm: Crm) -> APIRouter:
    router = APIRouter(tags=["health"])

    def livez() -> Response:
        return json({"status": "live"})

    def readyz() -> Response:
        head = crm.journal.head()
        behind = head - crm.views.position(CARDS.stored_as)
        body = {"status": "ready", "position": head, "behind": {"cards": behind}}
        return json(body)

    for path, read, doc in (
        ("/livez", livez, "Say that the process runs."),
        ("/readyz", readyz, "Say that the store answers, and how far views lag."),
    ):
        router.add_api_route(
            path,
            read,
            methods=["GET"],
            operation_id=path[1:],
            summary=doc,
            response_class=Response,
        )
    return router
