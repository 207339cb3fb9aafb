"""Campaigns, and what of them reached a customer.

Campaign: an effort with a kind, a name, channels, and a flight: the first and the last
    day on which it runs. Its kind is the firm's own word.
Spend: money that a campaign cost, booked for a period: the first and the last day that
    it was for. Its aim: to attract new customers, retain present ones, win back lost.
Material: what is printed or put up, under a code that no other material has, so that
    whoever scans or mentions it leads back to the campaign.
Reach: how many people a campaign was put before, as one source counts them.
Exposure: that a campaign was put before a customer; once for each campaign.
Redemption: that a customer used a coupon, whether or not of a campaign they were
    exposed to: coupons are passed on.
Gathering: an occasion to which customers come: a seminar, a tasting, a conference, a
    meeting online. It has seats, or no end of them; who registered comes, or does not.
"""
