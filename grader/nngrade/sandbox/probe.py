"""What this machine can enforce around a worker, for `nngrade doctor`: asked of a real zygote, not guessed."""

from __future__ import annotations

import sys
from typing import NamedTuple

from nngrade.errors import NngradeError
from nngrade.sandbox.session import open_session

LANDLOCK_WANTED = 6  # signals and abstract sockets are scoped from here on


class Row(NamedTuple):
    """One line of the table: what, whether it is as it should be, what was found, what to do if not."""

    name: str
    ok: bool
    value: str
    advice: str


def probe() -> list[Row]:
    """Open a session and say which layers it could put on."""
    try:
        with open_session() as session:
            isolation = session.isolation
            problems = session.problems
            watched = session.unlimited > 0
    except NngradeError as error:
        advice = "NNGRADE_DEBUG=1 nngrade doctor shows why; a temporary folder that can be written is needed"
        return [Row("sandbox", False, error.message, advice)]
    layers = isolation.split("+")
    return [
        Row("isolation", "seccomp" in layers and _landlock(layers) > 0, isolation, "see the rows below"),
        _landlock_row(layers, problems),
        _seccomp_row(layers, problems),
        _limits_row(layers, watched),
        Row("memory", True, _memory(layers, watched), ""),
        _container_row(),
        *([_direct_row()] if "process" in layers else []),
    ]


def _limits_row(layers: list[str], watched: bool) -> Row:
    if "rlimits" not in layers:
        return Row("limits", False, "CPU seconds and memory are watched by the grader, no more", _ELSEWHERE)
    return Row("limits", True, f"{'' if watched else 'address space, '}CPU, file size, open files", "")


def _direct_row() -> Row:
    """Say why a check takes longer here."""
    return Row("workers", True, "each a new interpreter, which takes a moment: nothing forks here", "")


def _memory(layers: list[str], watched: bool) -> str:
    if "cgroup" in layers:
        return "limited by what is really used (cgroup)"
    if watched:
        return "watched by the grader, ten times a second"
    if "process" in layers:
        return "limited by address space"
    return "limited by address space; systemd-run --user --scope -p Delegate=yes nngrade ...: by what is really used"


def _container_row() -> Row:
    """Say whether `--isolation container` could work; the image is looked for, not started."""
    if not _linux():
        return Row("container", True, "Linux only: --isolation container refuses", "")
    from nngrade.sandbox import container

    try:
        program = container.engine()
    except NngradeError:
        return Row("container", True, "neither podman nor docker is here: --isolation container refuses", "")
    name = program.rpartition("/")[2]
    if container.image_is_there(program):
        return Row("container", True, f"{name} has the image {container.image()}", "")
    return Row("container", True, f"{name} is here, the image is not; {container.BUILD}", "")


def _landlock(layers: list[str]) -> int:
    return next((int(layer.removeprefix("landlock")) for layer in layers if layer.startswith("landlock")), 0)


def _landlock_row(layers: list[str], problems: list[str]) -> Row:
    version = _landlock(layers)
    if version:
        older = (
            "; a kernel from 6.12 on also keeps signals and abstract sockets apart" if version < LANDLOCK_WANTED else ""
        )
        return Row("Landlock", True, f"ABI {version}{older}", "")
    advice = (
        "use a Linux kernel from 5.13 on with landlock among its security modules (the boot option lsm=landlock,...)"
    )
    return Row("Landlock", False, _problem(problems, "Landlock"), _advice(layers, advice))


def _seccomp_row(layers: list[str], problems: list[str]) -> Row:
    if "seccomp" in layers:
        return Row("seccomp", True, "system calls are filtered", "")
    advice = "install libseccomp.so.2 (Debian, Ubuntu: libseccomp2; Fedora, Alpine: libseccomp)"
    return Row("seccomp", False, _problem(problems, "seccomp"), _advice(layers, advice))


_ELSEWHERE = "grade code that you do not trust on Linux, or in a Linux container"


def _advice(layers: list[str], on_linux: str) -> str:
    """Return what to do for a layer that is missing: on Linux there is something."""
    if not _linux():
        return _ELSEWHERE
    return "leave NNGRADE_FORK out" if "process" in layers else on_linux


def _linux() -> bool:
    return sys.platform == "linux"


def _problem(problems: list[str], word: str) -> str:
    return next((problem for problem in problems if word in problem), "not there")
