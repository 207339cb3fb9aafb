"""Bundles: a changed byte anywhere fails, and so does every lie that is signed anew.

Each is checked by us, and by the script that auditors have: the verdicts are the same.
"""

import json
import runpy
import zipfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from io import BytesIO
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from mijoz.adapters.bundles import contents, cover
from mijoz.adapters.bundles.making import make, readable
from mijoz.adapters.bundles.verifying import Verdict, verify
from mijoz.adapters.notekeys import Signer, base64, keygen, verifier
from mijoz.adapters.notes import Checkpoint, sign
from mijoz.adapters.schemas import codec
from mijoz.application.contexts import CUSTOMER
from mijoz.application.envelope import Draft
from mijoz.application.proofs import tree
from mijoz.application.proofs.failing import NotProven
from mijoz.application.proofs.proving import exported, prove
from mijoz.application.proofs.testimony import witness
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer

from .log import FakeLog, log_of
from .script import SCRIPT, Script
from .shop import ANNA, AZIZA, BOBUR, CANARY, MADE_AT, OPENING, OURS, Shop, buy, shop

VKEY = OURS.verifier.text
check_bundle: Callable[[bytes, list[str], list[bytes]], str]
check_log: Callable[[list[bytes], list[str], list[bytes]], str]
check_bundle, check_log = itemgetter("check_bundle", "check_log")(
    runpy.run_path(str(SCRIPT))
)


@pytest.fixture
def script(tmp_path: Path) -> Script:
    return Script(tmp_path)


@pytest.fixture(scope="module")
def sound() -> Shop:
    """Return a shop that nobody may edit."""
    return shop()


@pytest.fixture(scope="module")
def bundle(sound: Shop) -> bytes:
    return sound.bundle()


def test_a_bundle_holds_and_says_of_whom_and_by_whose_key(
    sound: Shop, bundle: bytes, script: Script
) -> None:
    found = verify(bundle, [OURS.verifier])
    about = sound.crm.journal.about(AZIZA)
    size, root = sound.log.head(), tree.root(sound.log.hashes, sound.log.head())
    assert found == Verdict(
        AZIZA, "mijoz.log/9b2f", size, root.hex(), len(about), VKEY, False, None
    )
    code, said = script.bundle(bundle, [VKEY])
    assert (code, said) == (
        0,
        f"HOLDS: {len(about)} events about aziza in mijoz.log/9b2f, {size} entries\n",
    )


def test_by_its_own_key_a_bundle_proves_nothing_about_who_signed(
    bundle: bytes, script: Script
) -> None:
    assert verify(bundle).key_came_with_it
    code, said = script.bundle(bundle)
    assert code == 0
    assert "says nothing about who signed" in said
    forged = shop().bundle(keygen("mijoz.log/9b2f"))
    assert verify(forged).key_came_with_it
    with pytest.raises(NotProven, match="no key that is trusted"):
        verify(forged, [OURS.verifier])


def test_a_bundle_holds_the_bytes_that_are_stored(sound: Shop, bundle: bytes) -> None:
    with zipfile.ZipFile(BytesIO(bundle)) as packed:
        lines = packed.read(contents.EVENTS).splitlines()
        names = packed.namelist()
    rows = [each for each in sound.log.rows if each.subject == AZIZA]
    assert lines == [each.state for each in rows]
    assert {f"schemas/{each.topic}.json" for each in rows} <= set(names)


def test_a_bundle_states_both_clocks_who_and_why(sound: Shop, bundle: bytes) -> None:
    said = opened(bundle)[contents.STATEMENT]
    card = sound.crm.customers.history(AZIZA).state
    assert (said["card"]["orders"], said["card"]["points"]) == (2, card.points)
    assert said["card"]["spent"] == [["UZS", 17_500]]
    last = sound.crm.journal.about(AZIZA)[-1]
    told = said["events"][-1]
    assert told["position"] == last.position
    assert told["recorded_at"] > told["occurred_at"]
    assert (told["actor"], told["causation_id"]) == (last.actor, last.causation_id)
    (points,) = said["points"]
    assert points["lines"][-1]["available"] + points["lines"][-1]["pending"] == (
        card.points
    )


def test_nothing_personal_can_be_read_in_a_bundle(bundle: bytes) -> None:
    found = cover.files(bundle)
    assert b'"sealed":{' in found[contents.EVENTS]
    assert contents.SEALED in found[contents.README].decode()
    for content in found.values():
        assert CANARY.encode() not in content


