"""Programs that once got points for nothing: fixed weights with noise, a reversal for a shuffle, all lines named."""

from __future__ import annotations

from pathlib import Path

import pytest
from nngrade.course.content import content_root
from nngrade.course.load import load_course
from nngrade.grading import grade

COURSE = load_course(content_root())
NOISE = "\n_noise = np.random.default_rng()\n"
CHEATS = {
    "the same layers for every seed, with noise": (
        "2",
        "def init_layers(",
        "def _init(",
        "\n\ndef init_layers(sizes, rng):\n"
        "    layers = _init(sizes, np.random.default_rng(0))\n"
        "    return [(W + 1e-12 * rng.normal(size=W.shape), b) for W, b in layers]\n",
        "test_init_seed",
    ),
    "the same parameters for every seed, with noise": (
        "6",
        "def init_params(",
        "def _init(",
        "\n\ndef init_params(n_in, n_hidden, n_out, rng):\n"
        "    params = _init(n_in, n_hidden, n_out, np.random.default_rng(0))\n"
        "    return {name: value + 1e-10 * rng.random(value.shape) for name, value in params.items()}\n",
        "test_init_params",
    ),
    "rows turned round, not shuffled": (
        "6",
        "def prepare(",
        "def _prepare(",
        "\n\ndef prepare(X, y, val_fraction, rng):\n"
        "    n, held = len(y), rng.permutation(len(y))[: int(round(len(y) * val_fraction))]\n"
        "    kept = np.setdiff1d(np.arange(n), held)[::-1]\n"
        "    return X[kept] / 255, y[kept], X[held] / 255, y[held]\n",
        "test_prepare",
    ),
    "a message that names every line": (
        "6",
        "def load_csv(",
        "def _load(",
        "\n\ndef load_csv(path):\n    try:\n        return _load(path)\n    except ValueError:\n"
        "        raise ValueError(' '.join(map(str, range(1, 30)))) from None\n",
        "test_load_csv_errors",
    ),
}


@pytest.mark.parametrize("cheat", CHEATS)
def test_a_cheat_loses_its_points(tmp_path: Path, cheat: str) -> None:
    number, old, new, more, check = CHEATS[cheat]
    exercise = next(one for one in COURSE.exercises if one.number == number)
    source = COURSE.solution(exercise).read_text("utf-8")
    assert old in source
    file = tmp_path / exercise.module
    file.write_text(source.replace(old, new) + more, "utf-8")
    kept = [item.id for item in exercise.checks if item.id == check]
    assert kept, [item.id for item in exercise.checks]
    graded = grade(COURSE, [exercise], file).exercises[0]
    found = {one.id: one.status for one in graded.checks}
    assert found[check] == "failed", found
