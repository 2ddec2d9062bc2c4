"""With layers of the sandbox left out: what still holds, and that the report says so."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from nngrade.sandbox import confine, early
from nngrade.sandbox.outcome import SandboxFault
from nngrade.sandbox.sandbox import Sandbox
from sandbox_helpers import attempt, demand, learner


def test_without_landlock_seccomp_still_holds() -> None:
    with Sandbox(without=("landlock",)) as one:
        assert "landlock" not in one.isolation
        demand(one, "seccomp")
        assert attempt(one, "import os; os.fork()") == "PermissionError"
        assert attempt(one, "import socket; socket.socket()") == "PermissionError"
        assert attempt(one, "import os; os.kill(os.getppid(), 9)") == "PermissionError"
        assert attempt(one, "open('/etc/passwd').read(1)") == "done"
        assert attempt(one, "import pytest") == "ModuleNotFoundError"


def test_without_seccomp_landlock_still_holds() -> None:
    with Sandbox(without=("seccomp",)) as one:
        assert "seccomp" not in one.isolation
        demand(one, "landlock")
        assert attempt(one, "open('/etc/passwd').read(1)") == "PermissionError"
        assert attempt(one, "open('/tmp/nngrade-test', 'w')") == "PermissionError"
        assert attempt(one, "import os; os.symlink('/etc/passwd', 'x')") == "PermissionError"
        assert attempt(one, "import subprocess; subprocess.run(['/bin/true'])") == "PermissionError"
        if int(one.isolation.partition("+")[0].removeprefix("landlock")) >= 6:
            assert attempt(one, "import os; os.kill(os.getppid(), 9)") == "PermissionError"
        if int(one.isolation.partition("+")[0].removeprefix("landlock")) >= 4:
            code = "import socket; socket.create_server(('127.0.0.1', 0))"
            assert attempt(one, code) == "PermissionError"


def test_without_both_it_is_another_process_with_limits() -> None:
    with Sandbox(without=("landlock", "seccomp")) as one:
        assert one.isolation == "rlimits"
        impl = learner(one, "import os\ndef where(): return os.getpid(), sorted(os.environ)")
        pid, names = impl.where()
        assert pid != os.getpid() and "HOME" in names
        assert attempt(one, "import pytest") == "ModuleNotFoundError"
        assert attempt(one, "x = bytearray(2 << 30)") == "MemoryError"


SEARCH = """
import ctypes.util, os, sys
from nngrade.sandbox import confine
def refused(*_): raise BlockingIOError("no room")
if "search" in sys.argv:
    confine.SONAMES.clear()
    os.fork = refused
else:
    ctypes.util.find_library = refused
print(confine.prepare().names)
"""


def test_no_program_is_started_to_find_a_library(sandbox: Sandbox) -> None:
    """There may be no room for one, which does not mean that this machine lacks a layer."""
    demand(sandbox, "seccomp")
    run = [sys.executable, "-c", SEARCH]
    assert "seccomp" in subprocess.run(run, check=True, capture_output=True, text=True).stdout
    searched = subprocess.run([*run, "search"], check=False, capture_output=True, text=True)
    assert searched.stdout == "" and "BlockingIOError: no room" in searched.stderr


def test_where_there_is_no_room_for_a_process_it_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    spawn = os.posix_spawn

    def full(*arguments: Any, **more: Any) -> int:
        tried.append(0)
        if len(tried) < 3:
            raise BlockingIOError(errno.EAGAIN, "no room")
        return spawn(*arguments, **more)

    monkeypatch.setattr(os, "posix_spawn", full)
    early.start(["nngrade", "check"])
    with Sandbox() as one:
        assert one.isolation and len(tried) == 3
    monkeypatch.setattr(early, "PATIENCE", -1.0)
    tried[:] = []
    with pytest.raises(SandboxFault, match="no room for another process"):
        Sandbox()


def test_layers_say_why_they_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    layers = confine.prepare()
    assert layers.names == [] and "this is darwin" in layers.problems[0]
    confine.around_zygote(layers, (), Path())
    confine.around_worker(layers, Path(), Path())
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setitem(sys.modules, "landlockpy", None)
    monkeypatch.setitem(sys.modules, "pyseccomp", None)
    layers = confine.prepare()
    assert layers.names == [] and layers.filter == b"" and layers.landlock is None
    assert [problem.partition(":")[0] for problem in layers.problems] == ["Landlock", "seccomp"]
