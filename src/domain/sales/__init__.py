"""Sales: from an opportunity to the money, by a pipeline that says how.

Pipeline: the stages that a sale goes through, in order, in versions that never change.
    Each has a probability of winning, in basis points: 10,000 is certain; and perhaps
    the task that it brings, with the hours there are for it.
Opportunity: a possible sale, at one stage of the version it was opened under, with an
    amount and the day it is expected to close; won with its order, or lost. Once.
Participant: someone in the buying centre, under a role; one may have several.
Task: something that someone is to do by a time; overdue once that has passed.
Goal: a figure to be reached by a time, a customer's or a seller's; measured till then.
Plan: what is to be done for a customer, step by step, towards goals.
Contract: in force from its signing on until its term ends, it is renewed, or ended.
Settlement: a customer's invoices and payments in one currency. What is paid and belongs
    to no invoice is their advance. Due: what of an invoice is not paid or credited.
"""
