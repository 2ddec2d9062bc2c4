"""A container: how the engine is called, with one that only pretends; and a real one, if there is one."""

from __future__ import annotations

import json
import os
import signal
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
from nngrade import grading
from nngrade.errors import SetupError
from nngrade.reports import words
from nngrade.sandbox import container, early, folders
from nngrade.sandbox.outcome import SandboxFault
from nngrade.sandbox.sandbox import Sandbox
from sandbox_helpers import alive, attempt, ends, eventually, learner
from toy_course import SOLUTION, hand_in, results, toy

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="containers are Linux's")

# It maps what would be mounted, and runs the zygote right here.
ENGINE = """\
#!{python}
import json, os, sys
given = sys.argv[1:]
json.dump(given, open({told!r}, "w"))
image = given.index("{image}")
mounts = dict(one.partition("=")[2].split(":")[1::-1] for one in given if one.startswith("--volume="))
variables = dict(one[6:].partition("=")[::2] for one in given if one.startswith("--env="))
*flags, script, paths = given[image + 1 : image + 6]
for inside, outside in mounts.items():
    script = script.replace(inside, outside)
paths = {paths!r}
os.execve({python!r}, [{python!r}, *flags, script, paths, *given[image + 6 :]], variables)
"""


def pretend(place: Path, monkeypatch: pytest.MonkeyPatch, text: str = ENGINE) -> Path:
    """Put an engine into a folder and name it; return the file that it writes its arguments to."""
    told = place / "arguments.json"
    (place / "temporary").mkdir()
    program = place / "podman-of-the-test"
    paths = os.pathsep.join(path for path in sys.path if os.path.isabs(path))
    program.write_text(text.format(python=sys.executable, told=str(told), image=container.IMAGE, paths=paths))
    program.chmod(0o755)
    monkeypatch.setenv("NNGRADE_CONTAINER_ENGINE", str(program))
    monkeypatch.delenv("NNGRADE_CONTAINER_IMAGE", raising=False)
    monkeypatch.setenv("TMPDIR", str(place / "temporary"))
    monkeypatch.setattr(folders.tempfile, "tempdir", None)
    return told


def test_the_zygote_comes_over_a_socket_and_everything_is_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = pretend(tmp_path, monkeypatch)
    monkeypatch.setenv("NNGRADE_SECRET", "not for it")
    with Sandbox(contained=True) as one:
        assert one.isolation.startswith("container+") and one.versions[1] == np.__version__
        impl = learner(one, "import os\ndef f(): return os.getpid(), sorted(os.environ)")
        pid, names = impl.f()
        assert impl._link.worker.pid == pid  # type: ignore[attr-defined]
        assert not [name for name in names if "NNGRADE" in name]
        folder = one.folder
        assert folder.parent == tmp_path / "temporary" and not (folder / "grader").exists()
    assert not list((tmp_path / "temporary").iterdir()) and not alive(pid)
    given = json.loads(told.read_text())
    wanted = {"run", "--rm", "--pull=never", "--network=none", "--read-only", "--cap-drop=all"}
    assert wanted | {"--security-opt=no-new-privileges"} <= set(given)
    volumes = [one.removeprefix("--volume=") for one in given if one.startswith("--volume=")]
    assert volumes[0] == f"{folder}:{folder}" and all(volume.endswith(":ro") for volume in volumes[1:])
    assert not any("solutions" in volume or "exercises" in volume for volume in volumes)


def test_a_course_is_graded_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(tmp_path, monkeypatch)
    course = toy(tmp_path / "course")
    right, wrong = results(course, hand_in(course, SOLUTION, SOLUTION.replace("2 *", "3 *")), isolation="container")
    assert right.status == "passed" and wrong.status == "failed"
    assert right.environment.isolation.startswith("container+") and words.weak_isolation("container+rlimits") is None


def test_an_ordinary_user_keeps_the_own_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 1234)
    monkeypatch.setattr(os, "getgid", lambda: 12)
    assert "--userns=keep-id" in container.options("/usr/bin/podman", "/tmp/x")
    assert "--user=1234:12" in container.options("/usr/bin/docker", "/tmp/x")


