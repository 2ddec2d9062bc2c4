"""What the tests of the sandbox share: workers around a few lines of code, who is still alive, values on the wire."""

from __future__ import annotations

import contextlib
import itertools
import math
import os
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from nngrade.sandbox import generators, wire
from nngrade.sandbox.handles import Implementation
from nngrade.sandbox.link import Remote
from nngrade.sandbox.local import Local
from nngrade.sandbox.outcome import Outcome, Raised
from nngrade.sandbox.sandbox import Sandbox
from nngrade.sandbox.worker import Job

Make = Callable[[str], Implementation]  # of a fixture that takes a module's source: in this process, or in a worker
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

    return Remote(sandbox, worker, scratch, again, job.get("memory_mb", 0) << 20)


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


def belonging(temporary: Path) -> list[int]:
    """Return the processes, but this one, whose environment names a folder of a test."""
    found = []
    for pid in map(int, filter(str.isdigit, os.listdir("/proc"))):
        with contextlib.suppress(OSError):
            if (
                pid != os.getpid()
                and os.fsencode(temporary) in Path(f"/proc/{pid}/environ").read_bytes()
                and alive(pid)
            ):
                found.append(pid)
    return found


ATTEMPT = """
def attempt(code, **names):
    try:
        exec(code, names)
    except BaseException as error:
        return type(error).__name__
    return names.get("result", "done")
"""


def attempt(sandbox: Sandbox, code: str, **names: Any) -> Any:
    """Run some lines in a fresh worker; return the name of what they raised, `result`, or "done"."""
    impl = learner(sandbox, ATTEMPT)
    answer = impl.attempt(textwrap.dedent(code), **names)
    sandbox.dismiss(impl._link.worker)  # type: ignore[attr-defined]
    return answer


def ends(sandbox: Sandbox, body: str, seconds: float = 0.5, **job: Any) -> Outcome:
    """Call a function with this body; return what it came to. Its process is gone, and the next one works."""
    impl = learner(sandbox, f"import ctypes, os, signal, sys, time\ndef f():\n    {body}\ndef fine(): return 1", **job)
    link = impl._link
    assert isinstance(link, Remote)
    link.start(seconds)
    with pytest.raises(Outcome) as raised:
        impl.f()
    if not isinstance(raised.value, Raised):
        assert eventually(lambda: not alive(link.worker.pid or 0))
        with pytest.raises(type(raised.value)):  # asked again, it says the same
            impl.fine()
    sandbox.dismiss(link.worker)
    return raised.value


# The wire.

DTYPES = sorted(wire.DTYPES)


def sent(value: Any, limit: int = wire.FROM_WORKER) -> tuple[bytes, bytes]:
    """Return header and body of the frame that carries a value."""
    packer = wire.Packer(wire.no_handles, limit)
    data = b"".join(bytes(memoryview(part).cast("B")) for part in wire.frame(packer.pack(value), packer))
    header, body = wire.lengths(data[:8], limit)
    assert len(data) == 8 + header + body
    return data[8 : 8 + header], data[8 + header :]


def special(tag: str, rest: list[Any], unpacker: wire.Unpacker) -> Any:
    if tag == "h":
        return unpacker.unpack(rest[0])
    if tag == "r":
        return generators.rebuilt(unpacker.unpack(rest[0]))
    if tag == "p":
        return wire.Path(rest[0])
    raise wire.WireError(f"unknown {tag}")


def received(header: bytes, body: bytes, copy: bool = True) -> Any:
    return wire.Unpacker(memoryview(body), special, copy).unpack(wire.decode(header))


def through(value: Any, limit: int = wire.FROM_WORKER) -> Any:
    return received(*sent(value, limit))


def alike(a: Any, b: Any) -> bool:
    """Say whether two values are the same to the bit, types and dtypes too."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray | np.generic):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, dict):
        return alike(list(a), list(b)) and alike(list(a.values()), list(b.values()))
    if isinstance(a, float):
        return (a == b and math.copysign(1, a) == math.copysign(1, b)) or (a != a and b != b)
    return bool(a == b)


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(1 << 4095), 1 << 4095),
    st.floats(),
    st.text(max_size=20),
    st.binary(max_size=40),
)
any_array = hnp.arrays(
    st.sampled_from(DTYPES).map(np.dtype), hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
)
values = st.recursive(
    scalars | any_array | st.sampled_from(DTYPES).flatmap(lambda name: hnp.from_dtype(np.dtype(name))),
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.lists(inner, max_size=5).map(tuple),
        st.dictionaries(st.one_of(st.text(max_size=5), st.integers(), st.tuples(st.integers())), inner, max_size=5),
        st.lists(st.floats(), min_size=9, max_size=20),
        st.lists(st.floats(), min_size=9, max_size=20).map(tuple),
    ),
    max_leaves=12,
)
