"""What a worker may not do: tried in real workers, as a learner's file would."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest
from nngrade.sandbox.outcome import Raised
from nngrade.sandbox.sandbox import Sandbox
from sandbox_helpers import ATTEMPT, attempt, demand, learner, spawn

ROOT = Path(__file__).parent.parent
FOREIGN = [
    "/etc/passwd",
    "/etc/hostname",
    os.path.expanduser("~/.bashrc"),
    "/proc/self/environ",
    "/proc/self/maps",
    "/proc/self/cmdline",
    "/proc/1/cmdline",
    "/proc/meminfo",
    "/sys/kernel/mm/transparent_hugepage/enabled",
    "/dev/mem",
    "/dev/tty",
    "/dev/zero",
    str(ROOT / "exercises" / "03_backprop" / "checks.py"),
    str(ROOT / "solutions" / "03_backprop" / "backprop.py"),
    str(ROOT / "pyproject.toml"),
    __file__,
    pytest.__file__,
    sys.modules["nngrade"].__file__,
    sys.executable,
    os.path.join(sys.prefix, "pyvenv.cfg"),
]


@pytest.mark.parametrize("path", FOREIGN)
def test_no_foreign_file_is_readable(sandbox: Sandbox, path: str) -> None:
    demand(sandbox, "landlock")
    if os.path.exists(path):
        assert attempt(sandbox, "open(path, 'rb').read(1)", path=path) == "PermissionError"
    assert attempt(sandbox, "import os; os.listdir(path)", path=os.path.dirname(path)) == "PermissionError"


def test_no_other_submission_is_readable(sandbox: Sandbox) -> None:
    demand(sandbox, "landlock")
    other = learner(sandbox, "SECRET = 1\ndef save(path): open(path, 'w').close()")
    other.save(other.path("mine.txt"))
    link = other._link
    copy = link.scratch.parent / "session-note.txt"  # type: ignore[attr-defined]
    copy.write_text("for nobody")
    copies = [path for path in link.scratch.parent.glob("test-*/work.py") if "SECRET" in path.read_text()]  # type: ignore[attr-defined]
    assert len(copies) == 1
    for path in (*copies, copy, link.scratch / "mine.txt"):  # type: ignore[attr-defined]
        assert path.is_file()
        assert attempt(sandbox, "open(path).read()", path=str(path)) == "PermissionError"
        assert attempt(sandbox, "open(path, 'w')", path=str(path)) == "PermissionError"
        assert attempt(sandbox, "import os; os.unlink(path)", path=str(path)) == "PermissionError"
        assert attempt(sandbox, "import os; os.listdir(path)", path=str(path.parent)) == "PermissionError"


@pytest.mark.parametrize(
    "code",
    [
        "open(own, 'a')",
        "open(own[:-3] + 'x.py', 'w')",
        "import os; os.unlink(own)",
        "import os; os.rename(own, 'mine.py')",
        "import os; open('new.py', 'w').close(); os.rename('new.py', own)",
        "import os; os.mkdir(os.path.dirname(own) + '/numpy')",
        "import os; os.truncate(own, 0)",
        "import os; os.rmdir(os.getcwd())",
        "import os; os.rename(os.getcwd(), os.path.dirname(os.getcwd()) + '/elsewhere')",
        "open('/tmp/nngrade-test', 'w')",
        "open('/dev/shm/nngrade-test', 'w')",
        "open('../nngrade-test', 'w')",
        "import os; os.mkdir('/tmp/nngrade-test')",
        "import sys; open(sys.base_prefix + '/nngrade-test', 'w')",
        "import numpy; open(numpy.__file__, 'a')",
        "open('/dev/urandom', 'wb')",
        "open('/proc/self/oom_score_adj', 'w')",
    ],
)
def test_nothing_is_written_outside_the_scratch_folder(sandbox: Sandbox, code: str) -> None:
    demand(sandbox, "landlock")
    impl = learner(sandbox, ATTEMPT + "\ndef own(): return __file__")
    assert impl.attempt(code, own=impl.own()) == "PermissionError"
    assert Path(impl.own()).read_text().strip().startswith("def attempt")


@pytest.mark.parametrize(
    "code",
    [
        "import os; os.fork()",
        "import os; os.execv('/bin/true', ['true'])",
        "import os; os.posix_spawn('/bin/true', ['true'], {})",
        "import subprocess; subprocess.run(['true'])",
        "import subprocess; subprocess.run('true', shell=True)",
        "import multiprocessing; multiprocessing.Process(target=print).start()",
        "import concurrent.futures as c; c.ProcessPoolExecutor().submit(print)",
        "import os; os.kill(os.getppid(), 9)",
        "import os; os.kill(other, 9)",
        "import os; os.kill(grader, 0)",
        "import os; os.kill(1, 0)",
        "import os; os.kill(0, 9)",
        "import os; os.kill(-1, 9)",
        "import os; os.killpg(os.getpgrp(), 9)",
        "import os; os.pidfd_open(os.getppid())",
        "import os; os.setsid()",
        "import os; os.setpgid(0, 0)",
        "import os; os.nice(1)",
        "import os; os.setpriority(os.PRIO_PROCESS, 0, 1)",
        "import os; os.sched_setaffinity(0, [0])",
        "import resource; resource.prlimit(other, resource.RLIMIT_CPU)",
        "import os; os.memfd_create('x')",
    ],
)
def test_no_other_process_is_made_or_touched(sandbox: Sandbox, code: str) -> None:
    demand(sandbox, "seccomp")
    other = learner(sandbox, "def ping(): return 1")
    pid = other._link.worker.pid  # type: ignore[attr-defined]
    assert attempt(sandbox, code, other=pid, grader=os.getpid()) == "PermissionError"
    assert other.ping() == 1
    sandbox.dismiss(other._link.worker)  # type: ignore[attr-defined]


def test_no_socket_of_any_family(sandbox: Sandbox) -> None:
    demand(sandbox, "seccomp")
    code = """
    import socket
    result = {}
    for family in families:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
            for make in (socket.socket, socket.socketpair):
                try:
                    make(family, kind)
                    result[family, int(kind)] = "made"
                except OSError as error:
                    result[family, int(kind)] = type(error).__name__
    """
    families = sorted({int(value) for name, value in vars(socket).items() if name.startswith("AF_")})
    answers = attempt(sandbox, code, families=families)
    assert len(answers) == 4 * len(families) and set(answers.values()) == {"PermissionError"}


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 80))",
        "import socket; socket.create_server(('127.0.0.1', 0))",
        "import asyncio; asyncio.run(asyncio.sleep(0))",
        "import http.client; http.client.HTTPConnection('127.0.0.1').request('GET', '/')",
    ],
)
def test_no_network(sandbox: Sandbox, code: str) -> None:
    demand(sandbox, "seccomp")
    assert attempt(sandbox, code) == "PermissionError"


@pytest.mark.parametrize(
    "code",
    [
        "os.chmod('a', 0o777)",
        "os.chmod('/tmp', 0o777)",
        "os.fchmod(1, 0o777)",
        "os.chown('a', 0, 0)",
        "os.lchown('/tmp', 0, 0)",
        "os.utime('a')",
        "os.utime('/tmp')",
        "os.setxattr('a', 'user.x', b'y')",
        "os.removexattr('a', 'user.x')",
        "os.link('a', 'b')",
        "os.symlink('/etc/passwd', 'b')",
        "os.mkfifo('b')",
        "os.mknod('b')",
        "os.chroot('.')",
        "os.setuid(0)",
        "os.setgroups([])",
        "os.setresuid(0, 0, 0)",
        "socket.sethostname('x')",
        "time.clock_settime(time.CLOCK_REALTIME, 0)",
    ],
)
def test_no_metadata_links_or_privileges(sandbox: Sandbox, code: str) -> None:
    demand(sandbox, "seccomp")
    assert attempt(sandbox, "import os, socket, time\nopen('a', 'w').close()\n" + code) == "PermissionError"


def test_what_is_blocked_is_told_as_blocked(sandbox: Sandbox) -> None:
    demand(sandbox, "landlock", "seccomp")
    impl = learner(sandbox, "import socket\ndef reads(): open('/etc/passwd')\ndef calls(): socket.socket()")
    for function in (impl.reads, impl.calls):
        with pytest.raises(Raised) as raised:
            function()
        assert raised.value.status == "blocked" and raised.value.type == "PermissionError"
    with pytest.raises(Raised) as raised:
        spawn(sandbox, "open('/etc/passwd')").imported(10)
    assert raised.value.status == "blocked"


def test_no_capability_is_left(sandbox: Sandbox) -> None:
    demand(sandbox, "rlimits")
    impl = learner(sandbox, "def ping(): return 1")
    status = Path(f"/proc/{impl._link.worker.pid}/status").read_text()  # type: ignore[attr-defined]
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    if os.getuid() == 0:
        assert int(fields["CapBnd"], 16) == 0
    assert [int(fields[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")] == [0, 0, 0, 0]
    assert fields["NoNewPrivs"] == "1"
    assert impl.ping() == 1
