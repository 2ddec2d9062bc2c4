"""Workers where nothing forks: a fresh interpreter for each. Its limits are watched from here; nothing confines it.

This is for Windows. What Windows alone has (shared sockets, job objects, its exit codes) could not be tried, the rest
is tried on Linux with NNGRADE_FORK=0. A worker takes as long as NumPy's import, so the next one is started early.
"""

from __future__ import annotations

import contextlib
import os
import platform
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any, NamedTuple

import msgspec

from nngrade.sandbox import control, early, folders, job_object, limits, meter, policy
from nngrade.sandbox.outcome import NoRoom, NotEnded
from nngrade.sandbox.sandbox import PATIENCE, TRIES, Exit, Worker, not_set_up
from nngrade.sandbox.worker import Job

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "direct_worker.py")
BEGINS_WITH = 96 << 20  # bytes: an interpreter with NumPy takes 30 to 60 MB, and is not asked before it runs
PAUSE = 0.005
MOST_TIDYING = 2.0  # seconds to wait for the end of what was killed


class Started(NamedTuple):
    """A worker's process, the job object around it where there is one, and the folder that goes with it."""

    process: subprocess.Popen[bytes]
    job: job_object.JobObject | None
    scratch: str


class Direct:
    """Workers that are started one by one, with the surface of `Sandbox`; see `session.Session`."""

    channel = None

    def __init__(self, imports: tuple[str, ...] = (), without: Iterable[str] = ()) -> None:
        try:
            self.packages = {name: policy.place_of(name) for name in ("numpy", *imports)}
            self.folder, self.lock = folders.make()
        except (ImportError, OSError) as error:
            raise not_set_up(f"{type(error).__name__}: {error}") from error
        folders.sweep()
        self.workers: dict[int, Worker] = {}
        self.started: dict[int, Started] = {}  # also of workers that were let go of, until they have ended
        self.count = 0
        self.layers = ["process", *(["rlimits"] if limits.THERE else [])]
        why = f"this is {sys.platform}" if sys.platform != "linux" else "NNGRADE_FORK=0 asks for workers without them"
        self.problems = [f"Landlock and seccomp are put on forked workers, on Linux; {why}"]
        self.versions = [platform.python_version(), version("numpy")]
        self.bounded = limits.address_space() > 0 and "memory" not in without
        self.unlimited = 0 if self.bounded else BEGINS_WITH

    def __enter__(self) -> Direct:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @property
    def isolation(self) -> str:
        """The layers in force: "process+rlimits", on Windows "process"."""
        return "+".join(self.layers)

    def fork(self, job: Job) -> Worker:
        """Start a worker and return at once; the answer to its import comes later."""
        self.pump()
        channel, theirs = early.pair()
        heard, output = early.pair()
        channel.setblocking(False)
        heard.setblocking(False)
        self.count += 1
        worker = Worker(self.count, channel, heard.fileno(), heard)
        worker.shown = {**job.sources, job.scratch: "scratch"}
        worker.lent.enter_context(theirs)
        worker.lent.enter_context(output)
        try:
            process = self._started(theirs, output)
        except OSError as error:
            worker.close()
            if error.errno in early.NO_ROOM:
                raise NoRoom from error
            raise not_set_up(f"no worker could be started: {error}") from error
        worker.pid = process.pid
        self.workers[worker.number] = worker
        around = job_object.around(process, BEGINS_WITH + (job.memory_mb << 20))
        self.started[worker.number] = Started(process, around, job.scratch)
        ends = [_handed(end, process.pid) for end in (theirs, output)]
        assert process.stdin is not None
        with contextlib.suppress(OSError):  # it has ended already, which is noticed later
            message = msgspec.msgpack.encode([ends, msgspec.to_builtins(job), self.packages, self.bounded])
            process.stdin.write(control.PREFIX.pack(len(message)) + message)
        return worker

    def _started(self, channel: socket.socket, output: socket.socket) -> subprocess.Popen[bytes]:
        """Start a process; where there is no room for one, once more when those that were let go of are gone."""
        try:
            return _start(channel, output)
        except OSError as error:
            if error.errno not in early.NO_ROOM:
                raise
        self.make_room()
        return _start(channel, output)

    def kill(self, worker: Worker) -> None:
        """Kill a worker, wait for its end, and close it; let go of those it was joined by."""
        for other in worker.others:
            self.dismiss(other)
        self._end(worker.number)
        if worker.exit is None:
            self.wait(worker)
        if worker.output >= 0:
            worker.drain()
        worker.close()
        self.workers.pop(worker.number, None)

    def dismiss(self, worker: Worker) -> None:
        """Let go of a worker that is no longer needed, and of those it was joined by, without waiting for their end."""
        for other in worker.others:
            self.dismiss(other)
        self._end(worker.number)
        worker.close()
        self.workers.pop(worker.number, None)

    def wait(self, worker: Worker, patience: float = PATIENCE) -> Exit:
        """Wait until a worker has ended; return how."""
        end = time.monotonic() + patience
        while worker.exit is None:
            if time.monotonic() > end:
                raise NotEnded
            worker.drain()
            self.pump(PAUSE)
        return worker.exit

    def make_room(self) -> None:
        """Wait for the end of those that were let go of; what they have left is removed then."""
        end = time.monotonic() + MOST_TIDYING
        while self.started.keys() - self.workers.keys() and time.monotonic() < end:
            self.pump(PAUSE)

    def pump(self, patience: float = 0.0) -> None:
        """Note which workers have ended, and remove what they leave; wait up to `patience` seconds for the first."""
        for turn in range(2):
            ended = [(number, exit) for number, one in self.started.items() if (exit := _exit_of(one)) is not None]
            if ended or turn or not patience:
                break
            time.sleep(patience)
        for number, exit in ended:
            one = self.started.pop(number)
            if worker := self.workers.get(number):
                worker.exit = exit
                worker.settle()
            _tidy(one)

    def close(self) -> None:
        """Kill what is left, wait for it, and remove the session's folder."""
        for number in list(self.started):
            self._end(number)
        for worker in list(self.workers.values()):
            worker.close()
        end = time.monotonic() + PATIENCE
        while self.started and time.monotonic() < end:
            self.pump(PAUSE)
        for _ in range(TRIES):  # Windows keeps the files of a process for a moment after its end
            folders.remove(str(self.folder))
            if not self.folder.exists():
                break
            time.sleep(0.01)
        if self.lock >= 0:
            os.close(self.lock)
            self.lock = -1

    def _end(self, number: int) -> None:
        """Kill a worker's process, if it still lives, and what it has started."""
        one = self.started.get(number)
        if one is None:
            return
        others = meter.family(one.process.pid)
        with contextlib.suppress(OSError):
            if sys.platform == "win32":
                one.process.kill()
            else:  # its number is not given away before it was waited for, which `Popen.kill` may do
                os.killpg(one.process.pid, signal.SIGKILL)
        for other in others:
            with contextlib.suppress(Exception):  # psutil's own, for a process that is gone
                other.kill()


