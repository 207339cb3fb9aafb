"""A process that opens a store that may not be there yet, at the word of another.

python -m tests.faults.starter STORE
"""

import sys

from .findings import opened
from .stories import batch, streams


def main(store: str, client: str) -> None:
    """Wait for a line, then open the store and write to it."""
    print("ready", flush=True)
    sys.stdin.readline()
    with opened(store) as crm:
        crm.journal.append(batch(client, 1, dict.fromkeys(streams(client), 0)))


if __name__ == "__main__":
    main(*sys.argv[1:])
