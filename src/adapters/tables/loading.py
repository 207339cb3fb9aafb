"""A mapping read from its file, and found to make sense."""

import codecs
import tomllib
from datetime import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from msgspec import UNSET

from .cells import Convert, conversion
from .fields import FACT, FACT_KINDS, FIELDS, ID, Field, Type
from .mapping import Mapping, Use, suggestion
from .moments import moments
from .money import is_currency
from .shape import File, Source, Spec, Written
from .unfit import BadMapping


def load(path: Path) -> Mapping:
    """Read a mapping.

    Raises:
        BadMapping: It cannot be read, or some key of it makes no sense.
    """
    try:
        written = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Written)
        return _checked(path, written)
    except OSError as problem:
        raise BadMapping(f"{path}: there is no such mapping") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BadMapping(f"{path}: it is not TOML: {problem}") from problem
    except msgspec.ValidationError as problem:
        raise BadMapping(f"{path}: {problem}".replace("`$.", "`")) from problem
    except ValueError as problem:
        raise BadMapping(f"{path}: {problem}") from problem


def _checked(path: Path, written: Written) -> Mapping:
    source, file = written.source, written.file
    known = FIELDS[source.kind]
    for name in written.columns:
        if name not in known:
            raise ValueError(
                f"[columns] {name}: {source.kind} have no such field;"
                f" {suggestion(name, known)}"
            )
    for name, field in known.items():
        if field.required and name not in written.columns:
            raise ValueError(
                f"[columns] {name}: it is missing; name the column that holds it, or"
                f' say {name} = {{ value = "…" }} for one that is always the same'
            )
    _check_source(source)
    _check_file(file)
    when = moments(
        ZoneInfo(source.time_zone),
        source.time_format,
        time.fromisoformat(source.time_of_day),
    )

    def use(table: str, name: str, field: Field, given: str | Spec) -> Use:
        spec = Spec(column=given) if isinstance(given, str) else given
        convert = conversion(field, when, file.decimal_mark)
        try:
            _check_spec(spec, field, convert)
        except ValueError as problem:
            raise ValueError(f"[{table}] {name}: {problem}") from problem
        return Use(name, field, spec, convert)

    uses = {n: use("columns", n, known[n], each) for n, each in written.columns.items()}
    facts = {
        n: (each.kind, use("facts", n, FACT, each)) for n, each in written.facts.items()
    }
    mapping = Mapping(
        path, source, file, written.lookup, written.customer, written.steps, uses, facts
    )
    _check_sense(mapping)
    return mapping


def _check_source(source: Source) -> None:
    if not source.name.strip():
        raise ValueError('[source] name: it is empty; call the source, say, "till"')
    try:
        ZoneInfo(source.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(
            f"[source] time_zone: there is no zone {source.time_zone!r};"
            ' give an IANA name such as "Asia/Tashkent"'
        ) from None
    try:
        time.fromisoformat(source.time_of_day)
    except ValueError:
        raise ValueError('[source] time_of_day: give a time such as "12:00"') from None
    if source.currency is not None and not is_currency(source.currency):
        raise ValueError('[source] currency: give an ISO 4217 code such as "UZS"')
    if source.decimals is not None and not 0 <= source.decimals <= 6:
        raise ValueError("[source] decimals: give a number from 0 to 6")


def _check_file(file: File) -> None:
    if len(file.delimiter) != 1 or file.delimiter in '"\r\n':
        raise ValueError('[file] delimiter: give one character, such as ";" or "\\t"')
    try:
        codecs.lookup(file.encoding)
    except LookupError:
        raise ValueError(
            f'[file] encoding: {file.encoding!r} is unknown; give one such as "cp1251"'
        ) from None


def _check_spec(spec: Spec, field: Field, convert: Convert) -> None:
    given = [spec.column, spec.sum, spec.join, None if spec.value is UNSET else True]
    if sum(each is not None for each in given) != 1:
        raise ValueError("give one of column, value, sum and join")
    is_text = field.type is Type.TEXT and not field.choices
    if (spec.join or spec.prefix) and not is_text:
        raise ValueError("join and prefix are for text; leave them out")
    if spec.sum and field.type not in (Type.MONEY, Type.INTEGER):
        raise ValueError("sum is for numbers; leave it out")
    fixed: list[Any] = [*(spec.values or {}).values()]
    fixed += [each for each in (spec.value, spec.default) if each is not UNSET]
    for each in fixed:
        try:
            convert(each, 6)
        except ValueError as problem:
            raise ValueError(f"{each!r} {problem}") from problem


def _check_sense(mapping: Mapping) -> None:
    source, uses = mapping.source, mapping.uses
    if mapping.id is None and source.key not in ("row", "content"):
        name = ID[source.kind]
        raise ValueError(
            f"[columns] {name}: it is missing; name the column that holds it, or say"
            ' [source] key = "content" if the rows have no id of their own'
        )
    if source.kind == "orders" and not (source.currency or "currency" in uses):
        raise ValueError('[source] currency: it is missing; give one such as "UZS"')
    if mapping.gathered and source.key in ("row", "content"):
        raise ValueError(
            f"[source] key: {source.key!r} is for rows without an id; leave it out, or"
            f" leave {ID[source.kind]} out"
        )
    for name, (kind, _) in mapping.facts.items():
        if kind not in FACT_KINDS:
            raise ValueError(f"[facts] {name}: {suggestion(kind, FACT_KINDS)}")
    if mapping.facts and source.kind != "customers":
        raise ValueError("[facts]: they are for customers; leave them out")
    if ("step" in uses) != ("step_at" in uses):
        raise ValueError("[columns] step and step_at: give both, or neither")
    if mapping.steps.closing and ("closed_at" in uses or "step" not in uses):
        raise ValueError("[steps] closing: give it with step, without closed_at")
