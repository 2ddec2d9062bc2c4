"""The worker, a fork or a fresh interpreter: it closes itself in, imports the learner's module, answers requests."""

from __future__ import annotations

import _thread
import contextlib
import hashlib
import importlib.util
import io
import os
import random
import socket
import sys
import tempfile
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import numpy as np

from nngrade.sandbox import limits, ready, wire
from nngrade.sandbox.objects import Table, too_large
from nngrade.sandbox.policy import Policy

CHANNEL = 3
LIFELINE = 4
CHUNK = 1 << 16
SPINS = 200
_poll = ready.Poll()
_pending = bytearray()  # what has come and was not asked for yet
_take: Callable[[int], bytes] = partial(os.read, CHANNEL)  # how bytes come and go: system calls that seccomp allows
_give: Callable[[Any], int] = partial(os.write, CHANNEL)
_tell: Callable[[bytes], int] = partial(os.write, 2)
STDLIB: list[str] = []  # what `sys.path` holds of the standard library alone: who starts a worker fills it in
OWN_MODULES = ("nngrade", "nngrade.sandbox", "msgspec", "pyseccomp", "landlockpy")


def worker_seed(seed: int) -> int:
    """Return what a worker's global generators are seeded with: the command's seed is not to be told from it."""
    return int.from_bytes(hashlib.sha256(f"nngrade {seed}".encode()).digest()[:4], "little")


class Job(msgspec.Struct, frozen=True):
    """What a worker is forked for: whose code, where, and with which limits.

    `sources` maps each file of the copy to the path as the learner knows it; `seed` seeds the global generators, so
    that code which uses them is at least the same twice; `memory_mb` is what it may add to what NumPy takes.
    """

    module: str
    folder: str
    scratch: str
    sources: dict[str, str]
    allowed: tuple[str, ...]
    seed: int
    cpu_seconds: float
    memory_mb: int


def talk(channel: socket.socket | None = None, output: socket.socket | None = None) -> None:
    """Talk over descriptor 3, or a socket, and print to 1 and 2, or to a socket: on Windows that is no descriptor."""
    global _take, _give, _tell
    if channel:
        _take, _give = channel.recv, channel.send
    _poll.register(channel or CHANNEL, ready.READ)
    if output:
        _tell = output.send
        sys.stdout, sys.stderr = (_lines(output.makefile("wb", buffering=0)) for _ in range(2))
    else:
        sys.stdout, sys.stderr = (_lines(open(number, "wb", buffering=0, closefd=False)) for number in (1, 2))  # noqa: SIM115
    sys.__stdout__, sys.__stderr__ = sys.stdout, sys.stderr  # type: ignore[misc]  # kept, whatever takes their place


def _lines(raw: Any) -> io.TextIOWrapper:
    """Return a text stream that is written line by line, and takes any text."""
    stream = io.TextIOWrapper(io.BufferedWriter(raw), "utf-8", "backslashreplace", line_buffering=True)
    stream.mode = "w"  # type: ignore[misc]  # as `open` says it of its own
    return stream


def end_with(descriptor: int) -> None:
    """Leave as soon as a pipe ends, that is when the process which holds its other end does.

    A thread waits for that. Code that never lets another thread run keeps it from leaving; the limit of CPU does not.
    """

    def wait() -> None:
        with contextlib.suppress(OSError):
            os.read(descriptor, 1)
        os._exit(0)

    _thread.start_new_thread(wait, ())


def run(
    job: Job, packages: dict[str, str], base: int, close_in: Callable[[Path, Path], None], limited: bool = True
) -> None:
    """Be the worker that talks as `talk` has said, until the grader closes the channel. Never returns.

    `base` is the address space that was in use before, 0 for no limit of it; `close_in` puts the kernel's layers on.
    Limits are left out only where the other layers are tried alone.
    """
    scratch = Path(job.scratch)
    scratch.mkdir(mode=0o700, exist_ok=True)  # by the zygote, where there is one
    os.chdir(scratch)
    os.umask(0o077)
    os.environ.update(HOME=job.scratch, TMPDIR=job.scratch)
    random.seed(job.seed)
    np.random.seed(job.seed)
    warnings.formatwarning = partial(_one_line, job.sources)
    policy = Policy(Path(job.folder), {name: packages[name] for name in job.allowed})
    if limited:
        limits.apply(job.cpu_seconds, base + (job.memory_mb << 20) if base else 0)
    close_in(Path(job.folder), scratch)
    table = Table(None, scratch)
    table.sources = job.sources
    table.blocked = policy.blocked
    _hide_ourselves(policy, job)
    say([0, "ready"])  # from here on whatever happens is the learner's code's doing, and no fault of ours
    try:
        say([0, *_load(table, job)])
        serve(table)
    except BaseException as error:  # a signal handler or a trace function of the learner's raised between two calls
        with contextlib.suppress(BaseException):
            _tell(f"the program ended between two calls: {type(error).__name__}\n".encode())
        os._exit(1)
    os._exit(0)


