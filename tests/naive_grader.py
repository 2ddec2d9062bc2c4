"""A naive grader: imports the submission into its own process and runs the same checks. What nngrade is not.

`python naive_grader.py EXERCISE FOLDER COURSE`. It is here to prove that each trap of `hostile_traps` can spring: it
has labels and solution in its memory, the caller's environment, and a report that shows whatever was printed.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from hostile_labels import rows
from nngrade.checks.compare import Rules, compare
from nngrade.sandbox.npz import read_npz


class InProcess:
    """What a check asks, around a module in this process."""

    def __init__(self, module: ModuleType) -> None:
        self.module = module

    def __getattr__(self, name: str) -> Any:
        return getattr(self.module, name)

    def path(self, name: str) -> str:
        return os.path.join(os.environ["TMPDIR"], name)

    def npz(self, name: str) -> dict[str, Any]:
        file = Path(self.path(name))
        arrays = read_npz(file.read_bytes())
        file.unlink()
        return arrays


def imported(file: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def attempt(name: str, check: Callable[[], Any]) -> None:
    try:
        check()
        print(name, "passed")
    except BaseException:
        print(name, "failed", traceback.format_exc())


def main(exercise: str, folder: Path, course: Path) -> None:
    sys.path.insert(0, str(folder))
    solution = next((course / "solutions" / exercise).glob("*.py"))
    checks = imported(course / "exercises" / exercise / "checks.py", "hidden_checks")
    reference = InProcess(imported(solution, "reference_solution"))
    data = rows(Path(os.environ["NNGRADE_CACHE_DIR"]), course)
    learner = InProcess(imported(folder / solution.name, solution.stem))

    def same(probe: Callable[[InProcess], Any]) -> None:
        wrong = [part.problem for part in compare(probe(learner), probe(reference), Rules()) if part.problem]
        assert not wrong, wrong

    for name in [name for name in vars(checks) if name.startswith("test_")]:
        function = getattr(checks, name)
        fixtures = {"same": same, "rng": np.random.default_rng(0), "learner": learner}
        asked = function.__code__.co_varnames[: function.__code__.co_argcount]
        attempt(name, lambda function=function, asked=asked, fixtures=fixtures: function(*map(fixtures.get, asked)))

    def accuracy() -> float:
        model = learner.fit(data.X_train, data.y_train, np.random.default_rng(0))
        return float(np.mean(learner.predict(model, data.X_test) == data.y_test))

    attempt("accuracy", accuracy)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
