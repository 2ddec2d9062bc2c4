"""What plugins and courses are made of: data sets, metrics, reporters, known mistakes. Import from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

if TYPE_CHECKING:  # NumPy takes 90 ms to import, and listing plugins needs none of it
    import numpy as np
    from numpy.typing import NDArray

    from nngrade.result import Feedback, Result

    Numbers = NDArray[np.number[Any]]
    Labels = NDArray[np.integer[Any]]


class Mistake:
    """A known mistake of an exercise: the reference solution with a few words changed, and what to say about it.

    Parameters
    ----------
    id : str
        Its name in the exercise: "loss-summed". It stands in results.
    target : str
        The name of the contract that it is in, one of the exercise's targets: "mse_loss", "MLP.step".
    text : str
        One sentence for the learner: what is wrong.
    look : str
        What to look at, or to do about it; never the whole line of code.
    *forms : dict of str to str
        The ways to write it, all told alike: text of the solution, and what stands in its place. The text must occur
        there exactly once; the text "" stands for the end of the file, where a function can be written anew.
    """

    def __init__(self, id: str, target: str, text: str, look: str, *forms: Mapping[str, str]) -> None:
        self.id = id
        self.target = target
        self.text = text
        self.look = look
        self.forms = forms

    @property
    def sentences(self) -> str:
        """What a report says: what the learner's code does, and what is to be done about it."""
        return f"{self.text} Repair: {self.look}"

    def __repr__(self) -> str:
        return f"Mistake({self.id!r}, {self.target!r})"


class DataSource(msgspec.Struct, frozen=True, eq=False):
    """Where a data set may look for its files.

    Attributes
    ----------
    data_dir : Path or None
        The folder of `--data-dir` or `NNGRADE_DATA_DIR`; None when neither was given.
    cache_dir : Path
        The user's cache folder, where arrays and downloads are kept.
    embedded : bool
        True for `--data embedded`: take what needs no file, whatever the environment says.
    """

    data_dir: Path | None
    cache_dir: Path
    embedded: bool = False


class Arrays(msgspec.Struct, frozen=True, eq=False):
    """A data set in memory: `X_*` of shape (n, d), numbers as the source has them; `y_*` of shape (n,), integers.

    `variant` says what was loaded: the data set's own name, or "stand-in"; `note` is a sentence for the report
    ("" when there is nothing to say), such as the command that gets the real data.
    """

    X_train: Numbers
    y_train: Labels
    X_test: Numbers
    y_test: Labels
    variant: str
    note: str = ""


class Dataset(msgspec.Struct, frozen=True, eq=False):
    """A data set by name.

    `load` never uses the network; `fetch`, where there is one, is called only by `nngrade data fetch NAME` and
    returns the files it brought. `needs` says in a few words what `load` wants ("nothing", "a download of 11 MB");
    `where` says in a few words where `load` would find the rows now, without loading them.
    """

    name: str
    description: str
    licence: str
    source: str
    needs: str
    load: Callable[[DataSource], Arrays]
    fetch: Callable[[DataSource], list[Path]] | None = None
    where: Callable[[DataSource], str] | None = None


class Metric(msgspec.Struct, frozen=True, eq=False):
    """A number for predictions: `compute(y_true, y_pred)` of equally many rows; `direction` says what is better."""

    name: str
    description: str
    direction: Literal["higher", "lower"]
    compute: Callable[[Any, Any], float]


class ReportContext(msgspec.Struct, frozen=True, eq=False):
    """What a reporter may know beside the document.

    `width` is in columns, `colour` says whether ANSI colours are wanted, `output` is the `--output` path or None,
    `options` is the reporter's own struct, filled from `--option KEY=VALUE`, or None; `command` is the command a
    learner would type to grade again ("nngrade check 3"), `next_command` what to type when all passed ("nngrade
    show 4"; "" when there is nothing more); `lines` maps (exercise id, target) to "backprop.py:41", `titles`
    exercise ids to titles; `file` is the path of the one file that was graded, "" for several.
    """

    feedback: Feedback
    title: str
    width: int
    colour: bool
    output: Path | None = None
    options: Any = None
    command: str = "nngrade check"
    lines: Mapping[tuple[str, str], str] = msgspec.field(default_factory=dict)
    titles: Mapping[str, str] = msgspec.field(default_factory=dict)
    next_command: str = ""
    file: str = ""


class Reporter(msgspec.Struct, frozen=True, eq=False):
    """A format for documents.

    `accepts` names the documents it can show, `writes` what it makes: for "text", `report` returns the text; for
    "file" and "folder" it writes to `context.output` and returns "". `options` is a msgspec struct with a default
    for every field, or None.
    """

    name: str
    description: str
    accepts: tuple[Literal["result", "class"], ...]
    writes: Literal["text", "file", "folder"]
    report: Callable[[Result, ReportContext], str]
    options: type[msgspec.Struct] | None = None


class CourseSource(msgspec.Struct, frozen=True, eq=False):
    """A course by name: the folder with `course.yaml`, `exercises/` and `solutions/`."""

    name: str
    path: Path
