"""Figures of a firm: how they are worked out, and what was stated of them."""
