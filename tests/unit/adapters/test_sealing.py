"""What is sealed opens under its own key, in its own event, and nowhere else."""

from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve, frozen

from mijoz.adapters.codec import Codec
from mijoz.adapters.keys.memory import MemoryKeys
from mijoz.adapters.keys.sealing import DataKey, Sealed, Tampered, new_key
from mijoz.adapters.keys.vault import Vault
from mijoz.adapters.keys.wrapping import KeyRing
from mijoz.application.envelope import Draft, Origin, Recorded
from mijoz.application.ports import Batch, Gone, StoreUnavailable, Write
from mijoz.domain.personal import Erased, Personal, Pseudonym, personal
from mijoz.domain.personal import Sealed as Hidden

NOW = datetime(2026, 5, 3, 9, tzinfo=UTC)


@frozen
class Met:
    at: datetime
    place: str
    card: Pseudonym
    name: Personal = personal(default=None)
    wish: Personal = personal(default=None)


@frozen
class Whispered:
    at: datetime
    secret: Personal = personal(default=None)


AZIZA = Met(NOW, "shop", "index-of-the-card", "Aziza", None)


@pytest.fixture
def vault() -> Vault:
    return Vault(MemoryKeys(), KeyRing([new_key()]))


@pytest.fixture
def codec(vault: Vault) -> Codec:
    return Codec([Met, Whispered], vault=vault)


def draft(event: Any, *, subject: str | None = "aziza", revision: int = 1) -> Draft:
    return Draft("id-1", "meeting-1", revision, subject, event, Origin("user:anna"))


def stored(codec: Codec, event: Any, **about: Any) -> Recorded:
    row = codec.encode(draft(event, **about))
    return codec.decode(row.topic, row.state, 1, 2)


def test_a_seal_opens_to_what_was_sealed(codec: Codec) -> None:
    opened = codec.open(stored(codec, AZIZA))
    assert (opened.event, opened.sealed) == (AZIZA, None)


def test_until_it_is_opened_a_mark_stands_in_every_personal_field(codec: Codec) -> None:
    event = stored(codec, AZIZA).event
    assert (event.name, event.wish, event.place) == (Hidden(), Hidden(), "shop")


def test_nothing_personal_is_in_the_bytes_and_no_pseudonym_is_as_it_was(
    codec: Codec,
) -> None:
    state = codec.encode(draft(AZIZA)).state
    assert b"shop" in state
    assert b"Aziza" not in state
    assert b"index-of-the-card" not in state


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"stream": "meeting-2"},
        {"revision": 2},
        {"id": "id-2"},
        {"type": "Wed"},
        {"version": 2},
        {"subject": "bobur"},
        {"subject": None},
    ],
    ids=str,
)
def test_a_seal_opens_in_its_own_event_alone(
    codec: Codec, elsewhere: dict[str, Any]
) -> None:
    recorded = stored(codec, AZIZA)
    with pytest.raises(Tampered):
        codec.open(recorded._replace(**elsewhere))
    assert codec.open(recorded).event == AZIZA


def test_a_seal_of_one_persons_does_not_open_as_anothers(codec: Codec) -> None:
    hers = stored(codec, AZIZA)
    his = stored(codec, AZIZA, subject="bobur")
    with pytest.raises(Tampered):
        codec.open(hers._replace(sealed=his.sealed))


@pytest.mark.parametrize("part", ["nonce", "ct"])
def test_no_bit_of_a_seal_can_be_changed(codec: Codec, part: str) -> None:
    recorded = stored(codec, AZIZA)
    assert isinstance(recorded.sealed, Sealed)
    whole: bytes = getattr(recorded.sealed, part)
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        parts = {"nonce": recorded.sealed.nonce, "ct": recorded.sealed.ct}
        forged = Sealed(recorded.sealed.kid, **parts | {part: bytes(changed)})
        with pytest.raises(Tampered, match="id-1"):
            codec.open(recorded._replace(sealed=forged))