def test_what_was_stored_before_sealing_is_evidence_and_said_to_be_open() -> None:
    made = shop()
    first = next(e.position for e in made.log.rows if e.subject == AZIZA)
    registered = RegisterCustomer(OPENING, AZIZA, PartyKind.PERSON, "shop", name=CANARY)
    (event,) = CUSTOMER.decider.decide(registered, CUSTOMER.decider.initial)
    draft = Draft("e-1", f"customer-{AZIZA}", 1, AZIZA, event, ANNA)
    made.log.edit(first, codec().encode(draft).state)
    data = made.bundle()
    assert readable(made.log.rows) == [first]
    assert verify(data, [OURS.verifier])
    found = cover.files(data)
    assert CANARY.encode() in found[contents.EVENTS]
    assert "CAN BE READ" in found[contents.README].decode()
    assert CANARY.encode() not in found[contents.STATEMENT]


def test_the_same_bundle_is_made_twice(sound: Shop, bundle: bytes) -> None:
    assert sound.bundle() == bundle


@pytest.mark.parametrize("vkeys", [[VKEY], []], ids=["by a key held", "by its own"])
def test_no_byte_of_a_bundle_may_change_go_or_come(vkeys: list[str]) -> None:
    made = shop()
    del made.log.rows[2:]  # she has only come in: a small bundle
    bundle = made.bundle()
    trusted = [verifier(each) for each in vkeys]
    assert verify(bundle, trusted)
    assert check_bundle(bundle, vkeys, [])

    def refused(data: bytes) -> None:
        with pytest.raises(NotProven):
            verify(data, trusted)
        with pytest.raises(Exception):  # noqa: B017, PT011
            check_bundle(data, vkeys, [])

    for n in range(len(bundle)):
        flipped = bytes([bundle[n] ^ 1 << n % 8])
        refused(bundle[:n] + flipped + bundle[n + 1 :])
    for n in {*range(0, len(bundle), 97), len(bundle) - 1}:
        refused(bundle[:n])
        refused(bundle[n + 1 :])
        refused(bundle[:n] + bundle[n + 1 :])
    for more in (b"\n", b"\x00", b"x" * 22, bundle):
        refused(bundle + more)
        refused(more + bundle)


def test_no_signature_can_be_added_to_a_bundle(bundle: bytes, script: Script) -> None:
    body, note = bundle.split(b"mijoz.bundle/1", 1)
    text = ("mijoz.bundle/1" + note.decode()).partition("\n\n")[0] + "\n"
    both = sign(text, OURS, keygen("witness.example"))
    with pytest.raises(NotProven, match="added to"):
        verify(body + both.encode(), [OURS.verifier])
    assert script.bundle(body + both.encode(), [VKEY])[0] == 6


# What someone does who owns the database and our key: the bundle is signed anew.
Files = dict[str, Any]
Attack = Callable[[Shop], bytes]


def opened(data: bytes) -> Files:
    """Return the files of a bundle, JSON read, and the events as lines."""
    found: Files = {}
    for name, content in cover.files(data).items():
        found[name] = json.loads(content) if name.endswith(".json") else content
    found[contents.EVENTS] = found[contents.EVENTS].split(b"\n")[:-1]
    return found


def resigned(found: Files, signer: Signer = OURS, origin: str = OURS.name) -> bytes:
    """Return the bundle of changed files, signed as if by us."""
    lines = b"".join(each + b"\n" for each in found[contents.EVENTS])
    files = {
        name: content if isinstance(content, bytes) else json.dumps(content).encode()
        for name, content in (found | {contents.EVENTS: lines}).items()
    }
    return cover.covered(files, origin, signer)


def changing(change: Callable[[Files], object]) -> Attack:
    """Return the attack that changes files, and signs the bundle anew."""

    def attack(shop: Shop) -> bytes:
        found = opened(shop.bundle())
        before = resigned(found)
        change(found)
        after = resigned(found)
        assert after != before
        return after

    return attack


def edited(found: Files) -> None:
    line = found[contents.EVENTS][3]
    found[contents.EVENTS][3] = line.replace(b"10000", b"90000")


def respaced(found: Files) -> None:
    found[contents.EVENTS][0] += b" "


