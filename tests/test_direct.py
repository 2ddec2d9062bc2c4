"""Workers without forks, as on Windows: the same verdicts, limits that are watched, and nothing is left."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from nngrade.errors import SetupError
from nngrade.grading import _demand_kernel
from nngrade.sandbox import direct, early, job_object, limits, meter, probe, session, watch
from nngrade.sandbox.direct import Direct
from nngrade.sandbox.outcome import Died, Garbage, Missing, OutOfMemory, Raised, SandboxFault, TimedOut
from nngrade.sandbox.sandbox import Sandbox
from nngrade.sandbox.worker import Job
from sandbox_helpers import alive, children, ends, eventually, learner, spawn
from toy_course import SOLUTION, clean_environment, grade, statuses, toy, workspace

PING = "def ping(): return 1"
# What Windows lacks, taken away from a worker before it starts; its sockets come by number all the same.
LIKE_WINDOWS = """
import importlib.util, os, select, signal, socket, sys
for name in ("fcntl", "resource", "termios", "pwd", "grp"):
    sys.modules[name] = None
for name in ("fork", "forkpty", "posix_spawn", "setsid", "getsid", "sched_yield", "killpg", "getuid", "geteuid",
             "wait4", "pidfd_open", "sched_getaffinity", "sysconf"):
    delattr(os, name)
for name in ("SIGKILL", "SIGXCPU", "SIGXFSZ", "SIGALRM", "setitimer"):
    delattr(signal, name)
