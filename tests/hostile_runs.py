"""Runs the whole corpus several times and prints figures: `python -m hostile_runs [TIMES] [NAME ...]` in tests/."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from hostile_case import Case, cases, entries
from hostile_labels import warmed
from hostile_runner import Run, faults, run

WORKERS = int(os.environ.get("HOSTILE_WORKERS", "2"))


class Judged(NamedTuple):
    """A case, its run, and what is wrong with it."""

    case: Case
    run: Run
    wrong: list[str]


def all_of(chosen: list[Case], times: int = 1) -> list[Judged]:
    """Run cases two at a time: the machine that this must work on has two processors."""
    folder = Path(tempfile.mkdtemp(prefix="hx-cache-"))
    try:
        labels = warmed(folder)

        def one(case: Case) -> Judged:
            done = run(case, folder, labels)
            return Judged(case, done, faults(case, done))

        with ThreadPoolExecutor(WORKERS) as pool:
            return list(pool.map(one, [case for _ in range(times) for case in chosen]))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments: list[str]) -> int:
    """Print what went wrong, and the figures; return 1 when anything did."""
    times = int(arguments.pop(0)) if arguments and arguments[0].isdigit() else 1
    if unknown := set(arguments) - set(entries()):
        sys.exit(f"no case is called {', '.join(sorted(unknown))}")
    began = time.monotonic()
    judged = all_of([case for case in cases() if not arguments or case.name in arguments], times)
    for case, _, wrong in judged:
        if wrong:
            print(f"{case.name}:", *wrong, sep="\n    ")
    longest = max(judged, key=lambda one: one.run.seconds)
    figures = {
        "user": os.geteuid(),
        "runs": times,
        "cases": len(judged) // times,
        "left out": len(entries()) - len(cases()),
        "wrong": sum(bool(one.wrong) for one in judged),
        "traps sprung": sum(len(one.run.sprung) for one in judged),
        "infra": sum(b'"status": "infra"' in one.run.out for one in judged),
        "longest": f"{longest.case.name}, {longest.run.seconds:.1f} s",
        "seconds": f"{time.monotonic() - began:.0f}",
    }
    print(" · ".join(f"{name} {value}" for name, value in figures.items()))
    return int(any(one.wrong for one in judged))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
