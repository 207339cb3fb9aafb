"""An event-sourced customer-relationship core: it replays at any two dates."""

from os.path import realpath

__version__ = "0.1.0"

# An editable install comes through a link (see pyproject.toml): show real paths.
__path__ = [realpath(folder) for folder in __path__]
