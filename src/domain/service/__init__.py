"""Service: what a customer asks of us, carried to its end within what was promised.

Calendar: opening hours of a place and its holidays, in versions that never change.
Service level (SLA): how soon a case is answered and resolved, by priority, in minutes
    of business hours; a version names the calendar's version that it counts by.
Case: a question, a problem, a request or a complaint, from its opening until it is
    resolved, and again once reopened: one owner, and one thread over all channels.
Clock: runs in business hours while a case is open and not paused. What it shows is
    never stored: it is worked out from the case's events, and so can be again.
Breach: a target that was missed, at the moment at which its time was used up.
Promise: what was promised to a customer by a time; broken if it is not kept by then.
"""
