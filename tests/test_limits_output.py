"""What the code prints: kept head and tail, whatever becomes of the streams."""

from __future__ import annotations

import pytest
from nngrade.sandbox.handles import Implementation
from nngrade.sandbox.outcome import Raised
from nngrade.sandbox.sandbox import Sandbox
from sandbox_helpers import learner


def printed(impl: Implementation) -> str:
    worker = impl._link.worker  # type: ignore[attr-defined]
    worker.drain()
    return str(worker.printed())


def test_output_is_kept_head_and_tail(sandbox: Sandbox) -> None:
    impl = learner(
        sandbox,
        """
        import os, sys
        def loud():
            print("first")
            for _ in range(800): os.write(1, b"x" * (1 << 16))
            print("last", end="")
        def single():
            for _ in range(40_000): os.write(2, b"y")
        """,
    )
    impl.loud()
    text = printed(impl)
    assert text.startswith("first\n") and text.endswith("last")
    assert "bytes left out" in text and len(text) < 70_000
    dropped = int(text.partition("… ")[2].partition(" ")[0])
    assert dropped == 800 * (1 << 16) + 10 - 65_536
    impl.single()
    assert printed(impl).endswith("y" * 32_768)


def test_output_comes_whatever_becomes_of_the_streams(sandbox: Sandbox) -> None:
    impl = learner(
        sandbox,
        """
        import codecs, io, sys
        print("at import", end=" ")
        def dots(): print(".", end=""); return 1
        def wrong(): sys.stderr.write("wrong")
        def odd(): sys.stdout.buffer.write(b"\\xff\\x00\\x1b[31m"); print("\\udcff")
        def wrap():
            mode = sys.stdout.mode
            sys.stdout = io.TextIOWrapper(sys.stdout.buffer, "utf-8")
            sys.stderr = codecs.getwriter("utf-8")(sys.stderr.buffer)
            print("wrapped", flush=True)
            return mode
        def close():
            sys.stdout.close(); sys.stderr.close(); return 2
        def lose(): sys.stdout = sys.stderr = None; return 3
        """,
    )
    assert impl.dots() == 1
    impl.wrong()
    assert printed(impl) == "at import .wrong"
    impl.odd()
    assert printed(impl).endswith("\\xff\x00\x1b[31m\\udcff\n")
    assert impl.wrap() == "w"
    assert printed(impl).endswith("\\udcff\nwrapped\n")
    assert impl.close() == 2
    assert impl.lose() == 3
    with pytest.raises(Raised):
        learner(sandbox, "import sys\nprint('a'); sys.stdout.close()\ndef f(): print('b')").f()
