"""Turns what a check raised into a verdict: status, points, the sentence for the learner, their own traceback."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import NamedTuple

from nngrade.checks.asking import CheckFault, Wrong
from nngrade.checks.words import Names
from nngrade.course.model import Check, Exercise
from nngrade.errors import NngradeError
from nngrade.result import Status
from nngrade.sandbox.outcome import Frame, Outcome, Raised
from nngrade.sandbox.wire import one_line

EXPLAINED = (Outcome, AssertionError, CheckFault, NngradeError)
MAX_MESSAGE = 1200
AFTER_OTHERS = "As the first call it is right: an earlier call left something behind."
MAX_SENTENCE = 240
MAX_CODE = 56
MATMUL = re.compile(r"matmul: Input operand 1 has a mismatch.*?\(size (\d+) is different from (\d+)\)", re.DOTALL)


class Verdict(NamedTuple):
    """What one item came to. `detail` is for the staff alone."""

    status: Status
    points: float
    message: str | None
    output: str = ""
    detail: str = ""


def of(
    error: BaseException | None,
    output: str,
    exercise: Exercise,
    at_import: bool = False,
    names: Names | None = None,
    check: Check | None = None,
) -> Verdict:
    """Return the verdict on a check that raised `error`, or nothing."""
    if error is None:
        return Verdict("passed", 0.0, None, output)
    if isinstance(error, Raised):
        return _raised(error, output, exercise, at_import, names)
    if isinstance(error, Wrong):
        return Verdict("failed", 0.0, str(error)[:MAX_MESSAGE], output, error.detail)
    if isinstance(error, Outcome):
        return Verdict(error.status, 0.0, _sentence(one_line(str(error))), output)
    if isinstance(error, AssertionError):
        sentence = str(error) or (f"what the check asks does not hold: {check.title}" if check else "")
        return Verdict("failed", 0.0, _sentence(sentence), output)
    if isinstance(error, NngradeError):  # it says what is at fault
        return Verdict("infra", 0.0, _sentence(str(error)), output)
    where = f"the check {check.id}" if check else "the grader"
    what = str(error) if isinstance(error, CheckFault) else f"{type(error).__name__}: {error}"
    return Verdict("infra", 0.0, _sentence(f"{where} is at fault: {what}"), output)


def after_others(reached: Verdict) -> Verdict:
    """Return the verdict on an answer that is wrong after other calls alone; its message has three lines at most."""
    if reached.status not in ("failed", "error") or not reached.message:
        return reached
    first, *others = reached.message.split("\n")
    last = others[:1] if reached.status == "error" else others[-1:]  # where it raised, what was asked
    return reached._replace(message="\n".join([first, AFTER_OTHERS, *last]))


def _raised(error: Raised, output: str, exercise: Exercise, at_import: bool, names: Names | None) -> Verdict:
    short = error.called.rpartition(".")[2]
    sentence, advice = _shorter(str(error)), ""
    if error.status == "blocked" and "ModuleNotFoundError" in error.types:
        allowed = ", ".join(["NumPy", *exercise.imports, "the standard library and your own files beside this one"])
        name = error.message.removeprefix("No module named ").strip("'\"")
        sentence = f"`{name}` cannot be imported here: use {allowed}."
    elif error.status == "blocked":
        subject = f"`{short}`" if short else "The file"
        sentence = f"{subject} does what is not allowed here: {error.message}"
        advice = "No network, no other programs, no files but your own and those in the temporary folder."
        if "Operation not permitted" in error.message and "'" in error.message:  # a file's name
            advice = "No links, no change of modes: shutil.copyfile copies what a file holds."
    elif at_import:
        sentence = sentence.replace("the file raised", "The file cannot be imported:", 1)
        if "attempted relative import" in error.message:
            advice = "Your file is imported by itself, not as part of a package: write `import` without the dot."
    elif "TypeError" in error.types and not error.frames and names and (parameters := names.parameters(error.called)):
        advice = f"It is called as `{short}({', '.join(parameters)})`."
    elif "AttributeError" in error.types and not error.frames and "." in error.called:
        sentence = f"`{error.called.rpartition('.')[0]}` has no `{short}`: store or define it there, as `self.{short}`."
    elif error.type == "EOFError":
        advice = "There is nobody to type: take the values from the arguments."
    lines = [_sentence(one_line(sentence))]
    if error.frames and error.type != "NotImplementedError":
        lines.append(_place(error.frames[-1]))
        advice = advice or (f"Asked with {error.asked}." if error.asked and error.status == "error" else "")
    return Verdict(
        error.status,
        0.0,
        "\n".join([*lines, *([advice] if advice else [])])[:MAX_MESSAGE],
        output + _traceback(error.frames),
    )


def _place(frame: Frame) -> str:
    """Return the learner's line that raised: "backprop.py:41 in gradients: dW = x @ d"."""
    function = one_line(frame.function)  # a code object may be called anything
    where = f" in {function}" if function not in ("", "<module>") else ""
    text = frame.text.strip().replace("\n", " ")
    text = text if len(text) <= MAX_CODE else text[: MAX_CODE - 1] + "…"
    return f"{PurePath(frame.file).name}:{frame.line}{where}" + (f": {text}" if text else "")


def _shorter(text: str) -> str:
    """Put NumPy's longest sentence into short words; cut what else is long: the learner's own line matters more."""
    text = MATMUL.sub(r"matmul: the shapes do not fit, \1 against \2", text)
    return text if len(text) <= MAX_SENTENCE else text[: MAX_SENTENCE - 2] + " …"


def _traceback(frames: list[Frame]) -> str:
    """Return the learner's own lines of a traceback, where there is more than the one that the message names."""
    if len(frames) < 2:
        return ""
    lines = [f'  File "{f.file}", line {f.line}, in {f.function}\n    {f.text.strip()}' for f in frames]
    return "Traceback (your own lines, the last one raised):\n" + "\n".join(lines) + "\n"


def _sentence(text: str) -> str:
    text = text.strip()[:MAX_MESSAGE]
    return text if text.endswith((".", "?", "!")) else text + "."
