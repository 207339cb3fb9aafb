"""What is raised where evidence was checked and does not hold."""


class NotProven(Exception):
    """Something that was to be checked does not hold; the message says what, where."""