del select.poll
spec = importlib.util.spec_from_file_location("direct_worker", {script!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
module.WINDOWS = True
module._taken = lambda end: socket.socket(fileno=end)
module.main()
"""


@pytest.fixture(params=["posix", "like windows"])
def script(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if request.param != "posix":
        path = tmp_path / "like_windows.py"
        path.write_text(LIKE_WINDOWS.format(script=direct.SCRIPT), "utf-8")
        monkeypatch.setattr(direct, "SCRIPT", str(path))


@pytest.fixture
def one(script: None) -> Iterator[Direct]:
    with Direct() as session:
        yield session


@pytest.fixture
def unforked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NNGRADE_FORK", "0")


def test_where_nothing_forks_each_worker_is_an_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    early.start(["nngrade", "check", "3"])
    assert early._spawned is None
    with session.open_session() as one:
        assert isinstance(one, Direct) and one.isolation == "process+rlimits"
        assert one.versions == [".".join(map(str, sys.version_info[:3])), np.__version__]
    monkeypatch.undo()
    with session.open_session() as other:
        assert isinstance(other, Sandbox)


def test_it_answers_as_a_fork_does(one: Direct) -> None:
    source = """
    import os, random, sys
    import numpy as np
    import helper
    class Net:
        def __init__(self, w): self.w = w
        def forward(self, x): return self.w @ x
    def fail(): raise ValueError("no")
    def loud():
        print("out"); print("wrong", file=sys.stderr)
    def drawn(): return [random.random(), np.random.rand()]
    def twice(): return helper.twice(4)
    def asks(): return input()
    def where(): return [os.getcwd(), sorted(os.environ), __name__, [m for m in sys.modules if m.startswith("nngrade")]]
    """
    files = {"helper.py": "def twice(x): return 2 * x\n"}
    here = learner(one, source, files)
    with Sandbox() as forked:
        there = learner(forked, source, files)
        assert here.drawn() == there.drawn()
    w, x = np.arange(6.0).reshape(2, 3), np.ones(3)
    assert (here.Net(w).forward(x) == w @ x).all()
    assert here.twice() == 8
    here.loud()
    assert here._link.printed() == "out\nwrong\n"  # type: ignore[attr-defined]
    with pytest.raises(Raised, match="`fail` raised ValueError: no") as raised:
        here.fail()
    assert raised.value.frames[-1][:3] == ("mine/work.py", 8, "fail")
    with pytest.raises(Raised, match="EOFError"):
        here.asks()
    with pytest.raises(Missing):
        here.lost()
    folder, names, module, ours = here.where()
    assert Path(folder).parent == one.folder and "NNGRADE_FORK" not in names and module == "work" and ours == []
    assert here.fresh().twice() == 8
    large = np.arange(500_000.0)
    assert (here.Net(large).w == large).all()


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ("while True: pass", TimedOut, "of computing"),
        ("while True: print('x' * 70)", TimedOut, ""),
        ("time.sleep(99)", TimedOut, "does nothing"),
        ("os._exit(5)", Died, "exit code 5"),
        ("os.abort()", Died, "SIGABRT"),
        ("import pytest", Raised, "No module named 'pytest'"),
    ],
)
def test_what_can_happen(one: Direct, monkeypatch: pytest.MonkeyPatch, body: str, kind: type, words: str) -> None:
    monkeypatch.setattr(watch, "IDLE_SECONDS", 0.5)
    outcome = ends(one, body, seconds=0.5 if words != "does nothing" else 20)  # type: ignore[arg-type]
    assert isinstance(outcome, kind) and words in str(outcome)


def test_all_that_is_printed_is_there(one: Direct) -> None:
    impl = learner(one, "def loud():\n    print('x' * 300_000)\n    print('end')")
    impl.loud()
    assert impl._link.printed().endswith("x\nend\n")  # type: ignore[attr-defined]


def test_memory_is_watched_where_nobody_limits_it() -> None:
    with Direct(without=("memory",)) as one:
        assert one.unlimited == direct.BEGINS_WITH
        link = spawn(one, "kept = [b'x' * (1 << 22) for _ in range(500)]\nwhile True: pass")  # type: ignore[arg-type]
        link.memory = 64 << 20
        with pytest.raises(OutOfMemory, match="more memory than the exercise allows"):
            link.imported(20)


def test_memory_is_limited_where_it_can_be() -> None:
    with Direct() as one:
        if one.unlimited:
            pytest.skip("there is no limit of address space here")
        outcome = ends(one, "return bytearray(1 << 30)", seconds=10)  # type: ignore[arg-type]
        assert outcome.status == "memory"


def test_the_verdicts_are_the_same(tmp_path: Path, unforked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = [SOLUTION, SOLUTION.replace("2 *", "3 *"), "def double(x:", "import os; os._exit(0)", "while True: pass"]
    programs.append(SOLUTION.replace("return 2", "while True: pass\n    return 2"))
    course = toy(tmp_path, limits={"check_seconds": 1, "import_seconds": 2})
    here = [statuses(one) for one in grade(course, *programs)]
    monkeypatch.delenv("NNGRADE_FORK")
    assert [statuses(one) for one in grade(course, *programs)] == here
    assert here[0] == ["passed", "passed"] and here[4] == ["timeout", "timeout"]


# Beginnings and ends.


def test_a_session_leaves_nothing(script: None) -> None:
    with Direct() as one:
        folder = one.folder
        assert folder.stat().st_mode & 0o777 == 0o700
        before = len(os.listdir("/proc/self/fd"))
        workers = [learner(one, PING)._link.worker for _ in range(3)]  # type: ignore[arg-type,attr-defined]
        spawn(one, "while True: print('x' * 1000)")  # type: ignore[arg-type]
        spawn(one, "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)")  # type: ignore[arg-type]
        pids = [started.process.pid for started in one.started.values()]
        assert len(pids) == 5 and all(map(alive, pids))
        one.kill(workers[0])
        assert not alive(pids[0]) and workers[0].exit is not None and workers[0].exit.code == -signal.SIGKILL
        one.kill(workers[0])
        one.dismiss(workers[1])
        one.dismiss(workers[1])
        assert eventually(lambda: not alive(pids[1]))
    assert not any(map(alive, pids)) and not folder.exists()
    assert len(os.listdir("/proc/self/fd")) <= before


def test_what_a_worker_has_started_ends_with_it() -> None:
    source = """
    import os, subprocess, sys
    def f(own):
        command = [sys.executable, "-c", "import time; time.sleep(99)"]
        return subprocess.Popen(command, start_new_session=own).pid
    def leave(): os._exit(0)
    """
    with Direct() as one:
        impl = learner(one, source)  # type: ignore[arg-type]
        family = [impl.f(False), impl.f(meter.family(os.getpid()) != [])]  # the second is found by psutil only
        one.dismiss(impl._link.worker)  # type: ignore[attr-defined]
        assert eventually(lambda: not any(map(alive, family)))
        impl = learner(one, source)  # type: ignore[arg-type]
        child = impl.f(False)
        with pytest.raises(Died, match="exit code 0"):
            impl.leave()
        assert eventually(lambda: not alive(child))


GRADER = """
import sys, time
sys.path.insert(0, {tests!r})
from nngrade.sandbox.direct import Direct
from sandbox_helpers import learner, spawn
with Direct() as one:
    learner(one, "def f(): return 1")
    spawn(one, "while True: pass")
    spawn(one, "import time; time.sleep(99)")
    print("ready", flush=True)
    time.sleep(99)
"""


def test_workers_end_with_a_grader_that_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # its folder stays until a later session sweeps it
    source = GRADER.format(tests=str(Path(__file__).parent))
    with subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, text=True) as grader:
        assert grader.stdout is not None and grader.stdout.readline() == "ready\n"
        family = children(grader.pid)
        assert len(family) == 3
        grader.kill()
    assert eventually(lambda: not any(map(alive, family)))


def job(one: Direct, **changes: Any) -> Job:
    usual = {"module": "work", "folder": str(one.folder), "scratch": str(one.folder / "x"), "sources": {}}
    return Job(**{**usual, "allowed": (), "seed": 1, "cpu_seconds": 5.0, "memory_mb": 64, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("changes", [{"folder": "/nowhere"}, {"allowed": ("torch",)}, {"scratch": "/no/where/x"}])
def test_a_worker_that_cannot_be_set_up_is_our_fault(one: Direct, changes: dict[str, Any]) -> None:
    from nngrade.sandbox.link import Remote

    worker = one.fork(job(one, **changes))
    with pytest.raises(SandboxFault, match="a worker could not be set up: the worker could not be set up: "):
        Remote(one, worker, one.folder / "x", lambda: pytest.fail("not asked for")).imported(20)
    assert learner(one, PING).ping() == 1  # type: ignore[arg-type]


def test_a_script_that_ends_at_once_is_our_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "ends.py").write_text("import os; os._exit(0)")
    monkeypatch.setattr(direct, "SCRIPT", str(tmp_path / "ends.py"))
    with Direct() as one, pytest.raises(SandboxFault, match="a worker ended before it was set up"):
        spawn(one, PING, {"long.py": "#" * 9, **{f"m{k}.py": "" for k in range(900)}}).imported(20)  # type: ignore[arg-type]


def test_an_interpreter_that_is_not_there_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early, "command", lambda script: ["/no/where/python", script])
    with Direct() as one, pytest.raises(SandboxFault, match="no worker could be started"):
        one.fork(job(one))
    assert not one.folder.exists()


def test_a_package_that_is_not_installed_is_told() -> None:
    with pytest.raises(SandboxFault, match="'no_such_package', which is not installed here"):
        Direct(("no_such_package",))


def test_a_worker_that_cannot_be_ended_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    with Direct() as one:
        worker = one.fork(job(one))
        with pytest.raises(SandboxFault, match="could not be ended"):
            one.wait(worker, 0.0)


def test_garbage_is_garbage(one: Direct) -> None:
    source = "import gc, socket\ndef f():\n    for s in gc.get_objects():\n"
    source += "        if isinstance(s, socket.socket): s.send(b'x' * 99)"
    with pytest.raises(Garbage):
        learner(one, source).f()  # type: ignore[arg-type]


# What is said of it.


def test_strict_isolation_refuses(nngrade: Any, tmp_path: Path) -> None:
    place = workspace(tmp_path)
    environment = clean_environment(place, NNGRADE_FORK="0")
    refused = nngrade("check", "1", "--isolation", "strict", cwd=place, env=environment)
    assert (refused.code, refused.out) == (3, "")
    assert "--isolation strict: this machine does not give landlock and seccomp (Landlock and seccomp" in refused.err
    assert "Linux" in refused.err and "nngrade doctor" in refused.err and "--isolation auto" in refused.err
    for name in ("plain", "gradescope"):
        done = nngrade("check", "1", "--format", name, cwd=place, env=environment)
        assert (done.code, "process+rlimits" in done.out, done.err) == (0, True, "")


def test_strict_isolation_says_which_system_this_is(monkeypatch: pytest.MonkeyPatch) -> None:
    with Direct() as one:
        monkeypatch.setattr(
            one, "problems", ["Landlock and seccomp are put on forked workers, on Linux; this is win32"]
        )
        with pytest.raises(
            SetupError, match=r"landlock and seccomp \(.*this is win32\)\. Grade on one that does"
        ) as told:
            _demand_kernel(one)
    assert told.value.exit_code == 3


def test_doctor_says_what_is_missing(unforked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {row.name: row for row in probe.probe()}
    assert (found["isolation"].ok, found["isolation"].value) == (False, "process+rlimits")
    assert not found["Landlock"].ok and "NNGRADE_FORK=0" in found["Landlock"].value
    assert found["Landlock"].advice == found["seccomp"].advice == "leave NNGRADE_FORK out"
    assert not found["seccomp"].ok and found["limits"].ok and "nothing forks" in found["workers"].value
    monkeypatch.setattr(limits, "THERE", False)
    monkeypatch.setattr(limits, "address_space", lambda: 0)
    monkeypatch.setattr(sys, "platform", "win32")
    with monkeypatch.context() as patch:
        patch.setattr(probe, "_container_row", lambda: probe.Row("container", True, "", ""))
        patch.setattr(probe, "open_session", lambda: SimpleSession())
        found = {row.name: row for row in probe.probe()}
    assert not found["limits"].ok and "watched by the grader" in found["limits"].value
    assert "watched" in found["memory"].value and "on Linux" in found["Landlock"].advice


class SimpleSession(SimpleNamespace):
    """What doctor would be told on Windows."""

    def __enter__(self) -> Any:
        return SimpleNamespace(isolation="process", problems=["Landlock and seccomp: this is win32"], unlimited=1)

    def __exit__(self, *exception: object) -> None:
        pass


# Windows, as far as it can be tried elsewhere.

WHOLE = """
import os, select, signal, sys
import subprocess, multiprocessing, tempfile, pathlib, psutil, numpy, importlib, pkgutil, getpass
for name in ("fcntl", "resource", "termios", "pwd", "grp", "pty"):
    sys.modules[name] = None
for name in ("fork", "forkpty", "posix_spawn", "setsid", "sched_yield", "pidfd_open", "sched_getaffinity", "sysconf",
             "O_TMPFILE", "wait4"):
    delattr(os, name)
for name in ("setitimer", "SIGXCPU", "SIGXFSZ", "SIGPROF"):
    delattr(signal, name)
del select.poll
import nngrade
for module in pkgutil.walk_packages(nngrade.__path__, "nngrade."):
    if module.name.rpartition(".")[2] not in ("__main__", "zygote", "container", "direct_worker"):
        importlib.import_module(module.name)
sys.path.insert(0, {tests!r})
from nngrade.sandbox import direct, limits, meter, ready, session
meter.PROC = meter.TELLS_STATE = False
direct.SCRIPT = {script!r}
assert not limits.THERE and ready.Poll is ready.Selecting
from toy_course import SOLUTION, grade, statuses, toy
course = toy(pathlib.Path({root!r}), limits={{"check_seconds": 1, "memory_mb": 100}})
WORK = SOLUTION.replace("return 2", "BODY\\n    return 2")
bodies = ["pass", "while True: pass", "import time; time.sleep(99)", "import pytest", "import os; os._exit(1)",
          "kept = [bytearray(b'x' * (1 << 22)) for _ in range(500)]"]
print([statuses(one)[0] for one in grade(course, *[WORK.replace("BODY", body) for body in bodies])])
"""


def test_it_works_without_what_windows_lacks(tmp_path: Path) -> None:
    pytest.importorskip("psutil")
    script = tmp_path / "like_windows.py"
    script.write_text(LIKE_WINDOWS.format(script=direct.SCRIPT), "utf-8")
    source = WHOLE.format(tests=str(Path(__file__).parent), script=str(script), root=str(tmp_path / "course"))
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout == "['passed', 'timeout', 'timeout', 'blocked', 'error', 'memory']\n", done.stderr


class Kernel:
    """A kernel32 that notes what it is asked for."""

    def __init__(self, *refuses: str) -> None:
        self.asked: list[str] = []
        self.refuses = refuses
        self.limits = job_object.Limits()

    def __getattr__(self, name: str) -> Any:
        def call(*given: Any) -> int:
            self.asked.append(name)
            if name == "SetInformationJobObject":
                assert given[3].value == ctypes.sizeof(job_object.Limits)
                ctypes.memmove(ctypes.byref(self.limits), given[2], given[3].value)
            if name == "GetProcessTimes":
                for place, ticks in enumerate((1, 2, 3_000_000, 12_000_000), 1):
                    ctypes.memmove(given[place], ctypes.byref(ctypes.c_uint64(ticks)), 8)
            return 0 if name in self.refuses else 1 << 40

        return call


def test_a_job_object_is_asked_for_as_documented() -> None:
    if ctypes.sizeof(ctypes.c_void_p) == 8:
        assert ctypes.sizeof(job_object.Limits) == 144  # JOBOBJECT_EXTENDED_LIMIT_INFORMATION, 64 bits
        assert job_object.Limits.process_memory.offset == 112
    kernel = Kernel()
    job = job_object.make(kernel, 77, 1 << 28)
    assert job is not None and job.handle == 1 << 40
    assert (kernel.limits.flags, kernel.limits.active_processes, kernel.limits.process_memory) == (0x2508, 1, 1 << 28)
    assert job.cpu_seconds() == 1.5
    job.close()
    assert kernel.asked == [
        "CreateJobObjectW", "SetInformationJobObject", "AssignProcessToJobObject", "GetProcessTimes", "CloseHandle",
    ]  # fmt: skip


@pytest.mark.parametrize("refused", ["CreateJobObjectW", "SetInformationJobObject", "AssignProcessToJobObject"])
def test_a_job_object_that_is_refused_is_no_harm(refused: str) -> None:
    kernel = Kernel(refused)
    assert job_object.make(kernel, 77, 1) is None
    assert (kernel.asked[-1] == "CloseHandle") == (refused != "CreateJobObjectW")


def test_the_environment_is_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYSTEMROOT", r"C:\\Windows")
    monkeypatch.setenv("SECRET", "x")
    assert "SYSTEMROOT" not in early.environment()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "_base_executable", r"C:\\Python\\python.exe")
    given = early.environment()
    assert given["SYSTEMROOT"] == r"C:\\Windows" and "PATH" not in given and "SECRET" not in given
    assert early.command("x.py")[0] == r"C:\\Python\\python.exe"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert early.environment()["OBJC_DISABLE_INITIALIZE_FORK_SAFETY"] == "YES"
