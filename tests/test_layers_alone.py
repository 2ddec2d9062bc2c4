"""Each layer alone: with the others switched off, what still holds. The table in docs/isolation.md says the same."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from nngrade.sandbox import room, watch
from nngrade.sandbox.outcome import Outcome
from nngrade.sandbox.sandbox import Sandbox
from sandbox_helpers import attempt, demand, ends

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")

LAYERS = ("landlock", "seccomp", "limits")
# What is tried, and which of the layers hold it, each alone. "watch" is the grader, from outside, without any of them.
ATTACKS = {
    "read a file of the machine": ("open('/etc/passwd').read(1)", {"landlock"}),
    "read another package": ("open(other).read(1)", {"landlock"}),
    "list a folder": ("import os; os.listdir('/etc')", {"landlock"}),
    "write outside the scratch folder": ("open('/tmp/nngrade-layers', 'w').close()", {"landlock"}),
    "make a link": ("import os; os.symlink('/etc/passwd', 'x')", {"landlock", "seccomp"}),
    "change a mode": ("import os; open('a', 'w').close(); os.chmod('a', 0o777)", {"seccomp"}),
    "run a program": ("import os; os.posix_spawn('/bin/true', ['true'], {})", {"landlock", "seccomp"}),
    "fork": ("import os; os.fork() or os._exit(0)", {"seccomp"}),
    "signal the zygote": ("import os; os.kill(os.getppid(), 0)", {"landlock", "seccomp"}),
    "listen on TCP": ("import socket; socket.create_server(('127.0.0.1', 0))", {"landlock", "seccomp"}),
    "send over UDP": (
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('127.0.0.1', 9))",
        {"seccomp"},
    ),
    "open a unix socket": ("import socket; socket.socketpair()", {"seccomp"}),
    "mount": (
        "import ctypes\nif ctypes.CDLL(None).mount(0, b'/', 0, 4096, 0) < 0: raise PermissionError",
        {"landlock", "seccomp", "limits"},
    ),
    "open a thousand files": ("[open('/dev/null') for _ in range(2000)]", {"limits"}),
    "write a file of 100 MB": ("open('a', 'wb').truncate(100 << 20)", {"limits"}),
    "take 3 GB": ("bytearray(3 << 30)", {"limits"}),
}
REFUSED = {"PermissionError", "OSError", "MemoryError"}


@pytest.fixture(scope="module", params=LAYERS)
def alone(request: pytest.FixtureRequest) -> Iterator[tuple[str, Sandbox]]:
    """One layer, and a sandbox that has no other."""
    with Sandbox(without=tuple(layer for layer in LAYERS if layer != request.param)) as one:
        demand(one, "rlimits" if request.param == "limits" else request.param)
        yield request.param, one


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_a_layer_holds_alone(alone: tuple[str, Sandbox], attack: str) -> None:
    layer, sandbox = alone
    code, holders = ATTACKS[attack]
    try:
        answer = attempt(sandbox, code, other=pytest.__file__)
    except Outcome:  # no layer held it, and the grader saw it from outside
        answer = "done"
    if layer in holders:
        assert answer in REFUSED, (layer, answer)
    else:
        assert answer == "done", (layer, answer)  # else the table would say less than is true
    Path("/tmp/nngrade-layers").unlink(missing_ok=True)


def test_the_table_in_the_docs_says_the_same() -> None:
    text = (Path(__file__).parent.parent / "docs" / "isolation.md").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("| ")
    ]
    header = next(row for row in rows if row[1:4] == ["Landlock", "seccomp", "limits"])
    told = {
        row[0]: {layer for layer, cell in zip(LAYERS, row[1:4], strict=True) if cell == "holds"}
        for row in rows
        if row[0] in ATTACKS
    }
    assert len(header) == 5
    assert told == {attack: holders for attack, (_, holders) in ATTACKS.items()}


def test_without_any_layer_the_grader_still_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "IDLE_SECONDS", 0.5)
    monkeypatch.setattr(room, "SCRATCH_FILES", 100)
    with Sandbox(without=LAYERS) as one:
        assert one.isolation == "process" and one.unlimited > 0
        assert ends(one, "while True: pass", seconds=0.5).status == "timeout"
        assert ends(one, "time.sleep(99)", seconds=10).status == "timeout"
        taking = "\n    held = []\n    while True: held.append(bytearray(1 << 22)); time.sleep(0.001)"
        assert ends(one, taking, seconds=20, memory_mb=100).status == "memory"
        many = "\n    for k in range(10**5): open(str(k), 'w').close(); time.sleep(0.001)"
        assert ends(one, many, seconds=20).status == "memory"
        thread = "threading.Thread(target=time.sleep, args=(9,)).start()"
        threads = f"\n    import threading\n    for k in range(300): {thread}\n    time.sleep(9)"
        assert ends(one, threads, seconds=20).status == "memory"
        assert attempt(one, "import sklearn") == "ModuleNotFoundError"
        assert attempt(one, "import os; os.environ['HOME']") == "done"
