"""Where data sets may look: options before the environment, the environment before the default."""

from __future__ import annotations

from pathlib import Path

import pytest
from nngrade.datasource import data_source
from nngrade.errors import NngradeError, SetupError


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NNGRADE_DATA_DIR", raising=False)
    monkeypatch.delenv("NNGRADE_CACHE_DIR", raising=False)


def test_nothing_is_named() -> None:
    source = data_source()
    assert source.data_dir is None
    assert not source.embedded
    assert source.cache_dir.name.lower().startswith("nngrade") or "nngrade" in str(source.cache_dir)


def test_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NNGRADE_DATA_DIR", "~/data")
    monkeypatch.setenv("NNGRADE_CACHE_DIR", str(tmp_path))
    source = data_source()
    assert source.data_dir == Path.home() / "data"  # need not exist until a data set looks into it
    assert source.cache_dir == tmp_path


@pytest.mark.parametrize("name", ["NNGRADE_DATA_DIR", "NNGRADE_CACHE_DIR"])
def test_a_user_who_is_not_there(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "~nobody-of-that-name/x")
    with pytest.raises(SetupError, match=rf"{name} is '~nobody-of-that-name/x', and there is no such user"):
        data_source()


def test_an_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NNGRADE_DATA_DIR", "")
    monkeypatch.setenv("NNGRADE_CACHE_DIR", "")
    source = data_source()
    assert source.data_dir is None
    assert source.cache_dir != Path()


def test_the_option_goes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NNGRADE_DATA_DIR", "/elsewhere")
    assert data_source(tmp_path).data_dir == tmp_path


def test_embedded_forgets_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NNGRADE_DATA_DIR", "/elsewhere")
    source = data_source(embedded=True)
    assert source.data_dir is None
    assert source.embedded


@pytest.mark.parametrize("typed", ["missing", "file"])
def test_an_option_that_is_no_folder(tmp_path: Path, typed: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NngradeError, match=rf"--data-dir .*{typed}: there is no such folder") as caught:
        data_source(tmp_path / typed)
    assert caught.value.exit_code == 2
