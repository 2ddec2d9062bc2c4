"""The traps around one run: canaries, listeners, a watch on files, a census of processes. A sprung trap has a name."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
import re
import secrets
import select
import socket
import threading
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

CANARIES = ("environment", "home", "beside", "neighbour", "checks", "solution", "manifest")
LISTENERS = ("tcp", "tcp6", "udp", "udp6", "unix", "abstract")
WATCHED = ("home", "handed-in", "course", "cache", "outside", "shared")
NAMES = (
    *(f"canary of the {name}" for name in CANARIES),
    "canary in base64",
    "canary in hex",
    "canary reversed",
    "labels",
    *(f"listener {name}" for name in LISTENERS),
    *(f"changed: {name}" for name in WATCHED),
    "left in a shared folder",
    "left in the folder for temporary files",
    "a process that is left",
    "breach",
)
# Folders that all users share. Others use the machine too, so what is ours there is known by the run's token.
SHARED = tuple(Path(name) for name in ("/tmp", "/var/tmp", "/dev/shm", "/") if os.path.isdir(name))
LABELS_IN_A_ROW = 40
BREACH = "BREA" + "CH"  # what a case prints when something worked that must not; never whole in its source
PATIENCE = 5.0


class Canaries:
    """Random words in places that nobody may read, and the search for them in whatever came out."""

    def __init__(self) -> None:
        self.words = {name: f"cn{secrets.token_hex(12)}" for name in CANARIES}

    def found(self, outputs: Iterable[bytes]) -> list[str]:
        """Return the traps that these outputs spring."""
        sprung = []
        texts = [(output, re.sub(rb"\s|\\n", b"", output)) for output in outputs]  # a report may wrap a line
        for name, word in self.words.items():
            raw = word.encode()
            for form, needles in (
                (f"canary of the {name}", (raw,)),
                ("canary in base64", _base64(raw)),
                ("canary in hex", (raw.hex().encode(), raw.hex().upper().encode())),
                ("canary reversed", (raw[::-1],)),
            ):
                if any(needle in text for needle in needles for both in texts for text in both):
                    sprung.append(form)
        return sprung


def _base64(word: bytes) -> list[bytes]:
    """Return what stays the same of a word's base64, wherever in a longer text the word stands."""
    return [base64.b64encode(bytes(before) + word)[before + 1 : -4] for before in range(3)]


class Listeners:
    """Sockets that wait on this machine: whoever connects or sends is seen, without a thread."""

    def __init__(self, folder: Path, token: str) -> None:
        self.sockets: dict[str, socket.socket] = {}
        self.places: dict[str, str] = {}
        for name, family, kind, address in (
            ("tcp", socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
            ("tcp6", socket.AF_INET6, socket.SOCK_STREAM, ("::1", 0)),
            ("udp", socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            ("udp6", socket.AF_INET6, socket.SOCK_DGRAM, ("::1", 0)),
            ("unix", socket.AF_UNIX, socket.SOCK_STREAM, str(folder / "s")),
            ("abstract", socket.AF_UNIX, socket.SOCK_STREAM, f"\0{token}"),
        ):
            one = socket.socket(family, kind)
            with contextlib.suppress(OSError):  # a machine without IPv6
                one.bind(address)
                if kind == socket.SOCK_STREAM:
                    one.listen(8)
                place = one.getsockname()
                self.places[name.upper()] = str(place[1]) if isinstance(place, tuple) else token
                self.sockets[name] = one
                continue
            one.close()
        self.places["UNIX"] = str(folder / "s")

    def sprung(self) -> list[str]:
        """Return the listeners that somebody has spoken to."""
        ready, _, _ = select.select(list(self.sockets.values()), [], [], 0)
        return [f"listener {name}" for name, one in self.sockets.items() if one in ready]

    def close(self) -> None:
        for one in self.sockets.values():
            one.close()


def snapshot(folder: Path) -> dict[str, tuple[object, ...]]:
    """Return what can be told of everything below a folder: mode, owner, size, time and sum."""
    seen: dict[str, tuple[object, ...]] = {}
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]  # pytest keeps rewritten checks there
        for name in (".", *names):
            path = Path(here, name)
            about = path.lstat()
            seen[str(path)] = (about.st_mode, about.st_uid, about.st_gid, about.st_nlink)
            if name != "." or "__pycache__" not in os.listdir(here):
                seen[str(path)] += (about.st_mtime_ns,)
            if path.is_file() and not path.is_symlink() and os.access(path, os.R_OK) and about.st_size < 1 << 22:
                seen[str(path)] += (hashlib.sha256(path.read_bytes()).hexdigest(),)
    return seen


class Census(threading.Thread):
    """Remembers every process that descends from one, while it runs; afterwards says which are still there."""

    def __init__(self, pid: int, marks: Iterable[Path]) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.marks = [os.fsencode(mark) for mark in marks]
        self.seen: dict[int, bytes] = {}
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.1):
            self.look()

    def look(self) -> None:
        """Add the descendants that live now."""
        parents = {pid: fields for pid in _pids() if (fields := _stat(pid))}
        family = {self.pid, *self.seen}
        grown = True
        while grown:
            more = {pid for pid, (_, parent, _) in parents.items() if parent in family} - family
            family |= more
            grown = bool(more)
        for pid in family & set(parents):
            self.seen.setdefault(pid, parents[pid][2])

    def left(self) -> list[int]:
        """Return who is left, after some patience: descendants, and whoever carries one of the marks."""
        self.ended.set()
        self.join()
        end = time.monotonic() + PATIENCE
        while (here := self._alive()) and time.monotonic() < end:
            time.sleep(0.05)
        return here

    def _alive(self) -> list[int]:
        found = []
        for pid in _pids():
            fields = _stat(pid)
            if fields and fields[0] != b"Z" and (self.seen.get(pid) == fields[2] or self._marked(pid)):
                found.append(pid)
        return found

    def _marked(self, pid: int) -> bool:
        if pid == os.getpid():
            return False
        with contextlib.suppress(OSError):
            environment = Path(f"/proc/{pid}/environ").read_bytes()
            here = os.fsencode(os.readlink(f"/proc/{pid}/cwd"))
            return any(mark in environment or mark in here for mark in self.marks)
        return False


def _pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def _stat(pid: int) -> tuple[bytes, int, bytes] | None:
    """Return state, parent and start time of a process."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return None
    return fields[0], int(fields[1]), fields[19]


def labels_in(outputs: Iterable[bytes], labels: bytes) -> bool:
    """Say whether a row of test labels is in an output: as digits in any notation, or as the array's bytes."""
    digits = "".join(str(label) for label in labels).encode()
    rows = (digits[:LABELS_IN_A_ROW], digits[-LABELS_IN_A_ROW:])
    wide = b"".join(label.to_bytes(8, "little") for label in labels[:LABELS_IN_A_ROW])
    forms = (wide, wide.hex().encode(), base64.b64encode(wide)[:-4])
    for output in outputs:
        if any(row in re.sub(rb"[^0-9]", b"", output) for row in rows) or any(form in output for form in forms):
            return True
    return False


def environment(canaries: Canaries) -> Mapping[str, str]:
    """Return variables as a CI service has them; no name says that they are ours."""
    word = canaries.words["environment"]
    return {"GITHUB_TOKEN": f"ghs_{word}", "AWS_SECRET_ACCESS_KEY": word, "DATABASE_URL": f"postgres://u:{word}@h/d"}
