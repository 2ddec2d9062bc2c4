"""The grader's side of the zygote: asks for workers, learns how they ended, closes down."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from nngrade.sandbox import control, early, folders, ready
from nngrade.sandbox.outcome import NotEnded, SandboxFault, signal_name

try:
    import fcntl
except ImportError:  # Windows, where this file is read for its `Worker` only
    fcntl = None  # type: ignore[assignment]

PATIENCE = 30.0
KEEP_OUTPUT = 32 << 10
TRIES = 100
MAX_READS = 32  # of 64 KiB: code that prints without end must not keep the grader from looking at its limits


class Exit(NamedTuple):
    """How a worker ended: its exit code, or minus a signal; CPU seconds; the most memory; and what was too much."""

    code: int
    cpu: float
    maxrss: int
    over: str


class Worker:
    """One confined process, as the grader sees it: its channel, its output, and how it ended.

    `output` is the descriptor that its output comes from, and `heard` the socket behind it where that is no pipe.
    """

    def __init__(self, number: int, channel: socket.socket, output: int, heard: socket.socket | None = None) -> None:
        self.number = number
        self.channel = channel
        self.output = output
        self.heard = heard
        self.silent = False  # its output has ended
        # Its ends of channel and output, which are kept open until it has them: macOS may lose a socket on its way
        # that the sender has closed already, and Windows does.
        self.lent = contextlib.ExitStack()
        self.pid: int | None = None
        self.exit: Exit | None = None
        self.head = b""
        self.tail = b""
        self.dropped = 0
        self.link: Any = None  # by which others look at it while nobody waits for it
        self.shown: dict[str, str] = {}  # paths of the copy -> as the learner knows them
        self.others: list[Worker] = []  # workers that were asked for within the same check, and end with this one

    def drain(self) -> None:
        """Take what the code has printed, but no more at once than a pipe holds; keep head and tail."""
        for _ in range(MAX_READS):
            try:
                chunk = self.heard.recv(1 << 16) if self.heard else os.read(self.output, 1 << 16)
            except BlockingIOError:
                return
            except ConnectionError:
                chunk = b""
            if not chunk:
                self.silent = True
                return
            room = KEEP_OUTPUT - len(self.head)
            self.head += chunk[:room]
            self.tail += chunk[room:]
            if len(self.tail) > 4 * KEEP_OUTPUT:
                self.dropped += len(self.tail) - KEEP_OUTPUT
                self.tail = self.tail[-KEEP_OUTPUT:]

    def printed(self) -> str:
        """Return the code's output, its middle left out where it is long."""
        dropped = self.dropped + max(0, len(self.tail) - KEEP_OUTPUT)
        middle = f"\n… {dropped} bytes left out …\n".encode() if dropped else b""
        text = (self.head + middle + self.tail[-KEEP_OUTPUT:]).decode("utf-8", "backslashreplace")
        for path, shown in self.shown.items():
            text = text.replace(path, shown)
        return text

    def settle(self) -> None:
        """Close the process's own ends of channel and output: it has them, or is gone."""
        self.lent.close()

    def close(self) -> None:
        """Close the channel and the output."""
        self.settle()
        if self.output >= 0:
            self.channel.close()
            if self.heard:
                self.heard.close()
            else:
                os.close(self.output)
            self.output = -1


