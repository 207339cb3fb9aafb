"""Every command there is, once: for the library, HTTP and the command line alike."""

from typing import Any, Final

from ...domain.metrics.diagnosis import NoteDiagnosis
from ...domain.metrics.statements import StateMetric
from ..asking import Entry
from . import (
    acquisition,
    appointments,
    campaigns,
    cases,
    coalition,
    communication,
    engagement,
    experiments,
    feedback,
    finance,
    lifecycle,
    loyalty,
    people,
    promotions,
    quality,
    rewards,
    sales,
    segments,
    selling,
    service,
    staff,
    tiers,
)

COMMANDS: Final[tuple[Entry, ...]] = (
    *people.COMMANDS,
    *sales.COMMANDS,
    *campaigns.COMMANDS,
    *service.COMMANDS,
    *loyalty.COMMANDS,
    *acquisition.COMMANDS,
    *appointments.COMMANDS,
    *staff.COMMANDS,
    *selling.COMMANDS,
    *rewards.COMMANDS,
    *feedback.COMMANDS,
    *engagement.COMMANDS,
    *coalition.COMMANDS,
    *quality.COMMANDS,
    *lifecycle.COMMANDS,
    *promotions.COMMANDS,
    *cases.COMMANDS,
    *segments.COMMANDS,
    *tiers.COMMANDS,
    *finance.COMMANDS,
    *communication.COMMANDS,
    *experiments.COMMANDS,
)
# A figure is worked out, not told.
INTERNAL: Final[tuple[type[Any], ...]] = (
    *people.INTERNAL,
    *loyalty.INTERNAL,
    *acquisition.INTERNAL,
    *appointments.INTERNAL,
    *staff.INTERNAL,
    *rewards.INTERNAL,
    *feedback.INTERNAL,
    *engagement.INTERNAL,
    *coalition.INTERNAL,
    *quality.INTERNAL,
    *lifecycle.INTERNAL,
    *promotions.INTERNAL,
    *cases.INTERNAL,
    *segments.INTERNAL,
    *tiers.INTERNAL,
    *communication.INTERNAL,
    *experiments.INTERNAL,
    StateMetric,
    NoteDiagnosis,
)
