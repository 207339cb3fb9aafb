"""Campaigns, and what of them reached a customer.

Campaign: an effort with a kind, a name, channels, and a flight: the first and the last
    day on which it runs. Its kind is the firm's own word.
Exposure: that a campaign was put before a customer; once for each campaign.
Redemption: that a customer used a coupon, whether or not of a campaign they were
    exposed to: coupons are passed on.
"""
