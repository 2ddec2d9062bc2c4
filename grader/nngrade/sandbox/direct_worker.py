"""A worker that is an interpreter of its own: what the zygote does for a fork, it does for itself.

Run as a script, with the folders for `sys.path`, joined. What else it needs comes through standard input, which then
stays open: on POSIX its end says that the grader is gone. On Windows a job object does that.
"""

from __future__ import annotations

import os
import sys
from typing import Any

STDLIB = [path for path in sys.path if os.path.exists(path)]
sys.path += [path for path in sys.argv[1].split(os.pathsep) if path not in sys.path]
WINDOWS = sys.platform == "win32"


def main() -> None:
    """Be a worker. Never returns."""
    lifeline = os.dup(0)
    given = _exactly(lifeline, int.from_bytes(_exactly(lifeline, 4), "little"))
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)

    # Not before: the grader waits until its message is read.
    import linecache  # noqa: F401  a worker's tracebacks need it

    import msgspec
    import numpy.linalg
    import numpy.random  # noqa: F401

    from nngrade.sandbox import control, limits, worker

    try:
        ends, raw_job, packages, bounded = msgspec.msgpack.decode(given)
        channel, output = map(_taken, ends)
        worker.STDLIB[:] = STDLIB
        worker.talk(channel, output if WINDOWS else None)
        if WINDOWS:
            os.close(lifeline)
        else:
            output.close()
            worker.end_with(lifeline)
        base = limits.address_space() if bounded else 0
        worker.run(msgspec.convert(raw_job, worker.Job), packages, base, lambda folder, scratch: None)
    except BaseException as error:
        print(f"the worker could not be set up: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
    finally:
        os._exit(control.SETUP_FAILED)


def _taken(end: bytes | int) -> Any:
    """Return the socket that the grader has handed over: by its number, or as Windows packs it."""
    import socket

    if sys.platform == "win32":
        return socket.fromshare(end)
    return socket.socket(fileno=end)  # type: ignore[arg-type]


def _exactly(descriptor: int, size: int) -> bytes:
    data = b""
    while len(data) < size:
        chunk = os.read(descriptor, size - len(data))
        if not chunk:
            os._exit(0)  # the grader is gone
        data += chunk
    return data


if __name__ == "__main__":
    main()
