"""Engagement: customers bring friends, compete, win, and give.

Scheme: what bringing in a friend takes and brings, in versions that never change.
Referral: one customer's part in it: their own code, the friends who came by it, and the
    claim by which they came themselves.
Claim: a friend names someone's code. It stands until it is rejected; a friend has one
    that stands, and never one again once it has been rewarded.
Qualified: the friend has bought enough in time. What may yet come back is waited for.
Challenge: what is to be reached by when; a participation is one customer's part in it.
Evidence: the fact that something was counted for, such as an order; it counts once.
Board: who is ahead, of those who asked to be seen.
Badge: what a customer is recognised for.
Contest: entered by tickets, and won by lot. Seed: what the lot is drawn from; it is
    committed to, by its digest, before entries close, and revealed in the draw.
Beacon: something public that the lot is drawn from as well, unknown until they close.
Cause: what is given to: points, which are spent with it, money, or time. Each
    contribution has a receipt. Pledge: money promised by a time, kept or lapsed.
"""
