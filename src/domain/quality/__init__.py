"""Quality: what was found wanting, what was changed because of it, what that changed.

Shortcoming: something the firm does not do well, by a code of its own, with the cause,
    someone who owns it, and the evidence it stands on: ids or positions of events.
Improvement: changes that were decided because of shortcomings, each a reference to what
    changed, such as a new version of a service standard. It is verified once, by the
    figure it was to move, as it was stated before and after.
Criteria: by what value is assessed, in versions, each with a weight.
Assessment: how valuable the relationship is, of either party, by their own account or
    by another's: internal, independent, self, or the partner on the other side.
Rater: the one person who made an assessment. Several may, and need not agree.
"""