class Sandbox:
    """A zygote and its workers. Use as a context manager; the session's folder is `folder`."""

    def __init__(
        self, imports: tuple[str, ...] = (), without: tuple[str, ...] = (), *, contained: bool = False
    ) -> None:
        self.zygote = _contained() if contained else early.take()
        self.pid, self.channel = self.zygote.pid, self.zygote.channel
        self.workers: dict[int, Worker] = {}
        self.count = 0
        self.layers: list[str] = []
        self.problems: list[str] = []
        self.versions: list[str] = []  # of Python and NumPy, as the learner's code has them
        self.unlimited = 0  # where no kernel limits a worker's memory: the bytes that it begins with
        # whether workers outlive a zygote that is killed: elsewhere no kernel ends them with it
        self.orphans = sys.platform != "linux" or "pdeathsig" in without
        self.ended: str | None = None  # how the zygote ended: a signal, an exit code, "" when it just left
        self._folder: Path | None = None
        self._open = self.tidied = False
        try:
            control.send(self.channel, ["open", list(imports), list(without)])
        except OSError as error:  # it is gone already, and nobody else will close what it has made
            fault = self._fault()
            self.close()
            raise fault from error

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def folder(self) -> Path:
        """The session's folder, made and at the end removed by the zygote."""
        while self._folder is None:
            self.pump(PATIENCE)
        return self._folder

    @property
    def isolation(self) -> str:
        """The layers in force, joined by `+`: "landlock7+seccomp+rlimits"."""
        while not self._open:
            self.pump(PATIENCE)
        return "+".join(self.layers)

    def fork(self, job: Any) -> Worker:
        """Ask for a worker and return at once; `pid` and the answer to its import come later."""
        self.pump()  # or both sides might wait for each other to read, where sockets hold little
        ours, theirs = early.pair()
        read, write = os.pipe()
        os.set_blocking(read, False)
        ours.setblocking(False)
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            with contextlib.suppress(OSError):
                fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, 1 << 18)
        self.count += 1
        worker = Worker(self.count, ours, read)
        worker.shown = {**job.sources, job.scratch: "scratch"}
        worker.lent.enter_context(theirs)
        worker.lent.callback(os.close, write)
        try:
            control.send(self.channel, ["fork", worker.number, msgspec.to_builtins(job)], [theirs.fileno(), write])
        except OSError as error:
            worker.close()
            raise self._fault() from error
        self.workers[worker.number] = worker
        return worker

    def kill(self, worker: Worker) -> None:
        """Kill a worker, wait for its end, and close it; let go of those it was joined by."""
        for other in worker.others:
            self.dismiss(other)
        if worker.exit is None:
            with contextlib.suppress(OSError):
                control.send(self.channel, ["kill", worker.number])
            self.wait(worker)
        if worker.output >= 0:
            worker.drain()
        worker.close()
        self.workers.pop(worker.number, None)

    def dismiss(self, worker: Worker) -> None:
        """Let go of a worker that is no longer needed, and of those it was joined by, without waiting for their end."""
        for other in worker.others:
            self.dismiss(other)
        with contextlib.suppress(OSError):
            control.send(self.channel, ["kill", worker.number])
        worker.close()
        self.workers.pop(worker.number, None)

    def wait(self, worker: Worker, patience: float = PATIENCE) -> Exit:
        """Wait until the zygote has told how a worker ended."""
        end = time.monotonic() + patience
        while worker.exit is None:
            if time.monotonic() > end:
                raise NotEnded
            worker.drain()
            self.pump(0.05)
        return worker.exit

    def make_room(self) -> None:
        """Have removed at once what ended workers have left: it goes bit by bit otherwise."""
        self.tidied = False
        try:
            control.send(self.channel, ["tidy"])
        except OSError as error:
            raise self._fault() from error
        while not self.tidied:
            self.pump(PATIENCE)

    def pump(self, patience: float = 0.0) -> None:
        """Handle what the zygote has said; wait up to `patience` seconds for it to say something."""
        poll = ready.Poll()
        poll.register(self.channel, ready.READ)
        while poll.poll(patience * 1000):
            try:
                message, descriptors = control.receive(self.channel)
            except (EOFError, OSError) as error:
                raise self._fault() from error
            self._handle(descriptors, *message)
            patience = 0.0
        if patience >= PATIENCE:
            raise SandboxFault("the sandbox does not answer; see: nngrade doctor")

    def _handle(self, descriptors: list[int], kind: str, *rest: Any) -> None:
        if kind == "started":
            self._folder = Path(rest[0])
        elif kind == "open":
            self.layers, self.problems, self.versions, self.unlimited = rest
            self._open = True
        elif kind == "tidied":
            self.tidied = True
        elif kind == "failed":
            raise not_set_up(rest[0])
        elif worker := self.workers.get(rest[0]):
            if kind == "forked":
                worker.pid = _number(descriptors[0]) if descriptors else rest[1]
            else:
                worker.exit = Exit(os.waitstatus_to_exitcode(rest[1]), *rest[2:])
            worker.settle()
        for descriptor in descriptors:
            os.close(descriptor)

    def _fault(self) -> SandboxFault:
        """Return what to say of a zygote that is gone: its own last words, or how it ended."""
        with contextlib.suppress(EOFError, OSError):
            while (message := control.receive(self.channel)[0])[0] != "failed":
                pass
            return not_set_up(message[1])
        self._wait_for_zygote(2.0)
        how = f" ({self.ended})" if self.ended else ""
        return SandboxFault(f"the sandbox's own process ended unexpectedly{how}; try again, and see: nngrade doctor")

    def _wait_for_zygote(self, patience: float) -> None:
        """Wait for the zygote's end and note how it went, once."""
        end = time.monotonic() + patience
        while self.ended is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                pid, status = self.pid, 0
            if pid:
                code = os.waitstatus_to_exitcode(status)
                self.ended = signal_name(-code) if code < 0 else f"exit code {code}" if code else ""
                if self.ended and self.orphans:
                    self._end_orphans()
            elif time.monotonic() > end:
                return
            else:
                time.sleep(0.001)

    def _end_orphans(self) -> None:
        """Kill the workers that are left of a zygote that is gone: each leads a session, by which it is known."""
        for worker in self.workers.values():
            with contextlib.suppress(OSError):
                if worker.pid and worker.exit is None and os.getsid(worker.pid) == worker.pid:
                    os.killpg(worker.pid, signal.SIGKILL)

    def close(self) -> None:
        """Close the channel: the zygote kills what is left, removes the folder and leaves. Wait for that."""
        for worker in list(self.workers.values()):
            worker.close()
        self.channel.close()
        self._wait_for_zygote(math.inf)
        folder = self.zygote.folder or (str(self._folder) if self._folder else "")
        if self.ended and not folder:  # it had no time to say which folder it has made
            folders.sweep(self.pid)
        for _ in range(TRIES):  # it was killed itself, and its workers are about to end; or it lives in a container
            if not folder or not os.path.exists(folder):
                break
            folders.remove(folder)
            time.sleep(0.01)
        if self.zygote.lock >= 0:
            os.close(self.zygote.lock)
            self.zygote.lock = -1


def not_set_up(why: str) -> SandboxFault:
    """Return what to say of a sandbox that could not be set up."""
    return SandboxFault(f"the sandbox could not be set up ({why}); see: nngrade doctor")


def _contained() -> early.Started:
    from nngrade.sandbox import container  # only who asks for it needs it

    return container.start()


def _number(pidfd: int) -> int | None:
    """Return the process id here of a process in a container, whose own ids are others; None where it has none."""
    with contextlib.suppress(OSError), open(f"/proc/self/fdinfo/{pidfd}", encoding="ascii") as lines:
        for line in lines:
            if line.startswith("Pid:") and int(line[4:]) > 0:
                return int(line[4:])
    return None