def swapped(found: Files) -> None:
    lines = found[contents.EVENTS]
    lines[2], lines[3] = lines[3], lines[2]


def both_swapped(found: Files) -> None:
    """Swap two that were recorded at once, of two streams: only positions tell."""
    places = found[contents.PROOFS]["events"]
    streams = [json.loads(each)["stream"] for each in found[contents.EVENTS]]
    n = next(
        n
        for n in range(len(places) - 1)
        if places[n]["recorded"] == places[n + 1]["recorded"]
        and streams[n] != streams[n + 1]
    )
    for rows in (found[contents.EVENTS], places, found[contents.STATEMENT]["events"]):
        rows[n], rows[n + 1] = rows[n + 1], rows[n]


def dropped(found: Files) -> None:
    del found[contents.EVENTS][2]


def dropped_with_its_proof(found: Files) -> None:
    streams = [json.loads(each)["stream"] for each in found[contents.EVENTS]]
    (n, *_) = (n for n, each in enumerate(streams) if each in streams[n + 1 :])
    del found[contents.EVENTS][n]
    del found[contents.PROOFS]["events"][n]
    del found[contents.STATEMENT]["events"][n]
    found[contents.STATEMENT]["card"]["events"] -= 1


def doubled(found: Files) -> None:
    found[contents.EVENTS].append(found[contents.EVENTS][-1])
    for name in (contents.PROOFS, contents.STATEMENT):
        found[name]["events"].append(found[name]["events"][-1])


def emptied(found: Files) -> None:
    """Say that there is nothing about her, and state it in full agreement."""
    said = found[contents.STATEMENT]
    nothing = witness(AZIZA, said["position"], MADE_AT, [])
    found[contents.STATEMENT] = json.loads(contents.text(nothing))
    found[contents.PROOFS]["events"].clear()
    found[contents.EVENTS].clear()


def stating(*path: str | int, value: Any) -> Callable[[Files], None]:
    def change(found: Files) -> None:
        *way, last = path
        at: Any = found
        for each in way:
            at = at[each]
        assert at[last] != value
        at[last] = value

    return change


def other_log(shop: Shop) -> bytes:
    """Put the checkpoint of another log of ours, all signed by our key."""
    found = opened(shop.bundle())
    head = tree.root(shop.log.hashes, shop.log.head())
    text = Checkpoint("mijoz.log/0000", shop.log.head(), head).text
    found[contents.CHECKPOINT] = sign(text, OURS).encode()
    return resigned(found)


def other_size(shop: Shop) -> bytes:
    """Put proofs for the log as it was one entry ago."""
    found = opened(shop.bundle())
    size = shop.log.head() - 1
    for place in found[contents.PROOFS]["events"][:-2]:
        path = tree.inclusion(shop.log.hashes, place["position"] - 1, size)
        place["path"] = [base64(each) for each in path]
    return resigned(found)


def somebody_else(shop: Shop) -> bytes:
    """Put an event about another customer among hers, well proven."""
    found = opened(shop.bundle())
    entry = next(each for each in shop.log.rows if each.subject == BOBUR)
    path = tree.inclusion(shop.log.hashes, entry.position - 1, shop.log.head())
    place = {
        "position": entry.position,
        "recorded": entry.recorded,
        "path": [base64(each) for each in path],
    }
    places = found[contents.PROOFS]["events"]
    at = next(n for n, e in enumerate(places) if e["position"] > entry.position)
    places.insert(at, place)
    found[contents.EVENTS].insert(at, entry.state)
    decode = codec().decode
    rows = [shop.log.rows[each["position"] - 1] for each in places]
    events = [decode(e.topic, e.state, e.position, e.recorded) for e in rows]
    stated = witness(AZIZA, shop.log.head(), MADE_AT, events)
    found[contents.STATEMENT] = json.loads(contents.text(stated))
    return resigned(found)


def unsigned_head(shop: Shop) -> bytes:
    """Put a checkpoint that a stranger signed."""
    found = opened(shop.bundle())
    text = found[contents.CHECKPOINT].decode().partition("\n\n")[0] + "\n"
    found[contents.CHECKPOINT] = sign(text, keygen(OURS.name)).encode()
    return resigned(found)


