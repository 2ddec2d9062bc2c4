"""The zygote: a fresh interpreter that imports NumPy once, forks a worker on request, reaps it and kills it.

Run as a script by `launch.py`, with one argument: the folders for `sys.path`, joined. Descriptor 3 is the grader.
It holds nothing that a worker must not see, and it owns the session's folder: when the grader is gone, however it
went, the zygote kills what is left, removes the folder and leaves.
"""

from __future__ import annotations

import os
import sys

sys.path += [path for path in sys.argv[1].split(os.pathsep) if path not in sys.path]

import contextlib
import gc
import importlib.machinery
import itertools
import linecache  # noqa: F401  a worker's tracebacks need it
import select
import signal
import socket
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import numpy.linalg
import numpy.random  # noqa: F401

from nngrade.sandbox import confine, control, limits, worker

CONTROL = 3


class Zygote:
    """Serves one grader over the control channel until it closes."""

    def __init__(self) -> None:
        self.channel = socket.socket(fileno=CONTROL)
        self.folder = Path(tempfile.mkdtemp(prefix="nngrade-"))
        self.layers = confine.Layers()
        self.packages: dict[str, str] = {}  # what may be imported beside the standard library -> its folder
        self.base = limits.address_space()
        self.workers: dict[int, tuple[int, int, str]] = {}  # number -> (process id, pidfd, scratch folder)
        self.pid = os.getpid()
        worker.STDLIB[:] = [path for path in sys.path if path in confine.stdlib() or path.endswith("lib-dynload")]

    def run(self) -> None:
        """Serve requests and report exits, in the order in which they happen."""
        control.send(self.channel, ["started", str(self.folder)])
        poll = select.poll()
        poll.register(self.channel, select.POLLIN)
        while True:
            for _, pidfd, _ in self.workers.values():
                poll.register(pidfd, select.POLLIN)
            ready = {descriptor for descriptor, _ in poll.poll()}
            for number, (_, pidfd, _) in list(self.workers.items()):
                if pidfd in ready:
                    poll.unregister(pidfd)
                    self.reap(number)
            if CONTROL in ready:
                try:
                    request, descriptors = control.receive(self.channel)
                except EOFError:
                    return
                getattr(self, f"do_{request[0]}")(descriptors, *request[1:])

    def do_open(self, descriptors: list[int], imports: list[str], without: list[str]) -> None:
        """Build the layers and put the outer one on; answer with what is in force."""
        self.packages = {name: _folder_of(name) for name in ("numpy", *imports)}
        self.layers = confine.prepare(without)
        confine.around_zygote(self.layers, list(self.packages.values()), self.folder)
        gc.freeze()  # what is here now is never looked at again, so that workers share its pages
        control.send(self.channel, ["open", self.layers.names, self.layers.problems])

    def do_fork(self, descriptors: list[int], number: int, raw_job: Any) -> None:
        """Fork a worker with its channel and its output pipe."""
        job = msgspec.convert(raw_job, worker.Job)
        pid = os.fork()
        if pid == 0:
            self._become_worker(job, *descriptors)
        self.workers[number] = (pid, os.pidfd_open(pid), job.scratch)
        for descriptor in descriptors:
            os.close(descriptor)
        control.send(self.channel, ["forked", number, pid])

    def _become_worker(self, job: worker.Job, channel: int, output: int) -> None:
        try:
            null = os.open(os.devnull, os.O_RDWR)
            high = [os.dup2(descriptor, 100 + k) for k, descriptor in enumerate((null, output, channel))]
            for target, source in ((0, high[0]), (1, high[1]), (2, high[1]), (worker.CHANNEL, high[2])):
                os.dup2(source, target)
            self.channel.detach()
            os.closerange(4, 4096)
            worker.run(job, self.layers, self.packages, self.base, self.pid)
        except BaseException as error:
            with contextlib.suppress(BaseException):
                os.write(2, f"the worker could not be set up: {error!r}\n".encode())
        finally:
            os._exit(control.SETUP_FAILED)

    def do_kill(self, descriptors: list[int], number: int) -> None:
        """Kill a worker's whole process group, if it still lives."""
        if number in self.workers:
            pid, pidfd, _ = self.workers[number]
            with contextlib.suppress(OSError):
                signal.pidfd_send_signal(pidfd, signal.SIGKILL)
            with contextlib.suppress(OSError):
                os.killpg(pid, signal.SIGKILL)

    def reap(self, number: int) -> None:
        """Collect a worker that ended, report how, and remove its scratch folder."""
        pid, pidfd, scratch = self.workers.pop(number)
        _, status, usage = os.wait4(pid, 0)
        os.close(pidfd)
        control.send(self.channel, ["exit", number, status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss])
        _remove(scratch)

    def close(self) -> None:
        """Kill what still lives and remove the session's folder."""
        for number in list(self.workers):
            self.do_kill([], number)
        for pid, _, _ in self.workers.values():
            os.waitpid(pid, 0)
        _remove(str(self.folder))


def _folder_of(package: str) -> str:
    spec = importlib.machinery.PathFinder.find_spec(package)
    if spec is None:
        raise ModuleNotFoundError(f"the exercise allows {package!r}, which is not installed here")
    return next(iter(spec.submodule_search_locations or [spec.origin or ""]))


def _remove(folder: str) -> None:
    """Remove a folder, however deep, also where modes would keep an ordinary user from it. Links are not followed.

    Each folder inside is first moved to the top: thousands of levels exceed Python's stack and the longest path.
    """
    queue, names, top = [folder], itertools.count(), ""
    for path in queue:
        folders = []
        with contextlib.suppress(OSError), os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                else:
                    os.unlink(entry.path)
        with contextlib.suppress(OSError):
            if folders and not top:
                top = tempfile.mkdtemp(dir=folder)
            for inner in folders:
                os.chmod(inner, 0o700)
                os.rename(inner, moved := f"{top}/{next(names)}")
                queue.append(moved)
    for path in [*reversed(queue[1:]), *([top] if top else []), folder]:
        with contextlib.suppress(OSError):
            os.rmdir(path)


if __name__ == "__main__":
    zygote = Zygote()
    try:
        zygote.run()
    except Exception as error:
        with contextlib.suppress(OSError):
            control.send(zygote.channel, ["failed", f"{type(error).__name__}: {error}"])
    finally:
        zygote.close()
        os._exit(0)  # nothing is left to tidy, and the grader waits
