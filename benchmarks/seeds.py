"""Whether the reference solution gets full marks whatever the seed: `nngrade run --solution`, once for each seed."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from typing import Any

from timing import QUIET, ROOT, machine


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50, help="how many seeds [50]")
    parser.add_argument("--first", type=int, default=0, help="the first seed [0]")
    parser.add_argument("--data", choices=["embedded"], help="only data that needs no file [what is on the machine]")
    parser.add_argument("--course", default=str(ROOT), help="the course's folder or name [this checkout]")
    options = parser.parse_args()
    if options.count < 1 or options.first < 0:
        parser.error("--count must be at least 1, --first at least 0")
    began, missed = time.perf_counter(), 0
    for seed in range(options.first, options.first + options.count):
        problem = graded(seed, options.course, options.data)
        missed += problem.startswith("missed")
        print(f"seed {seed}: {problem}", flush=True)
    minutes = (time.perf_counter() - began) / 60
    found = f"{missed} missed full marks" if missed else "full marks with every one"
    print(f"\n{options.count} seeds, {found}; {minutes:.1f} minutes; {machine()}")
    return 1 if missed else 0


def graded(seed: int, course: str, data: str | None) -> str:
    """Return "600/600" and the data that was used, or "missed" and the checks that did not pass."""
    command = [sys.executable, "-m", "nngrade", "run", "--solution", "--seed", str(seed), "--format", "json"]
    command += ["--feedback", "staff", "--course", course, *(["--data", data] if data else [])]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **QUIET})
    try:
        result: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return f"missed: no result, exit code {done.returncode}: {done.stderr.strip()}"
    score = f"{result['score']:g}/{result['max_score']:g}"
    exercises = result["exercises"]
    wrong = [
        f"\n  {one['id']} {check['id']}: {check['status']}: {check['message'] or 'see the first'}"
        for one in exercises
        for check in one["checks"]
        if check["status"] != "passed"
    ]
    if wrong or done.returncode or result["score"] != result["max_score"]:
        return f"missed: {score}, exit code {done.returncode}" + "".join(wrong)
    variants = {name: variant for one in exercises for name, variant in one["datasets"].items()}
    return score + "".join(f", {name}: {variant}" for name, variant in variants.items() if name != variant)


if __name__ == "__main__":
    sys.exit(main())
