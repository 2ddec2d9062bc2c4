"""Entry points: read cheaply, and the same ones that importlib.metadata would give."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from nngrade.plugins.entrypoints import installed


def lay(folder: Path, package: str, text: str) -> None:
    metadata = folder / f"{package}-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(text)


@pytest.mark.parametrize("group", ["console_scripts", "hypothesis", "pytest11", "no such group"])
def test_the_same_as_importlib(group: str) -> None:
    expected = {(point.name, point.value) for point in entry_points(group=group)}
    assert {(point.name, point.value) for point in installed(group)} == expected


def test_sorted_by_name_and_the_first_on_the_path_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path / "one", "package", "[a-group]\nb = first\na = first\n")
    lay(tmp_path / "two", "package", "[a-group]\nb = second\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "one"), str(tmp_path / "two")])
    assert [(point.name, point.value) for point in installed("a-group")] == [("a", "first"), ("b", "first")]


def test_inside_a_zip_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tmp_path / "package.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("zipped-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: zipped\nVersion: 1.0\n")
        file.writestr("zipped-1.0.dist-info/entry_points.txt", "[a-group]\nz = zipped\n")
    monkeypatch.setattr(sys, "path", [str(archive)])
    assert [point.value for point in installed("a-group")] == ["zipped"]


def test_the_current_folder_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, "learners", "[a-group]\nx = learners\n")
    monkeypatch.chdir(tmp_path)
    for folder in ("", ".", str(tmp_path)):
        monkeypatch.setattr(sys, "path", [folder])
        assert installed("a-group") == []


def test_odd_entries_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bare-1.0.dist-info").mkdir()  # no entry_points.txt
    (tmp_path / "notes.txt").write_text("no zip file")
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(tmp_path / "missing"), str(tmp_path / "notes.txt")])
    assert installed("a-group") == []


def test_the_slow_module_is_not_imported_when_there_is_no_plugin() -> None:
    code = (
        "import sys; from nngrade.plugins.entrypoints import installed; "
        "found = installed('no such group'); print(found, 'importlib.metadata' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-S", "-c", f"import sys; sys.path[:] = {sys.path!r}; {code}"], **PIPES)
    assert done.stdout.split() == ["[]", "False"]


PIPES = {"capture_output": True, "text": True, "check": True}
