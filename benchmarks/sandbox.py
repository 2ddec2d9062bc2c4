"""What the sandbox itself costs: a worker, a call, the zygote, and `nngrade list`, each beside a bare equivalent."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from nngrade.checks.spawn import Spawner
from nngrade.course.load import load_course
from nngrade.sandbox.handles import Implementation
from nngrade.sandbox.sandbox import Sandbox
from nngrade.submission import read
from timing import ROOT, Compared, machine, run, table

CALLS = 200  # a call takes microseconds: the time of this many is taken, and divided
PROBE = np.linspace(0.1, 0.9, 7)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="repetitions of each measurement [15]")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error(f"--runs {options.runs}: at least 1 is needed")
    course = load_course(ROOT, "3")
    exercise = course.exercises[0]
    rows = []
    with Sandbox() as sandbox, bare_forks(course.solution(exercise)) as fork, echo() as round_trip:
        spawner = Spawner(sandbox, read(course, exercise, ROOT, solution=True), seed=0)

        def worker() -> float:
            began = time.perf_counter()
            link = spawner.next()
            spent = time.perf_counter() - began
            sandbox.kill(link.worker)
            return spent

        link = spawner.next()
        link.start(60.0)
        learner = Implementation(link)

        def call() -> float:
            began = time.perf_counter()
            for _ in range(CALLS):
                learner.mse_loss(PROBE, PROBE)
            return (time.perf_counter() - began) / CALLS

        layers = sandbox.isolation
        rows.append(compare("worker (fork+import)", "ms", 1e3, fork, worker, options.runs))
        rows.append(compare("call (pipe and back)", "us", 1e6, round_trip, call, options.runs))
    rows.append(compare("zygote ready (python)", "ms", 1e3, python, zygote, options.runs))
    rows.append(compare("nngrade list, CPU (python)", "ms", 1e3, python_cpu, list_cpu, options.runs))
    print(f"{options.runs} runs each, in turns; {layers}; {machine()}\n")
    print(table(rows, "bare equivalent", "nngrade"))
    return 0


def compare(
    name: str, unit: str, scale: float, base: Callable[[], float], ours: Callable[[], float], runs: int
) -> Compared:
    """Measure both sides in turns, once unmeasured before."""
    base(), ours()
    pairs = [(base(), ours()) for _ in range(runs)]
    return Compared(name, unit, scale, [one for one, _ in pairs], [other for _, other in pairs])


@contextmanager
def bare_forks(module: Path) -> Iterator[Callable[[], float]]:
    """Give a function that returns the seconds of a bare fork and import; see bare.py."""
    command = [sys.executable, str(Path(__file__).with_name("bare.py")), str(module)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        requests, answers = process.stdin, process.stdout

        def fork() -> float:
            requests.write("\n")
            requests.flush()
            return float(answers.readline())

        yield fork
        requests.close()


@contextmanager
def echo() -> Iterator[Callable[[], float]]:
    """Give a function that returns the seconds of a round trip of one byte over two pipes, to `cat` and back."""
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as process:
        assert process.stdin and process.stdout
        there, back = process.stdin.fileno(), process.stdout.fileno()

        def round_trip() -> float:
            began = time.perf_counter()
            for _ in range(CALLS):
                os.write(there, b".")
                os.read(back, 1)
            return (time.perf_counter() - began) / CALLS

        yield round_trip
        process.stdin.close()


def zygote() -> float:
    """Return the seconds until a new zygote has NumPy, has closed itself in and says so."""
    began = time.perf_counter()
    with Sandbox() as sandbox:
        assert sandbox.isolation
        return time.perf_counter() - began


def python() -> float:
    return run([sys.executable, "-c", "pass"], ROOT).wall


def python_cpu() -> float:
    return run([sys.executable, "-c", "pass"], ROOT).cpu


def list_cpu() -> float:
    return run([sys.executable, "-m", "nngrade", "list"], ROOT).cpu


if __name__ == "__main__":
    sys.exit(main())
