"""What is true of customers, whoever asks and wherever it is kept.

Nothing here reads a clock, draws a number or opens a file: it imports the
standard library, attrs, and itself. Time and identity come in with the command.
"""
