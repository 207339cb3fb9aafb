"""Whatever is sealed opens to the same; whoever is erased, the figures stay."""

from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from attrs import evolve, fields, has
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mijoz.adapters.keys.memory import MemoryKeys
from mijoz.adapters.keys.sealing import new_key
from mijoz.adapters.keys.vault import Vault
from mijoz.adapters.keys.wrapping import KeyRing
from mijoz.adapters.schemas import EVENTS, codec
from mijoz.application.auditing.models import AGGREGATES
from mijoz.application.crm import Crm
from mijoz.application.envelope import Draft, Origin, Recorded
from mijoz.application.ports import Entry
from mijoz.application.privacy.erasing import erase
from mijoz.application.statement import Line, lines
from mijoz.composition import compose
from mijoz.domain.customer.privacy import ErasureConfirmed, PersonalDataErased
from mijoz.domain.personal import Erased, Hidden, personal_fields, pseudonyms
from mijoz.testing.strategies import events

from .histories import AT, AZIZA, MARK, Step, histories, play

VAULT = Vault(MemoryKeys(), KeyRing([new_key()]))
CODEC = codec(VAULT)
ANNA = Origin("user:anna")
SEALED = [each for each in EVENTS if personal_fields(each) or pseudonyms(each)]
PERSONAL = [each for each in SEALED if personal_fields(each)]


def marked(event: Any) -> Any:
    """Return an event with the mark before all that must not be in the bytes."""
    names = (*personal_fields(type(event)), *pseudonyms(type(event)))
    said = {name: getattr(event, name) for name in names}
    return evolve(
        event, **{name: f"{MARK}{each}" for name, each in said.items() if each}
    )


@given(
    st.one_of(*(events(kind) for kind in SEALED)).map(marked),
    st.none() | st.just("aziza"),
    st.integers(1, 2**31),
)
def test_what_is_sealed_opens_to_the_same_and_is_not_in_the_bytes(
    event: Any, subject: str | None, revision: int
) -> None:
    row = CODEC.encode(Draft("e-1", "stream-1", revision, subject, event, ANNA))
    assert MARK.encode() not in row.state
    assert CODEC.event(row.topic, row.state) == event
    recorded = CODEC.decode(row.topic, row.state, 1, 2)
    assert MARK not in repr(recorded)
    assert CODEC.open(recorded).event == event


@given(st.one_of(*(events(kind) for kind in PERSONAL)).map(marked), st.data())
def test_an_erased_event_holds_all_that_was_not_personal(
    event: Any, data: st.DataObject
) -> None:
    owner = f"erased-{next(_owners)}"
    row = CODEC.encode(Draft("e-1", "stream-1", 1, owner, event, ANNA))
    VAULT.destroy(owner)
    left = CODEC.event(row.topic, row.state)
    hidden = {*personal_fields(type(event)), *pseudonyms(type(event))}
    for each in fields(type(event)):
        if each.name not in hidden:
            assert getattr(left, each.name) == getattr(event, each.name)
    sealed = CODEC.decode(row.topic, row.state, 1, 2).sealed is not None
    for name in personal_fields(type(event)):
        assert getattr(left, name) == (Erased() if sealed else None)


_owners = count()

Picture = dict[str, tuple[Any, list[Line]]]
FULL = [
    Step(do, AZIZA, n, f"{do}-{n}")
    for do, n in [
        *[
            ("identify", 0),
            ("identify", 1),
            ("verify", 0),
            ("identify", 2),
            ("drop", 2),
        ],
        *[("know", 1), ("correct", 1), ("consent", 0), ("card", 1), ("new_card", 2)],
        *[("buy", 6), ("buy", 5), ("refund", 6), ("return", 6), ("redeem", 2)],
        *[("hold", 1), ("adjust", 6), ("feedback", 4), ("meet", 1), ("part", 1)],
        *[("reach", 1), ("coupon", 1), ("close", 1), ("suspend", 0), ("leave", 0)],
    ]
]


