"""What `course.yaml` and `exercise.yaml` hold. Unknown keys are refused; `course/load.py` reads and checks them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from nngrade.result import Visibility

Name = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$")]
Sentence = Annotated[str, msgspec.Meta(min_length=1)]
Points = Annotated[float, msgspec.Meta(gt=0, multiple_of=0.5)]
Seconds = Annotated[float, msgspec.Meta(gt=0)]


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a check and a threshold have in common.

    `targets` are the contract's names (`Neuron.feedforward`, `backward`); `depends` the ids of other items that
    this one builds on: it waits for them to pass (a threshold: to score) unless it passes without; `hints` three
    steps, the last one nearly the line of code.
    """

    title: Sentence
    points: Points
    targets: tuple[Sentence, ...]
    hints: tuple[Sentence, Sentence, Sentence]
    visibility: Visibility = "visible"
    depends: tuple[Name, ...] = ()


class Check(Item, frozen=True, kw_only=True):
    """A test function of `checks.py`; `seconds` of CPU replaces the exercise's limit."""

    test: Name
    seconds: Seconds | None = None

    @property
    def id(self) -> str:
        """The name under which results and `depends` know it."""
        return self.test


class Split(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How the rows of a data set are divided.

    With `given` the data set's own training and test rows are kept, and `train` (a number of rows or None for all)
    are drawn from its training rows. Otherwise all rows are pooled and split by the three fractions.
    """

    given: bool = False
    train: float | int | None = None
    validation: float = 0.0
    test: float = 0.0
    stratify: bool = True


class Run(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One training: the seed of the split and the seed of the `rng` that the learner's functions get."""

    split: int
    seed: int


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One call into the learner's module.

    `call` is a function's name, or `$name.method` of an earlier step's result; an argument "$name" stands for
    `$X_train`, `$y_train`, `$X_val`, `$y_val`, `$X_test`, `$rng`, a value of `settings`, or the result of an
    earlier step, which `save` names (or several names, for a tuple). Test rows are to be had in `predict` only.
    """

    call: Sentence
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = {}
    save: str | tuple[str, ...] = ()


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """So many points when the metric reaches `reach` (for a metric where lower is better: falls to it)."""

    reach: float
    points: Points


class StandIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What replaces a threshold's own lines when the data set's stand-in is loaded."""

    settings: dict[str, float | int] = {}
    bands: tuple[Band, ...]
    train: int | None = None


class Threshold(Item, frozen=True, kw_only=True):
    """An accuracy to reach, as data: how to train and predict with the learner's code, and what it is worth.

    `scale` is "none", "standardize" (by the training rows' mean and standard deviation) or a number to divide by.
    The aggregate over `runs` is the median. Bands are in rising order of points; the last one gives them all.
    `seconds` is CPU time for all runs together.
    """

    name: Name
    dataset: Name
    metric: Name
    split: Split
    runs: tuple[Run, ...]
    steps: tuple[Step, ...]
    predict: Step
    bands: tuple[Band, ...]
    scale: Literal["none", "standardize"] | float = "none"
    settings: dict[str, float | int] = {}
    seconds: Seconds = 60.0
    stand_in: StandIn | None = None

    @property
    def id(self) -> str:
        """The name under which results and `depends` know it."""
        return self.name


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """CPU seconds of the import and of a check, and the memory a worker may add to what NumPy takes."""

    import_seconds: Seconds = 10.0
    check_seconds: Seconds = 10.0
    memory_mb: Annotated[int, msgspec.Meta(ge=64)] = 1024


class Exercise(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`exercise.yaml`: one exercise; the points of its checks and thresholds add up to `points`, which is 100."""

    id: Name
    title: Sentence
    module: Annotated[str, msgspec.Meta(pattern=r"^[a-z_][a-z0-9_]*\.py$")]
    summary: Sentence
    points: Literal[100] = 100
    requires: tuple[Name, ...] = ()
    imports: tuple[Name, ...] = ()
    limits: Limits = Limits()
    checks: tuple[Check, ...]
    thresholds: tuple[Threshold, ...] = ()
    lab: dict[str, Any] = {}

    @property
    def items(self) -> tuple[Check | Threshold, ...]:
        """Checks, then thresholds: the manifest, in order."""
        return (*self.checks, *self.thresholds)

    @property
    def number(self) -> str:
        """The short name learners type: "3" for "03_backprop"."""
        prefix = self.id.split("_", 1)[0]
        return str(int(prefix)) if prefix.isascii() and prefix.isdigit() else self.id


class CourseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`course.yaml`: the name, the title and the exercises in order."""

    name: Name
    title: Sentence
    exercises: tuple[Name, ...]


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """A course as loaded: where it lies and what its exercises are."""

    name: str
    title: str
    path: Path
    exercises: tuple[Exercise, ...]

    def folder(self, exercise: Exercise) -> Path:
        """Return the folder with the README, the stub and the checks."""
        return self.path / "exercises" / exercise.id

    def stub(self, exercise: Exercise) -> Path:
        """Return the file a learner starts from."""
        return self.folder(exercise) / exercise.module

    def checks(self, exercise: Exercise) -> Path:
        """Return the hidden checks."""
        return self.folder(exercise) / "checks.py"

    def solution(self, exercise: Exercise) -> Path:
        """Return the reference solution."""
        return self.path / "solutions" / exercise.id / exercise.module
