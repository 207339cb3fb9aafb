"""Coalition: partners whose customers earn and burn on a programme that they share.

Partner: a firm of some category that was onboarded to a programme.
Agreement: what a partner pays for points that it gives, and gets for those it takes;
    what else it offers members; whom it excludes. A partner has one at a time.
Exclusive category: no other partner of it has an agreement at the same time.
Benefit: what a partner offers members beside points: a coupon, cashback, or a gift.
Clearing: what a partner reported of a period, row by row, and how it was settled. A row
    is cleared once the ledger took it, else refused; it is known in both by one name.
Earned, burned: points that a partner gave, and took. A reversal takes one of them back.
Net: what the partner owes us, for what was earned, less what we owe it.
Disputed: said of a row that the other side does not agree with; it is upheld or not.
"""
