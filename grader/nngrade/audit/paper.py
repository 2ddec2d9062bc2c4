"""What can be seen of an exercise without running it: manifest, lesson, sentences, hints, the bank of mistakes."""

from __future__ import annotations

import ast
import re
import textwrap
from collections import Counter
from collections.abc import Iterator

from nngrade.audit.findings import Finding
from nngrade.checks import symptoms
from nngrade.checks.bank import Bank
from nngrade.checks.guard import guarded
from nngrade.course.manifest import check_manifest
from nngrade.course.model import Course, Exercise
from nngrade.errors import CourseError

LONGEST_TITLE = 70
LINE, LINES = 63, 2  # what there is room for in a report: a diagnosis that is longer would be cut
MOST_FORMS = 400  # of an exercise's mistakes: `nngrade audit --forms` grades all of them
MOST_IN_ONE = 130  # of one function's: without symptoms.json each runs when a check of it fails


def on_paper(course: Course, exercise: Exercise) -> Iterator[Finding]:
    """Yield what can be seen; where checks and manifest disagree, no more than that."""
    disagree = ""
    try:
        check_manifest(course, exercise)
    except CourseError as error:
        disagree = error.message
    yield Finding(exercise.id, "exercise.yaml and checks.py agree", disagree)
    readme = course.folder(exercise) / "README.md"
    there = readme.is_file() and readme.stat().st_size > 0
    yield Finding(exercise.id, "there is a lesson", "" if there else f"{readme.name} is missing or empty")
    if disagree:
        return  # checks.py may not even be Python
    silent = _asserts_without_sentence(course.checks(exercise).read_text("utf-8"))
    lines = ", ".join(map(str, silent))
    problem = f"checks.py: no sentence for the learner on line {lines}" if silent else ""
    yield Finding(exercise.id, "every assertion has a sentence", problem)
    yield Finding(exercise.id, "targets, titles, dependencies are sound", "; ".join(_unsound(course, exercise)))
    yield Finding(exercise.id, "no hint is the answer", "; ".join(_answers(course, exercise)))
    bank = Bank(course.solution(exercise))
    if bank.there:
        yield Finding(exercise.id, "the bank of mistakes can be read", "; ".join(_bank(exercise, bank)))
    if bank.path.with_name(symptoms.NAME).exists():
        current = symptoms.up_to_date(bank, course.checks(exercise))
        problem = "solution, checks or mistakes have changed: write it anew with --symptoms, or remove it"
        yield Finding(exercise.id, f"{symptoms.NAME} is up to date", "" if current else problem)


def _asserts_without_sentence(source: str) -> list[int]:
    return [node.lineno for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assert) and node.msg is None]


def _unsound(course: Course, exercise: Exercise) -> Iterator[str]:
    titles = Counter(item.title for item in exercise.items)
    yield from (f"the title {title!r} stands {n} times" for title, n in titles.items() if n > 1)
    seen = {item.id: item.visibility for item in exercise.items}
    names = set(functions(course.stub(exercise).read_text("utf-8")))
    for item in exercise.items:
        if len(item.title) > LONGEST_TITLE:
            yield f"{item.id}: its title has {len(item.title)} letters, more than {LONGEST_TITLE}"
        if len({" ".join(hint.split()) for hint in item.hints}) < len(item.hints):
            yield f"{item.id}: two of its hints are the same"
        for target in item.targets:
            if target not in names:
                yield f"{item.id}: the stub has no {target}"
        for other in item.depends:
            if item.visibility == "visible" and seen[other] != "visible":
                yield f"{item.id} waits for {other}, which a learner does not see"


def _answers(course: Course, exercise: Exercise) -> Iterator[str]:
    """Find hints that hold every line of what they are about: the last one is nearly the line, and not all of it."""
    bodies = functions(course.solution(exercise).read_text("utf-8"))
    for item in exercise.items:
        for target in item.targets:
            lines = [_bare(line) for line in bodies.get(target, [])]
            for number, hint in enumerate(item.hints, 1):
                if lines and all(line in _bare(hint) for line in lines):
                    yield f"{item.id}: hint {number} is the whole of {target}"


def functions(source: str) -> dict[str, list[str]]:
    """Return the statements of each function, method and class of a module, one text each, docstrings left out."""
    found: dict[str, list[str]] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = _statements(node)
        elif isinstance(node, ast.ClassDef):
            methods = {item.name: _statements(item) for item in node.body if isinstance(item, ast.FunctionDef)}
            found |= {f"{node.name}.{name}": lines for name, lines in methods.items()}
            found[node.name] = methods.get("__init__", [])
    return found


def _statements(node: ast.FunctionDef) -> list[str]:
    rest = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return [ast.unparse(statement) for statement in rest]


def _bare(text: str) -> str:
    return re.sub(r"\breturn\b|\s", "", text)


def _bank(exercise: Exercise, bank: Bank) -> Iterator[str]:
    try:
        mistakes = bank.mistakes
    except CourseError as error:
        yield error.message
        return
    targets = {target for item in exercise.items for target in item.targets}
    for name, times in Counter(mistake.id for mistake in mistakes).items():
        if times > 1:
            yield f"{name} stands {times} times"
    for mistake in mistakes:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", mistake.id):
            yield f"{mistake.id!r} is no id like loss-summed"
        if mistake.target not in targets:
            yield f"{mistake.id}: no check has the target {mistake.target}"
        if not mistake.forms or not mistake.text.strip() or not mistake.look.strip():
            yield f"{mistake.id}: it needs a form, a sentence and what to look at"
        if (lines := len(textwrap.wrap(mistake.sentences, LINE, break_on_hyphens=False))) > LINES:
            yield f"{mistake.id}: what it says takes {lines} lines of {LINE} letters, more than {LINES}"
    if (many := len(bank.suspects)) > MOST_FORMS:
        yield f"{many} forms of mistakes are more than {MOST_FORMS}: keep those that learners really write"
    for target, times in Counter(suspect.mistakes[0].target for suspect in bank.suspects).items():
        if times > MOST_IN_ONE:
            yield f"{times} forms of mistakes in {target} are more than {MOST_IN_ONE}: keep the likely ones"
    for suspect in bank.suspects:
        try:
            with guarded():
                suspect.link()
        except CourseError as error:
            yield error.message
        except (Exception, SystemExit) as error:
            yield f"{suspect.ids[0]} cannot be imported: {type(error).__name__}: {error}"
