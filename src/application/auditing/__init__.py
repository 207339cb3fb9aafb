"""What an auditor asks of the log: both clocks for the whole firm, causes, effects.

Nothing here reads a kept view: everything is folded from the journal, and what is
personal stays sealed.
"""
