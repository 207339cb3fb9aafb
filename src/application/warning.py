"""Who holds points that are about to expire is warned of them, while time passes."""

from datetime import datetime, timedelta
from itertools import takewhile

from ..domain.ids import CustomerId, ProgrammeId
from ..domain.loyalty.expiry_warning import WARN_DAYS, NoteExpiryDue
from ..domain.loyalty.ledger import Ledger
from .contexts import CUSTOMER, EXPIRY_WARNING, POINTS
from .work import Work

_FIRST = timedelta(days=max(WARN_DAYS))


def warn_in_time(work: Work, identity: str, at: datetime) -> None:
    """Warn of what an account holds at a moment that expires soon after; once each.

    It is looked at once what is due by then is settled. Nobody is warned who was
    erased.
    """
    ledger: Ledger = work.state(POINTS, identity)
    lots = tuple(takewhile(lambda lot: lot.expires_at - _FIRST <= at, ledger.good))
    if not lots:
        return
    programme, _, customer = identity.partition(":")
    if work.state(CUSTOMER, customer).erased:
        return
    note = NoteExpiryDue(at, ProgrammeId(programme), CustomerId(customer), lots)
    work.handle(EXPIRY_WARNING, identity, note)