def test_no_engine_is_a_clear_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NNGRADE_CONTAINER_ENGINE", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SetupError, match="there is no podman nor docker here; install podman") as refused:
        Sandbox(contained=True)
    assert refused.value.exit_code == 3
    monkeypatch.setenv("NNGRADE_CONTAINER_ENGINE", "nerdctl")
    with pytest.raises(SandboxFault, match="there is no nerdctl here"):
        container.engine()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Error: nngrade-sandbox: image not known", "the image nngrade-sandbox is not there; build it"),
        (
            "docker: Error response from daemon: No such image: nngrade-sandbox:latest.",
            "podman build -t nngrade-sandbox",
        ),
        ("Error: cannot connect to the daemon", "podman-of-the-test: Error: cannot connect to the daemon"),
        ("", "podman-of-the-test: warming up"),
    ],
)
def test_an_engine_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, words: str) -> None:
    pretend(tmp_path, monkeypatch, f"#!/bin/sh\necho warming up >&2\necho '{said}' >&2\nexit 125\n")
    with pytest.raises(SandboxFault) as fault:
        Sandbox(contained=True)
    assert words in str(fault.value)
    assert list((tmp_path / "temporary").iterdir()) == []


def test_an_engine_that_never_comes_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "PATIENCE", 0.3)
    pretend(tmp_path, monkeypatch, "#!/bin/sh\nexec sleep 60\n")
    with pytest.raises(SandboxFault, match="the container did not start"):
        Sandbox(contained=True)
    assert list((tmp_path / "temporary").iterdir()) == []


def test_an_engine_that_is_killed_is_our_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(tmp_path, monkeypatch)
    with Sandbox(contained=True) as one:
        impl = learner(one, "def ping(): return 1")
        os.kill(one.pid, signal.SIGKILL)
        with pytest.raises(SandboxFault, match=r"ended unexpectedly \(killed \(SIGKILL\)\)"):
            [impl.ping() for _ in range(1000)]
    assert list((tmp_path / "temporary").iterdir()) == []


def test_the_early_zygote_is_not_started_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(early, "_spawned", None)
    for argv in (["nngrade", "check", "3", "--isolation", "container"], ["nngrade", "run", "--isolation=container"]):
        early.start(argv)
        assert early._spawned is None


# The real thing.


def real() -> None:
    """Skip, visibly, where there is no engine or no image."""
    try:
        program = container.engine()
    except SandboxFault as fault:
        pytest.skip(fault.message)
    if not container.image_is_there(program):
        pytest.skip(f"there is no image {container.image()} here: podman build -t {container.IMAGE} .")


def test_a_real_container_grades_and_confines(tmp_path: Path) -> None:
    real()
    with Sandbox(contained=True) as one:
        assert one.isolation.startswith("container+")
        for code in ("import socket; socket.socket()", "import os; os.fork()", "open('/etc/passwd').read(1)"):
            assert attempt(one, code) == "PermissionError"
        impl = learner(
            one,
            "import os\ndef f(): return os.getpid(), os.path.exists('/proc/1/root')\ndef g():\n    while True: pass",
        )
        link = impl._link
        assert impl.f()[0] != link.worker.pid and alive(link.worker.pid)  # type: ignore[attr-defined]
        outcome = ends(one, "while True: pass", seconds=1)  # seen from outside, by the number it has there
        assert outcome.status == "timeout"
        family = [one.pid, link.worker.pid]  # type: ignore[attr-defined]
        folder = one.folder
    assert eventually(lambda: not any(map(alive, family))) and not folder.exists()


def test_strict_knows_that_a_container_has_its_layers(tmp_path: Path) -> None:
    real()
    with Sandbox(contained=True) as one:
        grading._demand_kernel(one)
    text = textwrap.dedent(words.weak_isolation("rlimits") or "")
    assert "did not confine" in text
