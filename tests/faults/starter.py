"""A process that opens stores that may not be there yet, at the word of another.

python -m tests.faults.starter NAME

Each line that it reads is the address of a store, and a moment of the monotonic clock
at which it is to open it. Then it writes to it.
"""

import sys
from time import monotonic, sleep

from .findings import opened
from .stories import batch, streams


def main(client: str) -> None:
    """Start as often as it is told to."""
    print("ready", flush=True)
    for line in sys.stdin:
        store, moment = line.split()
        sleep(max(0.0, float(moment) - monotonic()))
        with opened(store) as crm:
            crm.journal.append(batch(client, 1, dict.fromkeys(streams(client), 0)))
        print("started", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
