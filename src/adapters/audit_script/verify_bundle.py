"""Check what a mijoz log says, without mijoz: read this, then run it.

    python verify_bundle.py bundle.zip --vkey KEY --checkpoint kept.txt
    python verify_bundle.py --log log.txt --vkey KEY --checkpoint kept.txt

Needs Python 3.11 and the package `cryptography`, and no network. A checkpoint says how
long the log was, and one number, its root, made from every entry: change, add, drop or
swap anything, and the root is another. The log's key signed it. Keep the checkpoints
you are given: they bind even whoever owns both database and key.
It ends with HOLDS and code 0, or with FAILED, what failed first, and code 6.
"""

import argparse
import json
import sys
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Key = tuple[str, bytes, Ed25519PublicKey]  # its name, its short id, itself
Checkpoint = tuple[str, int, bytes]  # of which log, how long it was, its root
Row = tuple[int, int, bytes]  # position, time of recording, bytes as they are stored


def check(holds: object, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)


# 1. SIGNATURES. A note is a text, a blank line, and lines "— name signature".
def decoded(text: str) -> bytes:
    raw = b64decode(text, validate=True)
    check(b64encode(raw).decode() == text, "base64 written in an unusual way")
    return raw


def read_key(vkey: str) -> Key:
    name, short, key = vkey.strip().split("+", 2)
    raw = decoded(key)
    known = sha256(name.encode() + b"\n" + raw).digest()[:4]
    check(len(raw) == 33 and raw[0] == 1, "not a key of the kind Ed25519")
    check(short == known.hex(), "the key does not go with its name and short id")
    return name, known, Ed25519PublicKey.from_public_bytes(raw[1:])


def open_note(note: bytes, keys: list[Key]) -> list[str]:
    """Return the three lines of a note, if a key that is trusted signed them."""
    check(all(byte >= 32 or byte == 10 for byte in note), "control characters in note")
    text, blank, signatures = note.decode().rpartition("\n\n")
    check(blank and signatures.endswith("\n"), "not a signed note")
    good, lines = 0, signatures[:-1].split("\n")
    check(len(lines) <= 100, "too many signatures")
    for line in lines:
        dash, name, written = line.split(" ")
        signature, named = decoded(written), name.split() == [name] and "+" not in name
        check(dash == "—" and named and len(signature) > 4, "not a signature line")
        for known_name, known_id, key in keys:
            if (name, signature[:4]) == (known_name, known_id):
                key.verify(signature[4:], f"{text}\n".encode())  # or InvalidSignature
                good += 1
    check(good, "no key that you trust has signed this note")
    said = text.split("\n")
    check(len(said) == 3 and said[0], "not a note of three lines")
    return said


def open_checkpoint(note: bytes, keys: list[Key]) -> Checkpoint:
    origin, size, root = open_note(note, keys)
    check(size.isdigit() and str(int(size)) == size, "a length is a plain number")
    check(len(decoded(root)) == 32, "a root is 32 bytes")
    return origin, int(size), decoded(root)


# 2. THE HASH TREE (RFC 9162). Entries are hashed, then pairs of hashes, up to the root.
def leaf(recorded: int, stored: bytes) -> bytes:
    return sha256(b"\x00mijoz.entry.1 %d\n%b" % (recorded, stored)).digest()


def node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def climb(path: list[bytes], at: int, last: int, start: bytes) -> tuple[bytes, bytes]:
    """Follow a proof upwards: to the root of all before, and to the root of all."""
    before = whole = start
    for each in path:
        check(last > 0, "a proof is too long")
        if at % 2 or at == last:
            before, whole = node(each, before), node(each, whole)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            whole = node(whole, each)
        at, last = at // 2, last // 2
    check(last == 0, "a proof is too short")
    return before, whole