def picture(crm: Crm) -> Picture:
    """Return what every stream comes to, and the lines of each that has points."""
    found = {}
    streams = {each.stream for each in crm.journal.feed(0, 10_000)}
    for stream in streams:
        kind = stream.partition("-")[0]
        state = AGGREGATES[kind].decider.fold(crm.journal.replay(stream))
        told = lines(crm.journal.stream(stream)) if kind == "points" else []
        found[stream] = state, told
    return found


def tokens(crm: Crm, customer: str) -> dict[str, str]:
    """Return what stands in a customer's events for each of their pseudonyms."""
    return {
        getattr(crm.handler.opening(each).event, name): getattr(each.event, name)
        for each in crm.journal.about(customer)
        for name in pseudonyms(type(each.event))
    }


def erased(value: Any, read_as: dict[str, str]) -> Any:
    """Return a value as it reads once what is personal in it is erased."""
    match value:
        case str():
            return Erased() if value.startswith(MARK) else read_as.get(value, value)
        case tuple() | list():
            return type(value)(erased(each, read_as) for each in value)
        case dict():
            return {erased(k, read_as): erased(v, read_as) for k, v in value.items()}
        case _ if has(type(value)) and not isinstance(value, Hidden):
            parts = {
                each.alias: erased(getattr(value, each.name), read_as)
                for each in fields(type(value))
                if each.init
            }
            return type(value)(**parts)
    return value


def stored(crm: Crm) -> list[Entry]:
    return list(crm.log.entries(0, 10_000))


def is_the_erasure(recorded: Recorded) -> bool:
    return isinstance(recorded.event, PersonalDataErased | ErasureConfirmed)


def erasure_changes_what_is_personal_alone(crm: Crm, again: Crm) -> None:
    """Erase Aziza; look at it through *again*, which remembers nothing."""
    before, log = picture(crm), stored(crm)
    cards = {each.customer_id: each for each in crm.customers.cards().state}
    read_as = tokens(crm, AZIZA)
    about = {each.stream for each in crm.journal.about(AZIZA)}

    made = erase(crm, AZIZA, "asked for", ANNA)

    assert made.confirmed_at is not None
    for seen in (crm, again):
        after = picture(seen)
        assert after.keys() == before.keys()
        own = after.pop("customer-aziza")[0]
        assert own.erased is not None
        assert own.verified == erased(before["customer-aziza"][0].verified, read_as)
        assert own.facts == erased(before["customer-aziza"][0].facts, read_as)
        assert own.registered.name == Erased()
        for stream in after:
            state, told = before[stream]
            if stream in about:
                state = erased(state, read_as)
            assert after[stream] == (state, told), stream
        assert stored(seen)[: len(log)] == log
        left = {each.customer_id: each for each in seen.customers.cards().state}
        assert left == {who: card for who, card in cards.items() if who != AZIZA}
        news = seen.journal.feed(len(log))
        assert [is_the_erasure(each) for each in news] == [True, True]


@given(histories)
@example(FULL)
def test_an_erasure_changes_nothing_but_what_is_personal(history: list[Step]) -> None:
    crm = compose(clock=lambda: AT + timedelta(days=99))
    play(crm, history)
    erasure_changes_what_is_personal_alone(crm, crm)


@settings(max_examples=15)
@given(histories)
@example(FULL)
def test_an_erasure_in_a_file_changes_nothing_but_what_is_personal(
    history: list[Step],
) -> None:
    with TemporaryDirectory() as folder:
        store = f"sqlite:///{folder}/shop.db"
        crm, again = compose(store), compose(store)
        play(crm, history)
        erasure_changes_what_is_personal_alone(crm, again)
        for each in (crm, again):
            close(each)
        assert not [
            each
            for each in Path(folder).iterdir()
            if MARK.encode() in each.read_bytes()
        ]


@pytest.mark.parametrize("step", FULL, ids=lambda step: step.do)
def test_each_step_of_the_full_history_happens(step: Step) -> None:
    crm = compose(clock=lambda: AT + timedelta(days=99))
    place = FULL.index(step)
    play(crm, FULL[:place])
    before = crm.journal.head()
    crm = compose(clock=lambda: AT + timedelta(days=99))
    play(crm, FULL[: place + 1])
    assert crm.journal.head() > before


def close(crm: Any) -> None:
    for each in (crm.journal, crm.checkpoints):
        each.store.close()
