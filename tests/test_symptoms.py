"""The table of symptoms: what is written, what it leaves out, and that it changes no name."""

from __future__ import annotations

import pytest
from nngrade.audit.paper import on_paper
from nngrade.audit.symptoms import write_symptoms
from nngrade.checks.alike import Ended
from nngrade.checks.bank import Bank
from nngrade.checks.diagnosis import Doctor
from nngrade.checks.record import Event, Record
from nngrade.checks.symptoms import NAME, Symptoms, Table, read, symptom, up_to_date
from nngrade.errors import CourseError
from toy_course import MISTAKES, SOLUTION, TARGETS, bank, grade, toy, written

CHECKS = """\
import numpy as np

def test_double(same, rng):
    for sign in (1, 1, -1, -1):
        x = sign * rng.uniform(1, 2, size=5)
        same(lambda impl: impl.double(x))

def test_whole(same, rng):
    for _ in range(2):
        x = rng.integers(9, size=3)
        same(lambda impl: impl.double(x))
        assert impl_is_there(x), "there"

def impl_is_there(x):
    return True
"""
KINDS = {
    "tripled": written("return 3 * x"),
    "absolute": written("return 2 * abs(x)"),
    "positive": written("return 2 * x if (x < 0).any() else 2 * x + 1"),
    "by-chance": written("return 2 * x + (x.dtype.kind == 'i' and x.sum() % 2)"),
    "raises": written("return 2 * x if (x > 0).all() else 1 / 0"),
}


VALUES = ("() ",)  # what is wrong with an answer of the right shape that is not made of parts


def record(marks: str, answer: object = 1, flaws: tuple[str, ...] = VALUES) -> Record:
    """Return the record of a run that fared so, and whose wrong answers were wrong so."""
    found = Record()
    for mark in marks.rstrip("~"):
        what, wrong = "end" if mark == "!" else "same", flaws if mark == "-" else ()
        found.events.append(Event(what, answer, mark == "+", flaws=wrong))
    found.cut = marks.endswith("~")
    return found


@pytest.fixture
def course(tmp_path):
    more = {"test_whole": {"targets": ["double", "pair"]}}
    return toy(tmp_path, CHECKS, mistakes=bank(*((name, "double", form) for name, form in KINDS.items())), more=more)


def table(course) -> Symptoms:
    (exercise,) = course.exercises
    return read(Bank(course.solution(exercise)), course.checks(exercise))


def path(course):
    return course.solution(course.exercises[0]).parent / NAME


def test_how_a_run_fared():
    for marks in ("++-+", "+-!", "+~", "", "~"):
        assert symptom(record(marks)).marks == marks


def test_what_is_wrong_with_the_first_wrong_answer():
    values, flaws = symptom(record("+-")), ("(0,) ", "(2,) ")
    assert str(values) == f"+- {values.flaw}"
    assert values.flaw == symptom(record("--")).flaw != symptom(record("+-", flaws=flaws)).flaw
    assert str(symptom(record("++"))) == "++"
    raised, other, elsewhere = (
        symptom(record("+-", Ended(kind, words))).flaw
        for kind, words in (
            ("ValueError", "no 3 in 7.5"),
            ("ValueError", "no 12 in 1e-9"),
            ("TypeError", "no 3 in 7.5"),
        )
    )
    assert raised == other != elsewhere
    assert symptom(record("+-", Ended("ValueError", "\udc80"))).flaw


def test_what_is_written(course):
    steps = []
    write_symptoms(course, course.exercises, jobs=1, on_step=lambda *step: steps.append(step[1:]))
    text = path(course).read_text("utf-8")
    assert text.count("\n") < 25
    assert '  "test_double": {\n   "++++": "3",\n   "++-- 51ad": "4",\n   "++-- 53dc": "1",\n' in text
    assert '\n   "--++ 53dc": "2",\n   "---- 53dc": "0"' in text
    assert steps == [(5, 5)]
    assert up_to_date(Bank(course.solution(course.exercises[0])), course.checks(course.exercises[0]))
    before = path(course).read_bytes()
    write_symptoms(course, course.exercises, jobs=2)
    assert path(course).read_bytes() == before


def test_who_may_have_fared_alike(course):
    write_symptoms(course, course.exercises, jobs=1)
    known = Bank(course.solution(course.exercises[0]))
    symptoms = read(known, course.checks(course.exercises[0]))

    def alike(check: str, marks: str, *wrong: object) -> list[str]:
        return [one.ids[0] for one in symptoms.alike(check, record(marks, *wrong), known.suspects)]

    def within(check: str, marks: str) -> list[str]:
        return [one.ids[0] for one in symptoms.within(check, record(marks), known.suspects)]

    assert alike("test_double", "++--") == ["absolute"]
    assert alike("test_double", "++--", Ended("ZeroDivisionError", "division by zero")) == ["raises"]
    assert alike("test_double", "++--", None, ("() an array of shape (5,) is expected",)) == []
    assert alike("test_double", "----") == ["tripled"]
    assert alike("test_double", "+-+-") == []
    assert alike("test_double", "++-~") == ["absolute"]  # cut off: as far as it went
    assert alike("test_double", "++~") == ["absolute", "by-chance", "raises"]
    assert "by-chance" in alike("test_whole", "-+")  # its pattern depends on the numbers
    assert alike("test_other", "-+") == list(KINDS)  # a check that the table does not know
    assert within("test_double", "++--") == ["absolute", "raises"]
    assert within("test_double", "----") == ["tripled", "positive"]  # it explains a part of the first wrong answer
    assert within("test_double", "--+-") == ["positive"]


