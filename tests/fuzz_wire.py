"""Random and damaged frames against the grader's side of the wire: `python fuzz_wire.py [FRAMES] [SEED]`.

Each one is what a worker might write in place of its reply to a call. Whatever comes, the grader must have an answer
or an outcome, soon, and within the memory that a frame may take.
"""

from __future__ import annotations

import contextlib
import random
import resource
import socket
import struct
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from nngrade.checks.compare import Rules, compare
from nngrade.sandbox import wire
from nngrade.sandbox.handles import Implementation
from nngrade.sandbox.link import Remote
from nngrade.sandbox.outcome import Outcome
from nngrade.sandbox.sandbox import Exit, Worker

encode = msgspec.msgpack.encode
TAGS = [*"alstdfibuhpr", "", "x", "aa"]
WORDS = ["ok", "error", "missing", "", "f", "0", "0x" + "f" * 40, *sorted(wire.DTYPES), "|O", "<U4"]
ROOM = 32 << 10  # bytes that a socket takes at once
EXPECTED = np.arange(6.0)


class Deaf:
    """A sandbox without a zygote, for links whose other end is the test's own."""

    unlimited = 0
    workers: dict[int, Worker] = {}  # noqa: RUF012

    def __init__(self) -> None:
        self.channel, self._other = socket.socketpair()

    def __enter__(self) -> Deaf:
        return self

    def __exit__(self, *exception: object) -> None:
        self.channel.close()
        self._other.close()

    def pump(self) -> None:
        """Hear nothing."""

    def kill(self, worker: Worker) -> None:
        """End it."""
        worker.channel.close()

    dismiss = kill

    def wait(self, worker: Worker, patience: float) -> Exit:
        """Say that it left."""
        return Exit(0, 0.0, 0, "")


def link(sandbox: Deaf) -> tuple[Remote, socket.socket]:
    """Return a link, and the worker's end of its channel."""
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    worker = Worker(1, ours, sandbox._other.fileno())
    return Remote(sandbox, worker, Path("/nowhere"), lambda: None), theirs  # type: ignore[arg-type,return-value]


def reply(draw: random.Random) -> bytes:
    """Return the bytes of a reply: right, damaged, or drawn at random."""
    kind = draw.random()
    if kind < 0.1:
        return draw.randbytes(draw.randrange(200))
    body = draw.randbytes(draw.choice((0, 16, 48, 64, 200)))
    tree = [1, "ok", _tree(draw, 0), []] if kind < 0.75 else _tree(draw, 0)
    header = encode(tree)
    data = bytearray(wire.PREFIX.pack(len(header), len(body)) + header + body)
    if kind > 0.4:
        for _ in range(draw.randrange(4)):
            data[draw.randrange(len(data))] = draw.randrange(256)
    if kind > 0.9:
        data[:8] = struct.pack("<II", draw.choice((0, 1, 2**20, 2**31, 2**32 - 1)), draw.choice((0, 2**26, 2**32 - 1)))
    return bytes(data[: draw.randrange(len(data))] if kind > 0.95 else data)


def _tree(draw: random.Random, depth: int) -> Any:
    leaf = (
        None, True, draw.randrange(-3, 70), draw.choice((2**40, 2**63 - 1, -(2**63))), draw.random(), float("nan"),
        draw.choice(WORDS), draw.choice(TAGS),
    )  # fmt: skip
    if depth > 5 or draw.random() < 0.3:
        return draw.choice(leaf)
    if draw.random() < 0.35:
        shape = [draw.choice((0, 1, 2, 3, 6, 2**20, 2**40, -1)) for _ in range(draw.randrange(4))]
        return ["a", draw.choice([*sorted(wire.DTYPES), "|O"]), shape, draw.choice((0, 8, 16, 100)), draw.randrange(70)]
    inner = [_tree(draw, depth + 1) for _ in range(draw.randrange(4))]
    wrapped = draw.choice((inner, [draw.choice(TAGS), *inner], [draw.choice(TAGS), inner]))
    return wrapped if draw.random() < 0.95 else {"a": wrapped}


def judged(data: bytes, sandbox: Deaf) -> str:
    """Return what came of a reply: the kind of the answer, or of the outcome. All else that is raised is a fault."""
    one, other = link(sandbox)
    with other:
        sender = threading.Thread(target=_send, args=(other, data))  # a large frame does not fit into the socket
        sender.start() if len(data) > ROOM else _send(other, data)
        try:
            found = Implementation(one).f()
            compare(found, EXPECTED, Rules("value", False))
            return type(found).__name__
        except Outcome as outcome:
            str(outcome)
            return type(outcome).__name__
        finally:
            one.worker.channel.close()
            if len(data) > ROOM:
                sender.join()


def _send(channel: socket.socket, data: bytes) -> None:
    with contextlib.suppress(OSError):  # the link may have closed it
        channel.sendall(data)
        channel.shutdown(socket.SHUT_WR)


def main(frames: int = 1_000_000, seed: int = 0) -> int:
    """Try so many frames and print what came of them."""
    with Deaf() as sandbox:
        return _try(frames, random.Random(seed), sandbox)


def _try(frames: int, draw: random.Random, sandbox: Deaf) -> int:
    came: Counter[str] = Counter()
    longest, began = 0.0, time.monotonic()
    for number in range(frames):
        data = reply(draw)
        before = time.monotonic()
        try:
            came[judged(data, sandbox)] += 1
        except Exception as error:
            print(f"frame {number} raised {type(error).__name__}: {error}\n{data!r}")
            return 1
        longest = max(longest, time.monotonic() - before)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{frames} frames, {time.monotonic() - began:.0f} s, the longest {longest * 1000:.0f} ms, {used:.0f} MB at most"
    )
    print(", ".join(f"{count} {name}" for name, count in came.most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
