"""A wheel built from this tree, and an editable install of it, work outside of any checkout. Nothing is fetched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

TREE = Path(__file__).parents[1]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "*.egg-info", "dist")
PIP = {
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INPUT": "1",
    "PIP_ROOT_USER_ACTION": "ignore",
}


def run(*command, cwd, **env):
    """Run a command with an environment that holds nothing of ours; fail with all that it said."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("NNGRADE_", "PIP_", "PYTHON", "VIRTUAL"))
    }
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={**kept, **PIP, **env},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of the tree: what is built from it cannot lean on what lies around here."""
    pytest.importorskip("hatchling")
    pytest.importorskip("pip")
    copy = tmp_path_factory.mktemp("tree") / "nngrade"
    shutil.copytree(TREE, copy, ignore=LEFT_OUT, symlinks=True)
    stray = copy / "exercises" / "03_backprop" / "__pycache__" / "backprop.cpython-311.pyc"
    stray.parent.mkdir()
    stray.write_bytes(b"left by somebody who imported it")
    return copy


@pytest.fixture(scope="module")
def wheel(tree, tmp_path_factory):
    """A wheel of the tree, built without isolation."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", folder]
    run(sys.executable, "-m", "pip", "wheel", "--quiet", *options, tree, cwd=folder)
    [built] = folder.glob("*.whl")
    return built


def environment(folder):
    """Make a virtual environment that sees the packages that are here, and no editable install of ours."""
    venv.create(folder, with_pip=False)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    # a folder that a .pth file names is searched, but the .pth files in it (an editable install's) are not read
    paths = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    [site] = folder.glob("lib/python*/site-packages")
    (site / "packages-that-are-here.pth").write_text("\n".join(paths) + "\n")
    return python


def install(python, *what, cwd):
    options = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--force-reinstall"]
    run(sys.executable, "-m", "pip", "--python", python, "install", *options, *what, cwd=cwd)


def where(python, cwd):
    code = "import nngrade, nngrade_datasets; from nngrade.course.content import content_root\n"
    code += "print(nngrade.__file__, nngrade_datasets.__file__, content_root(), sep='\\n')"
    return [Path(line) for line in run(python, "-c", code, cwd=cwd).splitlines()]


def test_the_wheel_holds_the_code_the_course_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"nngrade", "nngrade_datasets"}
    for name in ("course.yaml", "exercises/03_backprop/checks.py", "solutions/03_backprop/backprop.py"):
        assert f"nngrade/_content/{name}" in names
    assert not [
        name for name in names if name.endswith((".pyc", ".lock", ".gz")) or "/." in name or "__pycache__" in name
    ]
    assert wheel.stat().st_size < 1_000_000


def test_the_whole_course_from_a_wheel(wheel, tmp_path):
    python = environment(tmp_path / "environment")
    install(python, wheel, cwd=tmp_path)
    outside = tmp_path / "outside"
    outside.mkdir()
    for place in where(python, outside):
        assert place.is_relative_to(tmp_path / "environment")
    nngrade = python.with_name("nngrade")
    cache = {"NNGRADE_CACHE_DIR": str(tmp_path / "cache")}
    said = run(nngrade, "run", "--solution", "--data", "embedded", "--format", "json", cwd=outside, **cache)
    result = json.loads(said)
    assert (result["score"], result["max_score"], result["status"]) == (600, 600, "passed")
    assert "03_backprop" in run(nngrade, "list", cwd=outside)
    run(nngrade, "init", "work", cwd=outside)
    assert (outside / "work" / "03_backprop" / "backprop.py").is_file()
    assert not (outside / "work" / "03_backprop" / "checks.py").exists()


def test_an_editable_install_serves_the_tree_as_it_is(tree, tmp_path):
    python = environment(tmp_path / "environment")
    install(python, "--editable", tree, cwd=tmp_path)
    package, datasets, content = where(python, tmp_path)
    assert package.is_relative_to(tree / "grader")
    assert datasets.is_relative_to(tree / "datasets")
    assert content == tree
    said = run(python, "-m", "nngrade", "check", "1", "--solution", cwd=tmp_path)
    assert "100/100" in said
    readme = tree / "exercises" / "01_sigmoid_neuron" / "README.md"
    before = readme.read_text("utf-8")
    readme.write_text(before + "\nA line that was added later.\n", "utf-8")
    try:
        assert "A line that was added later." in run(python, "-m", "nngrade", "show", "1", cwd=tmp_path)
    finally:
        readme.write_text(before, "utf-8")