def _one_line(
    sources: dict[str, str],
    message: Warning | str,
    category: type[Warning],
    file: str,
    line: int,
    text: str | None = None,
) -> str:
    """Format a warning as one line that names the file as the learner knows it, short enough for a narrow page."""
    kind = "" if category is RuntimeWarning else f"{category.__name__}: "  # NumPy's: "overflow encountered in exp"
    return f"{os.path.basename(sources.get(file, file))}:{line}: {kind}{message}\n"


def serve(table: Table) -> None:
    """Answer requests, each with its number, until the channel ends."""
    streams = sys.stdout, sys.stderr
    while prefix := read(wire.PREFIX.size):
        header, body = wire.lengths(prefix, wire.TO_WORKER)
        number, *request = wire.decode(read(header))
        reply, packer = table.execute(request, memoryview(read(body)))
        for stream in streams:
            try:  # noqa: SIM105  cheaper than a context manager, and done for every call
                stream.flush()
            except BaseException:  # noqa: S110  closed by the code, or a stream of its own: then it wants no output
                pass
        try:
            write(wire.frame([number, *reply], packer))
        except wire.WireError as error:
            say([number, *too_large(error)])


def say(tree: list[Any]) -> None:
    """Write a frame that holds no arrays."""
    write(wire.frame(tree, wire.Packer(wire.no_handles, 0)))


def _load(table: Table, job: Job) -> list[Any]:
    """Import the learner's module; return an `ok` or an `error` reply."""
    try:
        spec = importlib.util.spec_from_file_location(job.module, Path(job.folder, job.module + ".py"))
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        sys.modules[job.module] = module
        spec.loader.exec_module(module)
        np.seterr(under="ignore")  # e^-1e4 is 0: who has `np.seterr(all="raise")` does not mean that
    except BaseException as error:
        return table.describe(error)
    table.module = module
    return ["ok", None, []]


def _hide_ourselves(policy: Policy, job: Job) -> None:
    """Give the learner's code a clean interpreter: none of our modules, its folder last on the path."""
    for name in [name for name in sys.modules if name.startswith(OWN_MODULES)]:
        del sys.modules[name]
    sys.modules["__main__"] = ModuleType("__main__")
    sys.dont_write_bytecode = True
    sys.path[:] = [*STDLIB, job.folder]
    sys.argv[:] = sys.orig_argv[:] = [job.module + ".py"]
    tempfile.tempdir = None  # the zygote has looked it up already, for itself
    known = {path: sys.path_importer_cache.get(path) for path in STDLIB}
    sys.path_importer_cache.clear()
    # these know what is there; nobody may list the folder, in which all installed packages lie as well
    sys.path_importer_cache.update({path: finder for path, finder in known.items() if finder})
    sys.meta_path.insert(0, policy)


def read(size: int) -> bytes:
    """Return the next `size` bytes from the channel, b"" when it has ended. A small request comes in one piece."""
    while len(_pending) < size:
        for _ in range(SPINS):  # the next request is often there sooner than this process could wake up
            if _poll.poll(0):
                break
            ready.give_way()
        chunk = _take(max(CHUNK, size - len(_pending)))
        if not chunk:
            return b""
        _pending.extend(chunk)
    data = bytes(memoryview(_pending)[:size])
    del _pending[:size]
    return data


def write(buffers: list[Any]) -> None:
    """Write all of `buffers` to the channel."""
    for buffer in buffers:
        view = memoryview(buffer).cast("B")
        while view.nbytes:
            view = view[_give(view) :]
