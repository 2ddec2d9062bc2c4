"""The zygote: a fresh interpreter that imports NumPy once, forks a worker on request, reaps it and kills it.

Run as a script, with the folders for `sys.path`, joined; in a container also with the session's folder, where the
grader waits at a socket, else descriptor 3 is the grader. It holds nothing that a worker must not see, and it owns the
session's folder: when the grader is gone, however it went, it kills what is left, removes the folder and leaves.
"""

from __future__ import annotations

import os
import platform
import sys

if __name__ == "__main__":
    sys.path += [path for path in sys.argv[1].split(os.pathsep) if path not in sys.path]

import contextlib
import errno
import gc
import linecache  # noqa: F401  a worker's tracebacks need it
import pkgutil
import signal
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import msgspec
import numpy.linalg
import numpy.random

from nngrade.sandbox import cgroup, confine, control, folders, limits, policy, ready, room, worker

CONTROL = 3
LOOK = 0.25  # seconds between two looks at what workers write
FULL = (errno.ENOSPC, errno.EDQUOT)
MOST_TIDYING = 2.0  # seconds to wait for the end of what was killed
BLINK = 0.02  # seconds between two looks at the workers, where the kernel has no descriptors of processes


class Forked(BaseException):
    """Leaves the zygote's frames behind, in a fork of it: `become` then makes it a worker."""

    def __init__(self, become: Callable[[], NoReturn]) -> None:
        self.become = become


