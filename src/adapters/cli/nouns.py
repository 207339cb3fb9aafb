"""What can be talked about at the command line, in sections, with a line for each."""

from collections.abc import Mapping
from typing import Final

import click

SECTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "Start here": {
        "demo": "",
        "import": "",
        "serve": "",
        "sweep": "",
    },
    "Customers": {
        "customer": "",
        "consent": "Consents: asked for, granted, bound, withdrawn.",
        "contact": "Contacts under consent, caps and quiet hours.",
        "match": "",
        "lifecycle": "",
        "phases": "The rules by which customers enter phases.",
        "segment": "",
    },
    "Acquisition and sales": {
        "campaign": "Campaigns: planned, paid for, placed, closed.",
        "touchpoint": "Touches by any channel, before anybody is known.",
        "lead": "Leads: captured, scored, dealt out, converted.",
        "distribution": "The policy by which leads are dealt out.",
        "pipeline": "The stages that a sale goes through.",
        "opportunity": "Possible sales, through their stages.",
        "task": "Tasks: assigned, done, overdue.",
        "goal": "Goals of customers and of sellers.",
        "plan": "Plans for an account, step by step.",
        "contract": "Contracts: signed, renewed, ended.",
        "settlement": "Invoices and payments, by customer and currency.",
    },
    "Orders and promotions": {
        "order": "Orders: placed, completed, returned, refunded.",
        "promotion": "Promotions: published, evaluated, explained, tried on the past.",
        "pool": "Pools of coupons, from a committed seed.",
        "coupon": "Coupons: issued, reserved, used, revoked.",
        "budget": "Budgets of promotions, leased in slices.",
        "purse": "Slices of budgets, and what they paid for.",
        "outreach": "Campaigns and coupons that reached a customer.",
    },
    "Loyalty": {
        "programme": "Programmes, in versions that never change.",
        "membership": "Members and their cards.",
        "points": "",
        "tiers": "The rules by which members climb.",
        "tier": "",
        "privilege": "What a tier entitles to, and its uses.",
        "actionpolicy": "What deeds earn, besides purchases.",
        "action": "Deeds that earn, each with its proof.",
        "reward": "Rewards: what they cost, and how many there are.",
        "redemption": "Rewards asked for, had, called off.",
        "cashbackbudget": "How much cashback may be given.",
        "payout": "",
        "referral": "",
        "scheme": "Schemes by which friends are brought in.",
        "challenge": "",
        "participation": "Who takes part in a challenge.",
        "badge": "Badges that were awarded.",
        "contest": "",
        "cause": "",
        "coalition": "Partners, their agreements and categories.",
        "benefit": "What partners give: coupons, cashback, gifts.",
        "clearing": "",
    },
    "Messages and experiments": {
        "template": "Texts of messages, in versions.",
        "mailing": "",
        "message": "",
        "gathering": "Seminars, tastings, meetings: seats and attendance.",
        "experiment": "",
        "exposure": "Which unit saw which arm of an experiment.",
    },
    "Service": {
        "encounter": "Encounters by any channel, step by step.",
        "standard": "How service is to be done, in versions.",
        "appointment": "Appointments, none of which overlap.",
        "resource": "Who and what can be booked, on which terms.",
        "employee": "Employees: competencies, motivation, departure.",
        "service": "",
        "case": "",
        "promise": "Promises: kept, broken, renegotiated.",
        "sla": "How soon cases are answered and resolved.",
        "calendar": "Business hours, in versions.",
    },
    "Feedback and quality": {
        "survey": "",
        "trigger": "Which survey is sent upon what.",
        "invitation": "Invitations to surveys, and their answers.",
        "feedback": "Scores and comments as they come in.",
        "complaint": "Complaints: acknowledged, remedied, escalated.",
        "review": "Reviews: published, answered, withdrawn.",
        "idea": "Ideas of customers: adopted, or declined.",
        "shortcoming": "What is not as it should be, with evidence.",
        "improvement": "What was decided because of it, and verified.",
        "criteria": "By what a customer's value is assessed.",
        "assessment": "What a customer is worth, by several raters.",
    },
    "Figures": {
        "kpi": "",
        "diagnose": "",
        "churn": "",
        "figure": "Figures that others know, with their source.",
        "project": "Projects: flows, and what was forecast.",
    },
    "Audit and privacy": {"audit": "", "privacy": ""},
}
"""Each noun in its section; its line, unless its own group has one."""

HELP: Final = {noun: says for each in SECTIONS.values() for noun, says in each.items()}


class Sections(click.Group):
    """A group that lists its commands in the sections that they belong to."""

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write a list a section; what belongs to none comes last."""
        known = {noun for nouns in SECTIONS.values() for noun in nouns}
        others = {noun: "" for noun in sorted(self.commands) if noun not in known}
        for title, nouns in (*SECTIONS.items(), ("Others", others)):
            rows = [
                (noun, command.get_short_help_str(70))
                for noun in nouns
                if (command := self.commands.get(noun))
            ]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)
