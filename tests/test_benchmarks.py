"""The benchmarks run, compare like with like, and fail when they should; what they measure is not judged here."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parent.parent / "benchmarks"


def bench(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("NNGRADE_")}
    command = [sys.executable, str(FOLDER / script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=kept, timeout=300)


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", FOLDER / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def numbers(text: str, row: str) -> list[float]:
    (line,) = [line for line in text.splitlines() if line.startswith(row)]
    return [float(word) for word in line.removeprefix(row).split()]


def test_check_compares_both_sides(tmp_path):
    done = bench("check.py", "--runs", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    for row in ("wall, ms", "CPU, ms"):
        least, _, ours, _, ratio, again = numbers(done.stdout, row)
        assert least > 0
        assert ratio == again == pytest.approx(ours / least, abs=0.02)


def test_check_keeps_a_limit():
    done = bench("check.py", "--runs", "1", "--limit", "0.01")
    assert done.returncode == 1, done.stderr
    assert "more than 0.01" in done.stdout


def test_the_plain_side_runs_every_check_and_fails_on_a_wrong_file(tmp_path, monkeypatch):
    """Were it to skip checks, or to pass whatever comes, nngrade would look slow for nothing."""
    monkeypatch.syspath_prepend(str(FOLDER))
    check = load("check")
    monkeypatch.setattr(check, "run", lambda *arguments: None)
    check.measure(tmp_path, 0)
    command = [sys.executable, "-m", "pytest", "-q"]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
    right = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=environment)
    written = (tmp_path / "test_checks.py").read_text().count("\ndef test_")
    assert f"{written} passed" in right.stdout, right.stdout
    file = tmp_path / "backprop.py"
    file.write_text(file.read_text().replace('"b1": delta1', '"b1": 0 * delta1'))
    wrong = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=environment)
    assert wrong.returncode == 1
    assert "test_gradients" in wrong.stdout


def test_sandbox_measures_four_things():
    done = bench("sandbox.py", "--runs", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    rows = re.findall(r"^(worker|call|zygote ready|nngrade list).* ([\d.]+)$", done.stdout, re.M)
    assert [name for name, _ in rows] == ["worker", "call", "zygote ready", "nngrade list"]
    assert all(float(ratio) > 0 for _, ratio in rows)


def test_seeds_says_full_marks(small_course):
    done = bench("seeds.py", "--count", "2", "--first", "7", "--course", small_course.root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("seed 7: 200/200\nseed 8: 200/200\n\n2 seeds, full marks with every one; ")


def test_seeds_names_what_missed(small_course):
    check = small_course.root / "exercises" / "02_half" / "checks.py"
    small_course.edit("impl.half(3.0)", "impl.half('a')", check)
    done = bench("seeds.py", "--count", "1", "--course", small_course.root)
    assert done.returncode == 1
    assert "seed 0: missed: 160/200, exit code 3" in done.stdout
    assert "02_half test_half: infra: " in done.stdout
    assert "1 seeds, 1 missed full marks" in done.stdout


def test_seeds_where_there_is_no_result(tmp_path):
    done = bench("seeds.py", "--count", "1", "--course", tmp_path)
    assert done.returncode == 1
    assert "no result, exit code 2: nngrade: --course" in done.stdout


def test_numbers_that_are_none():
    for script, arguments in (("check.py", ["--runs", "0"]), ("sandbox.py", ["--runs", "x"])):
        done = bench(script, *arguments)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
    assert "at least 1" in bench("seeds.py", "--count", "0").stderr


def test_time_of_grandchildren_counts(monkeypatch):
    """CPU of a process that the command started and waited for is in the sum, as the zygote's must be."""
    timing = load("timing")
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    nested = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}], check=True)"
    assert timing.run([sys.executable, "-c", nested], FOLDER).cpu >= 0.3
    with pytest.raises(SystemExit, match="ended with 4"):
        timing.run([sys.executable, "-c", "raise SystemExit(4)"], FOLDER)
