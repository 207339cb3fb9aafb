"""Which events take something that only one may have, or give it back."""

from collections.abc import Iterator, Sequence
from typing import Final

from ..domain.campaign.campaign import MaterialPlaced
from ..domain.coalition.clearing_terms import PartnerRowCleared
from ..domain.customer.profile import IdentifierAdded, IdentifierRemoved
from ..domain.engagement.referral import ReferralCodeIssued
from ..domain.loyalty.action import ActionRewarded
from ..domain.loyalty.cards import CardIssued, CardReplaced
from ..domain.promotion.evaluation import PromotionsBound, PromotionsVoided
from ..domain.promotion.pool import CouponCodesIndexed
from .envelope import Draft, Recorded
from .ports import Claim

CARD_CLAIM: Final = "membership-card"  # apart from a card that identifies a customer
MATERIAL_CLAIM: Final = "material-code"
PROOF_CLAIM: Final = "proof-of-action"
REFERRAL_CLAIM: Final = "referral-code"
PARTNER_ROW_CLAIM: Final = "partner-row"
PARTNER_ROW_REVERSAL_CLAIM: Final = "partner-row-reversal"
COUPON_CLAIM: Final = "coupon-code"
FRIEND_CLAIM: Final = "referral-discount"


def claims_of(draft: Draft | Recorded) -> tuple[Sequence[Claim], Sequence[Claim]]:
    """Return what an event claims and what it releases, as blind indexes."""
    match draft.event:
        case IdentifierAdded(_, customer, kind, blind_index):
            return [Claim(kind, blind_index, customer)], []
        case IdentifierRemoved(_, customer, kind, blind_index):
            return [], [Claim(kind, blind_index, customer)]
        case CardIssued() as issued:
            return [Claim(CARD_CLAIM, issued.number_index, draft.stream)], []
        case CardReplaced() as replaced:
            old = Claim(CARD_CLAIM, replaced.replaced_index, draft.stream)
            return [Claim(CARD_CLAIM, replaced.number_index, draft.stream)], [old]
        case MaterialPlaced(code=code, campaign_id=campaign):
            return [Claim(MATERIAL_CLAIM, code, campaign)], []
        case ActionRewarded() as deed:
            proof = f"{deed.programme_id}:{deed.proof_index}"
            return [Claim(PROOF_CLAIM, proof, draft.stream)], []
        case PartnerRowCleared() as row:
            return list(_rows(row)), []
        case ReferralCodeIssued(customer_id=customer, code_index=index):
            return [Claim(REFERRAL_CLAIM, index, customer)], []
        case CouponCodesIndexed(pool_id=pool, first=first, code_indexes=indexes):
            return [
                Claim(COUPON_CLAIM, index, f"{pool}:{number}")
                for number, index in enumerate(indexes, first)
            ], []
        case PromotionsBound(order_id=order, referral_id=str(referral), side=side):
            return [Claim(FRIEND_CLAIM, f"{referral}:{side}", order)], []
        case PromotionsVoided(order_id=order, referral_id=str(referral), side=side):
            return [], [Claim(FRIEND_CLAIM, f"{referral}:{side}", order)]
        case _:
            return [], []


def partner_row(programme: str, partner: str, row: str) -> str:
    """Return the key of a partner's row, which is cleared once in a programme."""
    return f"{programme}:{partner}:{row}"


def _rows(row: PartnerRowCleared) -> Iterator[Claim]:
    of, owner = (row.programme_id, row.partner_id), row.clearing_id
    yield Claim(PARTNER_ROW_CLAIM, partner_row(*of, row.row_id), owner)
    if row.of_row is not None:
        yield Claim(PARTNER_ROW_REVERSAL_CLAIM, partner_row(*of, row.of_row), owner)