def _start(channel: socket.socket, output: socket.socket) -> subprocess.Popen[bytes]:
    """Start the interpreter; on POSIX it inherits both sockets, on Windows they come through its standard input."""
    system: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if sys.platform == "win32":  # no window, and no Ctrl-C, which is the grader's own affair
        system["creationflags"] = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
    else:
        passed = (channel.fileno(), output.fileno())
        system |= {"stdout": output, "stderr": output, "pass_fds": passed, "start_new_session": True}
    return subprocess.Popen(early.command(SCRIPT), stdin=subprocess.PIPE, env=early.environment(), bufsize=0, **system)


def _handed(end: socket.socket, pid: int) -> bytes | int:
    """Return what another process makes a socket of again."""
    if sys.platform == "win32":
        return end.share(pid)
    return end.fileno()


def _exit_of(one: Started) -> Exit | None:
    """Return how a process has ended, None while it runs."""
    process = one.process
    if not hasattr(os, "wait4"):  # Windows, whose codes have 32 bits, of which the first tells errors of its own
        code = process.poll()
        cpu = one.job.cpu_seconds() if one.job else 0.0
        return None if code is None else Exit(code - (1 << 32) if code >= 1 << 31 else code, cpu, 0, "")
    try:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
    except ChildProcessError:  # somebody else has waited for it
        process.returncode = 0
        return Exit(0, 0.0, 0, "")
    if not pid:
        return None
    process.returncode = os.waitstatus_to_exitcode(status)
    with contextlib.suppress(OSError):  # what it has started
        os.killpg(process.pid, signal.SIGKILL)
    return Exit(process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, "")


def _tidy(one: Started) -> None:
    if one.process.stdin:
        with contextlib.suppress(OSError):
            one.process.stdin.close()
    if one.job:
        one.job.close()
    folders.remove(one.scratch)
