"""No message without a consent, at both moments; what follows from each message."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from mijoz.application.contexts import (
    CONSENT,
    CONTACT,
    CUSTOMER,
    MESSAGE,
    TEMPLATE,
)
from mijoz.application.crm import Crm
from mijoz.application.desk import Unknown
from mijoz.application.dispatching import Dispatched, dispatch_due, reference
from mijoz.application.lawfulness import Overdue, Unlawful, overdue, unlawful
from mijoz.application.ports import NobodyThere, OutboxUnavailable
from mijoz.application.privacy.erasing import erase
from mijoz.application.reaching import KINDS
from mijoz.domain.communication.deciding import MessageChannel
from mijoz.domain.communication.filling import TemplateText
from mijoz.domain.communication.message import (
    RecordBounce,
    RecordDelivery,
    RecordReply,
    RecordUnsubscribe,
)
from mijoz.domain.communication.returning import BounceKind
from mijoz.domain.communication.sending import (
    Hindrance,
    MessageIsHindered,
    SuppressMessage,
)
from mijoz.domain.communication.template import PublishTemplate
from mijoz.domain.customer.consent import BindConsent, WithdrawConsent
from mijoz.domain.customer.contact_refusals import (
    DisturbsTheirRest,
    NoConsent,
    TooManyContacts,
)
from mijoz.domain.customer.contact_terms import Cap, QuietHours, SetPreference
from mijoz.domain.customer.profile import (
    CloseReason,
    CloseRelationship,
    FactKind,
    IdentifierKind,
    RecordFact,
    RemoveIdentifier,
)
from mijoz.domain.customer.reaching import PreferChannels
from mijoz.domain.ids import TemplateId

from .correspondence import (
    ANNA,
    AZIZA,
    EMAIL,
    NAMED,
    NAVRUZ,
    NOW,
    SALE,
    Pigeons,
    address,
    decide,
    events,
    grant,
    message,
    newcomer,
    shop,
    tell,
)

DAY, TICK = timedelta(days=1), timedelta(microseconds=1)
NIGHT = QuietHours("21:00", "09:00", "Asia/Tashkent")  # UTC+5
LATE = datetime.fromisoformat("2026-05-04T18:00:00Z")
MORNING = datetime.fromisoformat("2026-05-05T04:00:00Z")


@pytest.fixture
def crm() -> Crm:
    return shop()


def dispatch(crm: Crm, pigeons: Pigeons, at: datetime = NOW) -> Dispatched:
    return dispatch_due(crm.handler, pigeons, at, ANNA)


def withdraw(crm: Crm, at: datetime = NOW) -> list[str]:
    return tell(
        crm, CONSENT, AZIZA, WithdrawConsent(at, AZIZA, "news", "email", "form")
    )


def why(crm: Crm, name: str = "m-1") -> Hindrance | None:
    found = message(crm, name).suppressed
    return found.reason if found else None


def test_a_message_stands_on_a_consent_and_takes_a_contact(crm: Crm) -> None:
    assert decide(crm) == ["MessageDecided", "ContactReserved"]
    decided = message(crm).decided
    assert decided is not None
    assert (decided.consent_position, decided.send_at) == (1, NOW)
    assert decided.contact_point == crm.handler.blind("email", "aziza@example.org")
    assert decide(crm) == []


def test_no_message_is_decided_without_a_consent(crm: Crm) -> None:
    for said in ({"purpose": "survey"}, {"customer_id": "bek"}):
        newcomer(crm, "bek", agrees=False)
        with pytest.raises(NoConsent):
            decide(crm, **said)
    withdraw(crm)
    with pytest.raises(NoConsent):
        decide(crm)
    assert not crm.journal.streams("message")


def test_no_message_is_decided_that_cannot_reach_anyone(crm: Crm) -> None:
    index = crm.handler.blind("email", "aziza@example.org")
    remove = RemoveIdentifier(NOW, IdentifierKind.EMAIL, index, "gone")
    tell(crm, CUSTOMER, AZIZA, remove)
    with pytest.raises(MessageIsHindered) as refused:
        decide(crm)
    assert refused.value == MessageIsHindered("m-1", Hindrance.NO_CONTACT_POINT)  # type: ignore[arg-type]


def test_a_consent_that_is_bound_reaches_its_contact_points_alone(crm: Crm) -> None:
    other = crm.handler.blind("email", "other@example.org")
    bind = BindConsent(NOW, AZIZA, "news", "email", IdentifierKind.EMAIL, other)
    tell(crm, CONSENT, AZIZA, bind)
    with pytest.raises(NoConsent):
        decide(crm)
    tell(crm, CUSTOMER, AZIZA, address(crm, "other@example.org"))
    decide(crm)
    found = message(crm).decided
    assert found is not None
    assert found.contact_point == other


def test_a_template_must_be_published_for_the_channel(crm: Crm) -> None:
    with pytest.raises(Unknown):
        decide(crm, template_id="none")
    tell(crm, CONSENT, AZIZA, grant(AZIZA, "sms"))
    tell(crm, CUSTOMER, AZIZA, address(crm, "+998901234567", "phone"))
    with pytest.raises(Unknown):
        decide(crm, channel="sms")


def test_a_message_is_refused_beyond_a_cap_and_leaves_nothing(crm: Crm) -> None:
    tell(crm, CONTACT, AZIZA, SetPreference(NOW, AZIZA, (Cap(1, 7),)))
    decide(crm)
    with pytest.raises(TooManyContacts):
        decide(crm, "m-2")
    assert not crm.journal.stream("message-m-2")


def test_a_message_waits_for_the_end_of_quiet_hours(crm: Crm) -> None:
    tell(crm, CONTACT, AZIZA, SetPreference(NOW, AZIZA, quiet=NIGHT))
    decide(crm, wanted_at=LATE)
    found = message(crm).decided
    assert found is not None
    assert found.send_at == MORNING


def test_a_message_told_with_a_moment_that_is_quiet_is_refused(crm: Crm) -> None:
    entry = NAMED["message.decide"]
    said: dict[str, Any] = {
        "message_id": "m-1",
        "customer_id": AZIZA,
        "purpose": "news",
        "why": "x",
    }
    said |= {"channel": EMAIL, "template_id": SALE, "wanted_at": LATE}
    name, command = entry.build(said, crm.handler, crm.clock)
    tell(crm, CONTACT, AZIZA, SetPreference(NOW, AZIZA, quiet=NIGHT))
    with pytest.raises(DisturbsTheirRest):
        tell(crm, MESSAGE, name, command)
    assert not crm.journal.stream("message-m-1")


def test_what_is_due_is_rendered_sent_and_recorded(crm: Crm) -> None:
    decide(crm, campaign_id=NAVRUZ)
    pigeons = Pigeons()
    assert dispatch(crm, pigeons, NOW - TICK) == Dispatched()
    assert dispatch(crm, pigeons) == Dispatched(sent=1)
    (letter,) = pigeons.letters
    assert (letter.to, letter.subject_line, letter.body, letter.html) == (
        "aziza@example.org",
        "Socks",
        "Dear Aziza, socks!",
        None,
    )
    found = message(crm)
    assert found.rendered is not None
    assert found.dispatched is not None
    assert found.dispatched.provider_id == f"ring-{reference('m-1')[:4]}"
    assert found.dispatched.consent_position == 1
    assert events(crm, "contact-aziza") == ["ContactReserved", "ContactUsed"]
    assert events(crm, "outreach-aziza") == ["CustomerExposed"]
    assert dispatch(crm, pigeons) == Dispatched()
    assert len(pigeons.letters) == 1


def test_what_is_personal_is_read_for_the_purpose_and_that_is_noted(crm: Crm) -> None:
    decide(crm)
    dispatch(crm, Pigeons())
    (read,) = crm.journal.stream("access-aziza")
    assert (read.event.purpose, read.event.reader) == ("news", "user:anna")
    stored = crm.journal.stream("message-m-1")[1]
    assert "Aziza" not in str(stored.event)


def test_a_message_is_in_the_language_and_the_format_that_are_preferred(
    crm: Crm,
) -> None:
    prefer = PreferChannels(NOW, AZIZA, (), "html")
    tell(crm, CONTACT, AZIZA, prefer)
    decide(crm)
    tell(crm, CONTACT, AZIZA, SetPreference(NOW, AZIZA, language="uz"))
    decide(crm, "m-2")
    pigeons = Pigeons()
    dispatch(crm, pigeons)
    assert {each.body for each in pigeons.letters} == {"Hurmatli Aziza, paypoq!"}
    tell(crm, CONTACT, AZIZA, SetPreference(NOW, AZIZA, language="en"))
    decide(crm, "m-3")
    dispatch(crm, pigeons)
    assert pigeons.letters[-1].html == "<b>Aziza</b>"


@pytest.mark.parametrize("fails", [KeyboardInterrupt(), OutboxUnavailable("no wind")])
def test_who_dies_after_sending_sends_the_same_again_and_records_it_once(
    crm: Crm, fails: BaseException
) -> None:
    decide(crm)
    pigeons = Pigeons(fails=fails)
    if isinstance(fails, OutboxUnavailable):
        assert dispatch(crm, pigeons) == Dispatched(waiting=1)
    else:
        with pytest.raises(KeyboardInterrupt):
            dispatch(crm, pigeons)
    pigeons.fails = None
    assert dispatch(crm, pigeons, NOW + DAY) == Dispatched(sent=1)
    first, second = pigeons.letters
    assert first == second
    assert events(crm, "message-m-1") == [
        "MessageDecided",
        "MessageRendered",
        "MessageDispatched",
    ]


def test_a_withdrawal_between_sending_and_recording_stops_the_second_sending(
    crm: Crm,
) -> None:
    decide(crm)
    pigeons = Pigeons(fails=OutboxUnavailable("no wind"))
    dispatch(crm, pigeons)
    withdraw(crm)
    pigeons.fails = None
    assert dispatch(crm, pigeons) == Dispatched(suppressed=1)
    stopped = message(crm).suppressed
    assert stopped is not None
    assert stopped.may_have_left
    assert len(pigeons.letters) == 1


def test_who_is_not_there_bounces_and_the_contact_point_is_stopped(crm: Crm) -> None:
    decide(crm)
    assert dispatch(crm, Pigeons(fails=NobodyThere("550"))) == Dispatched(bounced=1)
    assert events(crm, "contact-aziza")[-1] == "ContactPointStopped"
    with pytest.raises(MessageIsHindered) as refused:
        decide(crm, "m-2")
    assert refused.value.hindrance == Hindrance.CONTACT_POINT_STOPPED


def test_only_a_hard_bounce_stops_the_contact_point(crm: Crm) -> None:
    decide(crm)
    dispatch(crm, Pigeons())
    soft, hard = (
        RecordBounce(NOW, kind) for kind in (BounceKind.SOFT, BounceKind.HARD)
    )
    assert tell(crm, MESSAGE, "m-1", soft) == ["MessageBounced"]
    told = tell(crm, MESSAGE, "m-1", hard)
    assert told == ["MessageBounced", "ContactPointStopped"]


def test_a_stopped_contact_point_stops_what_was_decided_for_it(crm: Crm) -> None:
    decide(crm)
    decide(crm, "m-2")
    dispatch(crm, Pigeons(fails=NobodyThere("550")))
    assert why(crm, "m-2") == Hindrance.CONTACT_POINT_STOPPED


def test_who_unsubscribes_withdraws_in_the_same_transaction(crm: Crm) -> None:
    for name in ("m-1", "m-2"):
        decide(crm, name, wanted_at=NOW if name == "m-1" else NOW + DAY)
    dispatch(crm, Pigeons())
    assert tell(crm, MESSAGE, "m-1", RecordUnsubscribe(NOW, "link")) == [
        "Unsubscribed",
        "ConsentWithdrawn",
        "MessageSuppressed",
        "ContactReleased",
    ]
    assert why(crm, "m-2") == Hindrance.CONSENT_WITHDRAWN


def test_a_withdrawal_told_late_does_not_cancel_what_was_granted_since(
    crm: Crm,
) -> None:
    decide(crm)
    assert withdraw(crm, NOW - DAY) == ["ConsentWithdrawn"]
    assert why(crm) is None


def test_a_withdrawal_cancels_its_purpose_and_channel_alone(crm: Crm) -> None:
    decide(crm)
    other = WithdrawConsent(NOW, AZIZA, "survey", "email", "form")
    assert tell(crm, CONSENT, AZIZA, other) == ["ConsentWithdrawn"]
    assert why(crm) is None


def close(crm: Crm) -> None:
    tell(crm, CUSTOMER, AZIZA, CloseRelationship(NOW, CloseReason.MOVED))


def remove(crm: Crm) -> None:
    index = crm.handler.blind("email", "aziza@example.org")
    gone = RemoveIdentifier(NOW, IdentifierKind.EMAIL, index, "gone")
    tell(crm, CUSTOMER, AZIZA, address(crm, "new@example.org"), gone)


def bind(crm: Crm) -> None:
    tell(crm, CUSTOMER, AZIZA, address(crm, "new@example.org"))
    index = crm.handler.blind("email", "new@example.org")
    only = BindConsent(NOW, AZIZA, "news", "email", IdentifierKind.EMAIL, index)
    tell(crm, CONSENT, AZIZA, only)


def cap(crm: Crm) -> None:
    tell(crm, CONTACT, AZIZA, SetPreference(NOW, AZIZA, (Cap(0, 1),)))


def gone(crm: Crm) -> None:
    erase(crm, AZIZA, "asked", ANNA)


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (close, Hindrance.RELATIONSHIP_CLOSED),
        (remove, Hindrance.NO_CONTACT_POINT),
        (bind, Hindrance.CONSENT_WITHDRAWN),
        (cap, Hindrance.TOO_MANY_CONTACTS),
        (gone, Hindrance.CUSTOMER_ERASED),
    ],
)
def test_what_changed_since_the_decision_stops_the_dispatch(
    crm: Crm, happens: Any, reason: Hindrance
) -> None:
    decide(crm, campaign_id=NAVRUZ)
    happens(crm)
    pigeons = Pigeons()
    assert dispatch(crm, pigeons) == Dispatched(suppressed=1)
    assert why(crm) == reason
    assert not pigeons.letters


def test_a_closed_relationship_still_gets_what_is_no_marketing(crm: Crm) -> None:
    close(crm)
    with pytest.raises(MessageIsHindered):
        decide(crm, campaign_id=NAVRUZ)
    decide(crm)
    assert dispatch(crm, Pigeons()) == Dispatched(sent=1)


def test_a_message_waits_while_it_is_quiet_now(crm: Crm) -> None:
    decide(crm, wanted_at=LATE)
    tell(crm, CONTACT, AZIZA, SetPreference(NOW, AZIZA, quiet=NIGHT))
    assert dispatch(crm, Pigeons(), LATE) == Dispatched(waiting=1)
    assert dispatch(crm, Pigeons(), MORNING) == Dispatched(sent=1)


def test_a_variable_that_is_not_known_suppresses_the_message(crm: Crm) -> None:
    text = TemplateText("en", "Your size is $fact_size, code $offer", "Size")
    size = PublishTemplate(NOW, SALE, 2, EMAIL, (text,), "user:anna")
    tell(crm, TEMPLATE, SALE, size)
    decide(crm, offer="TEN")
    assert dispatch(crm, Pigeons()) == Dispatched(suppressed=1)
    assert why(crm) == Hindrance.MISSING_VARIABLE
    fact = RecordFact(NOW, "f", FactKind.PREFERENCE, "size", "39", "form")
    tell(crm, CUSTOMER, AZIZA, fact)
    decide(crm, "m-2", offer="TEN")
    pigeons = Pigeons()
    dispatch(crm, pigeons)
    assert pigeons.letters[0].body == "Your size is 39, code TEN"


def test_an_outbox_is_given_only_what_it_carries(crm: Crm) -> None:
    decide(crm)
    assert dispatch(crm, Pigeons(channels=frozenset({"sms"}))) == Dispatched()


def test_a_message_that_is_called_off_frees_its_contact(crm: Crm) -> None:
    decide(crm)
    stop = SuppressMessage(NOW, Hindrance.CALLED_OFF, "typo")
    assert tell(crm, MESSAGE, "m-1", stop) == ["MessageSuppressed", "ContactReleased"]


def test_what_left_after_a_withdrawal_told_late_is_listed_as_unlawful(
    crm: Crm,
) -> None:
    decide(crm)
    dispatch(crm, Pigeons(), NOW + DAY)
    assert unlawful(crm.handler) == []
    withdrawn = NOW + DAY - TICK
    withdraw(crm, withdrawn)
    assert unlawful(crm.handler) == [
        Unlawful("m-1", AZIZA, "news", "email", NOW + DAY, withdrawn)
    ]


def test_what_left_before_the_withdrawal_was_lawful(crm: Crm) -> None:
    decide(crm)
    dispatch(crm, Pigeons(), NOW + DAY)
    withdraw(crm, NOW + DAY + TICK)
    assert unlawful(crm.handler) == []


def test_who_had_no_contact_for_so_many_days_is_overdue(crm: Crm) -> None:
    newcomer(crm, "bek")
    decide(crm)
    dispatch(crm, Pigeons())
    found = overdue(crm.handler, NOW + 30 * DAY - TICK, 30)
    assert (found.customers, found.on_time_per_mille) == (2, 500)
    assert found.overdue == [Overdue("bek", None)]
    found = overdue(crm.handler, NOW + 30 * DAY, 30)
    assert found.overdue == [Overdue("bek", None), Overdue("aziza", NOW)]
    assert found.on_time_per_mille == 0


@pytest.mark.parametrize("channel", MessageChannel)
def test_every_channel_has_its_messages_and_what_comes_back_of_them(
    crm: Crm, channel: MessageChannel
) -> None:
    template, kind = TemplateId(channel.value), KINDS[channel].value
    text = TemplateText("en", "Socks: $offer", "Socks")
    publish = PublishTemplate(NOW, template, 1, channel, (text,), "user:anna")
    tell(crm, TEMPLATE, template, publish)
    if kind != "email":
        tell(crm, CUSTOMER, AZIZA, address(crm, f"their {kind}", kind))
        tell(crm, CONSENT, AZIZA, grant(AZIZA, channel.value))
    decide(crm, channel=channel, template_id=template, offer="ten off")
    pigeons = Pigeons(channels=frozenset({channel.value}))
    assert dispatch(crm, pigeons) == Dispatched(sent=1)
    (letter,) = pigeons.letters
    assert (letter.channel, letter.body) == (channel.value, "Socks: ten off")
    assert tell(crm, MESSAGE, "m-1", RecordDelivery(NOW), RecordReply(NOW)) == [
        "MessageDelivered",
        "MessageReplied",
    ]
