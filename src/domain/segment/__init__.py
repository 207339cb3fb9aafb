"""Segments: which customers are alike, by definitions that are published.

Definition: how customers are put into classes, in versions that never change. ABC by
    what they brought, RFM by recency, frequency and money, a rule by its conditions.
Shopper: what is looked at of one customer: orders, money, margin, moments.
Run: a definition applied at two times to the log, with the digest of who is in what.
Membership: the class one customer was last seen in; only its changes are recorded.
"""
