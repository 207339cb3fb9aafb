"""What can be told of friends brought in, challenges, contests and causes."""

from typing import Any, Final

from ...domain.engagement import (
    badge,
    cause_terms,
    challenge,
    contest_terms,
    joining,
    referral,
    scheme,
)
from .. import contexts
from ..asking import Indexed, LookedUp
from ..challenging import newest_challenge
from ..referring import whose_code
from .naming import named

_CODE = Indexed("code", "code_index", of="referral-code")

COMMANDS: Final = (
    *named(
        contexts.SCHEME,
        ("scheme_id",),
        (
            "publish",
            scheme.PublishScheme,
            "Publish a version of what bringing in a friend takes, and brings.",
        ),
    ),
    *named(
        contexts.REFERRAL,
        ("customer_id",),
        (
            "issue-code",
            referral.IssueReferralCode,
            "Give a customer their code, to bring in friends by.",
            None,
            _CODE,
        ),
        (
            "claim",
            referral.ClaimReferral,
            "Claim to be brought in, by a friend's code.",
            "claim_id",
            _CODE,
            LookedUp(("referrer_id", "scheme_id", "version", "terms"), whose_code),
        ),
        ("reject", referral.RejectReferral, "Reject a claim, or take its reward back."),
        ("fall-due", referral.NoteReferralDue, "Reward a claim or expire it, if due."),
    ),
    *named(
        contexts.CHALLENGE,
        ("challenge_id",),
        (
            "publish",
            challenge.PublishChallenge,
            "Publish a version of what is to be done, by when, and for what.",
        ),
    ),
    *named(
        contexts.PARTICIPATION,
        ("challenge_id", "customer_id"),
        (
            "join",
            joining.JoinChallenge,
            "Have a customer who asked to take part join a challenge.",
            None,
            None,
            LookedUp(("version", "terms"), newest_challenge),
        ),
        ("leave", joining.LeaveChallenge, "Leave a challenge; nothing counts after."),
        (
            "enter-board",
            joining.EnterBoard,
            "Show how far one is on the board.",
        ),
        ("leave-board", joining.LeaveBoard, "Show it no more."),
        ("fall-due", joining.NoteChallengeDue, "Note a challenge missed that is over."),
    ),
    *named(
        contexts.BADGE,
        ("customer_id",),
        ("award", badge.AwardBadge, "Recognise a customer by a badge, once."),
    ),
    *named(
        contexts.CONTEST,
        ("contest_id",),
        (
            "announce",
            contest_terms.AnnounceContest,
            "Announce a contest: its rules' digest, its prizes, and when it closes.",
            "contest_id",
        ),
        (
            "commit-seed",
            contest_terms.CommitSeed,
            "Commit to the seed that winners will be drawn from.",
        ),
        (
            "enter",
            contest_terms.EnterContest,
            "Enter a customer, who gets a ticket.",
            "entry_id",
        ),
        ("withdraw", contest_terms.WithdrawEntry, "Withdraw a customer's entry."),
        (
            "close-entries",
            contest_terms.CloseEntries,
            "Close the entries, once it is time, and digest their list.",
        ),
        ("draw", contest_terms.DrawWinners, "Reveal the seed, and draw the winners."),
        ("publish", contest_terms.PublishWinners, "Note where winners are published."),
        ("cancel", contest_terms.CancelContest, "Cancel a contest, and say why."),
    ),
    *named(
        contexts.CAUSE,
        ("cause_id",),
        (
            "announce",
            cause_terms.AnnounceCause,
            "Announce a cause, what it takes, and who runs it.",
            "cause_id",
        ),
        (
            "pledge",
            cause_terms.PledgeToCause,
            "Promise money to a cause by a time.",
            "pledge_id",
        ),
        (
            "give-points",
            cause_terms.ContributePoints,
            "Give points to a cause; they are spent with it.",
            "contribution_id",
        ),
        (
            "give-money",
            cause_terms.ContributeMoney,
            "Give money to a cause, perhaps as was pledged.",
            "contribution_id",
        ),
        (
            "volunteer",
            cause_terms.RecordVolunteering,
            "Note for how long a customer has volunteered.",
            "participation_id",
        ),
        (
            "report-impact",
            cause_terms.ReportImpact,
            "Report what came of a cause, with its evidence.",
            "report_id",
        ),
        ("close", cause_terms.CloseCause, "Close a cause, and say why."),
        ("fall-due", cause_terms.NoteCauseDue, "Note pledges lapsed that were due."),
    ),
)

# What orders and claims bring about is nobody's to say.
INTERNAL: Final[tuple[type[Any], ...]] = (
    referral.NoteFriend,
    referral.NoteFriendLost,
    referral.QualifyReferral,
    joining.TakeProgress,
    joining.SetProgressBack,
)
