"""Loyalty: a member buys, earns points, and spends them.

Programme
    The rules of earning and spending, in numbered versions that never change once
    they are published. Which version counts is decided by when a thing happened.
Terms
    What one version says: rates, waiting time, expiry, and what a refund does. Its
    days and months are those of the programme's own time zone.
Membership
    A customer's part in a programme, with a card that is theirs alone.
Ledger
    One member's points. Nobody spends what they do not have.
Lot
    Points earned together: they become available together and expire together.
Root
    The lot whose points these are. A lot is its own root, but a grace lot's root is
    the expired lot that it stands in for.
Pending, available, held
    Earned but not yet to be spent; to be spent; set aside until a timeout.
Part
    So many points of one lot. What is spent, held or given back is a tuple of parts,
    stored in the event and never worked out again.
Arrears
    Points owed: they were refunded after they had been spent. Each debt remembers the
    lot it stems from. Points that come in settle debts first.
Breakage
    Points that expired before anyone spent them.
Late
    Said of what happened before the latest thing that the ledger had seen.
Due
    The moment at which a lot is released or expires, or a hold runs out.
Entry
    Qualifying units of a lot, when it was earned, or of a refund, when it took them
    back. Tiers go by entries, never by a balance.
Window
    The time in which entries count together. A tier is reached at once, and held until
    the window ends; then it is confirmed, kept in grace for a while, or lost.
Standing
    A tier as the entries alone would have it at a moment, had all been told in time.
Look
    What is decided of a tier at a moment, by a version of the tiers' policy.
Privilege
    What those in a tier may do, so often until it is confirmed; or one member alone.
Reward
    What can be had for points: a gift, a discount, or something of a partner's. It has
    a stock, of which some may be reserved.
Redemption
    A reward asked for: its points are held and its stock reserved until it is had.
Deed
    What earns besides a purchase: a repost, a subscription, a review. It has a proof.
Cashback
    What a programme gives whose unit is its currency: money, in minor units.
Payout
    Cashback on its way to become money. It is held until it is paid, or has failed.
"""