def test_a_wrong_key_opens_nothing() -> None:
    sealed = DataKey(new_key()).seal(b"Aziza", "about")
    with pytest.raises(Tampered):
        DataKey(new_key()).open(sealed, "about")


def test_what_is_said_twice_is_sealed_differently() -> None:
    key = DataKey(new_key())
    first, second = key.seal(b"Aziza", "about"), key.seal(b"Aziza", "about")
    assert first.nonce != second.nonce
    assert first.ct != second.ct


def test_the_id_of_a_key_commits_to_it() -> None:
    raw = new_key()
    ids = {DataKey(raw).kid, DataKey(bytes(raw)).kid}
    for place in range(len(raw) * 8):
        other = bytearray(raw)
        other[place // 8] ^= 1 << place % 8
        ids.add(DataKey(bytes(other)).kid)
    assert len(ids) == 1 + len(raw) * 8
    assert {len(each) for each in ids} == {32}


def test_a_token_is_the_same_within_a_person_and_another_for_anyone_else() -> None:
    hers, his = DataKey(new_key()), DataKey(new_key())
    assert hers.token("card 1") == hers.token("card 1")
    assert len({hers.token("card 1"), hers.token("card 2"), his.token("card 1")}) == 3
    assert hers.token("kid") != hers.kid


def test_a_pseudonym_reads_the_same_in_all_of_a_persons_events(codec: Codec) -> None:
    first = stored(codec, AZIZA)
    second = stored(codec, evolve(AZIZA, place="fair"), revision=2)
    his = stored(codec, AZIZA, subject="bobur")
    assert first.event.card == second.event.card
    assert his.event.card not in (first.event.card, AZIZA.card)


def test_what_is_about_nobody_is_sealed_under_a_key_of_its_stream(
    codec: Codec, vault: Vault
) -> None:
    heard = stored(codec, Whispered(NOW, "psst"), subject=None)
    assert codec.open(heard).event == Whispered(NOW, "psst")
    vault.destroy("meeting-1")  # a person of that name, who is someone else
    assert codec.open(heard).event == Whispered(NOW, "psst")


def test_what_says_nothing_personal_needs_no_key(codec: Codec, vault: Vault) -> None:
    vault.destroy("aziza")
    assert stored(codec, Whispered(NOW)).sealed is None
    assert stored(codec, Whispered(NOW)).event == Whispered(NOW)


def test_once_the_key_is_destroyed_everything_personal_is_erased(
    codec: Codec, vault: Vault
) -> None:
    recorded = stored(codec, AZIZA)
    vault.destroy("aziza")
    opened = codec.open(recorded)
    token = recorded.event.card
    assert opened.event == Met(NOW, "shop", token, Erased(), Erased())
    assert opened.sealed is None


def test_nothing_can_be_sealed_of_someone_who_was_erased(
    codec: Codec, vault: Vault
) -> None:
    vault.destroy("aziza")
    with pytest.raises(Gone, match="aziza was erased"):
        codec.encode(draft(AZIZA))
    mixed = Write("meeting-1", 0, (draft(AZIZA, subject="bobur"), draft(AZIZA)))
    with pytest.raises(Gone):
        codec.rows(Batch((mixed,)))


def test_what_was_not_opened_is_not_sealed_again(codec: Codec) -> None:
    for mark in (Hidden(), Erased()):
        with pytest.raises(ValueError, match="must be opened first"):
            codec.encode(draft(evolve(AZIZA, name=mark)))


def test_without_the_keys_what_is_sealed_is_unavailable_and_never_erased(
    codec: Codec,
) -> None:
    recorded = stored(codec, AZIZA)
    lost = Vault(MemoryKeys(), KeyRing([new_key()]))
    for other, why in (
        (Codec([Met], vault=lost), "holds no key"),
        (Codec([Met]), "no key store was given"),
    ):
        with pytest.raises(StoreUnavailable, match=why):
            other.open(recorded)
