"""The OpenAPI document: what each URL takes and gives, from the same registry."""

import re
from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from ...application.asking import Entry
from ..scalars import IDENTITY, PLAIN, PROGRAMME
from ..shapes import doc_of

DESCRIPTION: Final = (
    "Every POST is a command: it needs an Idempotency-Key, takes ?dry_run=true, and"
    " answers with the events it caused. Every GET can be asked at two times: as_of,"
    " when it had happened, and known_at, when we had learned of it."
)
_TEXT: Final = {"type": "string"}
_MOMENT: Final = {"type": "string", "format": "date-time"}
_NULLABLE_MOMENT: Final = {"anyOf": [_MOMENT, {"type": "null"}]}
_COUNT: Final = {"type": "integer", "minimum": 0}

_SCHEMAS: Final[Mapping[str, Any]] = {
    "Problem": {
        "type": "object",
        "description": "RFC 9457. A refusal's facts stand beside these members.",
        "required": ["type", "title", "status", "code"],
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": _TEXT,
            "status": {"type": "integer"},
            "code": _TEXT,
            "detail": _TEXT,
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["pointer", "problem"],
                    "properties": {"pointer": _TEXT, "problem": _TEXT},
                },
            },
        },
    },
    "CloudEvent": {
        "type": "object",
        "description": "CloudEvents 1.0; the event's own fields are in data.",
        "required": ["specversion", "id", "source", "type", "time", "data"],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": {"type": "string", "format": "uuid"},
            "source": {"type": "string", "format": "uri"},
            "type": _TEXT,
            "time": _MOMENT,
            "subject": _TEXT,
            "sequence": {"type": "string", "pattern": "^[0-9]{12,}$"},
            "stream": _TEXT,
            "revision": {"type": "integer", "minimum": 1},
            "authid": _TEXT,
            "data": {"type": "object"},
        },
    },
    "Told": {
        "type": "object",
        "description": "What a command did; version is the aggregate's revision.",
        "required": ["position", "version", "replayed", "events"],
        "properties": {
            "position": {"type": ["integer", "null"]},
            "version": _COUNT,
            "replayed": {"type": "boolean"},
            "events": {
                "type": "array",
                "items": {"$ref": "#/components/schemas/CloudEvent"},
            },
        },
    },
    "Reading": {
        "type": "object",
        "description": "What was read, after the position and the two times.",
        "required": ["position", "as_of", "known_at"],
        "properties": {
            "position": _COUNT,
            "as_of": _NULLABLE_MOMENT,
            "known_at": _NULLABLE_MOMENT,
        },
    },
}
_HEADERS: Final = {
    "ETag": {"schema": _TEXT, "description": "The revision, for If-Match."},
    "Position": {"schema": _TEXT, "description": "Where the log stands, of 12 digits."},
}
_PARAMETERS: Final[Mapping[str, Any]] = {
    "as_of": ("query", _MOMENT, "Only what had happened by then."),
    "known_at": ("query", _MOMENT, "Only what had been recorded by then."),
    "after": ("query", _TEXT, "The cursor that the page before gave as next."),
    "limit": ("query", {**_COUNT, "minimum": 1, "maximum": 1_000}, "At most so many."),
    "dry_run": ("query", {"type": "boolean"}, "Say what would happen; record nothing."),
    "Idempotency-Key": ("header", _TEXT, "A fresh UUID; required unless dry_run."),
    "If-Match": ("header", _TEXT, "The ETag it must still have."),
    "If-None-Match": ("header", _TEXT, "The ETag that is known."),
    "Actor": ("header", _TEXT, "Who asks, such as user:anna."),
    "Purpose": ("header", _TEXT, "What personal data is read for; it is noted."),
}
_ASKING = ("dry_run", "Idempotency-Key", "If-Match", "Actor")
_REFUSALS = (400, 404, 409, 410, 412, 413, 415, 422, 503)


def command(entry: Entry, path: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the document says of a command."""
    told = _content("application/json", "Told")
    responses = {
        "200": {"description": "Nothing new was recorded.", "content": told},
        "201": {"description": "It is recorded.", "headers": _HEADERS, "content": told},
    }
    return {
        "description": " ".join([entry.doc, doc_of(entry.command)]).strip(),
        "parameters": _in_path(path) + [_parameter(name) for name in _ASKING],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": dict(schema)}},
        },
        "responses": responses | _problems(*_REFUSALS),
    }


def reading(path: str, *parameters: str) -> dict[str, Any]:
    """Return what the document says of a reading."""
    asked = ("as_of", "known_at", *parameters, "If-None-Match", "Purpose", "Actor")
    found = {
        "description": "What was read.",
        "headers": _HEADERS,
        "content": _content("application/json", "Reading"),
    }
    responses = {"200": found, "304": {"description": "What is known still stands."}}
    return {
        "parameters": _in_path(path) + [_parameter(name) for name in asked],
        "responses": responses | _problems(400, 404, 410, 503),
    }


def install(app: FastAPI) -> None:
    """Have the application publish its document, with the schemas it refers to."""

    def document() -> dict[str, Any]:
        if not app.openapi_schema:
            found = get_openapi(
                title=app.title,
                version=app.version,
                description=DESCRIPTION,
                routes=app.routes,
            )
            found.setdefault("components", {})["schemas"] = dict(_SCHEMAS)
            app.openapi_schema = found
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def methods(app: FastAPI, path: str) -> list[str]:
    """Return the methods of all that the document knows at the path of a request."""
    return sorted(
        method.upper()
        for template, operations in app.openapi()["paths"].items()
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", template), path)
        for method in operations
    )


def _content(media: str, schema: str) -> dict[str, Any]:
    return {media: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _problems(*statuses: int) -> dict[str, Any]:
    content = _content("application/problem+json", "Problem")
    return {
        str(status): {"description": "A problem.", "content": content}
        for status in statuses
    }


def _parameter(name: str) -> dict[str, Any]:
    where, schema, description = _PARAMETERS[name]
    return {"name": name, "in": where, "schema": schema, "description": description}


def _in_path(path: str) -> list[dict[str, Any]]:
    schemas = {"version": PLAIN[int].schema, "programme_id": PROGRAMME.schema}
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": schemas.get(name, IDENTITY.schema),
        }
        for name in re.findall(r"{(\w+)}", path)
    ]
