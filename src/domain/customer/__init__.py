"""Customers: parties in a relationship with us, what we know, and what they allow.

Party: a person or an organisation. Customer: a party in a relationship with the firm.
Identifier: an e-mail, phone, card, device, anonymous or external id. Its value is
    sealed; its blind index, a keyed digest, is what identifiers are compared by. That
    no two customers hold one is the journal's to see to, which claims it.
Fact: one thing we were told or worked out: a need, an expectation, a preference, a
    habit, a motive, a demographic. It is never edited: a later word corrects it.
Purpose: what we use data or a channel for. Channel: by what we reach the customer.
Consent: what the customer allows, purpose by channel, under the notice then shown.
Relationship: open from registration; closed with a reason, and opened again by will.
"""
