"""An audience is fixed as a mailing is launched, and messages follow from it."""

from datetime import timedelta
from typing import Any

import pytest

from mijoz.application.contexts import (
    CONSENT,
    CONTACT,
    CUSTOMER,
    MAILING,
    ORDER,
    SEGMENT,
    TEMPLATE,
)
from mijoz.application.crm import Crm
from mijoz.application.desk import Unknown
from mijoz.application.dispatching import Dispatched, dispatch_due
from mijoz.application.identity import merge
from mijoz.application.launching import Launched, launch
from mijoz.application.projections.card import Card
from mijoz.application.segment import BadSegment, meant
from mijoz.domain.assignment import assigned
from mijoz.domain.campaign.campaign import CampaignNotPlanned
from mijoz.domain.communication.deciding import MessageChannel
from mijoz.domain.communication.filling import TemplateText
from mijoz.domain.communication.mailing_refusals import (
    MailingNotDue,
    MailingNotPlanned,
)
from mijoz.domain.communication.mailing_terms import (
    EndMailing,
    PauseMailing,
    PlanMailing,
    Recipient,
    ResumeMailing,
    Way,
)
from mijoz.domain.communication.sending import Hindrance
from mijoz.domain.communication.template import PublishTemplate
from mijoz.domain.customer.consent import WithdrawConsent
from mijoz.domain.customer.contact_refusals import NoConsent
from mijoz.domain.customer.contact_terms import Cap, SetPreference
from mijoz.domain.customer.link import Evidence
from mijoz.domain.customer.profile import CloseReason, CloseRelationship
from mijoz.domain.customer.reaching import PreferChannels
from mijoz.domain.ids import (
    CampaignId,
    CustomerId,
    MailingId,
    OrderId,
    TemplateId,
)
from mijoz.domain.purchase.order import Line, RecordPurchase
from mijoz.domain.segment.conditions import Condition, Field
from mijoz.domain.segment.definition import DefineSegment, Terms

