"""The worker: a fork of the zygote that closes itself in, imports the learner's module and answers requests."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import random
import select
import sys
import tempfile
import warnings
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import numpy as np

from nngrade.sandbox import confine, limits, wire
from nngrade.sandbox.objects import Table, too_large
from nngrade.sandbox.policy import Policy

CHANNEL = 3
CHUNK = 1 << 16
SPINS = 200
_poll = select.poll()
_pending = bytearray()  # what has come and was not asked for yet
STDLIB: list[str] = []  # what `sys.path` holds of the standard library alone: the zygote fills it in
OWN_MODULES = ("nngrade", "nngrade.sandbox", "msgspec", "pyseccomp", "landlockpy")


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


def run(job: Job, layers: confine.Layers, packages: dict[str, str], base: int, parent: int) -> None:
    """Be the worker on descriptor 3, until the grader closes it. Never returns."""
    confine.die_with_parent(parent)
    os.setsid()
    scratch = Path(job.scratch)
    scratch.mkdir(mode=0o700)
    os.chdir(scratch)
    os.umask(0o077)
    os.environ.update(HOME=job.scratch, TMPDIR=job.scratch)
    random.seed(job.seed)
    np.random.seed(job.seed)
    _poll.register(CHANNEL, select.POLLIN)
    sys.stdout = open(1, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    warnings.formatwarning = partial(_one_line, job.sources)
    policy = Policy(Path(job.folder), {name: packages[name] for name in job.allowed})
    if layers.limits:
        limits.apply(job.cpu_seconds, base + (job.memory_mb << 20))
    confine.around_worker(layers, Path(job.folder), scratch)
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
            os.write(2, f"the program ended between two calls: {type(error).__name__}\n".encode())
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
    sys.path_importer_cache.clear()
    sys.meta_path.insert(0, policy)


def read(size: int) -> bytes:
    """Return the next `size` bytes from the channel, b"" when it has ended. A small request comes in one piece."""
    while len(_pending) < size:
        for _ in range(SPINS):  # the next request is often there sooner than this process could wake up
            if _poll.poll(0):
                break
            os.sched_yield()
        chunk = os.read(CHANNEL, max(CHUNK, size - len(_pending)))
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
            view = view[os.write(CHANNEL, view) :]
