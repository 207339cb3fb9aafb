"""The CRM over HTTP: one command, one URL, one schema.

Every ``POST`` is a command and needs an ``Idempotency-Key``. Every ``GET`` can be asked
at two times, ``as_of`` and ``known_at``. ``If-Match`` is never required: what must not
happen twice is refused by the rules of the domain and by the key, whatever the caller
has read before.
"""

from ..extras import need

need("fastapi", "http")