from .correspondence import (
    ANNA,
    AZIZA,
    EMAIL,
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
WEEKLY, SHORT, SMS = MailingId("weekly"), TemplateId("short"), MessageChannel.SMS
WAYS = (Way(EMAIL, SALE, 1), Way(SMS, SHORT, 1))
BEK = CustomerId("bek")


@pytest.fixture
def crm() -> Crm:
    crm = shop()
    text = PublishTemplate(NOW, SHORT, 1, SMS, (TemplateText("en", "Socks"),), "anna")
    tell(crm, TEMPLATE, SHORT, text)
    newcomer(crm, BEK)
    return crm


def plan(crm: Crm, **said: Any) -> None:
    about: dict[str, Any] = {"segment": "all", "segment_version": 1, "ways": WAYS}
    about |= {"starts_at": NOW, "salt": "salt"} | said
    command = PlanMailing(NOW, WEEKLY, NAVRUZ, "news", **about)
    tell(crm, MAILING, WEEKLY, command)


def send(crm: Crm, at: Any = NOW, who: Any = None) -> Launched:
    return launch(crm, WEEKLY, at, ANNA, who)


def names(done: Launched) -> list[str]:
    return [each.customer_id for each in done.audience.recipients]


def test_a_launch_fixes_the_audience_and_decides_its_messages(crm: Crm) -> None:
    plan(crm)
    done = send(crm)
    assert done.audience.recipients == (Recipient(AZIZA, EMAIL), Recipient(BEK, EMAIL))
    assert (done.messages, done.dropped) == (2, 0)
    decided = message(crm, "weekly:1:bek").decided
    assert decided is not None
    assert (decided.mailing_id, decided.campaign_id) == (WEEKLY, NAVRUZ)
    assert decided.why == "mailing:weekly:1"
    newcomer(crm, "late")
    assert send(crm) == done
    assert dispatch_due(crm.handler, Pigeons(), NOW, ANNA) == Dispatched(sent=2)


def test_who_was_stopped_half_way_goes_on_with_the_same_audience(
    crm: Crm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mijoz.application.launching._TOGETHER", 1)
    plan(crm, every_days=7)
    runs, run = [0], type(crm.handler).run

    def dies(self: Any, *given: Any, **named: Any) -> Any:
        runs[0] += 1
        if runs[0] == 3:
            raise KeyboardInterrupt
        return run(self, *given, **named)

    with monkeypatch.context() as patch:
        patch.setattr(type(crm.handler), "run", dies)
        with pytest.raises(KeyboardInterrupt):
            send(crm)
    newcomer(crm, "late")
    done = send(crm, NOW + 9 * DAY)
    assert (done.audience.round, names(done)) == (1, ["aziza", "bek"])
    assert len(crm.journal.streams("message")) == 2


def test_exclusions_are_counted_by_their_reason(crm: Crm) -> None:
    for name in ("no", "closed", "capped", "nowhere"):
        newcomer(crm, name, agrees=name != "no")
    closed, capped = CustomerId("closed"), CustomerId("capped")
    tell(crm, CUSTOMER, closed, CloseRelationship(NOW, CloseReason.MOVED))
    tell(crm, CONTACT, capped, SetPreference(NOW, capped, (Cap(1, 7),)))
    decide(crm, "before", customer_id=capped)
    nowhere = CustomerId("nowhere")
    tell(crm, CONTACT, nowhere, PreferChannels(NOW, nowhere, ("call",)))
    plan(crm)
    audience = send(crm).audience
    assert audience.count == 2
    assert audience.excluded_by_consent == 1
    assert audience.excluded_by_cap == 1
    assert audience.excluded_otherwise == 2


def test_who_was_merged_is_not_written_to_beside_whom_they_are(crm: Crm) -> None:
    claimed = Evidence.VERIFIED_IDENTIFIER
    merge(crm.handler, BEK, AZIZA, claimed, at=NOW, merge_id="m", origin=ANNA)
    plan(crm, segment="our friends")
    done = send(crm, who=["bek", "aziza"])
    assert (names(done), done.audience.excluded_otherwise) == (["aziza"], 1)


def test_a_merge_allows_no_more_than_both_had_allowed(crm: Crm) -> None:
    newcomer(crm, "no", agrees=False)
    claimed = Evidence.VERIFIED_IDENTIFIER
    merge(crm.handler, "no", AZIZA, claimed, at=NOW, merge_id="m", origin=ANNA)
    with pytest.raises(NoConsent):
        decide(crm)


def test_a_channel_is_as_the_customer_prefers_and_allows(crm: Crm) -> None:
    for who in (AZIZA, BEK):
        tell(crm, CUSTOMER, who, address(crm, f"+99890{len(who)}", "phone"))
        tell(crm, CONTACT, who, PreferChannels(NOW, who, ("sms", "email")))
    tell(crm, CONSENT, BEK, grant(BEK, "sms"))
    plan(crm)
    assert send(crm).audience.recipients == (
        Recipient(AZIZA, EMAIL),
        Recipient(BEK, SMS),
    )


def test_who_prefers_other_channels_is_not_written_to(crm: Crm) -> None:
    tell(crm, CONTACT, BEK, PreferChannels(NOW, BEK, ("sms",)))
    plan(crm)
    assert names(send(crm)) == ["aziza"]


def test_some_are_held_out_by_the_salt_and_not_written_to(crm: Crm) -> None:
    for number in range(40):
        newcomer(crm, f"c{number}")
    plan(crm, holdout_per_mille=500)
    done = send(crm)
    held = done.audience.held_out
    assert 10 < len(held) < 32
    everyone = ["aziza", "bek", *(f"c{n}" for n in range(40))]
    assert sorted(held) == sorted(
        each for each in everyone if assigned("salt", each, (500, 500)) == 0
    )
    assert sorted([*held, *names(done)]) == sorted(everyone)
    assert len(crm.journal.streams("message")) == done.messages == done.audience.count


def test_a_mailing_repeats_under_the_caps(crm: Crm) -> None:
    tell(crm, CONTACT, BEK, SetPreference(NOW, BEK, (Cap(1, 30),)))
    plan(crm, every_days=7)
    assert names(send(crm)) == ["aziza", "bek"]
    assert send(crm, NOW + 7 * DAY - TICK).audience.round == 1
    second = send(crm, NOW + 7 * DAY)
    assert (second.audience.round, names(second)) == (2, ["aziza"])
    assert second.audience.excluded_by_cap == 1


def test_a_list_of_ones_own_is_an_audience_too(crm: Crm) -> None:
    plan(crm, segment="our friends")
    with pytest.raises(BadSegment):
        send(crm)
    assert names(send(crm, who=["bek", "bek"])) == ["bek"]


def test_a_mailing_is_not_launched_before_its_time_or_unplanned(crm: Crm) -> None:
    with pytest.raises(MailingNotPlanned):
        send(crm)
    plan(crm, starts_at=NOW + DAY)
    with pytest.raises(MailingNotDue):
        send(crm)


def test_a_mailing_is_of_a_campaign_and_of_published_templates(crm: Crm) -> None:
    for ways in ((Way(EMAIL, SALE, 2),), (Way(SMS, SALE, 1),)):
        with pytest.raises(Unknown):
            plan(crm, ways=ways)
    unplanned = PlanMailing(
        NOW, WEEKLY, CampaignId("none"), "news", "all", 1, WAYS, NOW, "salt"
    )
    with pytest.raises(CampaignNotPlanned):
        tell(crm, MAILING, WEEKLY, unplanned)


def test_what_is_paused_waits_and_what_has_ended_is_called_off(crm: Crm) -> None:
    plan(crm)
    send(crm)
    tell(crm, MAILING, WEEKLY, PauseMailing(NOW, "typo"))
    pigeons = Pigeons()
    assert dispatch_due(crm.handler, pigeons, NOW, ANNA) == Dispatched(waiting=2)
    tell(crm, MAILING, WEEKLY, ResumeMailing(NOW, "mended"))
    told = tell(crm, MAILING, WEEKLY, EndMailing(NOW, "sold out"))
    assert told == ["MailingEnded", *["MessageSuppressed", "ContactReleased"] * 2]
    stopped = message(crm, "weekly:1:bek").suppressed
    assert stopped is not None
    assert stopped.reason == Hindrance.MAILING_ENDED
    assert not pigeons.letters


def test_who_withdraws_is_dropped_from_the_audience_in_the_same_transaction(
    crm: Crm,
) -> None:
    plan(crm)
    send(crm)
    withdraw = WithdrawConsent(NOW, BEK, "news", "email", "form")
    assert tell(crm, CONSENT, BEK, withdraw) == [
        "ConsentWithdrawn",
        "MessageSuppressed",
        "ContactReleased",
        "AudienceMemberDropped",
    ]
    assert events(crm, "mailing-weekly")[-1] == "AudienceMemberDropped"
    assert send(crm).dropped == 1


def test_a_mailing_is_for_a_class_of_a_segment_by_its_version(crm: Crm) -> None:
    terms = Terms("UZS", conditions=(Condition(Field.ORDERS, 1),))
    tell(crm, SEGMENT, "buyers", DefineSegment(NOW, "buyers", 1, terms))
    line = Line("1", "socks", None, 1, 500, 500)
    bought = RecordPurchase(NOW, OrderId("o"), BEK, "shop", None, "UZS", (line,))
    tell(crm, ORDER, "o", bought)
    plan(crm, segment="segment:buyers:in", segment_version=1)
    done = send(crm)
    assert names(done) == ["bek"]
    assert done.audience.segment_version == 1


def test_a_segment_that_is_not_defined_is_nobody(crm: Crm) -> None:
    plan(crm, segment="segment:buyers:in", segment_version=2)
    with pytest.raises(Unknown):
        send(crm)


CARD = Card("c", channel="web", programmes=("club",), orders=2, points=50)


@pytest.mark.parametrize(
    ("expression", "is_meant"),
    [
        ("all", True),
        ("programme=club", True),
        ("programme=other", False),
        ("channel=web and orders>=2", True),
        ("channel=shop and orders>=2", False),
        ("orders>2", False),
        ("orders<=2 and points=50", True),
        ("points<50", False),
    ],
)
def test_a_segment_is_an_expression_over_cards(expression: str, is_meant: bool) -> None:
    assert meant(expression)(CARD) is is_meant


@pytest.mark.parametrize(
    "expression",
    ["", "friends", "orders>=many", "name=Aziza", "programme>club", "a=1 and"],
)
def test_what_is_no_segment_is_refused(expression: str) -> None:
    with pytest.raises(BadSegment):
        meant(expression)
