"""Whatever is asked, no more contacts are made than the caps allow."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mijoz.domain.customer.contact import CONTACTS, Contacts
from mijoz.domain.customer.contact_terms import (
    Cap,
    Command,
    ReleaseContact,
    ReserveContact,
    SetPreference,
    UseContact,
)
from mijoz.domain.decider import Refused
from mijoz.domain.ids import CustomerId

AZIZA = CustomerId("aziza")
START = datetime(2026, 5, 4, 12, tzinfo=UTC)
hours = st.integers(0, 24 * 30)
contacts = st.sampled_from([f"m-{n}" for n in range(12)])
CAPS = (Cap(3, 7), Cap(1, 2, "email"))


def reserve(contact: str, hour: int, channel: str) -> ReserveContact:
    at = START + timedelta(hours=hour)
    return ReserveContact(at, AZIZA, contact, "news", channel, 1)


commands: st.SearchStrategy[list[Command]] = st.lists(
    st.builds(reserve, contacts, hours, st.sampled_from(["email", "sms"]))
    | st.builds(
        lambda c, h: UseContact(START + timedelta(hours=h), AZIZA, c, 1),
        contacts,
        hours,
    )
    | st.builds(
        lambda c, h: ReleaseContact(START + timedelta(hours=h), AZIZA, c, "stopped"),
        contacts,
        hours,
    ),
    max_size=40,
)


@given(commands)
def test_no_days_hold_more_contacts_than_the_cap_of_those_who_come_in_order(
    told: list[Command],
) -> None:
    state = CONTACTS.initial
    told = sorted(told, key=lambda each: each.at)
    for command in [SetPreference(START, AZIZA, CAPS), *told]:
        try:
            events = list(CONTACTS.decide(command, state))
        except Refused:
            continue
        for event in events:
            state = CONTACTS.evolve(state, event)
    for cap in CAPS:
        assert most(state, cap) <= cap.count


def most(state: Contacts, cap: Cap) -> int:
    """Return the largest number of contacts in any such days."""
    times = sorted(
        each.send_at
        for each in state.reserved.values()
        if cap.channel in (None, each.channel)
    )
    days = timedelta(days=cap.days)
    return max(
        (sum(end - days < each <= end for each in times) for end in times), default=0
    )
