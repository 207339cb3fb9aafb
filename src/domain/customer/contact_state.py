"""How a customer's contacts stand: what counts, what waits, and when it may go out."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from attrs import field, frozen

from .contact_terms import Cap, ContactReserved, QuietHours
from .reaching import Reaching


@frozen
class Contacts:
    """What a customer prefers, and every contact that counts, by id.

    `used` is when those that were dispatched were.
    """

    caps: tuple[Cap, ...] = ()
    quiet: QuietHours | None = None
    language: str | None = None
    reserved: Mapping[str, ContactReserved] = field(factory=dict)
    waiting: frozenset[str] = frozenset()
    used: Mapping[str, datetime] = field(factory=dict)
    reaching: Reaching = field(factory=Reaching)

    @property
    def last(self) -> datetime | None:
        """When the last contact was dispatched."""
        return max(self.used.values(), default=None)


def exceeded(
    contacts: Contacts, channel: str, at: datetime, *, waiting: bool = False
) -> Cap | None:
    """Return a cap that one more contact dispatched then would go beyond, if any.

    Of the others those count that were dispatched, or are still *waiting* as well.
    """
    moments = {
        name: contacts.used.get(name, slot.send_at)
        for name, slot in contacts.reserved.items()
        if waiting or name in contacts.used
    }
    for cap in contacts.caps:
        if cap.channel not in (None, channel):
            continue
        since = at - timedelta(days=cap.days)
        within = sum(
            since < moment and cap.channel in (None, contacts.reserved[name].channel)
            for name, moment in moments.items()
        )
        if within >= cap.count:
            return cap
    return None


def after_quiet(at: datetime, quiet: QuietHours | None) -> datetime:
    """Return the first moment from *at* on that is not quiet, in UTC."""
    if quiet is None:
        return at
    zone = ZoneInfo(quiet.time_zone)
    local = at.astimezone(zone)
    begins, ends = time.fromisoformat(quiet.begins), time.fromisoformat(quiet.ends)
    now = local.time()
    over_midnight = begins > ends
    is_quiet = now >= begins or now < ends if over_midnight else begins <= now < ends
    if not is_quiet:
        return at
    day = local.date()
    if over_midnight and now >= begins:
        day += timedelta(days=1)
    return datetime.combine(day, ends, zone).astimezone(UTC)