class Zygote:
    """Serves one grader over the control channel until it closes."""

    def __init__(self, channel: socket.socket, folder: str = "") -> None:
        self.channel = channel
        self.contained = bool(folder)
        self.folder, self.lock = folders.make(folder)
        self.layers = confine.Layers()
        self.packages: dict[str, str] = {}  # what may be imported beside the standard library -> its folder
        self.base = limits.address_space()
        self.cgroup: cgroup.Cgroup | None = None
        self.pidfds = True
        self.lifeline: tuple[int, ...] = ()  # a pipe that ends with this process, for workers to notice
        self.workers: dict[int, tuple[int, int, str]] = {}  # number -> (process id, pidfd or -1, scratch folder)
        self.asked: deque[tuple[list[int], int, worker.Job]] = deque()  # workers that could not be forked yet
        self.over: dict[int, str] = {}  # number -> what it was killed for by us
        self.ending: set[int] = set()  # workers that were killed and have not been reaped
        self.looked = 0.0  # when the workers' folders were looked at
        self.leftovers: deque[Iterator[None]] = deque()  # scratch folders that are being removed, bit by bit
        self.poll = ready.Poll()  # the channel, and the descriptor of each worker
        self.poll.register(channel, ready.READ)
        self.pid = os.getpid()
        worker.STDLIB[:] = [path for path in sys.path if path in confine.stdlib() or path.endswith("lib-dynload")]

    def run(self) -> None:
        """Serve requests and report exits, in the order in which they happen."""
        control.send(self.channel, ["started", str(self.folder)])
        folders.sweep()
        channel = self.channel.fileno()
        while True:
            blind = any(pidfd < 0 for _, pidfd, _ in self.workers.values())
            patience: float | None = LOOK * 1000 if self.workers else None
            if self.leftovers or blind or self.asked:
                patience = 0 if self.leftovers else BLINK * 1000
            there = {descriptor for descriptor, _ in self.poll.poll(patience)}
            self.tidy()
            self.look()
            if self.asked:
                self.fork(*self.asked.popleft())
            for number, (_, pidfd, _) in list(self.workers.items()):
                if pidfd in there or pidfd < 0:
                    self.reap(number)
            if channel in there:
                try:
                    request, descriptors = control.receive(self.channel)
                except EOFError:
                    return
                getattr(self, f"do_{request[0]}")(descriptors, *request[1:])

    def do_open(self, descriptors: list[int], imports: list[str], without: list[str]) -> None:
        """Build the layers and put the outer one on; answer with what is in force."""
        self.packages = {name: policy.place_of(name) for name in ("numpy", *imports)}
        self.layers = confine.prepare(without)
        limits.count_tasks()
        for path in worker.STDLIB:  # an import lists the folder it looks into, which is closed from here on
            if finder := pkgutil.get_importer(path):
                finder.find_spec("nngrade_nothing_of_that_name")
        self.cgroup = cgroup.prepare() if "cgroup" not in without else None
        outside = self.cgroup.folder if self.cgroup else None
        confine.around_zygote(self.layers, list(self.packages.values()), self.folder, outside)
        gc.freeze()  # what is here now is never looked at again, so that workers share its pages
        names = [*(["container"] if self.contained else []), *self.layers.names]
        names += ["cgroup"] * bool(self.cgroup) + ["rlimits"] * self.layers.limits
        self.pidfds = "pidfd" not in without and hasattr(os, "pidfd_open")
        versions = [platform.python_version(), numpy.__version__]
        if sys.platform != "linux" or "pdeathsig" in without:
            self.lifeline = os.pipe()
        unlimited = 0
        if not self.base or not self.layers.limits or "memory" in without:  # the grader watches what is really used
            self.base, unlimited = 0, limits.resident()
        control.send(self.channel, ["open", names or ["process"], self.layers.problems, versions, unlimited])

    def do_fork(self, descriptors: list[int], number: int, raw_job: Any) -> None:
        """Fork a worker with its channel and its output pipe."""
        self.fork(descriptors, number, msgspec.convert(raw_job, worker.Job))

    def fork(self, descriptors: list[int], number: int, job: worker.Job) -> None:
        """Fork a worker now, or when there is room: another one's threads may fill what a user may have."""
        try:
            os.mkdir(job.scratch, 0o700)
        except OSError as error:  # the worker tries it too, and says what else is wrong
            if error.errno in FULL:  # what others have left goes first
                self.asked.append((descriptors, number, job))
                return
        door = -1
        try:
            if self.cgroup:
                door = self.cgroup.worker(number, job.memory_mb << 20)
            pid = os.fork()
        except OSError:  # EAGAIN, ENOMEM: the grader waits, and ends what takes all the room
            if door >= 0:
                os.close(door)
            if self.cgroup:
                self.cgroup.ended(number)
            self.asked.append((descriptors, number, job))
            return
        if pid == 0:
            self.channel.detach()
            ends = (door, *descriptors, *self.lifeline[:1])
            raise Forked(partial(_become_worker, job, ends, self.pid, self.layers, self.packages, self.base))
        if door >= 0:
            os.close(door)
        pidfd = os.pidfd_open(pid) if self.pidfds else -1
        if pidfd >= 0:
            self.poll.register(pidfd, ready.READ)
        self.workers[number] = (pid, pidfd, job.scratch)
        for descriptor in descriptors:
            os.close(descriptor)
        # in a container process ids are others than outside: the descriptor tells the grader which one it is
        control.send(self.channel, ["forked", number, pid], [pidfd] if self.contained else None)

    def tidy(self) -> None:
        """Go on removing what ended workers have left."""
        while self.leftovers:
            if next(self.leftovers[0], self) is not self:
                return
            self.leftovers.popleft()

    def do_tidy(self, descriptors: list[int]) -> None:
        """Remove at once what workers have left that have ended or were killed: there is no room."""
        until = time.monotonic() + MOST_TIDYING
        while self.ending and time.monotonic() < until:
            for number in list(self.ending):
                self.reap(number)
            time.sleep(0.001)
        for leftover in self.leftovers:
            for _ in leftover:
                pass
        self.leftovers.clear()
        control.send(self.channel, ["tidied"])

    def look(self) -> None:
        """Look at what the workers write, whatever the grader does meanwhile, and end who writes too much."""
        if not self.workers or time.monotonic() - self.looked < LOOK:
            return
        for number, (pid, _, scratch) in self.workers.items():
            if what := room.over(pid, Path(scratch), hold=True):
                self.over[number] = what
                self.do_kill([], number)
        self.looked = time.monotonic()

    def do_kill(self, descriptors: list[int], number: int) -> None:
        """Kill a worker's whole process group, if it still lives. Its number is not given away before it is reaped."""
        for one in [one for one in self.asked if one[1] == number]:
            self.asked.remove(one)
            for descriptor in one[0]:
                os.close(descriptor)
            control.send(self.channel, ["exit", number, signal.SIGKILL, 0.0, 0, ""])
        if number in self.workers:
            self.ending.add(number)
            pid = self.workers[number][0]
            for kill in (os.kill, os.killpg):
                with contextlib.suppress(OSError):
                    kill(pid, signal.SIGKILL)

    def reap(self, number: int) -> None:
        """Collect a worker if it has ended, report how, and remove its scratch folder."""
        pid, pidfd, scratch = self.workers[number]
        ended, status, usage = os.wait4(pid, os.WNOHANG)
        if not ended:
            return
        del self.workers[number]
        self.ending.discard(number)
        if pidfd >= 0:
            self.poll.unregister(pidfd)
            os.close(pidfd)
        if not self.layers.filter:  # else it could start nothing
            with contextlib.suppress(OSError):
                os.killpg(pid, signal.SIGKILL)
        over = self.over.pop(number, "")
        if self.cgroup is not None and self.cgroup.ended(number):
            over = "the code uses more memory than the exercise allows"
        control.send(self.channel, ["exit", number, status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, over])
        self.leftovers.append(folders.removing(scratch))

    def close(self) -> None:
        """Kill what still lives and remove the session's folder."""
        for number in list(self.workers):
            self.do_kill([], number)
        for number, (pid, _, _) in self.workers.items():
            os.waitpid(pid, 0)
            if self.cgroup:
                self.cgroup.ended(number)
        if self.cgroup:
            self.cgroup.close()
        folders.remove(str(self.folder))


