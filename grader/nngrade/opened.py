"""Folders held open: in what a learner has laid out, nothing can take a file's place between the look and the read.

The owner of a folder may change it while we read, and we may have more rights than he has: a name that was a file when
it was looked at is a link, a pipe or a device when it is opened. So a folder is opened once, all in it is named
relative to its descriptor, links are never followed, and only what was opened is asked what it is.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from pathlib import Path
from typing import Self

HELD = os.open in os.supports_dir_fd and os.stat in os.supports_dir_fd  # not on Windows, which uses paths
PATIENCE = 1.0  # seconds, for all files of a folder: one with a lease (Samba's too) is given back when asked for
DESCRIPTORS = "/proc/self/fd"
_FOLDER = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_SHY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


class NoFile(OSError):
    """What has the name is a link, a pipe, a folder or a device."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EINVAL, "it is no ordinary file", str(path))


class Folder:
    """A folder held open; errors are those of the system, `OSError`.

    Parameters
    ----------
    path : Path
        Where it is. Links on the way are followed: it is what the user has named.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._outer = self
        self._patience = PATIENCE
        self._held = os.open(path, _FOLDER) if HELD else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def folder(self, name: str) -> Folder:
        """Open a folder inside; a link to one is an error."""
        inner = Folder.__new__(Folder)
        inner.path, inner._outer, inner._held = self.path / name, self._outer, None
        if not stat.S_ISDIR(self.status(name).st_mode):  # a link, too
            raise NotADirectoryError(errno.ENOTDIR, "it is no folder, or a link", str(inner.path))
        if HELD:
            inner._held = os.open(name, _FOLDER | _SHY, dir_fd=self._held)
        return inner

    def names(self) -> list[str]:
        """Return the names of all that lies in it, sorted; none where it may be entered and not listed."""
        try:
            if self._held is None:
                return sorted(os.listdir(self.path))
            listed = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=self._held)
        except PermissionError:
            return []
        try:
            return sorted(os.listdir(listed))
        finally:
            os.close(listed)

    def status(self, name: str) -> os.stat_result:
        """Return the status of what has this name, links not followed."""
        return os.stat(self._name(name), dir_fd=self._held, follow_symlinks=False)

    def regular(self, name: str) -> bool:
        """Return whether an ordinary file has this name."""
        try:
            return stat.S_ISREG(self.status(name).st_mode)
        except OSError:
            return False

    def read(self, name: str, limit: int) -> bytes:
        """Return the first `limit` bytes of an ordinary file; anything else of that name is an error."""
        if not self.regular(name) and self.has(name):  # looked at first: to open a device may do something
            raise NoFile(self.path / name)
        descriptor = self._open(name)
        with open(descriptor, "rb", buffering=0) as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise NoFile(self.path / name)
            data = bytearray()
            while len(data) < limit and (part := file.read(min(limit - len(data), 1 << 20))):
                data += part
            return bytes(data)

    def has(self, name: str) -> bool:
        """Return whether anything has this name, a link to nowhere too."""
        try:
            self.status(name)
        except FileNotFoundError:
            return False
        return True

    def unused(self, name: str) -> str:
        """Return `name`, or the first of `name-2.ext`, `name-3.ext`, … that nothing has."""
        stem, dot, suffix = name.rpartition(".")
        candidate, number = name, 1
        while self.has(candidate):
            number += 1
            candidate = f"{stem}-{number}{dot}{suffix}"
        return candidate

    def make(self, name: str) -> Folder:
        """Open a folder inside, made where there is none; a link to one is an error."""
        with contextlib.suppress(FileExistsError):
            os.mkdir(self._name(name), dir_fd=self._held)
        return self.folder(name)

    def create(self, name: str, data: bytes, mode: int = 0o666) -> None:
        """Write a new file; where anything has its name it is a `FileExistsError`."""
        with open(self._new(name, mode), "wb") as file:
            try:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            except BaseException:  # a full disk: half of it is nobody's file
                os.unlink(self._name(name), dir_fd=self._held)
                raise

    def rename(self, old: str, new: str) -> None:
        """Give a file another name; what had that is replaced."""
        os.replace(self._name(old), self._name(new), src_dir_fd=self._held, dst_dir_fd=self._held)

    def replace(self, name: str, data: bytes) -> None:
        """Write a file whole or not at all; whoever reads it finds the old one or the new one.

        Only an ordinary file is replaced, with its mode; anything else of that name is `NoFile`.
        """
        mode = None
        if self.has(name):
            before = self.status(name).st_mode
            if not stat.S_ISREG(before):
                raise NoFile(self.path / name)
            mode = stat.S_IMODE(before) & 0o777
        elif (descriptor := self._nameless()) is not None:  # nothing to replace: no other name for a kill to leave
            with contextlib.suppress(FileExistsError):  # it was made meanwhile
                return self._fill(descriptor, data, None, name)
        beside = f".{name[:100]}.{os.urandom(8).hex()}.tmp"  # which nobody can guess
        try:
            self._write(beside, data, mode)
            self.rename(beside, name)
        except BaseException:  # Ctrl-C too leaves no half-written file
            with contextlib.suppress(OSError):
                os.unlink(self._name(beside), dir_fd=self._held)
            raise

    def _write(self, name: str, data: bytes, mode: int | None) -> None:
        """Write a new file that gets its name when it is whole, where that can be: then no kill leaves a part of it."""
        descriptor = self._nameless()
        if descriptor is None:
            self._fill(self._new(name), data, mode)
        else:
            self._fill(descriptor, data, mode, name)

    def _fill(self, descriptor: int, data: bytes, mode: int | None, name: str = "") -> None:
        """Write a file, close it, and give it its name where it has none."""
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(descriptor, mode)
            if name:
                # a descriptor of a folder makes Python follow the link in /proc
                os.link(f"{DESCRIPTORS}/{descriptor}", name, src_dir_fd=self._held, dst_dir_fd=self._held)

    def _new(self, name: str, mode: int = 0o666) -> int:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | _SHY
        return os.open(self._name(name), flags, mode, dir_fd=self._held)

    def _nameless(self) -> int | None:
        if self._held is None or not hasattr(os, "O_TMPFILE") or not os.path.isdir(DESCRIPTORS):
            return None
        try:
            return os.open(".", os.O_WRONLY | os.O_TMPFILE | os.O_CLOEXEC, 0o666, dir_fd=self._held)
        except OSError:  # not every file system can; where nothing can be written, the other way says so
            return None

    def _open(self, name: str) -> int:
        while True:
            try:
                flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | _SHY
                return os.open(self._name(name), flags, dir_fd=self._held)
            except BlockingIOError:
                if self._outer._patience <= 0:
                    raise
                self._outer._patience -= 0.05
                time.sleep(0.05)

    def _name(self, name: str) -> str:
        return name if self._held is not None else str(self.path / name)