def extends(held: Checkpoint, now: Checkpoint, path: list[bytes]) -> None:
    """Check that a longer log begins with all that was in the shorter one."""
    (log, old, old_root), (_, new, root) = held, now
    wrong = f"the log of {new} entries does not extend the {old} of your checkpoint"
    check(log == now[0], f"your checkpoint is of the log {log}, not of {now[0]}")
    check(old <= new, f"{wrong}: it was cut")
    if old in (0, new):
        check(not path and old_root == (root if old else sha256().digest()), wrong)
        return
    if old & (old - 1) == 0:  # a power of two: its root is a part of the larger tree
        path = [old_root, *path]
    at, last = old - 1, new - 1
    while at % 2:
        at, last = at // 2, last // 2
    check(path and climb(path[1:], at, last, path[0]) == (old_root, root), wrong)


# 3. THE ENTRIES.
def in_order(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """Read entries: times never run backwards, and no stream has a gap."""
    before, clock, revisions = 0, 0, dict[str, int]()
    for position, recorded, stored in rows:
        event: dict[str, Any] = json.loads(stored)
        stream, revision = event["stream"], event["revision"]
        fine = position > before and recorded >= clock
        check(fine, f"position {position}: out of order, or recorded before the last")
        gap = f"position {position}: an event of {stream} before it is missing"
        check(revision == revisions.get(stream, 0) + 1, gap)
        before, clock, revisions[stream] = position, recorded, revision
        yield event


def points(kind: str, data: dict[str, Any]) -> int:
    """By how much an event changes the points that a customer has."""
    if kind in ("PointsEarned", "RedemptionReversed", "PointsAdjusted"):
        return int(data["amount"])
    if kind in ("PointsRedeemed", "HoldCaptured", "PointsExpired"):
        return -int(data["amount"])
    if kind == "EarnReversed":
        expired = sum(part["amount"] for part in data["expired"])
        return int(data["waived"] + expired - data["amount"])
    return 0


def check_statement(said: dict[str, Any], rows: list[Row]) -> None:
    """Tell again what the events come to: each line, the orders, money, points."""
    card: dict[str, Any] = {"events": len(rows), "orders": 0, "points": 0}
    spent, lines = dict[str, int](), []
    for (position, recorded, _), event in zip(rows, in_order(rows), strict=True):
        kind, data = event["type"], event["data"]
        check(event["subject"] == said["customer"], f"position {position}: not theirs")
        when = datetime(1970, 1, 1) + timedelta(microseconds=recorded)  # noqa: DTZ001
        line = {"position": position, "recorded_at": f"{when.isoformat()}Z"}
        line |= {"occurred_at": data["at"], "policy_refs": event.get("policy_refs", [])}
        for name in "id type version stream revision actor".split():  # noqa: SIM905
            line[name] = event[name]
        for name in ("correlation_id", "causation_id"):
            line[name] = event.get(name)
        lines.append(line)
        card["points"] += points(kind, data)
        card["orders"] += kind == "OrderCompleted"
        if kind in ("OrderCompleted", "OrderRefunded"):
            more = data["total"] if kind == "OrderCompleted" else -data["amount"]
            spent[data["currency"]] = spent.get(data["currency"], 0) + more
    card["spent"] = [[currency, spent[currency]] for currency in sorted(spent)]
    check(said["events"] == lines, "the statement does not list the events as they are")
    for name, value in card.items():
        check(said["card"][name] == value, f"the card's {name} are not the events'")


# 4. A BUNDLE. It is a zip file; behind the zip's end stands a note over every byte.
def check_bundle(data: bytes, vkeys: list[str], kept: list[bytes]) -> str:
    vkeys = vkeys or [zipfile.ZipFile(BytesIO(data)).read("key.txt").decode()]
    keys = [read_key(each) for each in vkeys]
    end = data.rfind(b"PK\x05\x06") + 22
    check(end > 21 and data[end - 2 : end] == len(data[end:]).to_bytes(2, "little"),
          "no bundle, or cut short, or added to")  # fmt: skip
    form, origin, digest = open_note(data[end:], keys)
    check(form == "mijoz.bundle/1", "what is signed is no bundle")
    check(digest == sha256(data[:end]).hexdigest(), "some byte was changed")
    packed = zipfile.ZipFile(BytesIO(data))
    check(len(set(packed.namelist())) == len(packed.namelist()), "two files of a name")
    now = open_checkpoint(packed.read("checkpoint.txt"), keys)
    check(now[0] == origin, "the checkpoint is of another log")
    proofs, said = (
        json.loads(packed.read(f"{n}.json")) for n in ("proofs", "statement")
    )
    check(proofs["size"] == said["position"] == now[1], "proofs are for another size")
    *stored, rest = packed.read("events.ndjson").split(b"\n")
    check(stored and not rest, "the events are not whole lines")
    rows: list[Row] = []
    for place, bytes_ in zip(proofs["events"], stored, strict=True):
        position, path = place["position"], [decoded(each) for each in place["path"]]
        inside = 0 < position <= now[1]
        start, wrong = leaf(place["recorded"], bytes_), f"position {position}: no proof"
        check(
            inside and climb(path, position - 1, now[1] - 1, start)[1] == now[2], wrong
        )
        rows.append((position, place["recorded"], bytes_))
    check_statement(said, rows)
    for held in (open_checkpoint(each, keys) for each in kept):
        path = []
        if held[1] != now[1]:
            proof = json.loads(packed.read("consistency.json"))
            check(
                (proof["old"], proof["new"]) == (held[1], now[1]), "proof not of yours"
            )
            path = [decoded(each) for each in proof["path"]]
        extends(held, now, path)
    return f"{len(rows)} events about {said['customer']} in {origin}, {now[1]} entries"


# 5. A WHOLE LOG, exported: hash all of it again, and look at each checkpoint's root.
def check_log(lines: Iterable[bytes], vkeys: list[str], kept: list[bytes]) -> str:
    held = [open_checkpoint(each, [read_key(key) for key in vkeys]) for each in kept]
    check(held, "nothing to compare the log with: give a checkpoint, and its key")
    check(len({log for log, _, _ in held}) == 1, "the checkpoints are of several logs")
    size, full = 0, list[tuple[int, bytes]]()  # full: the largest whole subtrees so far

    def rows() -> Iterator[Row]:
        nonlocal size
        for line in lines:
            recorded, stored = line.removesuffix(b"\n").split(b" ", 1)
            size, width, top = size + 1, 1, leaf(int(recorded), stored)
            while full and full[-1][0] == width:
                width, top = 2 * width, node(full.pop()[1], top)
            full.append((width, top))
            yield size, int(recorded), stored

    def compare() -> None:
        root = full[-1][1] if full else sha256().digest()
        for _, left in full[-2::-1]:
            root = node(left, root)
        for _, old, signed in held:
            changed = f"something up to position {old} was changed"
            check(old != size or root == signed, changed)

    compare()
    sizes = {old for _, old, _ in held}
    for _ in in_order(rows()):
        if size in sizes:
            compare()
    longest = max(sizes)
    check(size >= longest, f"the log was cut: it has {size} entries, and had {longest}")
    return f"{size} entries of {held[0][0]}, up to {longest} under a checkpoint"


def main() -> int:
    asked = argparse.ArgumentParser(description="Check a bundle, or an exported log.")
    asked.add_argument("bundle", nargs="?")
    asked.add_argument("--log")
    asked.add_argument("--vkey", action="append", default=[])
    asked.add_argument("--checkpoint", action="append", default=[])
    given = asked.parse_args()
    if (given.log is None) == (given.bundle is None):
        asked.error("give either a bundle or --log")
    try:
        kept = [Path(each).read_bytes() for each in given.checkpoint]
        if given.bundle:
            data = Path(given.bundle).read_bytes()
            said = check_bundle(data, given.vkey, kept)
        else:
            with Path(given.log).open("rb") as lines:
                said = check_log(lines, given.vkey, kept)
    except Exception as problem:  # whatever went wrong, nothing is proven
        print(f"FAILED: {problem or type(problem).__name__}")
        return 6
    print(f"HOLDS: {said}")
    if not given.vkey:
        print("The key came with the bundle: this says nothing about who signed it.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
