"""Results to make reports of: one with every status, visibility and nasty text, and ordinary ones."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from nngrade.api import ReportContext
from nngrade.result import (
    SCHEMA,
    CheckResult,
    CourseInfo,
    Diagnosis,
    Environment,
    ExerciseResult,
    Judged,
    Result,
    SubmissionInfo,
)

GOLDEN = Path(__file__).parent / "golden"
NASTY = "]]> \x1b[31mred\x1b[0m ::error::x ##[error]y <script>alert(1)</script> \ud800 \u202eevil a,b\r%0A & |*`_"
TRACEBACK = """Traceback (most recent call last):
  File "backprop.py", line 41, in gradients
    return {"W1": d_hidden @ x}
ValueError: matmul: Input operand 1 has a mismatch in its core dimension 0"""


def check(id: str, status: str = "passed", score: float = 0.0, max_score: float = 10.0, **fields: Any) -> Judged:
    values: dict[str, Any] = {
        "title": f"{id}: what it does",
        "targets": (id.removeprefix("test_"),),
        "seconds": 0.25,
        "visibility": "visible",
        "message": None,
        "hint": None,
        "diagnosis": None,
        "output": "",
        "detail": "",
    }
    return Judged(id=id, status=status, score=float(score), max_score=float(max_score), **(values | fields))


def exercise(id: str, *checks: CheckResult, notes: tuple[str, ...] = (), **datasets: str) -> ExerciseResult:
    statuses = {item.status for item in checks}
    overall = "infra" if "infra" in statuses else "passed" if statuses == {"passed"} else "failed"
    return ExerciseResult(
        id=id,
        status=overall,
        score=math.fsum(item.score for item in checks),
        max_score=math.fsum(item.max_score for item in checks),
        seconds=sum(item.seconds for item in checks),
        notes=notes,
        datasets=datasets,
        checks=checks,
    )


def result(*exercises: ExerciseResult, path: str = "03_backprop/backprop.py", isolation: str | None = None) -> Result:
    statuses = {item.status for item in exercises}
    return Result(
        schema=SCHEMA,
        environment=Environment("0.1.0", "3.11.4", "2.4.6", "linux", isolation or "landlock7+seccomp+rlimits", 0),
        submission=SubmissionInfo(path, "0" * 64),
        course=CourseInfo("nngrade", "1" * 64),
        score=math.fsum(item.score for item in exercises),
        max_score=math.fsum(item.max_score for item in exercises),
        status="infra" if "infra" in statuses else "passed" if statuses == {"passed"} else "failed",
        exercises=exercises,
    )


def context(**fields: Any) -> ReportContext:
    values: dict[str, Any] = {
        "feedback": "student",
        "title": "MSE and the chain rule by hand",
        "width": 80,
        "colour": False,
        "command": "nngrade check 3",
        "lines": {("03_backprop", "gradients"): "backprop.py:41", ("03_backprop", "error"): "backprop.py:7"},
    }
    return ReportContext(**(values | fields))


def ordinary() -> Result:
    """Three checks of five passed: what a learner sees most."""
    diagnosis = Diagnosis(
        "b1-zero", "gradients", "The hidden biases never learn: the gradient of b1 is `delta_hidden`."
    )
    message = '`gradients(x, y_true)["b1"]` is 0 everywhere; W1, W2 and b2 are right.'
    checks = (
        check("test_mse_loss", score=10, title="mse_loss: the mean of the squares"),
        check("test_feedforward", score=15, max_score=15, title="feedforward: one sample and a batch"),
        check(
            "test_gradients",
            "failed",
            max_score=25,
            title="gradients: every parameter",
            message=message,
            hint="Look at b1.",
            diagnosis=diagnosis,
            output="b1 [0. 0.]\n",
        ),
        check(
            "test_train",
            "skipped",
            max_score=35,
            title="train: four people, step by step",
            message="needs gradients",
        ),
        check("test_worked", score=15, max_score=15, title="the README's worked number"),
    )
    return result(exercise("03_backprop", *checks))


def stub() -> Result:
    """An untouched stub: one sentence explains every check."""
    sentence = "`backprop.py` is not written yet: every function still raises NotImplementedError."
    names = ("mse_loss", "feedforward", "gradients", "train")
    checks = [check(f"test_{name}", "error", max_score=25, message=None) for name in names]
    first = check("test_mse_loss", "error", max_score=25, message=sentence)
    return result(exercise("03_backprop", first, *checks[1:], notes=(sentence,)))


def perfect(*ids: str) -> Result:
    checks = [check(f"test_{n}", score=25, max_score=25) for n in range(4)]
    return result(*(exercise(id, *checks) for id in ids or ("03_backprop",)), path="solution")


def rich() -> Result:
    """Every status and visibility, nasty text in every field that a learner or another course fills."""
    first = exercise(
        "03_backprop",
        check("test_plain", score=10, title="commas, newlines\nand a tab\tin a title"),
        check(
            "test_gradients", "failed", 2.5, 25, message=f"first line\n{NASTY}", detail="expected SECRET", hint=NASTY
        ),
        check("test_error", "error", message=NASTY, output=TRACEBACK + "\n" + NASTY + "\n" + "x" * 65536),
        check("test_timeout", "timeout", title=NASTY, message="`train` took more than 10 s of CPU."),
        check("test_memory", "memory", message="`train` wanted more than 2048 MB."),
        check("test_blocked", "blocked", message="`import torch`: only NumPy and the standard library are allowed."),
        check("test_skipped", "skipped", message="needs gradients"),
        check("test_later", "failed", visibility="after_published", message="LATER SECRET", output="LATER SECRET"),
        check("test_due", score=5, max_score=5, visibility="after_due_date"),
        check("test_hidden", "failed", max_score=20, visibility="hidden", message="HIDDEN SECRET", title="HIDDEN"),
    )
    second = exercise(
        "06_mnist",
        check("test_infra", "infra", message="checks.py, line 3: a check returned a value", targets=()),
        check("test_fit", "failed", 40, 100, message="accuracy 0.93, from 0.95 on it is all", targets=("fit",)),
        notes=("the data is the stand-in for MNIST; the real one: `nngrade data fetch mnist`", NASTY),
        mnist="stand-in",
    )
    return result(first, second, exercise("01_sigmoid_neuron", check("test_all", score=100, max_score=100)), path=NASTY)


def golden(name: str, text: str) -> bool:
    """Say whether `text` is what the golden file holds; `python -m report_samples` in tests/ writes them anew."""
    return (GOLDEN / name).read_text(encoding="utf-8") == text


def pages() -> dict[str, str]:
    """Every golden file's name and text, as the reporters make them now."""
    from nngrade.reports import gradescope, json_report, junit, plain, summary, terminal
    from nngrade.reports.feedback import view

    run = {"command": "nngrade run", "title": "Neural networks from NumPy up"}
    titles = {"03_backprop": "MSE and the chain rule by hand", "06_mnist": "the whole thing"}
    every = context(titles=titles, **run)
    return {
        "ordinary-80.txt": terminal.report(ordinary(), context()),
        "ordinary-40.txt": terminal.report(ordinary(), context(width=40)),
        "ordinary-colour.ansi": terminal.report(ordinary(), context(colour=True)),
        "ordinary-plain.txt": plain.report(ordinary(), context(colour=True)),
        "stub-80.txt": terminal.report(stub(), context()),
        "perfect-80.txt": terminal.report(perfect(), context(next_command="nngrade show 4")),
        "run-80.txt": terminal.report(perfect("01_one", "02_two", "03_three"), context(**run)),
        "rich-80.txt": terminal.report(rich(), every),
        "rich-40.txt": terminal.report(rich(), context(width=40, titles=titles, **run)),
        "rich-staff.txt": terminal.report(rich(), context(feedback="staff", titles=titles, **run)),
        "rich-plain.txt": plain.report(rich(), every),
        "ordinary.json": json_report.report(ordinary(), context()),
        "ordinary-junit.xml": junit.report(ordinary(), context()),
        "ordinary-gradescope.json": gradescope.report(ordinary(), context()),
        "rich-summary.md": summary.markdown(view(rich(), "student"), every),
    }


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name, text in pages().items():
        (GOLDEN / name).write_text(text, encoding="utf-8")
