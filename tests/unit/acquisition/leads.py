"""One lead, and what can happen to it: for the tests of each of its sides."""

from datetime import UTC, datetime, timedelta

from mijoz.domain.acquisition.lead import (
    LEADS,
    CaptureLead,
    LeadAssigned,
    LeadCaptured,
    LeadConverted,
    LeadDisqualified,
    LeadHandedOver,
    LeadQualified,
)
from mijoz.domain.acquisition.utm import Utm
from mijoz.domain.ids import (
    CampaignId,
    CustomerId,
    DistributionId,
    LeadId,
    OpportunityId,
    TouchId,
)
from mijoz.testing import Scenario

NOW = datetime(2026, 3, 14, 9, tzinfo=UTC)
SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(days=1)
BEFORE = NOW - timedelta(microseconds=1)
DUE = NOW + timedelta(hours=4)
LEAD, AZIZA, BOBUR = LeadId("l-1"), CustomerId("aziza"), CustomerId("bobur")
NAVRUZ, SALE = CampaignId("navruz"), OpportunityId("sale-1")
HOME = DistributionId("home")
TOUCHES = (TouchId("web:17"), TouchId("web:18"))
WHO = LEAD, None

CAPTURE = CaptureLead(
    NOW,
    LEAD,
    "fair",
    "stand",
    None,
    NAVRUZ,
    (Utm("utm_source", "metro"),),
    "FRIEND-7",
    TOUCHES,
    "Aziza",
    "aziza@example.org",
    "+998 90 123 45 67",
)
CAPTURED = LeadCaptured(
    NOW,
    LEAD,
    None,
    "fair",
    "stand",
    NAVRUZ,
    (Utm("utm_source", "metro"),),
    "FRIEND-7",
    TOUCHES,
    "Aziza",
    "aziza@example.org",
    "+998 90 123 45 67",
)
QUALIFIED = LeadQualified(SOON, *WHO, ("budget", "need"))
DISQUALIFIED = LeadDisqualified(SOON, *WHO, "no budget")
ASSIGNED = LeadAssigned(NOW, *WHO, "anna", "least of all", DUE, HOME, 2)
OFFERED = LeadHandedOver(SOON, *WHO, "anna", "sales")
CONVERTED = LeadConverted(LATER, LEAD, AZIZA, SALE)

leads = Scenario(LEADS)
captured = leads.given(CAPTURED)
qualified = captured.given(QUALIFIED)
