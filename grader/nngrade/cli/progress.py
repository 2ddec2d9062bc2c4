"""A progress bar on standard error, for a run of more than a second in a terminal; nothing anywhere else."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nngrade.course.model import Exercise

DELAY = 1.0


class Progress:
    """Shows how many checks are done once a second has passed. rich is imported only then."""

    def __init__(self) -> None:
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()
        self._bar: Any = None
        self._task: Any = None
        self._state = ("", 0, 1)
        self._over = False

    def __enter__(self) -> Progress:
        if sys.stderr is not None and sys.stderr.isatty():
            self._timer = threading.Timer(DELAY, self._start)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(self, *exception: object) -> None:
        if self._timer:
            self._timer.cancel()
        with self._lock:
            self._over = True
            if self._bar:
                self._bar.stop()

    def step(self, exercise: Exercise, done: int, total: int) -> None:
        """Note that another check is done."""
        with self._lock:
            self._state = (exercise.id, done, total)
            if self._bar:
                self._bar.update(self._task, description=exercise.id, completed=done, total=total)

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        with self._lock:
            if self._over:
                return
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
            name, done, total = self._state
            self._task = self._bar.add_task(name, completed=done, total=total)
            self._bar.start()