def test_parts_that_are_wrong_by_chance_exclude_nobody(course):
    suspects = Bank(course.solution(course.exercises[0])).suspects
    (flaw, other) = (symptom(record("-", flaws=flaws)).flaw for flaws in (VALUES, ("(1,) ",)))
    symptoms = Symptoms(suspects, {"test_double": {f"+- {flaw}": "0 1", f"+- {other}": "1 2", "++": "3"}})
    assert symptoms.alike("test_double", record("+-"), suspects) == [*suspects[:2], suspects[4]]


def test_a_pattern_that_was_cut_off_fits_as_far_as_it_goes(course):
    suspects = Bank(course.solution(course.exercises[0])).suspects
    symptoms = Symptoms(suspects, {"test_double": {"+-~": "0", "+--": "1", "+~": "2"}})
    found = symptoms.alike("test_double", record("+--"), suspects[:3])
    assert found == suspects[:3]
    assert symptoms.alike("test_double", record("+-+"), suspects[:3]) == [suspects[0], suspects[2]]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda course: path(course).unlink(),
        lambda course: path(course).with_name("mistakes.py").unlink(),
        lambda course: path(course).write_text("{"),
        lambda course: path(course).write_text('{"belongs": 1}'),
        lambda course: path(course).write_text(path(course).read_text().replace('"0"', '"x"')),
        lambda course: path(course).write_text(path(course).read_text().replace('"0"', '"99"')),
        lambda course: course.checks(course.exercises[0]).write_text(CHECKS + "\n"),
        lambda course: course.solution(course.exercises[0]).write_text(SOLUTION + "\n"),
    ],
)
def test_without_a_table_that_belongs_here_everybody_is_asked(course, spoil):
    write_symptoms(course, course.exercises, jobs=1)
    assert table(course).known
    spoil(course)
    assert table(course).known == {}


def test_line_endings_make_no_difference(course):
    write_symptoms(course, course.exercises, jobs=1)
    checks = course.checks(course.exercises[0])
    checks.write_bytes(checks.read_bytes().replace(b"\n", b"\r\n"))
    assert table(course).known


def test_it_changes_no_name_and_saves_the_asking(course, monkeypatch):
    tried: list[int] = []
    explaining = Doctor._explaining

    def counted(doctor, suspects, item, asking):
        tried.append(len(suspects))
        return explaining(doctor, suspects, item, asking)

    monkeypatch.setattr(Doctor, "_explaining", counted)
    sources = [SOLUTION + form[""] for form in KINDS.values()] + [SOLUTION + written("return -x")[""]]

    def named() -> list[list[str | None]]:
        tried.clear()
        graded = grade(course, *sources)
        return [[check.diagnosis.id if check.diagnosis else None for check in one.checks] for one in graded]

    without, asked = named(), sum(tried)
    write_symptoms(course, course.exercises, jobs=1)
    assert named() == without
    assert {name for names in without for name in names} >= {"tripled", "absolute", "positive", "raises"}
    assert sum(tried) < asked


def test_the_audit_says_when_it_is_out_of_date(tmp_path):
    course = toy(tmp_path, mistakes=MISTAKES, more=TARGETS)
    question = f"{NAME} is up to date"
    assert question not in [one.question for one in on_paper(course, course.exercises[0])]
    write_symptoms(course, course.exercises, jobs=1)
    assert {one.question: one.problem for one in on_paper(course, course.exercises[0])}[question] == ""
    course.checks(course.exercises[0]).write_text(course.checks(course.exercises[0]).read_text() + "\n")
    said = {one.question: one.problem for one in on_paper(course, course.exercises[0])}[question]
    assert "write it anew with --symptoms, or remove it" in said
    path(course).with_name("mistakes.py").unlink()
    said = {one.question: one.problem for one in on_paper(course, course.exercises[0])}[question]
    assert "or remove it" in said


def test_an_exercise_without_a_bank_has_none_and_a_folder_in_its_place_is_said(tmp_path):
    course = toy(tmp_path / "a")
    write_symptoms(course, course.exercises, jobs=1)
    assert not path(course).exists()
    course = toy(tmp_path / "b", mistakes=MISTAKES)
    path(course).mkdir()
    with pytest.raises(CourseError, match="cannot be written"):
        write_symptoms(course, course.exercises, jobs=1)


def test_a_mistake_that_cannot_be_imported_has_no_symptoms(tmp_path):
    forms = {"broken": {"": "1 / 0\n"}, "no-python": {"": "def (\n"}, "fine": written("return 3 * x")}
    course = toy(tmp_path, mistakes=bank(*((name, "double", form) for name, form in forms.items())), more=TARGETS)
    write_symptoms(course, course.exercises, jobs=1)
    assert {suspect.ids[0] for _, suspect in table(course).known} == {"fine"}


def test_the_tables_of_the_course_hold_numbers_of_its_banks():
    from our_course import COURSE

    for exercise in COURSE.exercises:
        solutions = Bank(COURSE.solution(exercise))
        found = read(solutions, COURSE.checks(exercise))
        assert {suspect for _, suspect in found.known} == set(solutions.suspects)
    assert Table.__struct_fields__ == ("belongs", "checks")
