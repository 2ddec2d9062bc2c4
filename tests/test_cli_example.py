"""`nngrade check --explain` as a user runs it: lines to paste, files beside them, nothing anywhere else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from submission_helpers import value_of
from toy_course import SOLUTION, STUB, in_process, workspace

WRONG = SOLUTION.replace("2 *", "3 *")
PAIR = """

def test_pair(same, rng):
    x = rng.normal(size=3)
    same(lambda impl: impl.pair(x))
"""
LARGE = (
    """\
def test_double(same, rng):
    x = rng.normal(size=300)
    same(lambda impl: impl.double(x))
"""
    + PAIR
)


@pytest.fixture
def place(tmp_path):
    return workspace(tmp_path)


@pytest.fixture
def checks(place):
    return place.parent / "course" / "exercises" / "01_toy" / "checks.py"


@pytest.fixture
def check(place, monkeypatch, capfd):
    """Grade the workspace's first exercise, or something else, with `--explain`."""
    temporary = place.parent / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", None)
    call = in_process(monkeypatch, capfd, place.parent / "course", place)
    return lambda *arguments, **more: call("check", "1", *arguments, "--explain", **more)


def lines(text: str) -> list[str]:
    """Return the lines to be pasted: those that are indented, after the last report's line."""
    _, _, shown = text.partition("A call that fails")
    return [line.removeprefix("    ") for line in shown.split("\n\n", 1)[1].splitlines()]


def pasted(text: str, folder: Path) -> str:
    """Paste the lines into a fresh Python's prompt in a folder; return what it shows."""
    done = subprocess.run(
        [sys.executable, "-i", "-q"],
        input="\n".join([*lines(text), ""]),
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": "", "PYTHON_HISTORY": "", "HOME": os.environ["TMPDIR"]},
        timeout=60,
    )
    assert "Error" not in done.stderr, done.stderr
    return done.stdout


def test_the_lines_run_where_the_file_is_and_show_the_wrong_value(check, place):
    (place / "01_toy" / "toy.py").write_text(WRONG)
    done = check()
    assert (done.code, done.err) == (1, "")
    sentence = "A call that fails, to be run in 01_toy/ at a Python prompt (about test_double):"
    assert sentence in " ".join(done.out.split())
    assert done.out.count("toy.py:4") == 1
    x = value_of("".join(lines(done.out)).partition("double(")[2].removesuffix(")"), {"np": np})
    assert np.allclose(value_of(pasted(done.out, place / "01_toy"), {"array": np.array}), 3 * x)
    assert max(map(len, done.out.splitlines())) <= 80
    assert not (place / ".nngrade" / "explain").exists()  # it is short
    assert check().out == done.out


def test_a_large_array_lies_in_the_workspace_and_the_lines_find_it_from_anywhere(check, place, checks):
    checks.write_text(LARGE)
    (place / "01_toy" / "toy.py").write_text(WRONG)
    done = check(cwd=place / "02_more")
    assert [path.name for path in (place / ".nngrade" / "explain").iterdir()] == ["x.npy"]
    shown = pasted(done.out, place / "01_toy")
    assert len(re.findall(r"\d\.\d", shown)) >= 100
    assert str(place) in done.out
    assert "  # (300,), float64" in done.out


def test_a_file_that_the_call_reads_is_written(check, place, checks):
    checks.write_text(
        "def test_double(same):\n    same(lambda impl: impl.double(impl.write('a.csv', b'2.5')))\n" + PAIR
    )
    file = place.parent / "course" / "solutions" / "01_toy" / "toy.py"
    read = (
        "import pathlib\n" + SOLUTION + "def double(path):\n    return FACTOR * float(pathlib.Path(path).read_text())\n"
    )
    file.write_text(read.replace("FACTOR", "2"))
    (place / "01_toy" / "toy.py").write_text(read.replace("FACTOR", "3"))
    done = check()
    assert (place / ".nngrade" / "explain" / "a.csv").read_bytes() == b"2.5"
    assert pasted(done.out, place / "01_toy").strip() == "7.5"


def test_a_path_to_be_written_to_is_one_that_can_be(check, place, checks):
    checks.write_text("def test_double(same):\n    same(lambda impl: impl.double(impl.path('a.txt')))\n" + PAIR)
    file = place.parent / "course" / "solutions" / "01_toy" / "toy.py"
    save = (
        "import pathlib\n" + SOLUTION + "def double(path):\n    return FACTOR * pathlib.Path(path).write_text('abc')\n"
    )
    file.write_text(save.replace("FACTOR", "2"))
    (place / "01_toy" / "toy.py").write_text(save.replace("FACTOR", "3"))
    assert pasted(check().out, place / "01_toy").strip() == "9"


