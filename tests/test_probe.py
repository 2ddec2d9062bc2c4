"""What `nngrade doctor` says of the sandbox: asked of a real zygote."""

from __future__ import annotations

from functools import partial

import pytest
from nngrade.sandbox import container, probe
from nngrade.sandbox.outcome import SandboxFault
from nngrade.sandbox.sandbox import Sandbox
from sandbox_helpers import demand


def rows() -> dict[str, probe.Row]:
    return {row.name: row for row in probe.probe()}


def test_a_machine_that_has_it_all() -> None:
    with Sandbox() as one:
        demand(one, "landlock", "seccomp")
        isolation = one.isolation
    found = rows()
    assert list(found) == ["isolation", "Landlock", "seccomp", "limits", "memory", "container"]
    assert all(row.ok for row in found.values())
    assert found["isolation"].value == isolation
    assert found["Landlock"].value == f"ABI {isolation.partition('+')[0].removeprefix('landlock')}"


def test_what_is_missing_comes_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "open_session", partial(Sandbox, without=("landlock", "seccomp")))
    found = rows()
    assert not found["isolation"].ok and not found["Landlock"].ok and not found["seccomp"].ok and found["limits"].ok
    assert "5.13" in found["Landlock"].advice and "libseccomp" in found["seccomp"].advice
    assert found["Landlock"].value == "not there"


def test_an_older_kernel_is_told_what_it_misses(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "a kernel from 6.12" in probe._landlock_row(["landlock4", "rlimits"], []).value
    assert probe._landlock_row(["landlock6"], []).value == "ABI 6"
    missing = probe._seccomp_row([], ["Landlock: x", "seccomp: no libseccomp.so.2"])
    assert missing.value == "seccomp: no libseccomp.so.2"
    monkeypatch.setattr("sys.platform", "darwin")
    assert "container" in probe._landlock_row([], []).advice


def test_a_sandbox_that_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Sandbox:
        raise SandboxFault("no room")

    monkeypatch.setattr(probe, "open_session", fail)
    (row,) = probe.probe()
    assert not row.ok and row.value == "no room" and "NNGRADE_DEBUG" in row.advice


def test_what_limits_memory_is_told() -> None:
    assert probe._memory(["cgroup", "rlimits"], watched=False) == "limited by what is really used (cgroup)"
    assert probe._memory(["rlimits"], watched=True).startswith("watched by the grader")
    assert "address space" in probe._memory(["rlimits"], watched=False)


def test_a_container_is_told_or_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "engine", lambda: "/usr/bin/docker")
    for there, words in ((True, "docker has the image"), (False, "podman build")):
        monkeypatch.setattr(container, "image_is_there", lambda program, there=there: there)
        assert words in probe._container_row().value
    monkeypatch.setenv("NNGRADE_CONTAINER_ENGINE", "/no/where")
    assert not container.image_is_there("/no/where")
