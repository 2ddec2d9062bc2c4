"""What there is to find inside a worker, and what must work there: honest code, its files, its modules."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from nngrade.sandbox import room
from nngrade.sandbox.handles import Handle
from nngrade.sandbox.sandbox import Sandbox
from sandbox_helpers import attempt, eventually, learner

ROOT = Path(__file__).parent.parent


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
    monkeypatch.setattr(room, "SCRATCH_DEPTH", 1_000_000)
    impl = learner(
        sandbox,
        """
        import os
        def fill():
            for k in range(300):
                open(f"file-{k}", "w").close()
            os.mkdir("closed", 0)
            for _ in range(400):  # the zygote's limit is as it was
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