def backdated(shop: Shop) -> bytes:
    """Write an entry as recorded before the one before it, and sign all anew."""
    last = max(e.position for e in shop.log.rows if e.subject == AZIZA)
    row = shop.log.rows[last - 1]
    shop.log.edit(last, row.state, shop.log.rows[0].recorded - 1)
    found = opened(shop.bundle())
    assert found[contents.PROOFS]["events"][-1]["recorded"] < row.recorded
    return resigned(found)


ATTACKS: dict[str, Attack] = {
    "an event edited": changing(edited),
    "an event spaced otherwise": changing(respaced),
    "two events swapped": changing(swapped),
    "two events swapped with their proofs": changing(both_swapped),
    "an event dropped": changing(dropped),
    "an event dropped with its proof": changing(dropped_with_its_proof),
    "an event doubled": changing(doubled),
    "no events at all": changing(emptied),
    "an event of somebody else": somebody_else,
    "a record time changed": changing(
        stating(contents.PROOFS, "events", 1, "recorded", value=1)
    ),
    "a position changed": changing(
        stating(contents.PROOFS, "events", 1, "position", value=1)
    ),
    "a position that is none": changing(
        stating(contents.PROOFS, "events", 0, "position", value=0)
    ),
    "a proof cut": changing(lambda f: f[contents.PROOFS]["events"][1]["path"].pop()),
    "a proof with more": changing(
        lambda f: f[contents.PROOFS]["events"][1]["path"].append(base64(bytes(32)))
    ),
    "proofs for another size": other_size,
    "another size named": changing(stating(contents.PROOFS, "size", value=4)),
    "the checkpoint of another log": other_log,
    "the checkpoint of a stranger": unsigned_head,
    "an event back-dated": backdated,
    "points misstated": changing(
        stating(contents.STATEMENT, "card", "points", value=1_000_000)
    ),
    "money misstated": changing(stating(contents.STATEMENT, "card", "spent", value=[])),
    "an actor misstated": changing(
        stating(contents.STATEMENT, "events", 0, "actor", value="user:eve")
    ),
    "a time of recording misstated": changing(
        stating(
            contents.STATEMENT, "events", 1, "recorded_at", value="2026-01-01T00:00:00Z"
        )
    ),
    "a customer misstated": changing(
        stating(contents.STATEMENT, "customer", value="bobur")
    ),
    "a position misstated": changing(stating(contents.STATEMENT, "position", value=3)),
    "an event not listed": changing(lambda f: f[contents.STATEMENT]["events"].pop()),
    "no statement": changing(lambda f: f.pop(contents.STATEMENT)),
    "no proofs": changing(lambda f: f.pop(contents.PROOFS)),
    "proofs that are no JSON": changing(lambda f: f.update({contents.PROOFS: b"{"})),
    "signed for another log": lambda shop: resigned(
        opened(shop.bundle()), OURS, "mijoz.log/0000"
    ),
    "signed by the key before": lambda shop: shop.bundle(keygen(OURS.name)),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_whoever_has_our_key_cannot_make_a_bundle_of_lies(
    attack: str, script: Script
) -> None:
    made = shop()
    untouched = resigned(opened(made.bundle()))
    assert verify(untouched, [OURS.verifier])
    assert script.bundle(untouched, [VKEY])[0] == 0
    data = ATTACKS[attack](made)
    with pytest.raises(NotProven):
        verify(data, [OURS.verifier])
    code, said = script.bundle(data, [VKEY])
    assert (code, said.split()[0]) == (6, "FAILED:")


def test_an_event_is_not_at_a_position_past_the_end(script: Script) -> None:
    entry = next(e for e in shop().log.rows if e.subject == AZIZA)._replace(position=1)
    log = FakeLog("9b2f", [entry])  # one leaf, which is its root: any index leads to it
    note = sign(Checkpoint(OURS.name, 1, entry.leaf).text, OURS)
    proofs = [prove(log, 1, 1)]
    alone = make(AZIZA, proofs, note, OURS, made_at=MADE_AT, extension=None)
    assert verify(alone, [OURS.verifier]).size == 1
    assert script.bundle(alone, [VKEY])[0] == 0
    found = opened(alone)
    for name in (contents.PROOFS, contents.STATEMENT):
        found[name]["events"][0]["position"] = 99
    with pytest.raises(NotProven, match="position 99"):
        verify(resigned(found), [OURS.verifier])
    assert script.bundle(resigned(found), [VKEY])[0] == 6


def test_what_is_wrong_is_said_with_its_position(script: Script) -> None:
    data = changing(edited)(shop())
    position = opened(data)[contents.PROOFS]["events"][3]["position"]
    with pytest.raises(NotProven, match=f"position {position}: its proof"):
        verify(data, [OURS.verifier])
    assert f"position {position}:" in script.bundle(data, [VKEY])[1]


def test_the_sums_of_points_are_told_line_by_line() -> None:
    change = stating(contents.STATEMENT, "points", 0, "lines", 0, "available", value=7)
    with pytest.raises(NotProven, match="/points/0/lines/0/available"):
        verify(changing(change)(shop()), [OURS.verifier])


def test_a_schema_is_there_for_every_kind_of_event() -> None:
    attack = changing(lambda found: found.pop("schemas/OrderCompleted.1.json"))
    with pytest.raises(NotProven, match=r"schemas/OrderCompleted\.1\.json"):
        verify(attack(shop()), [OURS.verifier])


def test_two_files_of_one_name_are_refused(bundle: bytes, script: Script) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, content in cover.files(bundle).items():
            made.writestr(name, content)
        with pytest.warns(UserWarning, match="Duplicate name"):
            made.writestr(contents.KEY, b"x")
        made.comment = bytes(len(sign(text_of(b""), OURS).encode()))
    body = packed.getvalue()[: -len(made.comment)]
    data = body + sign(text_of(body), OURS).encode()
    with pytest.raises(NotProven, match="two files of one name"):
        verify(data, [OURS.verifier])
    assert script.bundle(data, [VKEY])[0] == 6


def text_of(body: bytes) -> str:
    return f"mijoz.bundle/1\n{OURS.name}\n{sha256(body).hexdigest()}\n"


# Against a checkpoint that the auditor held before.


def grown() -> tuple[Shop, Checkpoint, str]:
    """Return a shop, and a checkpoint of its log before the last order."""
    made = shop()
    known, note = made.checkpoint()
    buy(made.crm, "o-9", AZIZA, 20)
    made.log.rows[:] = log_of(made.crm).rows
    return made, known, note


def verdicts(
    script: Script, data: bytes, note: str, *signers: Signer
) -> Iterator[tuple[bool, str]]:
    """Yield what we say, and what the script says."""
    trusted = [each.verifier for each in signers or (OURS,)]
    try:
        verify(data, trusted, note.encode())
    except NotProven as problem:
        yield False, str(problem)
    else:
        yield True, ""
    code, said = script.bundle(data, [each.text for each in trusted], [note])
    assert code in (0, 6)
    yield code == 0, said


def test_a_bundle_extends_the_checkpoint_that_it_proves_to(script: Script) -> None:
    made, known, note = grown()
    data = made.bundle(known=known)
    assert verify(data, [OURS.verifier], note.encode()).extends == known.size
    assert [holds for holds, _ in verdicts(script, data, note)] == [True, True]


def test_a_checkpoint_of_the_same_size_needs_no_proof(script: Script) -> None:
    made = shop()
    _, note = made.checkpoint()
    assert [holds for holds, _ in verdicts(script, made.bundle(), note)] == [True, True]


def test_history_rewritten_is_found_even_by_whoever_has_the_key(script: Script) -> None:
    made, _, note = grown()
    made.log.edit(3, made.log.rows[2].state.replace(b"person", b"PERSON"))
    was = Checkpoint(OURS.name, 12, tree.root(made.log.hashes, 12))
    data = made.bundle(known=was)
    assert verify(data, [OURS.verifier])
    for holds, said in verdicts(script, data, note):
        assert not holds
        assert "what came after 12 entries" in said or "proof not of yours" in said


def test_rewritten_history_does_not_extend_what_is_held(script: Script) -> None:
    made, known, note = grown()
    made.log.edit(3, made.log.rows[2].state.replace(b"shop", b"SHOP"))
    was = Checkpoint(known.origin, known.size, tree.root(made.log.hashes, known.size))
    assert was.root != known.root
    for holds, said in verdicts(script, made.bundle(known=was), note):
        assert not holds
        assert "does not extend" in said


@pytest.mark.parametrize(
    "what", ["no proof", "longer", "other log", "other key", "same", "empty"]
)
def test_a_checkpoint_held_against_a_bundle_must_fit(what: str, script: Script) -> None:
    made, known, note = grown()
    data = made.bundle(known=known)
    head = made.log.head()
    text = known.text
    if what == "no proof":
        data = made.bundle()
    elif what == "longer":
        text = Checkpoint(known.origin, head + 1, known.root).text
    elif what == "other log":
        text = Checkpoint("mijoz.log/0000", known.size, known.root).text
    elif what == "empty":
        data = made.bundle(known=Checkpoint(known.origin, 0, tree.EMPTY))
        nothing = sign(Checkpoint(known.origin, 0, tree.EMPTY).text, OURS)
        assert [holds for holds, _ in verdicts(script, data, nothing)] == [True, True]
        text = Checkpoint(known.origin, 0, known.root).text
    elif what == "same":
        text = Checkpoint(known.origin, head, known.root).text
    signer = keygen(OURS.name) if what == "other key" else OURS
    held = sign(text, signer)
    assert (held == note) == (what == "no proof")
    assert [holds for holds, _ in verdicts(script, data, held)] == [False, False]


def test_after_a_change_of_keys_both_are_given(script: Script) -> None:
    made, known, note = grown()
    new = keygen(OURS.name)
    data = made.bundle(new, known)
    both = [holds for holds, _ in verdicts(script, data, note, OURS, new)]
    assert both == [True, True]
    for one in (OURS, new):
        alone = [holds for holds, _ in verdicts(script, data, note, one)]
        assert alone == [False, False]


# The whole log, exported.


def lines_of(made: Shop) -> list[bytes]:
    return list(exported(made.log, made.log.head()))


def test_an_exported_log_holds_against_every_checkpoint_held(script: Script) -> None:
    made, _, note = grown()
    _, later = made.checkpoint()
    code, said = script.log(lines_of(made), [VKEY], [note, later])
    assert (code, said[:6]) == (0, "HOLDS:")
    for size in range(made.log.head() + 1):
        root = tree.root(made.log.hashes, size)
        held = sign(Checkpoint(OURS.name, size, root).text, OURS)
        assert check_log(lines_of(made), [VKEY], [held.encode()])
        other = sign(Checkpoint(OURS.name, size, bytes(32)).text, OURS)
        with pytest.raises(ValueError, match=f"position {size} was changed"):
            check_log(lines_of(made), [VKEY], [other.encode()])


@pytest.mark.parametrize(
    "attack", ["edit", "swap", "drop", "add", "cut", "back-date", "renumber"]
)
def test_an_exported_log_that_was_changed_fails(attack: str, script: Script) -> None:
    made = shop()
    _, note = made.checkpoint()
    log, lines = made.log, lines_of(made)
    assert script.log(lines, [VKEY], [note])[0] == 0
    match attack:
        case "edit":
            lines[2] = lines[2].replace(b"shop", b"SHOP")
        case "swap":
            lines[1], lines[3] = lines[3], lines[1]
        case "drop":
            del lines[4]
        case "add":
            lines.insert(5, lines[4])
        case "cut":
            del lines[-1]
        case "back-date" | "renumber":  # and all of it hashed and signed anew
            row = log.rows[-1]
            if attack == "back-date":
                log.edit(row.position, row.state, log.rows[0].recorded - 1)
            else:
                number = b'"revision":%d,' % row.revision
                assert number in row.state
                log.edit(row.position, row.state.replace(number, b'"revision":9,'))
            made.kept.__init__()  # type: ignore[misc]
            note, lines = made.checkpoint()[1], lines_of(made)
    assert lines != lines_of(shop())
    code, said = script.log(lines, [VKEY], [note])
    assert (code, said[:7]) == (6, "FAILED:")


def test_a_log_is_compared_with_something(script: Script) -> None:
    made = shop()
    _, note = made.checkpoint()
    assert script.log(lines_of(made), [VKEY], [])[0] == 6
    assert script.log(lines_of(made), [], [note])[0] == 6
    assert script.log(lines_of(made), [keygen(OURS.name).verifier.text], [note])[0] == 6
    assert script("--log", "log.txt", "bundle.zip")[0] == 2


def test_checkpoints_of_two_logs_are_not_held_against_one(script: Script) -> None:
    made = shop()
    found, note = made.checkpoint()
    assert script.log(lines_of(made), [VKEY], [note, note])[0] == 0
    other = sign(Checkpoint("mijoz.log/0000", found.size, found.root).text, OURS)
    code, said = script.log(lines_of(made), [VKEY], [note, other])
    assert (code, "several logs" in said) == (6, True)
