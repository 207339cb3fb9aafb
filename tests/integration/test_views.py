"""Each store of read models keeps every rule of one."""

from pathlib import Path

import pytest

from mijoz.adapters.memory_views import MemoryViews
from mijoz.adapters.sqlite.datastore import Datastore
from mijoz.adapters.sqlite.schema import migrate
from mijoz.adapters.sqlite.views import SQLiteViews
from mijoz.application.ports import Views
from mijoz.testing.views import VIEWS_RULES, Rule


@pytest.fixture
def memory() -> Views:
    return MemoryViews()


@pytest.fixture
def sqlite(tmp_path: Path) -> Views:
    store = Datastore(str(tmp_path / "s.db"))
    migrate(store)
    return SQLiteViews(store)


@pytest.fixture(params=["memory", "sqlite"])
def views(request: pytest.FixtureRequest) -> Views:
    made: Views = request.getfixturevalue(request.param)
    return made


@pytest.mark.parametrize("rule", VIEWS_RULES, ids=lambda rule: rule.__name__)
def test_a_store_of_views_keeps_the_rule(rule: Rule, views: Views) -> None:
    rule(views)
