"""What a worker may not do, and what it must be able to do: tried in real workers, as a learner's file would."""

from __future__ import annotations

import os
import socket
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from nngrade.sandbox import confine, watch
from nngrade.sandbox.handles import Handle
from nngrade.sandbox.outcome import Raised
from nngrade.sandbox.sandbox import Sandbox
from sandbox_helpers import demand, eventually, learner, spawn

ATTEMPT = """
def attempt(code, **names):
    try:
        exec(code, names)
    except BaseException as error:
        return type(error).__name__
    return names.get("result", "done")
"""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as one:
        yield one


def attempt(sandbox: Sandbox, code: str, **names: Any) -> Any:
    """Run some lines in a fresh worker; return the name of what they raised, `result`, or "done"."""
    impl = learner(sandbox, ATTEMPT)
    answer = impl.attempt(textwrap.dedent(code), **names)
    sandbox.dismiss(impl._link.worker)  # type: ignore[attr-defined]
    return answer


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
                    result[family, kind] = "made"
                except OSError as error:
                    result[family, kind] = type(error).__name__
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


# What there is to find.


def test_the_environment_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NNGRADE_TEST_SECRET", "a-token")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    with Sandbox() as one:
        impl = learner(
            one,
            """
            import ctypes, os, sys
            def environment(): return dict(os.environ)
            def raw():
                environ, found = ctypes.POINTER(ctypes.c_char_p).in_dll(ctypes.CDLL(None), "environ"), []
                while environ[len(found)]:
                    found.append(environ[len(found)])
                return found
            """,
        )
        environment = impl.environment()
        assert environment["HOME"] == environment["TMPDIR"] == str(impl._link.scratch)  # type: ignore[attr-defined]
        assert {name for name in environment if "NNGRADE" in name or "PYTHON" in name} <= {
            "PYTHONHASHSEED",
            "PYTHONUTF8",
        }
        assert b"a-token" not in b"".join(impl.raw())


def test_the_interpreter_is_clean(sandbox: Sandbox) -> None:
    impl = learner(
        sandbox,
        """
        import gc, os, sys
        def modules(): return sorted(sys.modules)
        def path(): return list(sys.path)
        def argv(): return sys.argv, sys.orig_argv
        def descriptors():
            found = []
            for number in range(300):
                try:
                    os.fstat(number)
                    found.append(number)
                except OSError:
                    pass
            return found
        def names(): return __name__, __file__, sys.modules["__main__"].__dict__.get("__file__")
        def frames():
            frame, found = sys._getframe(), []
            while frame:
                found.append(repr(frame.f_locals))
                frame = frame.f_back
            return found
        """,
    )
    modules = impl.modules()
    assert "numpy" in modules and "work" in modules
    assert not {name.partition(".")[0] for name in modules} & {
        "nngrade",
        "msgspec",
        "pyseccomp",
        "landlockpy",
        "pytest",
    }
    path = Handle(impl, "path", "path")()  # `impl.path` is another thing
    assert path[-1] == str(Path(impl.names()[1]).parent)
    for folder in path[:-1]:
        assert folder.startswith(sys.base_prefix) and "site-packages" not in folder and str(ROOT) not in folder
    assert impl.argv() == (["work.py"], ["work.py"])
    assert impl.descriptors() == [0, 1, 2, 3]
    assert impl.names()[0] == "work" and impl.names()[2] is None
    for text in impl.frames():
        assert "solutions" not in text and "checks.py" not in text


def test_files_beside_the_module_shadow_nothing(sandbox: Sandbox) -> None:
    poison = "raise SystemError('loaded')"
    impl = learner(
        sandbox,
        """
        import random, json, numpy as np
        import nngrade, helper, package, package.inner
        def version(): return np.__version__, random.__file__, nngrade.mine, helper.x, package.inner.y
        """,
        {
            **dict.fromkeys(("numpy.py", "conftest.py", "sitecustomize.py", "random.py", "json/__init__.py"), poison),
            "nngrade/__init__.py": "mine = 7",
            "helper.py": "import package\nx = package.z + 1",
            "package/__init__.py": "z = 1",
            "package/inner.py": "from . import z\nfrom helper import x\ny = x + z",
        },
    )
    version, random_file, mine, x, y = impl.version()
    assert version == np.__version__ and random_file.startswith(sys.base_prefix)
    assert (mine, x, y) == (7, 2, 3)


