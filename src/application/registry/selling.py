"""What can be told of opportunities, tasks, goals, plans, contracts and settlements."""

from typing import Final

from ...domain.sales import (
    contract,
    goal,
    opportunity,
    pipeline,
    plan,
    settlement,
    task,
)
from .. import contexts
from ..asking import LookedUp
from ..selling import published_stages
from .naming import named

COMMANDS: Final = (
    *named(
        contexts.PIPELINE,
        ("pipeline_id",),
        (
            "publish",
            pipeline.PublishPipeline,
            "Publish a version of a pipeline's stages, never to change.",
        ),
    ),
    *named(
        contexts.OPPORTUNITY,
        ("opportunity_id",),
        (
            "open",
            opportunity.OpenOpportunity,
            "Open an opportunity at a pipeline's first stage.",
            "opportunity_id",
            None,
            LookedUp(("stages",), published_stages),
        ),
        ("advance", opportunity.AdvanceStage, "Move it on to a later stage."),
        ("send-back", opportunity.SendBackStage, "Send it back to an earlier stage."),
        ("revise-amount", opportunity.ReviseAmount, "Say what it is worth now."),
        (
            "move-close",
            opportunity.MoveExpectedClose,
            "Say when it is expected to close now.",
        ),
        (
            "add-participant",
            opportunity.AddParticipant,
            "Add someone of the buying centre, under a role.",
        ),
        (
            "remove-participant",
            opportunity.RemoveParticipant,
            "Note that someone takes that part no more.",
        ),
        ("win", opportunity.WinOpportunity, "Win it, with its order."),
        ("lose", opportunity.LoseOpportunity, "Lose it, and say why."),
    ),
    *named(
        contexts.TASK,
        ("task_id",),
        (
            "assign",
            task.AssignTask,
            "Ask someone to do something by a time.",
            "task_id",
        ),
        ("reassign", task.ReassignTask, "Ask another to do it, and say why."),
        ("complete", task.CompleteTask, "Complete a task, with what came of it."),
        ("cancel", task.CancelTask, "Cancel a task, and say why."),
        ("fall-due", task.NoteTaskDue, "Note a task overdue that was due."),
    ),
    *named(
        contexts.GOAL,
        ("goal_id",),
        ("set", goal.SetGoal, "Set a figure to be reached by a time.", "goal_id"),
        ("measure", goal.MeasureGoal, "Note what was measured; it may be reached."),
        ("fall-due", goal.NoteGoalDue, "Note a goal missed that was due."),
    ),
    *named(
        contexts.PLAN,
        ("plan_id",),
        ("draft", plan.DraftPlan, "Draft a version of a customer's plan.", "plan_id"),
        ("complete-step", plan.CompleteStep, "Complete a step of a plan."),
    ),
    *named(
        contexts.CONTRACT,
        ("contract_id",),
        ("sign", contract.SignContract, "Sign a contract.", "contract_id"),
        ("renew", contract.RenewContract, "Renew a contract for another term."),
        ("end", contract.EndContract, "End a contract before its term."),
        ("fall-due", contract.NoteContractDue, "Note that its term has ended."),
    ),
    *named(
        contexts.SETTLEMENT,
        ("currency", "customer_id"),
        ("book-invoice", settlement.BookInvoice, "Book an invoice.", "invoice_id"),
        (
            "credit-invoice",
            settlement.CreditInvoice,
            "Credit an invoice, or part of it.",
            "credit_id",
        ),
        (
            "receive-payment",
            settlement.ReceivePayment,
            "Receive a payment, and put it to invoices.",
            "payment_id",
        ),
        (
            "note-failure",
            settlement.NotePaymentFailed,
            "Note that a payment failed, and why.",
            "payment_id",
        ),
        (
            "refund-payment",
            settlement.RefundPayment,
            "Refund a payment, or part of it.",
            "refund_id",
        ),
        (
            "reconcile",
            settlement.ReconcileBalance,
            "Set our balance beside a statement's.",
        ),
    ),
)
