"""The corpus: what each case is, how it is handed in, and what is expected of its grading."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import hostile_made
import msgspec
import yaml
from hostile_scene import OURS, REAL, Scene

CORPUS = Path(__file__).parent / "hostile"
SUBMISSIONS = CORPUS / "submissions"
Statuses = str | list[str]


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of expectations.yaml; the top of that file says what each key means."""

    status: Statuses | dict[str, Statuses] = "passed"
    most: float | None = None
    least: float | None = None
    says: str | dict[str, str] = ""
    prints: str = ""
    never: tuple[str, ...] = ()
    exercise: str = "01_hostile"
    made: bool = False
    whole: bool = False
    target: str = ""
    ordinary: bool = False
    root: bool = False
    seldom: bool = False


class Case(msgspec.Struct, frozen=True):
    """One case by name: its entry, and how to put it into a scene."""

    name: str
    entry: Entry

    @property
    def statuses(self) -> dict[str, tuple[str, ...]]:
        """Return the statuses that each check of the exercise may have."""
        said = self.entry.status
        names = points(self.entry.exercise)
        if isinstance(said, dict):
            assert set(said) <= set(names), f"{self.name}: no check {set(said) - set(names)}"
            return {name: _all(said.get(name, "passed")) for name in names}
        return dict.fromkeys(names, _all(said))

    @property
    def bounds(self) -> tuple[float, float]:
        """Return the least and the most points: by default those of the checks that must, and that may, be passed."""
        worth = points(self.entry.exercise)
        least = sum(worth[name] for name, statuses in self.statuses.items() if statuses == ("passed",))
        most = sum(worth[name] for name, statuses in self.statuses.items() if "passed" in statuses)
        entry = self.entry
        return (least if entry.least is None else entry.least, most if entry.most is None else entry.most)

    @property
    def honest(self) -> bool:
        return self.entry.status == "passed"

    def hand_in(self, scene: Scene) -> Path:
        """Write the submission; return the path to be graded."""
        if not self.entry.whole:
            (scene.target / "right.py").write_text(scene.right)
        if self.entry.made:
            maker: Callable[[Path, Scene], Path | None] = getattr(hostile_made, self.name)
            return maker(scene.target / scene.module, scene) or scene.target
        file = SUBMISSIONS / f"{self.name}.py"
        if file.is_file():
            (scene.target / scene.module).write_bytes(scene.fill(file.read_bytes()))
        else:
            for inner in sorted(SUBMISSIONS.joinpath(self.name).rglob("*")):
                parts = inner.relative_to(SUBMISSIONS / self.name).parts
                place = scene.target.joinpath(*(part.removesuffix("_") for part in parts))
                if inner.is_dir():
                    place.mkdir(exist_ok=True)
                else:  # a name ends with "_" where pytest, ruff or git would take it for theirs
                    place.write_bytes(scene.fill(inner.read_bytes()))
        return scene.target / self.entry.target if self.entry.target else scene.target


def _all(said: Statuses) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


@cache
def points(exercise: str) -> dict[str, float]:
    """Return what each check of an exercise is worth, in the manifest's order."""
    course = OURS if exercise == "01_hostile" else REAL
    manifest: dict[str, Any] = yaml.safe_load((course / "exercises" / exercise / "exercise.yaml").read_text())
    checks = {one["test"]: one["points"] for one in manifest["checks"]}
    return checks | {one["name"]: one["points"] for one in manifest.get("thresholds", ())}


@cache
def entries() -> dict[str, Entry]:
    """Return the expectations as written; `honest` stands for full marks."""
    read = yaml.safe_load((CORPUS / "expectations.yaml").read_text("utf-8"))
    return {name: msgspec.convert({} if said == "honest" else said, Entry) for name, said in read.items()}


def cases() -> list[Case]:
    """Return the whole corpus, but for what the user who runs it cannot try."""
    root = os.geteuid() == 0
    return [Case(name, entry) for name, entry in entries().items() if not (entry.ordinary if root else entry.root)]
