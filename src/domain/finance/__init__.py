"""Finance: figures that only others know, and what a project costs and brings.

Figure: a count or an amount that somebody reports for a period, with its source: visits
    to a store, sales of a market. What is reported again for a period takes its place.
Project: an undertaking with its cash flows, direct and indirect kept apart; what it is
    forecast to bring is kept as it was known then.
"""