def _become_worker(
    job: worker.Job,
    descriptors: Sequence[int],
    zygote: int,
    layers: confine.Layers,
    packages: dict[str, str],
    base: int,
) -> NoReturn:
    door, channel, output, *lifeline = descriptors
    try:
        limits.go_first()
        if door >= 0:
            cgroup.enter(door)
        null = os.open(os.devnull, os.O_RDWR)
        ends = (null, output, output, channel, *lifeline)
        high = [os.dup2(descriptor, 100 + k) for k, descriptor in enumerate(ends)]
        for target, source in enumerate(high):
            os.dup2(source, target)
        os.closerange(len(ends), 4096)
        if lifeline:
            worker.end_with(worker.LIFELINE)
        else:
            confine.die_with_parent(zygote)
        os.setsid()
        worker.talk()
        worker.run(job, packages, base, partial(confine.around_worker, layers), layers.limits)
    except BaseException as error:
        with contextlib.suppress(BaseException):
            os.write(2, f"the worker could not be set up: {type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(control.SETUP_FAILED)


def main(folder: str = "") -> NoReturn:
    """Be the zygote of the grader on descriptor 3, or at the socket in `folder`, until it is gone; or a worker."""
    become = _serve(folder)
    if become:
        become()
    os._exit(0)  # nothing is left to tidy, and the grader waits


def _serve(folder: str) -> Callable[[], NoReturn] | None:
    """Be the zygote; return None at its end, and in a fork what makes it a worker.

    Nothing of the zygote is left in a worker then: no frame of it, and no list of the other workers.
    """
    channel = socket.socket(socket.AF_UNIX) if folder else socket.socket(fileno=CONTROL)
    zygote = None
    with contextlib.suppress(OSError):  # it leads a session already
        os.setsid()
    try:
        if folder:
            with folders.near(folder) as address:
                channel.connect(address)
        zygote = Zygote(channel, folder)
        zygote.run()
    except Forked as forked:
        return forked.become
    except BaseException as error:
        why = f"{type(error).__name__}: {error}"
        if zygote is None:
            why = f"no folder for temporary files can be written; name one with TMPDIR. {why}"
        with contextlib.suppress(OSError):
            control.send(channel, ["failed", why])
    if zygote:
        zygote.close()
    return None


if __name__ == "__main__":
    main(*sys.argv[2:])
