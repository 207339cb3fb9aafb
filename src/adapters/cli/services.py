"""What the command line is given to work with, so that it builds nothing itself."""

from collections.abc import Callable
from typing import Any

from attrs import frozen

from ...application.crm import Crm


@frozen
class Services:
    """How to open a store, its facts, and what foresees churn from them.

    ``facts`` returns the warehouse of a store; ``churn`` the module that trains,
    evaluates, scores and explains, imported when it is first needed.
    """

    open: Callable[[str], Crm]
    facts: Callable[[Crm, str], Any]
    churn: Callable[[], Any]
