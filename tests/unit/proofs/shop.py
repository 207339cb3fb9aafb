"""A shop with two customers, its log, its key, and bundles about one of them."""

from datetime import UTC, datetime, timedelta

from attrs import frozen

from mijoz.adapters.bundles.making import make
from mijoz.adapters.checkpointing import take
from mijoz.adapters.keys.memory import MemoryKeys
from mijoz.adapters.notekeys import Signer
from mijoz.adapters.notes import Checkpoint
from mijoz.application.contexts import account
from mijoz.application.crm import Crm
from mijoz.application.envelope import Origin
from mijoz.application.proofs.proving import extension, prove_all
from mijoz.composition import compose
from mijoz.domain.customer.profile import PartyKind, RegisterCustomer
from mijoz.domain.ids import CustomerId, MembershipId, OrderId, ProgrammeId
from mijoz.domain.loyalty.membership import Enrol
from mijoz.domain.loyalty.programme import PublishVersion
from mijoz.domain.loyalty.terms import Terms
from mijoz.domain.purchase.order import Line, RecordPurchase, RefundOrder
from mijoz.testing.journal import Ticking

from .log import FakeLog, log_of

ANNA = Origin("user:anna")
AZIZA, BOBUR, CLUB = CustomerId("aziza"), CustomerId("bobur"), ProgrammeId("club")
OPENING = datetime(2026, 1, 1, tzinfo=UTC)
CANARY = "ZZCANARY"  # in the name of a customer
OURS = Signer("mijoz.log/9b2f", bytes(range(32)))
MADE_AT = datetime(2026, 6, 1, tzinfo=UTC)


def trading() -> Crm:
    """Return a shop in memory where two customers buy, and one returns something."""
    crm = compose(clock=Ticking())
    terms = Terms("Asia/Tashkent", "points", 1, 100, "UZS")
    publish = PublishVersion(OPENING, CLUB, 1, OPENING, terms)
    crm.programmes.tell(CLUB, publish, origin=ANNA)
    for who in (AZIZA, BOBUR):
        register = RegisterCustomer(OPENING, who, PartyKind.PERSON, "shop", name=CANARY)
        crm.customers.tell(who, register, origin=ANNA)
        member = MembershipId(account(CLUB, who))
        enrol = Enrol(OPENING, member, who, CLUB, "shop")
        crm.memberships.tell(member, enrol, origin=ANNA)
    for n, who in enumerate((AZIZA, BOBUR, AZIZA, BOBUR), start=1):
        buy(crm, f"o-{n}", who, n)
    back = RefundOrder(OPENING + timedelta(days=9), "r-1", (("1", 2_500),))
    crm.orders.tell("o-1", back, origin=ANNA)
    return crm


def buy(crm: Crm, order: str, who: CustomerId, day: int) -> None:
    """Sell someone socks."""
    at = OPENING + timedelta(days=day)
    socks = (Line("1", "retro-socks", None, 1, 10_000, 10_000),)
    bought = RecordPurchase(at, OrderId(order), who, "shop", None, "UZS", socks)
    crm.orders.tell(order, bought, origin=ANNA)


@frozen
class Shop:
    """A shop whose log may be edited: what is asked of it then follows the edit."""

    crm: Crm
    log: FakeLog
    kept: MemoryKeys

    def checkpoint(self, signer: Signer = OURS) -> tuple[Checkpoint, str]:
        return take(self.log, self.kept, signer)

    def bundle(self, signer: Signer = OURS, known: Checkpoint | None = None) -> bytes:
        """Return a bundle about Aziza, with a proof from what is known already."""
        head, note = take(self.log, MemoryKeys(), signer)
        proofs = prove_all(self.crm.journal, self.log, AZIZA, head.size)
        more = extension(self.log, known.size, known.root, head.size) if known else None
        return make(AZIZA, proofs, note, signer, made_at=MADE_AT, extension=more)


def shop() -> Shop:
    """Return a shop that trades, with nothing signed yet."""
    crm = trading()
    return Shop(crm, log_of(crm), MemoryKeys())
