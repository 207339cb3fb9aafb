"""Who a round of a mailing goes to, as a list that can be proven."""

from hashlib import sha256

from ..ids import CustomerId
from .mailing_refusals import RecipientTwice
from .mailing_terms import Recipient


def once_each(
    recipients: tuple[Recipient, ...], held_out: tuple[CustomerId, ...]
) -> None:
    """Refuse a list in which someone stands twice."""
    seen: set[CustomerId] = set()
    for each in [*(each.customer_id for each in recipients), *held_out]:
        if each in seen:
            raise RecipientTwice(each)
        seen.add(each)


def digest(recipients: tuple[Recipient, ...], held_out: tuple[CustomerId, ...]) -> str:
    """Return the SHA-256 of a line for each person, sorted: id, tab, channel or none.

    A line ends with a newline; it is UTF-8.
    """
    lines = [f"{each.customer_id}\t{each.channel.value}\n" for each in recipients]
    lines += [f"{each}\tnone\n" for each in held_out]
    return sha256("".join(sorted(lines)).encode()).hexdigest()
