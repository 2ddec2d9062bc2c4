"""`nngrade data` as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from nngrade.api import Arrays, Dataset, DataSource
from nngrade.cli.data import command
from nngrade.errors import NngradeError, SetupError
from nngrade_datasets import digits
from nngrade_datasets import fetch as fetching


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    digits.load(DataSource(None, folder))
    return folder


@pytest.fixture
def run(cache: Path):
    """Return a function that runs the command in a process of its own, 80 columns wide."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NNGRADE_")}
    environment |= {"NNGRADE_CACHE_DIR": str(cache), "COLUMNS": "80"}

    def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        call = [sys.executable, "-m", "nngrade", "data", *arguments]
        return subprocess.run(call, capture_output=True, text=True, env=environment | variables)

    return run


def test_list(run) -> None:
    done = run("list")
    assert (done.returncode, done.stderr) == (0, "")
    head, *rows = done.stdout.splitlines()
    assert head.split() == ["name", "needs", "licence", "comes", "now", "from"]
    assert [row.split()[0] for row in rows] == ["weight_height", "digits", "mnist"]
    assert rows[1].endswith("the cache")
    assert rows[2].endswith("the stand-in")
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "\x1b" not in done.stdout


def test_list_goes_on_past_a_damaged_folder(run, tmp_path: Path) -> None:
    (tmp_path / "train-images-idx3-ubyte").write_bytes(b"")
    done = run("list", "--data-dir", str(tmp_path))
    assert done.returncode == 0
    assert "nngrade data show mnist" in " ".join(done.stdout.split())
    done = run("show", "mnist", NNGRADE_DATA_DIR=str(tmp_path))
    assert done.returncode == 3
    assert "only a part of MNIST" in done.stderr
    assert "Traceback" not in done.stderr


def test_show(run) -> None:
    done = run("show", "digits")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "digits    Handwritten digits of 8 x 8 pixels, from 0 (paper) to 16 (ink)."
    for expected in ("CC BY 4.0", "built in", "1,437 rows of 64 numbers (float64) from 0 to 16", "0: 142", "360 rows"):
        assert expected in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert done.stdout.isascii()


@pytest.mark.parametrize("arguments", [(), ("--data", "embedded")])
def test_show_names_the_stand_in(run, arguments: tuple[str, ...]) -> None:
    done = run("show", "mnist", *arguments)
    assert done.returncode == 0
    assert "loaded    stand-in: " in done.stdout
    assert "1,297 rows of 784 numbers (uint8) from 0 to 255" in done.stdout


def test_path(run, cache: Path, tmp_path: Path) -> None:
    assert run("path").stdout == f"data   none: give --data-dir or set NNGRADE_DATA_DIR\ncache  {cache}\n"
    assert run("path", NNGRADE_DATA_DIR=str(tmp_path)).stdout == f"data   {tmp_path}\ncache  {cache}\n"
    embedded = run("path", "--data", "embedded", NNGRADE_DATA_DIR=str(tmp_path))
    assert embedded.stdout == f"data   none: --data embedded\ncache  {cache}\n"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("show", "mnits"), "no data set 'mnits': did you mean mnist? There are: weight_height, digits, mnist."),
        (("fetch", "mnits"), "did you mean mnist?"),
        (("fetch", "digits"), "there is nothing to fetch for digits: it needs nothing. Try: nngrade data show digits"),
        (("list", "--data-dir", "/no/such/folder"), "--data-dir /no/such/folder: there is no such folder"),
        (("show",), "Missing argument 'NAME'"),
        (("list", "--data", "mine"), "'mine' is not 'embedded'"),
    ],
)
def test_what_was_typed_wrongly(run, arguments: tuple[str, ...], expected: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert expected in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_offline(run, tmp_path: Path) -> None:
    closed = "http://127.0.0.1:9"  # nobody listens there
    done = run("fetch", "mnist", HTTPS_PROXY=closed, https_proxy=closed, NO_PROXY="", NNGRADE_CACHE_DIR=str(tmp_path))
    assert done.returncode == 3
    assert f"into {tmp_path / 'mnist'} by hand" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["--help"], *([name, "--help"] for name in ("list", "show", "fetch", "path"))])
def test_help_shows_an_example(arguments: list[str]) -> None:
    done = CliRunner().invoke(command, arguments)
    assert done.exit_code == 0
    assert "Example: " in done.output
    assert "nngrade data " in done.output


def offer(monkeypatch: pytest.MonkeyPatch, fetch) -> None:
    def load(source: DataSource) -> Arrays:
        import numpy as np

        assert source.data_dir is None
        return Arrays(np.zeros((3, 2)), np.array([0, 1, 1]), np.zeros((1, 2)), np.array([0]), "odd")

    from nngrade.plugins import manager

    plugins = manager.load_plugins()
    plugins.datasets["odd"] = Dataset("odd", "", "", "", "a file", load, fetch)
    monkeypatch.setattr(plugins, "origin", lambda kind, name: "a stranger")
    monkeypatch.setattr(manager, "load_plugins", lambda: plugins)


def test_fetch_says_what_came(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NNGRADE_DATA_DIR", "/elsewhere")
    offer(monkeypatch, lambda source: [tmp_path / "odd" / "a", tmp_path / "odd" / "b"])
    done = CliRunner().invoke(command, ["fetch", "odd"])
    assert done.output == f"odd: 2 files in {tmp_path / 'odd'}\nverified: 3 training rows and 1 test rows\n"


@pytest.mark.parametrize(
    ("failure", "kind", "expected"),
    [
        (OSError("disk full"), SetupError, r"odd \(a stranger\) cannot be fetched: OSError: disk full"),
        (NngradeError("ask the author"), NngradeError, "^ask the author$"),
    ],
)
def test_a_fetch_that_fails(monkeypatch: pytest.MonkeyPatch, failure, kind: type[NngradeError], expected: str) -> None:
    def fetch(source: DataSource) -> list[Path]:
        raise failure

    offer(monkeypatch, fetch)
    with pytest.raises(kind, match=expected):
        command.main(["fetch", "odd"], standalone_mode=False)


def test_no_other_command_fetches(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(fetching, "fetch", never)
    monkeypatch.setattr("socket.socket", never)
    monkeypatch.setenv("NNGRADE_CACHE_DIR", str(cache))
    monkeypatch.delenv("NNGRADE_DATA_DIR", raising=False)
    for arguments in (["list"], ["show", "mnist"], ["show", "digits"], ["path"]):
        done = CliRunner().invoke(command, arguments)
        assert done.exit_code == 0
