"""Workers for one submission: each check gets a fresh one, and the next is forked while the current check runs."""

from __future__ import annotations

import errno
import itertools
import os
import secrets
import shutil
from pathlib import Path
from typing import Protocol

from nngrade.course.model import Exercise
from nngrade.sandbox import folders
from nngrade.sandbox.link import Process, Remote
from nngrade.sandbox.outcome import SandboxFault
from nngrade.sandbox.session import Session
from nngrade.sandbox.wire import text
from nngrade.sandbox.worker import Job, worker_seed
from nngrade.submission import Submission

BYTES = 1 << 20, 16 << 20  # more than honest code holds: half of what is free, or in any case
FILES = 100, 2000
UNLIMITED = 1 << 62
LITTLE = 256 << 10, 50  # bytes and files with which no grading gets far
FULL = tuple(f"[Errno {number}]" for number in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)))
_numbers = itertools.count(1)


class Source(Protocol):
    """Where a judge gets processes from."""

    spare: Process | None
    program: str | None  # what it is, where it is the course's own

    def prefetch(self) -> None:
        """Get the next process ready."""

    def next(self) -> Process:
        """Return a process with the module imported; raise what the import came to."""

    def hurry(self, seconds: float) -> None:
        """Give imports no more CPU seconds than these from here on."""

    def make_room(self, link: Process | None) -> bool:
        """Let go of the processes, of `link` too, and remove what they have written; say whether that was much."""

    def crowded(self) -> bool:
        """Say whether the disk is full now."""

    def close(self) -> None:
        """Let go of the spare process, and of what was written for it."""


class Spawner:
    """Forks workers that hold one submission's module."""

    program: str | None = None

    def __init__(self, sandbox: Session, submission: Submission, seed: int) -> None:
        self.sandbox = sandbox
        self.exercise = submission.exercise
        number = next(_numbers)
        self.folder = sandbox.folder / f"submission-{number}"
        if number > 1:  # what the one before has left is none of this one's concern
            sandbox.make_room()
        try:
            copied = submission.copy(self.folder)
        except BaseException:  # nor is a part of a copy that found no room
            folders.remove(str(self.folder))
            raise
        sources = {file: text(shown) for file, shown in copied.items()}  # a path may be no UTF-8
        longest = max([limit(self.exercise)] + [threshold.seconds for threshold in self.exercise.thresholds])
        self.job = {
            "module": Path(self.exercise.module).stem,
            "folder": str(self.folder),
            "sources": sources,
            "allowed": self.exercise.imports,
            "seed": worker_seed(seed),
            "cpu_seconds": self.exercise.limits.import_seconds + longest,
            "memory_mb": self.exercise.limits.memory_mb,
        }
        self.import_seconds = self.exercise.limits.import_seconds
        self.spare: Process | None = None

    def prefetch(self) -> None:
        """Fork the next worker now, so that it is ready when it is asked for."""
        if self.spare is None:
            self.spare = self._fork()

    def next(self) -> Remote:
        """Return a worker with the module imported; raise what the import came to."""
        link, self.spare = self.spare if isinstance(self.spare, Remote) else self._fork(), None
        try:
            return self._imported(link)
        except SandboxFault as error:
            if not full(error):
                raise
        self.sandbox.make_room()  # what those before it have left may be gone now
        return self._imported(self._fork())

    def _imported(self, link: Remote) -> Remote:
        try:
            link.imported(self.import_seconds)
        except BaseException:  # the time of a check is over, too: nobody else knows of this worker
            link.printed()  # is asked for later
            link.close()
            raise
        return link

    def hurry(self, seconds: float) -> None:
        """Give imports no more CPU seconds than these from here on."""
        self.import_seconds = min(self.import_seconds, seconds)

    def make_room(self, link: Process | None) -> bool:
        """Let go of the workers, of `link` too; say whether much of the disk became free, in bytes or in files."""
        before = _room(self.sandbox.folder)
        if link:
            link.close()
        self._drop()
        self.sandbox.make_room()
        after = _room(self.sandbox.folder)
        return any(
            now - then > much or now - then > max(some, now / 2)
            for then, now, (some, much) in zip(before, after, (BYTES, FILES), strict=True)
        )

    def crowded(self) -> bool:
        """Say whether the disk is full now, when all that the submission has left is gone."""
        return any(now < little for now, little in zip(_room(self.sandbox.folder), LITTLE, strict=True))

    def close(self) -> None:
        """Let go of the spare worker, and remove the copy of the submission."""
        self._drop()
        folders.remove(str(self.folder))

    def _drop(self) -> None:
        if self.spare is not None:
            self.spare.close()
            self.spare = None

    def _fork(self) -> Remote:
        scratch = (
            self.sandbox.folder / f"scratch-{secrets.token_hex(12)}"
        )  # another worker could look for the next number
        worker = self.sandbox.fork(Job(scratch=str(scratch), **self.job))  # type: ignore[arg-type]
        return Remote(self.sandbox, worker, scratch, self.next, self.exercise.limits.memory_mb << 20)


def full(error: BaseException | None) -> bool:
    """Say whether an error tells of a full disk."""
    return any(words in str(error) for words in FULL)


def _room(folder: Path) -> tuple[int, int]:
    """Return how many bytes on the disk are free, and for how many files it has room."""
    found = os.statvfs(folder) if hasattr(os, "statvfs") else None
    files = found.f_ffree if found and found.f_files else UNLIMITED  # Btrfs counts none
    return shutil.disk_usage(folder).free, files


def limit(exercise: Exercise) -> float:
    """Return the largest CPU limit of a check of the exercise."""
    return max([exercise.limits.check_seconds] + [check.seconds or 0.0 for check in exercise.checks])
