"""`nngrade doctor`: what there is, and what to do about what is not."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest
from nngrade import machine
from nngrade.errors import SetupError


def test_everything_is_shown(nngrade):
    shown = nngrade("doctor")
    assert shown.code == 0, shown.out
    for row in ("Landlock", "seccomp", "limits", "Python", "NumPy", "BLAS", "data: mnist", "plugins", "cache"):
        assert row in shown.out
    assert all(len(line) <= 80 for line in shown.out.splitlines())
    assert "Traceback" not in shown.err


@pytest.mark.parametrize(
    ("error", "says"),
    [(SetupError("a sentence."), "a sentence."), (ImportError("no libblas"), "ImportError: no libblas")],
)
def test_what_raises_is_a_row(monkeypatch, error, says):
    def broken():
        raise error

    monkeypatch.setattr(machine, "_numpy", broken)
    found = {row.name: row for row in machine.rows()}
    assert (found["NumPy"].ok, found["NumPy"].advice) == (False, says)
    assert found["Python"].ok


def test_a_cache_that_cannot_be_written(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("NNGRADE_CACHE_DIR", str(tmp_path / "file" / "cache"))
    row = next(row for row in machine.rows() if row.name == "cache")
    assert not row.ok
    assert "NNGRADE_CACHE_DIR" in row.advice


def test_a_stand_in_is_no_full_data_set():
    def load(_: object) -> object:
        return SimpleNamespace(y_train=[1, 2], y_test=[3], variant="stand-in", note="how to get it")

    dataset = SimpleNamespace(name="mnist", load=load)
    assert machine._dataset(dataset, None) == (False, "stand-in: 2 rows for training, 1 for the test", "how to get it")


def test_data_that_is_not_there(nngrade, tmp_path):
    done = nngrade("doctor", "--data-dir", tmp_path / "no")
    assert done.code == 2
    assert "there is no such folder" in done.err
    assert sys.executable not in done.err
