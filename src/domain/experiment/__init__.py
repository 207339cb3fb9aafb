"""Experiments: what is tried on some and not on others, by chance, and what came of it.

Design: hypothesis, arms with weights, what is measured, for how long; frozen before it
    starts, with a digest that shows whether anyone changed it since.
Arm: one of the things tried. The control is what is done anyway, which it says.
Unit: who or what is dealt an arm: a customer, or a visitor who is not known yet.
Exposure: that a unit met what its arm is; once, and only then does it count.
Outcome: what a unit did, or not, within the horizon after it was exposed.
Guardrail: an outcome that may not become more frequent by more than so much.
Sample ratio: whether the arms are as large as their weights say. If they are not, units
    were lost on one side, and no figure can be trusted.
"""
