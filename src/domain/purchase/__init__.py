"""Orders: what was bought, what was paid for it, and what came back.

Line: a position of an order. Its amounts are totals of the line in minor units of the
    order's currency, never unit prices: tills and webshops book line totals, and a
    unit price worked out from one does not multiply back to it.
Paid: what the customer gave for a line, points included. It may be nothing.
Discount: list price less paid, of every kind. Coupon discount: what coupons gave,
    whoever bore it: a shop's own is part of the discount, a manufacturer's of the paid.
Placed: agreed upon. Completed: paid, whole and for ever; an order is completed once.
Cancelled: called off before completion; afterwards goods are returned, money refunded.
Return: goods that came back. Refund: money that went back. Either may come without
    the other, and both name lines.
"""
