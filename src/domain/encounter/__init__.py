"""Encounters: a customer, known or not, meets the firm and wants something.

Kind: a question, a problem, a request, a complaint, a consultation, or a visit.
Step: anything done or said in an encounter, by an actor, under the desk's own word for
    it: a service desk's states "Active" and "Awaiting user", its "Reassigned".
Open: from its opening until it is closed, and again once reopened. What a service desk
    calls resolved is closed here; what it calls closed, a week later, changes nothing.
Met standard: whether the service kept its promise, for example its time to resolve;
    None where no standard was set.
Late step: one told after the closing, done before it. It is taken like any other.
"""
