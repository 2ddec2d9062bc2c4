"""Runs a case through the real command line, within its own scene, and says what is wrong with what came of it."""

from __future__ import annotations

import json
import re
import subprocess
import time
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any, NamedTuple

from hostile_case import Case, points
from hostile_made import Impossible
from hostile_scene import Scene, python
from hostile_traps import Census

TOO_LONG = 120.0
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
OURS = re.compile(r"::(stop-commands::[0-9a-f]{32}|[0-9a-f]{32}::|group::|endgroup::|error[ :]|warning[ :])")


class Run(NamedTuple):
    """What a run did: the exit code, both streams, all reports by format, what was sprung, and how long it took."""

    code: int
    out: bytes
    err: bytes
    formats: dict[str, str]
    sprung: list[str]
    seconds: float
    skipped: str = ""


def run(case: Case, cache: Path | None = None, labels: bytes = b"", *more: str) -> Run:
    """Grade a case, `python -m nngrade check ...`, and look at the traps."""
    scene = Scene(case.entry.exercise, cache, labels)
    try:
        try:
            target = case.hand_in(scene)
        except Impossible as reason:
            return Run(0, b"", b"", {}, [], 0.0, str(reason))
        scene.arm()
        folder = scene.root / "formats"
        command = [*python(), "-m", "nngrade", "check", case.entry.exercise, str(target), "--data", "embedded"]
        command += ["--course", str(scene.root / "course"), "--format", "every", "--option", f"folder={folder}", *more]
        code, out, err, seconds, census = started(command, scene)
        formats = {path.name: path.read_text("utf-8") for path in folder.iterdir()}
        outputs = [out, err, *(text.encode() for text in formats.values())]
        return Run(code, out, err, formats, scene.sprung(outputs, census), seconds)
    finally:
        scene.close()


def started(command: list[str], scene: Scene) -> tuple[int, bytes, bytes, float, Census]:
    """Run a command in a scene; return its code, its streams, its time, and who was seen below it."""
    began = time.monotonic()
    with subprocess.Popen(
        command,
        cwd=scene.root / "cwd",
        env=scene.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        census = Census(process.pid, [scene.root])
        census.start()
        try:
            out, err = process.communicate(timeout=TOO_LONG)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            err += f"\nthe grader itself did not end within {TOO_LONG:g} s".encode()
    return process.returncode, out, err, time.monotonic() - began, census


def faults(case: Case, done: Run) -> list[str]:
    """Return everything that is not as it must be."""
    if done.skipped:
        return []
    wrong = [f"sprung: {trap}" for trap in done.sprung]
    if done.code not in (0, 1):
        wrong.append(f"exit code {done.code}")
    if b"Traceback" in done.err:
        wrong.append(f"a traceback on standard error: {done.err.decode('utf-8', 'replace')[-600:]}")
    try:
        document = json.loads(done.out)
        wrong += _verdicts(case, document, done)
    except (ValueError, KeyError, IndexError) as error:
        said = f"{done.out[:200]!r} {done.err[-400:]!r}"
        wrong.append(f"the JSON is not complete ({type(error).__name__}: {error}): {said}")
    return wrong + [problem for name, text in done.formats.items() for problem in _unsafe(name, text)]


def _verdicts(case: Case, document: dict[str, Any], done: Run) -> list[str]:
    (exercise,) = document["exercises"]
    checks = {check["id"]: check for check in exercise["checks"]}
    worth, wrong = points(case.entry.exercise), []
    if list(checks) != list(worth):
        wrong.append(f"the checks are {list(checks)}")
    for name, check in checks.items():
        said = f"{name}: {check['status']} ({check['message']})"
        if check["status"] not in case.statuses[name]:
            wrong.append(f"{said}; {' or '.join(case.statuses[name])} is expected")
        if not 0 <= check["score"] <= check["max_score"] == worth[name]:
            wrong.append(f"{name}: {check['score']} of {check['max_score']} points")
        if check["status"] == "infra":
            wrong.append(f"infra: {said}")
    least, most = case.bounds
    if not least <= document["score"] <= most:
        wrong.append(f"{document['score']:g} points; {least:g} to {most:g} are expected")
    if done.code != (0 if document["status"] == "passed" else 1):
        wrong.append(f"exit code {done.code} for a result that is {document['status']}")
    wrong += [f"{never!r} is in the report" for never in case.entry.never if never in done.out.decode()]
    return wrong + _words(case, checks)


def _words(case: Case, checks: dict[str, Any]) -> list[str]:
    """Compare messages and output with the patterns of the entry: of the named checks, else of the first with one."""
    wrong = []
    unhappy = [name for name, check in checks.items() if check["message"]]
    said = case.entry.says
    patterns = said if isinstance(said, dict) else dict.fromkeys(unhappy[:1], said)
    if case.entry.says and not patterns:
        wrong.append("no check has a message")
    for name, pattern in patterns.items():
        if not re.search(pattern, checks[name]["message"] or "", re.DOTALL):
            wrong.append(f"{name} says {checks[name]['message']!r}; {pattern!r} is expected")
    printed = "\n".join(check["output"] for check in checks.values())
    if not re.search(case.entry.prints, printed, re.DOTALL):
        wrong.append(f"{case.entry.prints!r} is not in the output {printed[:200]!r}")
    return wrong


def _unsafe(name: str, text: str) -> list[str]:
    """Return what a report of this format holds that acts on its reader."""
    try:
        if name == "gradescope":
            assert json.loads(text)["tests"], "no tests"
        if name == "junit":
            ET.fromstring(text)
        if name == "github":
            inside = None
            for line in text.splitlines():
                if inside is None and (stop := re.fullmatch(r"::stop-commands::([0-9a-f]{32})", line)):
                    inside = stop[1]
                elif inside is not None and line == f"::{inside}::":
                    inside = None
                elif inside is None:
                    # outside a fence nothing stands but commands of ours
                    assert OURS.match(line), f"a line of somebody else's: {line[:80]!r}"
                    assert "##[" not in line.partition("::")[0]
            assert inside is None, "commands stay switched off"
        if name in ("terminal", "plain"):
            assert not CONTROL.search(text), f"a control character: {CONTROL.search(text)}"
            assert max(map(len, text.splitlines())) <= 80, "a line of more than 80 columns"
        if name == "plain":
            assert "\u202e" not in text, "a bidirectional mark"
    except (AssertionError, ValueError, KeyError, ET.ParseError) as error:
        return [f"{name}: {error}"]
    return []
