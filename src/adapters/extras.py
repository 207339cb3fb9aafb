"""Libraries that only some installations have, asked for when they are needed."""

from importlib import import_module
from typing import Any


class MissingExtra(Exception):
    """A command needs a library that is not installed; the message names its extra."""

    def __init__(self, module: str, extra: str) -> None:
        super().__init__(
            f"this needs {module}, which is not installed: pip install 'mijoz[{extra}]'"
        )
        self.module, self.extra = module, extra


def need(module: str, extra: str) -> Any:
    """Return the module, imported.

    Raises:
        MissingExtra: It is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as problem:
        if problem.name and not module.startswith(problem.name):
            raise
        raise MissingExtra(module, extra) from problem
