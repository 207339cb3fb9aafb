"""Feedback: what customers say of us, in a number and perhaps in words.

NPS: would you recommend us? 0 to 10. CSAT: are you satisfied? CES: was it easy?
SERVQUAL: what was expected and what was received, item by item.
Review: a public rating. Complaint: a grievance, graded by severity; 0 is ungraded.
Scale: from its lowest score, 0 for NPS and complaints and 1 for the others, to
    `scale_max`. A score is kept as it was given, never stretched to another scale.
About: the order, the encounter or the thing that the feedback is about.
Survey: what is asked, in versions; an invitation asks one customer once, on a consent.
Trigger: what sets an invitation off. A customer has one open invitation for each.
Poor: a score that has a closed loop opened: a complaint that nobody had to make.
Loop: from a complaint to its remedy, and to a later score that says what came of it.
Idea: what a customer would have us do; adopted as a change, or declined for a reason.
"""
