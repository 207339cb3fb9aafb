"""The shop that each test finds open."""

import pytest

from .shop import Shop, open_shop


@pytest.fixture
def shop() -> Shop:
    return open_shop()
