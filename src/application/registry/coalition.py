"""What can be told of partners, their agreements, clearings and benefits."""

from typing import Any, Final

from ...domain.coalition import agreement_terms, benefit, clearing_terms
from .. import contexts
from ..asking import LookedUp
from ..partnering import cleared_by_ledger, newest_agreement, offered_benefit
from .naming import named

COMMANDS: Final = (
    *named(
        contexts.COALITION,
        ("programme_id",),
        (
            "onboard",
            agreement_terms.OnboardPartner,
            "Onboard a partner of some category to a programme.",
        ),
        (
            "sign",
            agreement_terms.SignAgreement,
            "Sign an agreement with a partner, unless it would compete.",
            "agreement_id",
        ),
        (
            "amend",
            agreement_terms.AmendAgreement,
            "Amend what points cost, by a time.",
        ),
        ("suspend", agreement_terms.SuspendAgreement, "Suspend an agreement."),
        ("resume", agreement_terms.ResumeAgreement, "Resume a suspended agreement."),
        ("terminate", agreement_terms.TerminateAgreement, "End an agreement for good."),
    ),
    *named(
        contexts.CLEARING,
        ("clearing_id",),
        (
            "open",
            clearing_terms.OpenClearing,
            "Open the clearing of a partner's period.",
            "clearing_id",
            None,
            LookedUp(("currency", "dispute_days"), newest_agreement),
        ),
        (
            "report",
            clearing_terms.ReportActivity,
            "Take the rows of a partner's file: each is cleared or refused.",
            "report_id",
        ),
        (
            "compute",
            clearing_terms.ComputeSettlement,
            "Compute the settlement, which must equal the ledger.",
            None,
            None,
            LookedUp(("ledger_earned", "ledger_burned"), cleared_by_ledger),
        ),
        ("dispute", clearing_terms.DisputeRows, "Dispute rows of a settlement."),
        ("resolve", clearing_terms.ResolveDispute, "Uphold a row's dispute, or not."),
        ("agree", clearing_terms.AgreeSettlement, "Note that both sides agree."),
        (
            "fall-due",
            clearing_terms.NoteSettlementDue,
            "Note a settlement agreed that nobody disputed in time.",
        ),
    ),
    *named(
        contexts.BENEFIT,
        ("grant_id",),
        (
            "grant",
            benefit.GrantBenefit,
            "Grant a member what a partner offers: a coupon, cashback, or a gift.",
            "grant_id",
            None,
            LookedUp(("partner_id", "benefit"), offered_benefit),
        ),
        ("use", benefit.UseBenefit, "Use a benefit, once, with the partner's receipt."),
        (
            "fall-due",
            benefit.NoteBenefitDue,
            "Note a benefit lapsed that is unused.",
        ),
    ),
)

# What the ledger says to a row is nobody's to say.
INTERNAL: Final[tuple[type[Any], ...]] = (
    clearing_terms.ClearRow,
    clearing_terms.RefuseRow,
)
