"""Figures of a firm, worked out from the log: defined, stated, and checked again."""
