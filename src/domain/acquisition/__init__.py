"""Acquisition: from the first touch by someone unknown to a customer, or not.

Touch: that someone met the firm somewhere: a page, a poster, a stand. It is known by
    its source's own key, and recorded once. Whose it was may be learned later, once.
Material code: what is printed on material; a touch that bears one leads back to the
    campaign that placed it.
Lead: someone who may become a customer. Nobody's until it is converted, unless it is
    about a customer we know. Scored by models, judged by people: qualified or not.
Distribution: the policy by which leads are dealt out to agents, in versions, and each
    agent's open leads. Load: what an agent had open, of how much they may have.
Follow-up: that an agent got back to a lead; missed once its time has passed without.
Hand-over: a lead is passed on, from marketing to sales; the other side takes it or not.
Conversion: a lead became a customer, perhaps with an opportunity. Once.
"""
