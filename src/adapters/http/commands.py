"""Commands over HTTP: one endpoint for each entry of the registry."""

import re
from collections.abc import Sequence
from typing import Any

from attrs import frozen
from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from ...application.asking import Entry
from ...application.crm import Crm
from ...application.desk import Desk, Told
from ...application.ports import Conflict
from ...application.registry import COMMANDS
from ..scalars import Faults, Shape
from ..shapes import record
from . import asking, contract, paths
from .answers import etag, json, padded
from .events import cloud_draft, cloud_event
from .problems import Problem, invalid


def routes(crm: Crm, limit: int) -> Sequence[APIRouter]:
    """Return a router for each kind of aggregate; bodies have at most *limit* bytes."""
    routers: dict[str, APIRouter] = {}
    for entry in COMMANDS:
        kind = entry.aggregate.kind
        router = routers.setdefault(kind, APIRouter(tags=[kind]))
        command = Command.of(entry, crm)
        router.add_api_route(
            command.path,
            _endpoint(command, limit),
            methods=["POST"],
            operation_id=entry.name,
            summary=entry.doc,
            openapi_extra=contract.command(entry, command.path, command.body.schema),
            response_class=Response,
            responses={},
        )
    return list(routers.values())


@frozen
class Command:
    """A command at its URL: what of it the URL says, and what the body."""

    entry: Entry
    path: str
    address: Shape
    body: Shape
    crm: Crm

    @classmethod
    def of(cls, entry: Entry, crm: Crm) -> "Command":
        path = paths.COMMANDS[entry.name]
        within = re.findall(r"{(\w+)}", path)
        address = record([each for each in entry.asked if each.name in within])
        body = record([each for each in entry.asked if each.name not in within])
        return cls(entry, path, address, body, crm)

    def tell(self, request: Request, raw: bytes) -> Response:
        """Have the command take effect, and answer with what happened."""
        dry_run = asking.Query.of(request, "dry_run").flag("dry_run")
        value = asking.said(raw)
        faults: Faults = []
        said = self.body.read(value, "", faults)
        if faults:
            raise invalid(faults)
        blind = self.crm.handler.blind
        key = None if dry_run else asking.command_key(request, value, blind)
        identity, command = self.entry.build(
            self._address(request) | said, self.crm.handler, self.crm.clock
        )
        expect = asking.expected(request)
        try:
            told = self._desk.tell(
                identity,
                command,
                origin=asking.origin(request, timed="at" in said),
                key=key,
                expect=expect,
                dry_run=dry_run,
            )
        except Conflict as conflict:
            if expect is None:
                raise
            raise _moved_on(conflict) from conflict
        return self._answer(identity, told)

    @property
    def _desk(self) -> Desk[Any, Any, Any]:
        return Desk(self.entry.aggregate, self.crm.handler)

    def _address(self, request: Request) -> dict[str, Any]:
        values: dict[str, Any] = dict(request.path_params)
        for each in self.entry.asked:
            if each.type is int and asking.NUMBER.fullmatch(values.get(each.name, "")):
                values[each.name] = int(values[each.name])
        faults: Faults = []
        address: dict[str, Any] = self.address.read(values, "", faults)
        if faults:
            raise Problem(404, "no-such-url", "There is nothing at this URL")
        return address

    def _answer(self, identity: str, told: Told[Any]) -> Response:
        aggregate, receipt, revision = self.entry.aggregate, told.receipt, told.revision
        if receipt.revisions:  # what was told first is told again
            stream, revision = receipt.revisions[0]
            identity = stream.removeprefix(f"{aggregate.kind}-")
        position = max(receipt.positions or (), default=None)
        body = {
            "position": position,
            "version": revision,
            "replayed": told.replayed,
            "events": self._events(told),
        }
        where = paths.location(aggregate.kind, self.entry.identity, identity)
        headers = {"ETag": etag(revision), "Location": where}
        if position is not None:
            headers["Position"] = padded(position)
        if told.replayed:
            headers["Idempotent-Replayed"] = "true"
        return json(body, 201 if receipt.events else 200, headers)

    def _events(self, told: Told[Any]) -> list[dict[str, Any]]:
        receipt = told.receipt
        if not told.replayed:
            positions = dict(zip(receipt.events, receipt.positions or (), strict=False))
            return [cloud_draft(each, positions.get(each.id)) for each in told.drafts]
        journal, known = self.crm.journal, set(receipt.events)
        return [
            cloud_event(each)
            for stream, _ in receipt.revisions
            for each in journal.stream(stream)
            if each.id in known
        ]


def _endpoint(command: Command, limit: int) -> Any:
    async def endpoint(request: Request) -> Response:
        raw = await asking.body(request, limit)
        return await run_in_threadpool(command.tell, request, raw)

    return endpoint


def _moved_on(conflict: Conflict) -> Problem:
    return Problem(
        412,
        "precondition-failed",
        "It has changed since it was read",
        "read it again, and decide anew",
        facts={"expected": conflict.expected, "actual": conflict.actual},
        headers={"ETag": etag(conflict.actual)},
    )
