"""What the command line is given to work with, so that it builds nothing itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from attrs import frozen

from ...application.crm import Crm


@frozen
class Foresight:
    """What foresees churn from facts: to train, to keep, to score and to explain."""

    train: Callable[..., Any]
    evaluate: Callable[..., Any]
    load: Callable[[Path], Any]
    score: Callable[..., Any]
    scores: Callable[..., Any]
    explain: Callable[..., Any]


@frozen
class Services:
    """How to open a store, its facts, and what foresees churn from them.

    ``open`` refuses a log that is behind what was signed of it, unless it is told that
    it need not be ``checked``. ``facts`` returns the warehouse of a store, ``models``
    the folder of its models; ``foresight`` is asked for when it is first needed, since
    it loads much.
    """

    open: Callable[..., Crm]
    facts: Callable[[Crm, str], Any]
    models: Callable[[str], Path]
    foresight: Callable[[], Foresight]