# What must work.


@pytest.mark.parametrize(
    "code",
    [
        "import threading; t = threading.Thread(target=sum, args=([1],)); t.start(); t.join()",
        "import concurrent.futures as c; assert list(c.ThreadPoolExecutor(4).map(abs, [-1])) == [1]",
        "import threading, time; threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
        "import numpy as np; np.seterr(all='raise'); np.zeros(3).sum()",
        "import tempfile; f = tempfile.TemporaryFile(); f.write(b'x')",
        "import tempfile; assert tempfile.gettempdir() == __import__('os').getcwd()",
        "import tempfile as t\nwith t.TemporaryDirectory() as d, t.NamedTemporaryFile(dir=d) as f: f.write(b'x')",
        "import os; os.makedirs('a/b'); open('a/b/c', 'w').write('é'); os.replace('a/b/c', 'd'); os.removedirs('a/b')",
        "import shutil; open('a', 'w').close(); shutil.copyfile('a', 'b'); __import__('pathlib').Path('c').touch()",
        "import os; os.environ['X'] = '1'; os.path.expanduser('~/x')",
        "import numpy as np; np.save('a.npy', np.eye(2)); assert np.load('a.npy').sum() == 2; np.savetxt('t', [1.0])",
        "import numpy as np; m = np.memmap('m', mode='w+', shape=10); m[0] = 1; m.flush()",
        "import numpy as np; np.linalg.svd(np.random.default_rng(0).normal(size=(80, 80))); np.fft.fft([1.0, 2])",
        "import numpy.ma, numpy.polynomial, numpy.testing",
        "import os; open(os.devnull, 'w').write('x'); os.urandom(8); open(os.devnull).read()",
        "import time; time.localtime(); time.sleep(0.001); import datetime; datetime.datetime.now().astimezone()",
        "import sys; sys.setrecursionlimit(5000)\ndef f(n): return n and f(n - 1)\nf(4000)",
        "import warnings; warnings.warn('odd'); import logging; logging.warning('odd')",
        "import signal, time; signal.signal(signal.SIGALRM, lambda *a: None); signal.alarm(1); signal.alarm(0)",
        "import os, signal; signal.signal(signal.SIGUSR1, lambda *a: None); os.kill(os.getpid(), signal.SIGUSR1)",
        "import resource; resource.getrusage(resource.RUSAGE_SELF); resource.getrlimit(resource.RLIMIT_AS)",
        "import zoneinfo, ssl, sqlite3, csv, decimal, unittest, asyncio, ctypes, multiprocessing, pdb, doctest, locale",
        "import sqlite3; sqlite3.connect(':memory:').execute('select 1')",
        "import os; os.pipe(); os.dup(1); os.cpu_count(); os.getpid(); os.umask(0)",
        "import gzip, pickle; pickle.dump([1], gzip.open('x.gz', 'wb')); pickle.load(gzip.open('x.gz'))",
        "import sys; print('ünïcode ✓'); sys.stdout.flush(); sys.stderr.write('x'); sys.stdout.isatty()",
        "import subprocess, socket, http, urllib.request, webbrowser",
    ],
)
def test_honest_code_works(sandbox: Sandbox, code: str) -> None:
    assert attempt(sandbox, code) == "done"


def test_standard_input_is_empty(sandbox: Sandbox) -> None:
    assert attempt(sandbox, "input('your name? ')") == "EOFError"


def test_the_scratch_folder_goes_with_its_worker(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "SCRATCH_DEPTH", 1_000_000)
    impl = learner(
        sandbox,
        """
        import os
        def fill():
            for k in range(300):
                open(f"file-{k}", "w").close()
            os.mkdir("closed", 0)
            for _ in range(1200):
                os.mkdir("d")
                os.chdir("d")
            open("deep", "w").close()
        """,
    )
    link = impl._link
    impl.fill()
    assert link.scratch.is_dir()  # type: ignore[attr-defined]
    sandbox.dismiss(link.worker)  # type: ignore[attr-defined]
    assert eventually(lambda: not link.scratch.exists())  # type: ignore[attr-defined]
    assert learner(sandbox, "def ping(): return 1").ping() == 1  # and the zygote lives on


# With layers left out: what still holds, and that the report says so.


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
