"""Staff: who serves customers, what they are able to, and how they fare.

Employee: known elsewhere by an id that says nothing; the name is under the employee's
    own seal, and can be erased once they have left. What they did keeps their id.
Competency: a skill of a kind, at a level from 1 to 5, as somebody assessed it.
Motivation: a score from 0 to 100, as a survey found it.
"""
