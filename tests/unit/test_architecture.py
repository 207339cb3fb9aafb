"""What the domain may import, what it may not do, and what its events are made of."""

import ast
import sys
from collections.abc import Iterator
from datetime import date, datetime
from enum import EnumType
from importlib import import_module
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from attrs import fields, has

import mijoz.domain
from mijoz.domain.decider import Decider
from mijoz.domain.personal import personal_fields

ROOT = Path(mijoz.domain.__path__[0])
MODULES = sorted(ROOT.rglob("*.py"))

# What of the standard library has a clock, a die, threads, or a door to the world.
OUTSIDE = {"asyncio", "http", "io", "logging", "multiprocessing", "os", "pathlib"}
OUTSIDE |= {"random", "secrets", "shutil", "socket", "sqlite3", "subprocess", "sys"}
OUTSIDE |= {"tempfile", "threading", "time", "urllib", "uuid"}
ALLOWED = {"attrs"} | sys.stdlib_module_names - OUTSIDE
CLOCKS = {"now", "today", "utcnow"}
DOORS = {"__import__", "breakpoint", "eval", "exec", "input", "open", "print"}


def named(module: Path) -> str:
    """Return a module's path, for a test's name."""
    return str(module.relative_to(ROOT).with_suffix(""))


def importable(module: Path) -> str:
    """Return the name by which a module of the domain is imported."""
    parts = module.relative_to(ROOT).with_suffix("").parts
    return ".".join(["mijoz.domain", *parts]).removesuffix(".__init__")


def test_the_domain_is_attrs_and_the_standard_library() -> None:
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text())):
            match node:
                case ast.Import(names):
                    found = {alias.name.split(".")[0] for alias in names}
                    assert found <= ALLOWED, module
                case ast.ImportFrom(module=str(name), level=0):
                    assert name.split(".")[0] in ALLOWED, module


def test_the_domain_reads_no_clock_and_opens_nothing() -> None:
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text())):
            match node:
                case ast.Attribute(attr=name):
                    assert name not in CLOCKS, module
                case ast.Name(id=name):
                    assert name not in DOORS, module


def test_a_context_knows_itself_and_the_kernel() -> None:
    for module in MODULES:
        depth = len(module.relative_to(ROOT).parts)
        for node in ast.walk(ast.parse(module.read_text())):
            match node:
                case ast.ImportFrom(module=name, names=names, level=level) if level:
                    assert level <= depth, f"{module} looks outwards"
                    if level == depth > 1:
                        for each in [name] if name else [alias.name for alias in names]:
                            kernel = (ROOT / each.split(".")[0]).with_suffix(".py")
                            assert kernel.exists(), (
                                f"{module}: {each} is another context"
                            )


def test_a_module_says_what_it_is() -> None:
    for module in MODULES:
        assert ast.get_docstring(ast.parse(module.read_text())), module


def aggregates() -> Iterator[Any]:
    """Yield each module that holds a decider."""
    for path in MODULES:
        module = import_module(importable(path))
        if any(isinstance(each, Decider) for each in vars(module).values()):
            yield module


AGGREGATES = list(aggregates())
EVENTS = [
    event
    for module in AGGREGATES
    for event in get_args(module.Event) or (module.Event,)
]
PLAIN = {str, int, bool, date, datetime, NoneType}


def storable(kind: Any) -> bool:
    """Say whether a type can be stored for ever: flat, exact, and unchangeable."""
    if get_origin(kind) is Annotated:
        return storable(get_args(kind)[0])
    if get_origin(kind) in {UnionType, Union, tuple}:
        return all(storable(each) for each in get_args(kind) if each is not ...)
    if isinstance(kind, EnumType):
        return issubclass(kind, str)
    if has(kind):
        return is_frozen(kind) and all(storable(field.type) for field in fields(kind))
    return getattr(kind, "__supertype__", kind) in PLAIN


def is_frozen(kind: type[Any]) -> bool:
    return "frozen" in kind.__setattr__.__name__


def test_every_aggregate_is_looked_at() -> None:
    assert len(AGGREGATES) >= 17
    assert len(EVENTS) >= 80


def test_an_aggregate_names_its_commands_and_events() -> None:
    for module in AGGREGATES:
        for command in get_args(module.Command) or (module.Command,):
            assert is_frozen(command), command


def test_an_event_begins_with_when_it_happened() -> None:
    for event in EVENTS:
        first = fields(event)[0]
        assert (first.name, first.type) == ("at", datetime), event


def test_an_event_is_frozen_and_made_of_what_can_be_stored() -> None:
    for event in EVENTS:
        assert is_frozen(event), event
        for field in fields(event):
            assert storable(field.type), f"{event}.{field.name}: {field.type}"


def test_an_event_asks_no_questions() -> None:
    for event in EVENTS:
        assert all(field.validator is None for field in fields(event)), event


def test_what_is_personal_in_an_event_can_be_erased() -> None:
    for event in EVENTS:
        for name in personal_fields(event):
            kinds = get_args(getattr(fields(event), name).type)
            assert NoneType in kinds, f"{event}.{name}"


def test_no_two_events_share_a_name() -> None:
    names = [event.__name__ for event in EVENTS]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize(
    "kind", [float, dict[str, int], list[str], tuple[float, ...], set[str], object]
)
def test_what_cannot_be_stored_is_found_out(kind: Any) -> None:
    assert not storable(kind)
