"""What the tests of the sandbox share: workers around a few lines of code, and who is still alive."""

from __future__ import annotations

import itertools
import os
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import settings
from nngrade.sandbox.handles import Implementation
from nngrade.sandbox.link import Local, Remote
from nngrade.sandbox.sandbox import Sandbox
from nngrade.sandbox.worker import Job

QUICK = settings(max_examples=80, deadline=None, derandomize=True, database=None)
_numbers = itertools.count(1)


def spawn(
    sandbox: Sandbox,
    source: str,
    files: dict[str, str] | None = None,
    *,
    allowed: tuple[str, ...] = (),
    cpu_seconds: float = 60.0,
    memory_mb: int = 256,
) -> Remote:
    """Fork a worker around a module `work.py` with this source; the answer to its import is still to come."""
    folder = sandbox.folder / f"test-{next(_numbers)}"
    folder.mkdir()
    for name, text in {"work.py": source, **(files or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), "utf-8")
    return respawn(sandbox, folder, allowed=allowed, cpu_seconds=cpu_seconds, memory_mb=memory_mb)


def respawn(sandbox: Sandbox, folder: Path, **job: Any) -> Remote:
    """Fork another worker around a folder that `spawn` has written."""
    scratch = sandbox.folder / f"test-scratch-{next(_numbers)}"
    sources = {str(path): f"mine/{path.relative_to(folder)}" for path in folder.rglob("*.py")}
    worker = sandbox.fork(Job("work", str(folder), str(scratch), sources, seed=1, **job))

    def again() -> Remote:
        link = respawn(sandbox, folder, **job)
        link.imported(10)
        return link

    return Remote(sandbox, worker, scratch, again)


def learner(sandbox: Sandbox, source: str, files: dict[str, str] | None = None, **job: Any) -> Implementation:
    """Return what a check holds of a module with this source, imported in a worker of its own."""
    link = spawn(sandbox, source, files, **job)
    link.imported(10)
    link.start(10)
    return Implementation(link)


def local(source: str) -> Implementation:
    """Return the same around a module in this process, as the reference solution is asked."""

    def make() -> ModuleType:
        module = ModuleType("work")
        exec(textwrap.dedent(source), vars(module))
        return module

    return Implementation(Local(Path("work.py"), make))


def demand(sandbox: Sandbox, *layers: str) -> None:
    """Skip, visibly, what this machine's kernel cannot enforce."""
    there = sandbox.isolation
    for layer in layers:
        if layer not in there:
            pytest.skip(f"this machine gives {there}, no {layer}: {'; '.join(sandbox.problems)}")


def alive(pid: int) -> bool:
    """Say whether a process exists and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] != b"Z"
    except OSError:
        return False


def eventually(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Wait until a condition holds; say whether it did."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def children(pid: int) -> list[int]:
    """Return the processes whose parent is `pid`."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            fields = Path(f"/proc/{name}/stat").read_bytes().rpartition(b")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != b"Z":
            found.append(int(name))
    return found
