"""Encounters: a customer, known or not, meets the firm and wants something.

Kind: a question, a problem, a request, a complaint, a consultation, or a visit.
Step: anything done or said in an encounter, by an actor, under the desk's own word for
    it: a service desk's states "Active" and "Awaiting user", its "Reassigned".
Open: from its opening until it is closed, and again once reopened. What a service desk
    calls resolved is closed here; what it calls closed, a week later, changes nothing.
Met standard: whether the service kept its promise, for example its time to resolve;
    None where no standard was set.
Late step: one told after the closing, done before it. It is taken like any other.
Service: what goes on from its start on, by a standard if it names one. Who has a part
    in it has one role for good: customer, employee or system.
Standard: the steps that service of a kind should take, in versions that stay; how an
    encounter differs from its version is its conformance.
Performed step: one of the service, with whose part it was and how long it took.
"""
