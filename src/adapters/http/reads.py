"""Readings over HTTP: every one at two times, and with the position it was made at."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeAlias
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from ...application import contexts
from ...application.aggregate import Aggregate
from ...application.crm import Crm
from ...application.desk import Desk, Replay, Unknown
from ...application.envelope import visible
from ...application.privacy.certificate import certificate
from ...application.queueing import queue
from ...application.savings import savings
from ..outside import VIEWS, as_it_is, queued, standing, statement
from ..outside import savings as as_savings
from . import asking, contract, paths
from .answers import etag, json, padded, reading, top
from .asking import Query
from .events import BATCH, cloud_event

Read: TypeAlias = Callable[[Request], Response]
MOST = 1_000
CLOCKS = ("as_of", "known_at")
READ_AS_THEY_ARE: Sequence[Aggregate[Any, Any, Any]] = tuple(
    each
    for each in vars(contexts).values()
    if isinstance(each, Aggregate)
    and each.kind in paths.AGGREGATES
    and each is not contexts.POINTS  # is read as a statement
)


def routes(crm: Crm) -> APIRouter:
    """Return the router of all that can be read."""
    router = APIRouter()
    for aggregate in READ_AS_THEY_ARE:
        kind = aggregate.kind
        path = paths.AGGREGATES[kind]
        _add(router, path, f"{kind}.show", f"Show one {kind}.", _one(aggregate, crm))
    customer = paths.AGGREGATES["customer"]
    _add(
        router,
        "/v1/customers",
        "customer.list",
        "List customers by their ids, each on a card.",
        _cards(crm),
        "after",
        "limit",
    )
    _add(
        router,
        f"{customer}/history",
        "customer.history",
        "Show all that is about a customer, over every stream, and their card.",
        _history(crm),
    )
    _add(
        router,
        paths.AGGREGATES["points"],
        "points.statement",
        "Show a member's points, line by line, and what can be spent.",
        _statement(crm),
    )
    _add(
        router,
        f"{paths.AGGREGATES['tier']}/progress",
        "tier.progress",
        "Show where a member stands among the tiers, and how far it is to the next.",
        _standing(crm),
    )
    _add(
        router,
        f"{customer}/savings",
        "customer.savings",
        "Show what a customer has saved, and the rewards and points that they have.",
        _savings(crm),
    )
    _add(
        router,
        f"{customer}/erasure",
        "customer.erasure",
        "Show the certificate of a customer's erasure.",
        _erasure(crm),
    )
    _add(
        router,
        "/v1/cases",
        "case.list",
        "List the open cases of all departments: what is due first comes first.",
        _queue(crm),
        "limit",
    )
    _add(
        router,
        "/v1/events",
        "event.list",
        "List events in the order of their positions, from a cursor on.",
        _feed(crm),
        "after",
        "limit",
    )
    return router


def _one(aggregate: Aggregate[Any, Any, Any], crm: Crm) -> Read:
    kind = aggregate.kind
    view = VIEWS.get(kind, as_it_is)
    desk = Desk(aggregate, crm.handler)

    def read(request: Request) -> Response:
        parts = list(request.path_params.values())
        identity = contexts.account(*parts) if len(parts) > 1 else parts[0]
        as_of, known_at = _clocks(Query.of(request, *CLOCKS))
        replay = desk.replay(
            identity,
            as_of=as_of,
            known_at=known_at,
            reading=asking.purpose(request, crm.clock),
        )
        version = len(replay.events)
        body = {"version": version, kind: view(replay.state)}
        return reading(request, replay, body, etag(version))

    return read


def _cards(crm: Crm) -> Read:
    def read(request: Request) -> Response:
        query = Query.of(request, *CLOCKS, "after", "limit")
        as_of, known_at = _clocks(query)
        limit = query.number("limit", 100, 1, MOST)
        after = query.given.get("after", "")
        replay = crm.customers.cards(as_of=as_of, known_at=known_at)
        cards = [each for each in replay.state if each.customer_id > after]
        more = len(cards) > limit
        page = cards[:limit]
        following = page[-1].customer_id if more else None
        body = {"next": following, "customers": page}
        return reading(request, replay, body, etag(replay.position))

    return read


def _history(crm: Crm) -> Read:
    def read(request: Request) -> Response:
        as_of, known_at = _clocks(Query.of(request, *CLOCKS))
        customer = request.path_params["customer_id"]
        replay = crm.customers.history(
            customer,
            as_of=as_of,
            known_at=known_at,
            reading=asking.purpose(request, crm.clock),
        )
        events = [cloud_event(each) for each in replay.events]
        body = {"card": replay.state, "events": events}
        return reading(request, replay, body, etag(len(events)))

    return read


def _queue(crm: Crm) -> Read:
    def read(request: Request) -> Response:
        query = Query.of(request, *CLOCKS, "limit")
        as_of, known_at = _clocks(query)
        limit = query.number("limit", 100, 1, MOST)
        replay = queue(crm, as_of=as_of, known_at=known_at)
        cases = [queued(each) for each in replay.state[:limit]]
        body = {"total": len(replay.state), "cases": cases}
        return reading(request, replay, body, etag(replay.position))

    return read


def _savings(crm: Crm) -> Read:
    def read(request: Request) -> Response:
        as_of, known_at = _clocks(Query.of(request, *CLOCKS))
        customer = request.path_params["customer_id"]
        replay = savings(crm, customer, as_of=as_of, known_at=known_at)
        body = as_savings(replay.state)
        return reading(request, replay, body, etag(len(replay.events)))

    return read


def _erasure(crm: Crm) -> Read:
    def read(request: Request) -> Response:
        as_of, known_at = _clocks(Query.of(request, *CLOCKS))
        customer = request.path_params["customer_id"]
        head = crm.journal.head()
        found = certificate(crm.journal, customer, as_of, known_at)
        if found is None:
            raise Unknown("erasure of customer", customer)
        replay = Replay(head, as_of, known_at, (), found)
        return reading(request, replay, {"erasure": found}, None)

    return read


def _statement(crm: Crm) -> Read:
    def read(request: Request) -> Response:
        as_of, known_at = _clocks(Query.of(request, *CLOCKS))
        programme, customer = (
            request.path_params[name] for name in ("programme_id", "customer_id")
        )
        found = crm.statement(programme, customer, as_of=as_of, known_at=known_at)
        body = statement(found)
        # Without as_of it says what can be spent now, which time alone can change.
        tag = etag(len(found.replay.events))
        answer = reading(request, found.replay, body, tag if as_of else None)
        answer.headers["ETag"] = tag
        return answer

    return read


def _standing(crm: Crm) -> Read:
    def read(request: Request) -> Response:
        as_of, known_at = _clocks(Query.of(request, *CLOCKS))
        programme, customer = (
            request.path_params[name] for name in ("programme_id", "customer_id")
        )
        found = crm.standing(programme, customer, as_of=as_of, known_at=known_at)
        return reading(request, found.replay, standing(found), None)

    return read


def _feed(crm: Crm) -> Read:
    def read(request: Request) -> Response:
        query = Query.of(request, *CLOCKS, "after", "limit")
        as_of, known_at = _clocks(query)
        after = query.number("after", 0, 0, 10**15)
        limit = query.number("limit", 100, 1, MOST)
        head = crm.journal.head()
        page = crm.journal.feed(after, limit)
        following = (page[-1].position or after) if page else after
        events = [cloud_event(each) for each in visible(page, as_of, known_at)]
        replay = Replay(head, as_of, known_at, (), None)
        link = f"/v1/events?{urlencode({**query.given, 'after': following})}"
        headers = {"Position": padded(head), "Link": f'<{link}>; rel="next"'}
        if BATCH in request.headers.get("accept", ""):
            return json(events, headers=headers, media=BATCH)
        body = top(replay) | {"next": following, "events": events}
        return json(body, headers=headers)

    return read


def _clocks(query: Query) -> tuple[datetime | None, datetime | None]:
    return query.moment("as_of"), query.moment("known_at")


def _add(
    router: APIRouter, path: str, name: str, doc: str, read: Read, *parameters: str
) -> None:
    router.add_api_route(
        path,
        read,
        methods=["GET"],
        operation_id=name,
        tags=[name.partition(".")[0]],
        summary=doc,
        openapi_extra=contract.reading(path, *parameters),
        response_class=Response,
    )
