"""Feedback: what customers say of us, in a number and perhaps in words.

NPS: would you recommend us? 0 to 10. CSAT: are you satisfied? CES: was it easy?
Review: a public rating. Complaint: a grievance, graded by severity; 0 is ungraded.
Scale: from its lowest score, 0 for NPS and complaints and 1 for the others, to
    `scale_max`. A score is kept as it was given, never stretched to another scale.
About: the order, the encounter or the thing that the feedback is about.
"""
