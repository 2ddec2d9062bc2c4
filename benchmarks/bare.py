"""What the sandbox is compared with: a process with NumPy that forks a child which imports a module, and that is all.

Run as a script with the path of the module. Each line on standard input asks for one such fork; the answer is the time
until the child has told that the module is loaded.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import time

import numpy.linalg
import numpy.random  # noqa: F401  what the zygote has loaded too


def fork_and_import(path: str) -> float:
    read, write = os.pipe()
    began = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        spec = importlib.util.spec_from_file_location("module", path)
        assert spec and spec.loader
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
        os.write(write, b".")
        os._exit(0)
    os.read(read, 1)
    spent = time.perf_counter() - began
    os.waitpid(pid, 0)
    os.close(read)
    os.close(write)
    return spent


if __name__ == "__main__":
    for _ in sys.stdin:
        print(fork_and_import(sys.argv[1]), flush=True)
