"""Whatever an event says, it is stored and comes back."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mijoz.adapters.schemas import EVENTS, codec
from mijoz.application.envelope import Draft, Origin, TimeQuality, micros, moment
from mijoz.testing.strategies import events, moments, texts

CODEC = codec()
any_event = st.one_of(*(events(kind) for kind in EVENTS))
origins = st.builds(
    Origin,
    texts,
    st.none() | texts,
    st.none() | texts,
    st.sampled_from(TimeQuality),
    st.lists(texts, max_size=2).map(tuple),
)


@given(any_event, origins, st.none() | texts, st.integers(1, 2**31))
def test_every_event_survives_the_codec(
    event: Any, origin: Origin, subject: str | None, revision: int
) -> None:
    stored = CODEC.encode(Draft("e-1", "stream-1", revision, subject, event, origin))
    back = CODEC.decode(stored.topic, stored.state, 1, 2)
    assert back.event == event
    assert CODEC.event(stored.topic, stored.state) == event
    assert (back.revision, back.subject, back.stream) == (revision, subject, "stream-1")
    assert back.actor == origin.actor
    assert (back.correlation_id, back.causation_id) == (
        origin.correlation_id,
        origin.causation_id,
    )
    assert (back.time_quality, back.policy_refs) == (
        origin.time_quality,
        origin.policy_refs,
    )
    assert moment(stored.occurred_at) == event.at == back.occurred_at


@given(moments)
def test_a_moment_survives_as_microseconds(at: Any) -> None:
    assert moment(micros(at)) == at
