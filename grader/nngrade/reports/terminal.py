"""The report for a learner in a terminal: what passed, what is wrong with their code, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from nngrade.api import ReportContext
from nngrade.reports import words
from nngrade.reports.escape import clip, excerpt, one_line, padded
from nngrade.reports.feedback import view
from nngrade.reports.layout import Look, commands
from nngrade.result import CheckResult, ExerciseResult, Result, Status

_COLOURS: dict[Status, str] = {"passed": "green", "skipped": "yellow", "infra": "magenta"}  # else red
_MARK = max(len(mark) for mark in words.MARKS.values())
_LINES, _ROOM = 3, 60  # for what is wrong: three lines of a page of 80 columns, more of a narrow one
_LONGEST = 4000  # characters of a message that are worth wrapping for so few lines


def report(result: Result, context: ReportContext) -> str:
    """Return the report, in colour where the context says so."""
    return render(result, context, Look(max(24, min(context.width, 100)), context.colour, "·"))


def render(result: Result, context: ReportContext, look: Look) -> str:
    """Return the report as text that ends with a newline and keeps to the width of `look`."""
    seen = view(result, context.feedback)
    page = _Page(look, context)
    lines = page.one(seen) if len(seen.exercises) == 1 else page.several(seen)
    return "\n".join(line.rstrip() for line in [*lines, "", *page.last(seen)]) + "\n"


class _Page:
    """The parts of a page, top to bottom; each returns lines."""

    def __init__(self, look: Look, context: ReportContext) -> None:
        self.look = look
        self.context = context
        self.said: set[str] = set()  # a sentence that explains several checks is said once

    def one(self, result: Result) -> list[str]:
        """Lay out one exercise: every check has its line."""
        exercise = result.exercises[0]
        title = self.context.titles.get(exercise.id) or self.context.title
        where = self.context.file or result.submission.path
        return [*self.header(exercise, title, where), "", *self.body(exercise, exercise.checks)]

    def several(self, result: Result) -> list[str]:
        """Lay out several exercises: what did not pass, then a line for each exercise."""
        path = result.submission.path
        lines = self.heading(one_line(self.context.title), "" if path in (".", "..") else one_line(path))
        for exercise in result.exercises:
            if exercise.status != "passed":
                title = self.context.titles.get(exercise.id, "")
                lines += ["", *self.header(exercise, title, words.points(exercise)), ""]
                lines += self.body(exercise, [check for check in exercise.checks if check.status != "passed"])
        width = max((len(words.points(exercise)) for exercise in result.exercises), default=0)
        lines.append("")
        for exercise in result.exercises:
            passed = sum(check.status == "passed" for check in exercise.checks)
            text = f"{one_line(exercise.id)}: {passed} of {words.count(len(exercise.checks), 'check')} passed"
            lines += self.row(exercise.status, words.points(exercise), width, text)
            if exercise.status == "passed":
                lines += self.notes(exercise)
        return lines

    def header(self, exercise: ExerciseResult, title: str, right: str) -> list[str]:
        left = one_line(exercise.id) + (f" {self.look.dot} {one_line(title)}" if title else "")
        return self.heading(left, one_line(right))

    def heading(self, left: str, right: str) -> list[str]:
        first, *rest = self.look.ends(left, right) or [""]
        return [self.look.paint(first, bold=True), *rest]

    def body(self, exercise: ExerciseResult, checks: Sequence[CheckResult]) -> list[str]:
        note = words.common_note(exercise)
        if note is not None:
            first, width = exercise.checks[0], len(words.points(exercise))
            text = f"all {words.count(len(exercise.checks), 'check')}, for one reason"
            lines = self.row(first.status, words.points(exercise), width, text)
            lines += self.explain(note, "", width) + self.output(first, width)
            return lines + self.notes(exercise)
        problem = words.first_problem(exercise)
        width = max((len(words.points(check)) for check in checks), default=0)
        lines = []
        for check in checks:
            lines += self.check(exercise, check, width)
            if check is problem:
                lines += self.output(check, width)
                if check.status != "infra":
                    more = f"More: `nngrade hint {words.short_id(exercise.id)}`"
                    if words.has_call(check):
                        more += f" {self.look.dot} `nngrade check {words.short_id(exercise.id)} --explain`"
                    lines += self.look.wrap(commands(more), self.indent(width))
        return lines + self.notes(exercise)

    def check(self, exercise: ExerciseResult, check: CheckResult, width: int) -> list[str]:
        title = one_line(check.title)
        if check.status == "skipped":
            lines = self.row(check.status, words.points(check), width, title + words.needs(check))
            return lines + (self.explain("", check.diagnosis.text, width) if check.diagnosis else [])
        if check.status == "passed":
            return self.row(check.status, words.points(check), width, title)
        where = one_line(self.context.lines.get((exercise.id, words.culprit(check)), ""))
        lines = self.row(check.status, words.points(check), width, title, where)
        return lines + self.explain(words.wrong(check), check.diagnosis.text if check.diagnosis else "", width)

    def row(self, status: Status, points: str, width: int, text: str, where: str = "") -> list[str]:
        mark = words.MARKS[status]
        lead = f"  {mark} {points}  " if self.look.narrow else f"  {mark:<{_MARK}} {points:>{width}}  "
        first, *rest = self.look.wrap(text, self.indent(width), lead)
        gap = self.look.width - len(padded(first)) - len(padded(where))
        if where and not rest and gap >= 2:
            first += self.dim(" " * gap + where)
        elif where:
            rest += [self.dim(line) for line in self.look.wrap(f"at {where}", self.indent(width))]
        bold = None if status in ("passed", "skipped") else True
        return [first.replace(mark, self.look.paint(mark, fg=_COLOURS.get(status, "red"), bold=bold), 1), *rest]

    def explain(self, message: str, diagnosis: str, width: int) -> list[str]:
        """Say what is wrong and which mistake it is, in three lines; what was said above is not said again."""
        text = "\n".join(part for part in (message, diagnosis) if part)
        if not text or text in self.said:
            return []
        indent = self.indent(width)
        if self.context.feedback == "staff":
            self.said |= {text, message}
            return self.look.wrap(text, indent)
        if diagnosis and diagnosis in self.said:
            return self.look.wrap("The same mistake as above.", indent)
        self.said |= {text, message, diagnosis}
        room = self.look.width - indent
        most = _LINES if room >= _ROOM else -(-_LINES * _ROOM // room)
        named = self.look.wrap(diagnosis[:_LONGEST], indent) if diagnosis else []
        for less in words.shorter(message[:_LONGEST], bool(named)):
            for whole in (less, one_line(less)):  # the same words take fewer lines as one paragraph
                lines = (self.look.wrap(whole, indent) if whole else []) + named
                if len(lines) <= most:
                    return lines
        return self.cut(named or lines, most)  # the mistake says more than how its numbers differ

    def cut(self, lines: list[str], most: int) -> list[str]:
        if len(lines) <= most:
            return lines
        return [*lines[: most - 1], clip(f"{lines[most - 1]} ...", self.look.width)]

    def output(self, check: CheckResult, width: int) -> list[str]:
        margin = " " * self.indent(width) + "| "
        lines = excerpt(check.output, 3, 5, self.look.width - len(margin))
        return [self.dim(margin + line) for line in lines]

    def notes(self, exercise: ExerciseResult) -> list[str]:
        notes = [note for note in exercise.notes if not any(text.startswith(note) for text in self.said)]
        for name, variant in exercise.datasets.items():
            if variant != name and not any(variant in note for note in notes):
                notes.append(f"the data of {name} is the {variant}")
        return [line for note in notes for line in self.look.wrap(f"note: {clip(one_line(note), _LONGEST)}", 4, "  ")]

    def last(self, result: Result) -> list[str]:
        """End with the score and the next command: in a terminal the last line is read first."""
        look, lines = self.look, []
        hidden = words.not_shown(result)
        if hidden > 0:
            lines += look.wrap(f"{words.number(hidden)} points are in checks that are not shown.", 4, "  ")
        warning = words.weak_isolation(result.environment.isolation)
        if warning:
            lines += [look.paint(line, fg="yellow") for line in look.wrap(commands(warning), 4, "  ")]
        else:
            text = f"isolation: {one_line(result.environment.isolation)} {look.dot} seed {result.environment.seed}"
            lines += [self.dim(line) for line in look.wrap(text, 4, "  ")]
        score = f"  {words.points(result)}"
        first, *rest = look.wrap(commands(words.advice(result, self.context)), 4, score + "   ")
        return [*lines, look.paint(score, bold=True) + first[len(score) :], *rest]

    def indent(self, width: int) -> int:
        """Return the column of the titles; on a narrow page sentences need the room."""
        return 4 if self.look.narrow else 2 + _MARK + 1 + width + 2

    def dim(self, text: str) -> str:
        return self.look.paint(text, dim=True)
