"""Identities: plain text, typed apart, always made outside the domain."""

from typing import NewType

CustomerId = NewType("CustomerId", str)
OrderId = NewType("OrderId", str)
ProgrammeId = NewType("ProgrammeId", str)
MembershipId = NewType("MembershipId", str)
CampaignId = NewType("CampaignId", str)
EncounterId = NewType("EncounterId", str)
FeedbackId = NewType("FeedbackId", str)
TouchId = NewType("TouchId", str)
LeadId = NewType("LeadId", str)
DistributionId = NewType("DistributionId", str)
PipelineId = NewType("PipelineId", str)
OpportunityId = NewType("OpportunityId", str)
TaskId = NewType("TaskId", str)
GoalId = NewType("GoalId", str)
PlanId = NewType("PlanId", str)
ContractId = NewType("ContractId", str)
RewardId = NewType("RewardId", str)
