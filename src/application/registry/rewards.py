"""What can be told of deeds that earn, of rewards, and how members have them."""

from typing import Any, Final

from ...domain.loyalty import (
    action,
    action_policy,
    cashback_budget,
    expiry_warning,
    payout_terms,
    redemption_terms,
    reward_terms,
)
from .. import contexts
from ..asking import Indexed, LookedUp
from ..earning import rule_of_action
from ..rewarding import terms_of_reward
from .naming import named

COMMANDS: Final = (
    *named(
        contexts.ACTION_POLICY,
        ("programme_id",),
        (
            "publish",
            action_policy.PublishActionPolicy,
            "Publish what deeds earn, never to change.",
        ),
    ),
    *named(
        contexts.ACTION,
        ("programme_id", "customer_id"),
        (
            "record",
            action.RecordAction,
            "Let a deed earn its points, by its proof.",
            "action_id",
            Indexed("proof", "proof_index", "action"),
            LookedUp(("version", "time_zone", "rule"), rule_of_action),
        ),
        ("revoke", action.RevokeAction, "Take back what a deed earned."),
    ),
    *named(
        contexts.REWARD,
        ("reward_id",),
        (
            "define",
            reward_terms.DefineReward,
            "Offer a reward for points, with its stock.",
            "reward_id",
        ),
        ("revise", reward_terms.ReviseReward, "Offer it on other terms from now on."),
        (
            "change-stock",
            reward_terms.ChangeStock,
            "Add to the stock, or take from what nobody reserved.",
            "change_id",
        ),
        ("withdraw", reward_terms.WithdrawReward, "Offer a reward no more."),
    ),
    *named(
        contexts.REDEMPTION,
        ("redemption_id",),
        (
            "request",
            redemption_terms.RequestReward,
            "Ask for a reward: its points are held, its stock reserved.",
            "redemption_id",
            None,
            LookedUp(("programme_id", "version", "terms"), terms_of_reward),
        ),
        (
            "fulfil",
            redemption_terms.FulfilReward,
            "Note that a reward was had; its points are spent.",
        ),
        (
            "cancel",
            redemption_terms.CancelRedemption,
            "Call a redemption off; points and stock are free again.",
        ),
        (
            "fall-due",
            redemption_terms.NoteRedemptionDue,
            "Note that a reward was not had in time.",
        ),
    ),
    *named(
        contexts.CASHBACK_BUDGET,
        ("programme_id",),
        (
            "set",
            cashback_budget.SetCashbackBudget,
            "Set what a programme may give as cashback in all.",
        ),
    ),
    *named(
        contexts.PAYOUT,
        ("payout_id",),
        (
            "request",
            payout_terms.PayOutCashback,
            "Have cashback paid out as money; it is held until it is.",
            "payout_id",
        ),
        (
            "confirm",
            payout_terms.ConfirmPayout,
            "Note that a payout was paid, as the payment service says.",
        ),
        (
            "fail",
            payout_terms.FailPayout,
            "Note that a payout was not paid; the balance is restored.",
        ),
        (
            "cancel",
            payout_terms.CancelPayout,
            "Call a payout off before anyone is asked to pay it.",
        ),
    ),
)

# Stock moves with redemptions and a budget with what is earned, not by hand; and a
# payout is sent by whoever pays it, see `paying_out.dispatch`. Time warns of expiry.
INTERNAL: Final[tuple[type[Any], ...]] = (
    reward_terms.ReserveStock,
    reward_terms.TakeStock,
    reward_terms.ReleaseStock,
    cashback_budget.GrantCashback,
    cashback_budget.ReturnCashback,
    payout_terms.DispatchPayout,
    expiry_warning.NoteExpiryDue,
)
