"""What can be told of campaigns, and of whom they reached."""

from typing import Final

from ...domain.campaign import campaign, outreach
from ...domain.campaign import gathering_terms as gathering
from .. import contexts
from .naming import named

COMMANDS: Final = (
    *named(
        contexts.CAMPAIGN,
        ("campaign_id",),
        ("plan", campaign.PlanCampaign, "Plan a campaign.", "campaign_id"),
        ("close", campaign.CloseCampaign, "Close a campaign."),
        (
            "book-spend",
            campaign.BookSpend,
            "Book what a campaign cost, for a period.",
            "spend_id",
        ),
        ("cancel-spend", campaign.CancelSpend, "Cancel spend that was booked."),
        (
            "place-material",
            campaign.PlaceMaterial,
            "Place material under a code that leads back to the campaign.",
        ),
        (
            "report-reach",
            campaign.ReportReach,
            "Report how many a campaign reached.",
            "report_id",
        ),
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
    *named(
        contexts.GATHERING,
        ("gathering_id",),
        (
            "announce",
            gathering.AnnounceGathering,
            "Announce a seminar, tasting, conference or online meeting.",
            "gathering_id",
        ),
        ("register", gathering.RegisterAttendee, "Give a customer a seat."),
        ("unregister", gathering.CancelRegistration, "Free a customer's seat."),
        ("note-attendance", gathering.NoteAttendance, "Note that a customer came."),
        ("cancel", gathering.CancelGathering, "Cancel it before it starts."),
        ("fall-due", gathering.NoteGatheringDue, "Note who did not come, once over."),
    ),
)
