"""All that is held of a person, written to a folder: one JSON file, and CSV of it."""

import csv
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from ...application.contexts import POINTS
from ...application.crm import Crm
from ...application.desk import Unknown
from ...application.privacy.exporting import Holdings, holdings, note_export
from ...application.privacy.reading import Reading
from ..addresses import beside
from ..outside import VIEWS, as_it_is, statement
from .churn import last_day
from .customers import envelope
from .feeding import facts
from .services import Services


def write(
    services: Services,
    crm: Crm,
    store: str,
    customer: str,
    reading: Reading,
    folder: Path,
) -> dict[str, Any]:
    """Write the export, note it in the journal, and return what was written."""
    held = holdings(crm, customer, reading)
    body = {
        "customer_id": customer,
        "position": held.position,
        "made_at": reading.at,
        "card": held.card,
        "profile": held.profile and VIEWS["customer"](held.profile),
        **{
            kind: {name: VIEWS.get(kind, as_it_is)(state) for name, state in by.items()}
            for kind, by in held.states.items()
        },
        "points": [statement(each) for each in _statements(crm, held)],
        "scores": _scores(services, crm, store, customer),
        "events": [envelope(each) for each in held.events],
        "accesses": [envelope(each) for each in held.accesses],
    }
    text = msgspec.json.format(msgspec.json.encode(body), indent=2)
    plain = msgspec.json.decode(text)
    digest = sha256(text).hexdigest()
    note_export(crm, customer, reading, digest)  # before there is anything to find
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "export.json").write_bytes(text)
    files = ["export.json", *_tables(folder, plain)]
    return {
        "customer_id": customer,
        "folder": str(folder),
        "files": files,
        "events": len(held.events),
        "digest": digest,
    }


def _statements(crm: Crm, held: Holdings) -> Iterable[Any]:
    prefix = POINTS.stream("")
    for stream in sorted({each.stream for each in held.events}):
        if stream.startswith(prefix):
            programme = stream.removeprefix(prefix).partition(":")[0]
            yield crm.statement(programme, held.customer_id)


def _scores(services: Services, crm: Crm, store: str, customer: str) -> list[Any]:
    """Return what is foreseen of them, with its reasons, where a model is kept."""
    if store.startswith("memory:") or not services.models(store).exists():
        return []
    if not beside(store, ".facts.duckdb").exists():
        return []
    foresee = services.foresight()
    con = facts(services, crm, store)
    made = foresee.load(services.models(store))
    try:
        return [foresee.explain(con, made, customer, last_day(con))]
    except Unknown:
        return []


def _tables(folder: Path, body: dict[str, Any]) -> Sequence[str]:
    """Write what is a list as CSV, nested values as JSON; return the files' names."""
    tables = {
        "events": body["events"],
        "accesses": body["accesses"],
        "points": [line for each in body["points"] for line in each["lines"]],
        "scores": body["scores"],
        "identifiers": (body["profile"] or {}).get("identifiers", []),
        "facts": (body["profile"] or {}).get("facts", []),
    }
    written = []
    for name, rows in tables.items():
        if rows:
            path = folder / f"{name}.csv"
            with path.open("w", newline="", encoding="utf-8") as out:
                columns = dict.fromkeys(key for row in rows for key in row)
                made = csv.DictWriter(out, list(columns))
                made.writeheader()
                made.writerows(map(_flat, rows))
            written.append(path.name)
    return written


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: msgspec.json.encode(value).decode()
        if isinstance(value, dict | list)
        else value
        for name, value in row.items()
    }
