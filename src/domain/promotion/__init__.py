"""Promotions: what takes something off a price, for whom, when, and why not.

Promotion: terms in versions that never change; paused, resumed and ended as a whole.
    A draft is no promise and is not stored: it lives in a file until it is published.
Terms: of what kind it is, what it takes off which lines, when, for whom, beside what.
Step: from so many items, or so much money, on it takes off so much.
Basket: what someone is about to buy, at list prices, before anything is taken off.
Facts: what was known of the customer as the basket was looked at.
Effect: what one promotion takes off one line, in minor units.
Condition: what a promotion asks for. Of one that does not apply the first that fails.
Evaluation: the effects of all promotions on one order's basket, and why the others had
    none, kept for ever. It is bound once its order is placed.
Pool, coupon: codes made together from a seed; each is used at most so many times.
Budget: what promotions may cost in all. Slice: what of it is leased to one holder, such
    as a shop. Purse: what a holder has leased and not yet spent or returned.
"""
