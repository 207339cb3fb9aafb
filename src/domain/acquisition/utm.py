"""What a link said of where it stood: its parameters, each by its name."""

from attrs import frozen


@frozen
class Utm:
    """A parameter such as `utm_source`, as the link had it."""

    name: str
    value: str
