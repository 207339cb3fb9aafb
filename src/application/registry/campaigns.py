"""What can be told of campaigns, and of whom they reached."""

from typing import Final

from ...domain.campaign import campaign, outreach
from .. import contexts
from .naming import named

COMMANDS: Final = (
    *named(
        contexts.CAMPAIGN,
        ("campaign_id",),
        ("plan", campaign.PlanCampaign, "Plan a campaign.", "campaign_id"),
        ("close", campaign.CloseCampaign, "Close a campaign."),
    ),
    *named(
        contexts.OUTREACH,
        ("customer_id",),
        ("expose", outreach.ExposeToCampaign, "Note that a customer met a campaign."),
        (
            "redeem-coupon",
            outreach.RedeemCoupon,
            "Note that a customer used a coupon.",
            "redemption_id",
        ),
    ),
)
