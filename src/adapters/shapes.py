"""What may be said to us, as shapes: they read plain data, and describe themselves.

Every fault is named by its JSON Pointer, and none quotes what was said: it may be
personal.
"""

import re
from collections.abc import Callable, Sequence
from enum import EnumType
from inspect import cleandoc
from typing import Any, get_args, get_origin

from attrs import NOTHING, fields, has

from ..application.asking import Asked
from .scalars import IDENTITY, PLAIN, PROGRAMME, Fault, Faults, Shape, choice

# Of an identity or of a reference, up to its colon.
_FIRST = ("programme_id", "pool_id", "budget_id", "challenge_id", "clearing_id")
_NAME = re.compile(r"[A-Za-z_]\w{0,39}", re.ASCII)


def shape(kind: Any, name: str = "") -> Shape:
    """Return the shape of a type that commands are made of, under a field's *name*."""
    kind = getattr(kind, "__supertype__", kind)
    arguments = get_args(kind)
    if type(None) in arguments:
        (kind,) = (each for each in arguments if each is not type(None))
        return _nullable(shape(kind, name))
    if get_origin(kind) is tuple:
        return _list(arguments[0]) if arguments[-1] is ... else _row(arguments)
    if has(kind):
        return _made_of(kind)
    if isinstance(kind, EnumType):
        return choice(kind)
    if kind is str and name.endswith("_id"):
        return PROGRAMME if name in _FIRST else IDENTITY
    return PLAIN[kind]


def record(
    asked: Sequence[Asked],
    build: Callable[..., Any] = dict,
    description: str = "",
) -> Shape:
    """Return the shape of an object of these members and no others."""
    shapes = {each.name: shape(each.type, each.name) for each in asked}
    required = [each.name for each in asked if not each.optional]

    def read(value: Any, at: str, faults: Faults) -> Any:
        if not isinstance(value, dict):
            return faults.append(Fault(at, "must be an object"))
        before = len(faults)
        for name in value:
            if name not in shapes:
                where = f"{at}/{name}" if _NAME.fullmatch(name) else at
                faults.append(Fault(where, "is not known here"))
        for name in required:
            if name not in value:
                faults.append(Fault(f"{at}/{name}", "is missing"))
        members = {
            name: each.read(value[name], f"{at}/{name}", faults)
            for name, each in shapes.items()
            if name in value
        }
        return build(**members) if len(faults) == before else None

    schema: dict[str, Any] = {"type": "object", "additionalProperties": False}
    if description:
        schema["description"] = description
    schema["properties"] = {name: each.schema for name, each in shapes.items()}
    if required:
        schema["required"] = required
    return Shape(schema, read)


def _made_of(kind: type[Any]) -> Shape:
    """Return the shape of an attrs class; what may be None may be left out."""
    own = fields(kind)
    nullable = [each.name for each in own if type(None) in get_args(each.type)]
    unsaid = {
        each.name: None if each.default is NOTHING else each.default
        for each in own
        if each.default is not NOTHING or each.name in nullable
    }
    asked = [Asked(each.name, each.type, each.name in unsaid) for each in own]
    return record(asked, lambda **said: kind(**unsaid | said), doc_of(kind))


def doc_of(kind: type[Any]) -> str:
    """Return the first words of a class's own about itself, if it has any."""
    doc = cleandoc(kind.__doc__ or "").partition("\n\n")[0]
    return "" if doc.startswith("Method generated") else doc


def _nullable(inner: Shape) -> Shape:
    def read(value: Any, at: str, faults: Faults) -> Any:
        return None if value is None else inner.read(value, at, faults)

    return Shape({"anyOf": [inner.schema, {"type": "null"}]}, read)


def _list(kind: Any) -> Shape:
    each = shape(kind)

    def read(value: Any, at: str, faults: Faults) -> Any:
        if not isinstance(value, list):
            return faults.append(Fault(at, "must be an array"))
        return tuple(
            each.read(item, f"{at}/{index}", faults) for index, item in enumerate(value)
        )

    return Shape({"type": "array", "items": each.schema}, read)


def _row(kinds: Sequence[Any]) -> Shape:
    parts = [shape(kind) for kind in kinds]

    def read(value: Any, at: str, faults: Faults) -> Any:
        if not isinstance(value, list) or len(value) != len(parts):
            return faults.append(Fault(at, f"must be an array of {len(parts)}"))
        return tuple(
            part.read(item, f"{at}/{index}", faults)
            for index, (part, item) in enumerate(zip(parts, value, strict=True))
        )

    schemas = [part.schema for part in parts]
    size = {"minItems": len(parts), "maxItems": len(parts)}
    return Shape({"type": "array", "prefixItems": schemas, **size}, read)