def test_without_a_workspace_and_for_another_file(check, place, checks):
    checks.write_text(LARGE)
    other = place.parent / "it's here"
    other.mkdir()
    (other / "toy.py").write_text(WRONG)
    done = check(other / "toy.py", cwd=other)
    assert done.code == 1
    assert "to be run beside toy.py at a Python prompt" in done.out
    assert pasted(done.out, other).startswith("array")
    assert not (place / ".nngrade" / "explain").exists()
    assert [path.name for path in other.iterdir() if path.name != "__pycache__"] == ["toy.py"]
    (folder,) = (place.parent / "temporary").glob("nngrade-explain-*")
    assert (folder / "x.npy").is_file()
    assert "to be run beside toy.py" in check(other).out  # from within the workspace


@pytest.mark.parametrize("link", [".nngrade", ".nngrade/explain", ".nngrade/explain/x.npy"])
def test_a_link_is_not_followed(check, place, checks, link):
    checks.write_text(LARGE)
    (place / "01_toy" / "toy.py").write_text(WRONG)
    elsewhere = place.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").write_text("mine")
    (place / link).parent.mkdir(parents=True, exist_ok=True)
    (place / link).symlink_to(elsewhere / "precious" if link.endswith(".npy") else elsewhere)
    done = check()
    assert done.code == 1
    assert "the arrays of the call could not be written" in done.err
    assert "np.load('?/x.npy')" in done.out
    assert [path.name for path in elsewhere.iterdir()] == ["precious"]
    assert (elsewhere / "precious").read_text() == "mine"


@pytest.mark.parametrize("kind", ["pipe", "another name of a file"])
def test_what_lies_there_is_replaced_or_left_alone(check, place, checks, kind):
    checks.write_text(LARGE)
    (place / "01_toy" / "toy.py").write_text(WRONG)
    (place / ".nngrade" / "explain").mkdir(parents=True)
    there = place / ".nngrade" / "explain" / "x.npy"
    (place.parent / "precious").write_text("mine")
    if kind == "pipe":
        os.mkfifo(there)
    else:
        os.link(place.parent / "precious", there)
    done = check()
    assert done.code == 1
    assert ("could not be written" in done.err) is (kind == "pipe")
    assert (place.parent / "precious").read_text() == "mine"


def test_where_nothing_can_be_written(check, place, checks):
    checks.write_text(LARGE)
    (place / "01_toy" / "toy.py").write_text(WRONG)
    (place / ".nngrade").write_text("a file")
    done = check()
    assert done.code == 1
    assert "the arrays of the call could not be written" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("name", ["json", "junit", "github", "gradescope", "nothing"])
def test_other_formats_have_no_place_for_it(check, name):
    done = check("--format", name)
    assert (done.code, done.out) == (2, "")
    assert name in done.err


def test_plain_and_a_file(check, place, tmp_path):
    (place / "01_toy" / "toy.py").write_text(WRONG)
    assert "A call that fails" in check("--format", "plain").out
    done = check("--output", tmp_path / "report.txt")
    assert (done.code, done.out) == (1, "")
    assert "A call that fails" in (tmp_path / "report.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("source", "code", "words"),
    [
        (SOLUTION, 0, ""),
        (STUB + "# begun", 1, "There is no call to show"),
        (STUB, 1, "There is no call to show"),
        ("def (", 1, "There is no call to show"),
        ("x = 1", 1, "There is no call to show"),
    ],
)
def test_where_there_is_no_such_call(check, place, source, code, words):
    (place / "01_toy" / "toy.py").write_text(source)
    done = check()
    assert done.code == code
    assert "A call that fails" not in done.out
    assert words in done.out


def test_a_check_that_is_not_shown_is_not_told_and_does_not_stand_before_one_that_is(check, place):
    manifest = place.parent / "course" / "exercises" / "01_toy" / "exercise.yaml"
    manifest.write_text(manifest.read_text().replace('"points"', '"visibility": "hidden", "points"', 1))
    module = place / "01_toy" / "toy.py"
    module.write_text(WRONG)
    done = check()
    assert "belongs to a check that is not shown" in done.out
    assert "double(" not in done.out
    assert "(about test_double)" in " ".join(check("--feedback", "staff").out.split())
    module.write_text(WRONG.replace("np.sum", "np.mean"))
    assert "(about test_pair)" in " ".join(check().out.split())
    assert "(about test_double)" in " ".join(check("--feedback", "staff").out.split())
