"""What is said to customers one by one: templates, mailings, and every message.

Template: the texts of a message in versions, one for each language, with variables that
    are filled in for each customer. What is published never changes.
Mailing: one template put to an audience, once or every so many days, for a campaign.
Audience: whom a round of a mailing goes to: selected when it is launched, and fixed.
Holdout: the part of those selected who are not written to, so that the others can be
    compared with them; dealt by a salt, the same for ever.
Message: one thing said to one customer by one channel. It is decided on a consent,
    rendered, handed over to an outbox, and what comes back of it is recorded.
Contact point: where a customer is reached by a channel, known by its blind index.
"""
