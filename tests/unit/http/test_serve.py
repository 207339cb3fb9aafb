"""Without its libraries, the API says what to install."""

import sys
from importlib import import_module

import pytest

from mijoz.adapters.extras import MissingExtra
from mijoz.adapters.http.serve import server
from mijoz.composition import compose


def test_it_listens_to_this_machine_alone_unless_told_otherwise() -> None:
    config = server(compose()).config
    assert (config.host, config.port) == ("127.0.0.1", 8000)


@pytest.mark.parametrize("module", ["serve", "app"])
def test_without_fastapi_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    for name in [
        each for each in sys.modules if each.startswith("mijoz.adapters.http")
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "fastapi", None)
    with pytest.raises(MissingExtra, match=r"pip install 'mijoz\[http\]'"):
        import_module(f"mijoz.adapters.http.{module}")


def test_without_uvicorn_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(MissingExtra, match="uvicorn"):
        server(compose())
