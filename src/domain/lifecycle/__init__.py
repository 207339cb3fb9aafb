"""Lifecycle: where a customer stands with us, by rules that are published.

Phase: prospect until the first order, then new; active from the second on, loyal after
    so many in so many days; at risk, then lapsed, after so many days without one; won
    back by an order after a lapse, until the next. Closed while the relationship is.
Rhythm: when a customer came, bought, left and returned: all that a phase depends upon.
Rules: the figures, in versions that never change.
Win-back: an offer to one who lapsed, once, under a consent; it ends with an order, an
    objection, the end of the relationship, or its own time.
"""
