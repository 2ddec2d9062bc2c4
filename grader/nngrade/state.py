"""What a workspace remembers in `.nngrade/state.json`: the last scores, and how many hints were given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from nngrade.opened import Folder, NoFile

if TYPE_CHECKING:
    from nngrade.result import Result

HINTS = 3
_LARGEST = 1_000_000  # bytes; what is larger is none of ours
Points = Annotated[float, msgspec.Meta(ge=0, le=1e6)]


class Remembered(msgspec.Struct):
    """The last score of an exercise, and the number of hints given: by check, or "check#mistake"."""

    score: Points = 0.0
    max_score: Points = 0.0
    status: str = ""
    hints: dict[str, int] = {}


class Memory(msgspec.Struct, kw_only=True):
    """The whole file."""

    schema: Literal["nngrade/state/v1"] = "nngrade/state/v1"
    exercises: dict[str, Remembered] = {}


class State:
    """The memory of the workspace in `root`; `say` gets a sentence when something could not be read or written."""

    def __init__(self, root: Path, say: Callable[[str], None]) -> None:
        self.file = root / ".nngrade" / "state.json"
        self._say = say

    def read(self) -> Memory:
        """Return what is remembered; a damaged file is renamed, named, and counts as none."""
        try:
            with self._folder() as folder:
                written = folder.read(self.file.name, _LARGEST + 1)
            if len(written) > _LARGEST:
                raise msgspec.DecodeError("no file of ours")
            return msgspec.json.decode(written, type=Memory)
        except (FileNotFoundError, NotADirectoryError):
            return Memory()
        except NoFile:
            self._set_aside()
        except OSError as error:
            self._say(f"{self.file} cannot be read ({error.strerror}); scores and hints start anew.")
        except (msgspec.MsgspecError, RecursionError, UnicodeError):
            self._set_aside()
        return Memory()

    def record(self, result: Result) -> None:
        """Remember the scores of a result, and forget the hints of what passes now; what is `infra` is no grade."""
        memory = self.read()
        for graded in result.exercises:
            if graded.status == "infra":
                continue
            before = memory.exercises.get(graded.id, Remembered())
            open_ = {check.id for check in graded.checks if check.status != "passed"}
            hints = {about: step for about, step in before.hints.items() if about.partition("#")[0] in open_}
            memory.exercises[graded.id] = Remembered(graded.score, graded.max_score, graded.status, hints)
        self._write(memory)

    def next_hint(self, exercise: str, check: str, mistake: str = "") -> tuple[int, bool]:
        """Return which hint comes next for a check, counted from 1, and whether it was given before.

        Another `mistake` in the same check begins with its first hint.
        """
        memory = self.read()
        remembered = memory.exercises.setdefault(exercise, Remembered())
        about = f"{check}#{mistake}" if mistake else check
        given = min(max(remembered.hints.get(about, 0), 0), HINTS)
        if given == HINTS:
            return HINTS, True
        remembered.hints[about] = given + 1
        self._write(memory)
        return given + 1, False

    def forget(self, exercise: str) -> None:
        """Forget the score and the hints of an exercise."""
        memory = self.read()
        if memory.exercises.pop(exercise, None) is not None:
            self._write(memory)

    @contextmanager
    def _folder(self, make: bool = False) -> Iterator[Folder]:
        """Hold `.nngrade` open; a link is none: in a submission it could lead anywhere."""
        with Folder(self.file.parent.parent) as root:
            name = self.file.parent.name
            with root.make(name) if make else root.folder(name) as folder:
                yield folder

    def _set_aside(self) -> None:
        try:
            with self._folder() as folder:
                aside = folder.unused("state.damaged.json")
                folder.rename(self.file.name, aside)
            self._say(f"{self.file} was damaged; it is now {aside}, and scores and hints start anew.")
        except OSError:
            self._say(f"{self.file} is damaged; scores and hints start anew.")

    def _write(self, memory: Memory) -> None:
        try:
            with self._folder(make=True) as folder:
                folder.replace(self.file.name, msgspec.json.format(msgspec.json.encode(memory), indent=2) + b"\n")
        except NotADirectoryError:
            self._say(f"nothing was remembered: {self.file.parent} must be a folder of the workspace, not a link.")
        except OSError as error:
            self._say(f"nothing was remembered: {self.file} cannot be written ({error.strerror}).")
