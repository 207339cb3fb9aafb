"""Something that can be looked for: a person whose every word is found nowhere else."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

from attrs import define, frozen

CANARIES: Final[Mapping[str, str]] = {
    "name": "ZZCANARYNAME",
    "email": "zzcanarymail@example.org",
    "phone": "+998771234509",
    "number": "ZZCANARYCARD",
    "comment": "ZZCANARYCOMMENT",
    "fact": "ZZCANARYFACT",
    "correction": "ZZCANARYCORRECTION",
    "detail": "ZZCANARYDETAIL",
}
TERMS: Final = {"time_zone": "Asia/Tashkent", "unit": "points", "points": 1} | {
    "per": 100,
    "currency": "UZS",
}


@define
class Shop:
    """A shop in a folder, told of by its command line and over HTTP alone."""

    folder: Path
    store: str
    port: int = 0
    calls: int = 0

    def cli(self, *words: str, code: int = 0) -> str:
        """Run a command in a process of its own; what it prints goes to a log too."""
        env = {**os.environ, "MIJOZ_STORE": self.store, "TZ": "UTC"}
        done = subprocess.run(
            [sys.executable, "-m", "mijoz", *words],
            cwd=self.folder,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        with (self.folder / "cli.log").open("a") as log:
            log.write(done.stderr)
        assert done.returncode == code, done.stderr
        return done.stdout

    def call(
        self, method: str, url: str, body: Any = None, status: int = 201, **more: str
    ) -> Any:
        """Call the API; a fresh idempotency key each time, unless one is given."""
        self.calls += 1
        headers = {"Idempotency-Key": f"k-{self.calls}", "Actor": "user:anna"}
        headers |= {name.replace("_", "-"): value for name, value in more.items()}
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = None if body is None else json.dumps(body)
        connection.request(method, url, sent, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        assert answer.status == status, text
        return json.loads(text)

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Serve the shop from a process of its own, whose words go to a log."""
        log = self.folder / "server.log"
        with log.open("ab") as out:
            server = subprocess.Popen(
                [sys.executable, "-m", "mijoz", "serve", "--port", "0"],
                cwd=self.folder,
                env={**os.environ, "MIJOZ_STORE": self.store},
                stdout=out,
                stderr=out,
            )
        try:
            patience = monotonic() + 60
            while "running on http" not in log.read_text():
                assert server.poll() is None, log.read_text()
                assert monotonic() < patience
                sleep(0.05)
            told = log.read_text().rpartition("running on http://127.0.0.1:")[2]
            self.port = int(told.split()[0])
            yield
        finally:
            server.terminate()
            server.wait(30)


@frozen
class Search:
    """Where in some files any of several texts stands, as it is."""

    folders: Sequence[Path]

    def __call__(self, *texts: str | bytes) -> dict[str, list[str]]:
        """Return the files that hold each of the texts; those in none are left out."""
        wanted = [each.encode() if isinstance(each, str) else each for each in texts]
        found: dict[str, list[str]] = {}
        for folder in self.folders:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    whole = path.read_bytes()
                    for each in wanted:
                        if each in whole:
                            found.setdefault(repr(each), []).append(path.name)
        return found


def plant(shop: Shop) -> None:
    """Have the canary live a full life in the shop, and cause trouble in it."""
    c = CANARIES
    call = shop.call
    version = {"version": 1, "effective_from": "2020-01-01T00:00:00Z", "terms": TERMS}
    call("POST", "/v1/programmes/club/versions", version)
    person = {"customer_id": "canary", "party_kind": "person", "channel": "web"}
    call("POST", "/v1/customers", person | {"name": c["name"]}, Idempotency_Key="once")
    other = {"customer_id": "bobur", "party_kind": "person", "channel": "web"}
    call("POST", "/v1/customers", other)
    her = "/v1/customers/canary"
    for kind in ("email", "phone"):
        call("POST", f"{her}/identifiers", {"kind": kind, "value": c[kind]})
    member = {"programme_id": "club", "customer_id": "canary", "channel": "web"}
    call("POST", "/v1/memberships", member)
    call("POST", "/v1/memberships/club/canary/cards", {"number": c["number"]})
    fact = {"fact_id": "f-1", "kind": "habit", "name": "tea", "source": "chat"}
    call("POST", f"{her}/facts", fact | {"value": c["fact"]})
    corrected = {"value": c["correction"], "reason": "typo"}
    call("POST", f"{her}/facts/f-1/corrections", corrected)
    answer = {"feedback_id": "n-1", "customer_id": "canary", "kind": "nps", "score": 9}
    call("POST", "/v1/feedback", answer | {"scale_max": 10, "comment": c["comment"]})
    line = {"line_id": "1", "sku": "sock", "quantity": 2, "paid": 90_000}
    order: dict[str, Any] = {
        "order_id": "o-1",
        "customer_id": "canary",
        "channel": "web",
    }
    order |= {"currency": "UZS", "lines": [line | {"list_price": 100_000}]}
    call("POST", "/v1/purchases", order)
    call("POST", f"{her}/closure", {"reason": "moved", "detail": c["detail"]})
    call("POST", f"{her}/reopening", {})
    # What goes wrong, goes wrong about her:
    call("POST", "/v1/customers", person | {"name": c["name"], "channel": "x"}, 409)
    call("POST", "/v1/customers", person | {"nam": c["name"]}, 422)
    call("POST", "/v1/customers", [c["name"]], 422)
    taken = {"kind": "email", "value": c["email"]}
    call("POST", "/v1/customers/bobur/identifiers", taken, 409)
    reused = person | {"name": c["name"] + "?"}
    call("POST", "/v1/customers", reused, 422, Idempotency_Key="once")


def read(shop: Shop) -> str:
    """Return all that is told of her for a purpose, by all who tell it."""
    her = "/v1/customers/canary"
    urls = (her, f"{her}/history", "/v1/memberships/club/canary", "/v1/feedback/n-1")
    told = [shop.call("GET", url, None, 200, Purpose="a test") for url in urls]
    shown = shop.cli(
        "customer", "history", "canary", "--purpose", "a test", "--last", "0", "--json"
    )
    return json.dumps(told) + shown
