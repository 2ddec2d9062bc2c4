"""Courses: what is read, and what is refused, with the file, the line, the place in it and the nearest name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from nngrade.course.content import content_root
from nngrade.course.find import find_exercise, resolve
from nngrade.course.load import course_sha256, load_course, load_exercise
from nngrade.course.manifest import check_manifest
from nngrade.errors import CourseError, NngradeError, SetupError

IDS = ("01_sigmoid_neuron", "02_feedforward", "03_backprop", "10_more")

THRESHOLD = """\
thresholds:
  - name: accuracy
    title: the accuracy
    points: 40
    targets: [double]
    hints: [a, b, c]
    dataset: digits
    metric: accuracy
    split: {train: 0.64, validation: 0.16, test: 0.2}
    runs: [{split: 0, seed: 1}]
    scale: standardize
    settings: {lr: 0.1, epochs: 30}
    steps:
      - {call: Model, args: [64, $rng], save: model}
      - {call: train, args: [$model, $X_train, $y_train, $X_val, $y_val], kwargs: {lr: $lr, epochs: $epochs}}
    predict: {call: $model.predict, args: [$X_test]}
    bands: [{reach: 0.9, points: 20}, {reach: 0.95, points: 40}]
    stand_in: {settings: {lr: 0.2}, bands: [{reach: 0.8, points: 40}]}
"""


@pytest.fixture
def with_threshold(small_course):
    """The small course, whose first exercise has a threshold in the place of its second check."""
    file = small_course.manifest()
    text = file.read_text("utf-8")
    file.write_text(text[: text.index("  - test: test_half")] + THRESHOLD, "utf-8")
    return small_course


def refused(root: Path, only: str | None = None) -> str:
    with pytest.raises(CourseError) as caught:
        load_course(root, only)
    assert caught.value.exit_code == 3
    return caught.value.message


def test_a_course_is_read_in_order(small_course):
    course = load_course(small_course.root)
    assert (course.name, course.title) == ("small", "A small course")
    assert [exercise.id for exercise in course.exercises] == ["01_double", "02_half"]
    assert course.stub(course.exercises[0]).is_file()
    assert [item.id for item in course.exercises[0].items] == ["test_double", "test_half"]


def test_one_exercise_does_not_read_the_others(small_course):
    small_course.manifest("02_half").write_text("[broken")
    assert [exercise.id for exercise in load_course(small_course.root, "double").exercises] == ["01_double"]
    assert load_exercise(small_course.root, "1").id == "01_double"
    assert "02_half/exercise.yaml" in refused(small_course.root)


def test_a_threshold_is_read(with_threshold):
    threshold = load_course(with_threshold.root, "1").exercises[0].thresholds[0]
    assert threshold.bands[-1].points == 40
    assert threshold.steps[0].save == "model"


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        ("points: 60", "pionts: 60", "exercise.yaml:8: checks[0].pionts:", "did you mean points?"),
        ("    points: 60\n", "", "exercise.yaml:6: checks[0]:", "the key 'points' is missing"),
        ("points: 60", "points: many", "exercise.yaml:8: checks[0].points:", "expected a number, got text"),
        ("points: 60", "points: 61", "exercise.yaml:", "add up to 101"),
        ("points: 60", "points: 60.3", "checks[0].points:", "multiple of 0.5"),
        ("points: 60", "points: -60", "checks[0].points:", "> 0"),
        ("points: 60", "points: .nan", "exercise.yaml:8:", "not a finite number"),
        ("summary: a small one", "summary: a\nsummary: b", "exercise.yaml:5:", "'summary' stands twice"),
        ("summary: a small one", "summary: no", "summary:", "expected text, got a yes or no"),
        ("summary: a small one", "summary: [1", "exercise.yaml:", "expected"),
        ("summary: a small one", "summary: ''", "summary:", "length >= 1"),
        ("summary: a small one", "summary: !!python/name:os.system", "exercise.yaml:4:", "constructor"),
        ("summary: a small one", "summary: a\npoints: 90", "points:", "90"),
        ("summary: a small one", "summary: a\nlimits: {memory: 1}", "limits.memory:", "did you mean memory_mb?"),
        ("summary: a small one", "summary: a\nrequires: [02_half]", "requires[0]:", "comes later"),
        ("summary: a small one", "summary: a\nrequires: [07_no]", "requires[0]:", "no exercise of the course"),
        ("id: 01_double", "id: 01_duoble", "exercise.yaml:1: id:", "the folder is '01_double'"),
        ("module: double.py", "module: duoble.py", "module:", "stub exercises/01_double/duoble.py does not exist"),
        ("module: double.py", "module: ../x.py", "module:", "matching regex"),
        ("[first hint, second hint, third hint]", "[one]", "checks[0].hints:", "length 3, got 1"),
        ("[first hint, second hint, third hint]", "[a, b, ' ']", "checks[0].hints[2]:", "empty"),
        ("depends: [test_double]", "depends: [test_duoble]", "checks[1].depends[0]:", "did you mean test_double?"),
        ("depends: [test_double]", "depends: [test_half]", "checks[1].depends[0]:", "not listed before"),
        ("test: test_half", "test: test_double", "checks[1].test:", "stands twice"),
        ("test: test_half", "test: half", "checks[1].test:", "starts with test_"),
        ("targets: [half]", "targets: []", "checks[1].targets:", "empty"),
        ("targets: [half]", "targets: ['half()']", "checks[1].targets[0]:", "no name"),
        ("targets: [half]", "visibility: hiden\n    targets: [half]", "checks[1].visibility:", "hidden"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(small_course, old, new, place, says):
    small_course.edit(old, new)
    message = refused(small_course.root)
    assert place in message
    assert says in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        ("{reach: 0.9, points: 20}, ", "", None, None),
        ("reach: 0.95, points: 40", "reach: 0.95, points: 30", "bands[1].points:", "30 of 40"),
        ("reach: 0.9, points: 20", "reach: 0.9, points: 40", "bands:", "rise"),
        ("reach: 0.9, points: 20", "reach: 0.95, points: 20", "bands:", "harder"),
        ("bands: [{reach: 0.8, points: 40}]}", "bands: []}", "stand_in.bands:", "empty"),
        ("settings: {lr: 0.2}", "settings: {lrr: 0.2}", "stand_in.settings.lrr:", "did you mean lr?"),
        ("[$X_test]", "[$x_test]", "predict.args[0]:", "did you mean X_test?"),
        ("$y_train, $X_val", "$y_train, $X_test", "steps[1].args[3]:", "in predict only"),
        ("[$X_test]", "[$X_test, $y_test]", "predict.args[1]:", "labels never reach"),
        ("lr: $lr", "lr: $rate", "steps[1].kwargs.lr:", "nothing is called $rate"),
        ("[$X_test]", "[[1, {a: $nope}]]", "predict.args[0]:", "$nope"),
        ("save: model", "save: X_train", "steps[0].save:", "no new name"),
        ("call: $model.predict", "call: $modl.predict", "predict.call:", "did you mean model?"),
        ("call: train", "call: train()", "steps[1].call:", "no call"),
        ("train: 0.64", "train: 0.5", "split:", "add up to 0.86"),
        ("train: 0.64", "train: 5000", "split.train:", "no fraction"),
        ("test: 0.2", "test: 0", "split:", "both need rows"),
        ("{train: 0.64, validation: 0.16, test: 0.2}", "{given: true, train: 0.5}", "split.train:", "number of rows"),
        ("{train: 0.64, validation: 0.16, test: 0.2}", "{given: true, test: 0.5}", "split.test:", "leave this key out"),
        ("validation: 0.16, test: 0.2", "test: 0.36", "steps[1].args[3]:", "nothing is called $X_val"),
        ("runs: [{split: 0, seed: 1}]", "runs: []", "runs:", "empty"),
        ("[{split: 0, seed: 1}]", "[{split: 0, seed: 1}, {split: 1, seed: 1}]", "runs:", "all runs the same split"),
        ("scale: standardize", "scale: 0", "scale:", "not above 0"),
        ("scale: standardize", "scale: normalise", "scale:", "normalise"),
        ("name: accuracy", "name: test_double", "thresholds[0].name:", "stands twice"),
        ("reach: 0.8", "reach: .inf", "exercise.yaml:", "not a finite number"),
    ],
)
def test_a_threshold_must_mean_something(with_threshold, old, new, place, says):
    with_threshold.edit(old, new)
    if place is None:
        assert load_course(with_threshold.root).exercises[0].thresholds
        return
    message = refused(with_threshold.root)
    assert place in message
    assert says in message


@pytest.mark.parametrize(
    "content",
    [b"", b"- 1", b"\x80", b"\xff\xfe\x00", b"a: \x00", b"[" * 5000, b"{[a]: 1}", b"a: 2026-13-01", b"lab: &a {a: *a}"],
)
def test_no_bytes_make_a_traceback(small_course, content):
    small_course.manifest().write_bytes(content)
    assert "exercise.yaml" in refused(small_course.root)


def test_anchors_may_be_merged_and_overridden(small_course):
    small_course.edit("summary: a small one", "summary: s\nlab: {a: &a {x: 1, y: 2}, b: {<<: *a, x: 3}}")
    assert load_course(small_course.root).exercises[0].lab == {"a": {"x": 1, "y": 2}, "b": {"x": 3, "y": 2}}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name: s\ntitle: t\nexercises: []\n", "the list is empty"),
        ("name: s\ntitle: t\nexercises: [01_double, 01_double]\n", "'01_double' stands twice"),
        ("name: s\ntitle: t\nexercises: [01_duoble]\n", "did you mean 01_double?"),
        ("name: s\ntitle: t\nexercises: [../x]\n", "matching regex"),
        ("name: s\ntitle: t\n", "the key 'exercises' is missing"),
    ],
)
def test_course_yaml_is_checked(small_course, text, says):
    (small_course.root / "course.yaml").write_text(text)
    assert says in refused(small_course.root)


def test_a_folder_without_course_yaml_is_no_course(tmp_path):
    assert "is no course" in refused(tmp_path)


@pytest.mark.parametrize("missing", ["checks.py", "README.md", "double.py"])
def test_every_file_of_an_exercise_must_exist(small_course, missing):
    (small_course.manifest().parent / missing).unlink()
    assert missing in refused(small_course.root)


@pytest.mark.parametrize("typed", ["03_backprop", "3", "03", "backprop", "03_backprop/", "BackProp", " 3 ", "003"])
def test_short_names(typed):
    assert resolve(IDS, typed) == "03_backprop"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("backporp", "did you mean 03_backprop?"),
        ("99", "01_sigmoid_neuron"),
        ("", "01_"),
        ("²", "01_"),
        ("0" * 9999, "01_"),
    ],
)
def test_a_wrong_name_gets_the_nearest_and_the_list(typed, says):
    with pytest.raises(NngradeError, match="there is no exercise") as caught:
        resolve(IDS, typed)
    assert says in caught.value.message
    assert caught.value.exit_code == 2


def test_a_name_that_two_exercises_share_is_no_name():
    with pytest.raises(NngradeError, match="01_same and 02_same"):
        resolve(("01_same", "02_same"), "same")


def test_find_exercise(small_course):
    course = load_course(small_course.root)
    assert find_exercise(course, "half") is course.exercises[1]


def test_the_sum_names_the_course_whatever_is_loaded(small_course):
    whole = course_sha256(load_course(small_course.root))
    assert course_sha256(load_course(small_course.root, "1")) == whole
    cache = small_course.root / "exercises" / "01_double" / "__pycache__"
    cache.mkdir()
    (cache / "checks.cpython-311.pyc").write_bytes(b"x")
    assert course_sha256(load_course(small_course.root)) == whole
    small_course.edit("return 2 * x", "return x * 2", small_course.root / "solutions/01_double/double.py")
    assert course_sha256(load_course(small_course.root)) != whole


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("test_half", "test_hafl", "test_hafl is written, but not listed in exercise.yaml; did you mean test_half?"),
        ("def test_half", "def probe_half", "checks[1].test: checks.py has no test_half"),
        ("def test_half", "def test_double", "test_double is written 2 times"),
        ("def test_half", "async def test_half", "is async"),
        ("def test_half", "class TestHalf:\n  def test_it(self): ...\ndef test_half", "class of tests"),
        ("def test_half", "def test_half(", "checks.py:"),
        ("def test_half", "\0def test_half", "checks.py"),
        ("def test_half", "if 1:\n  def test_third(): ...\ndef test_half", "test_third is written, but not listed"),
    ],
)
def test_the_checks_and_the_manifest_agree(small_course, old, new, says):
    file = small_course.root / "exercises" / "01_double" / "checks.py"
    course = load_course(small_course.root)
    check_manifest(course, course.exercises[0])
    small_course.edit(old, new, file)
    with pytest.raises(CourseError) as caught:
        check_manifest(course, course.exercises[0])
    assert says in caught.value.message


def test_the_checks_are_never_imported(small_course):
    file = small_course.root / "exercises" / "01_double" / "checks.py"
    file.write_text("raise SystemExit\n" + file.read_text("utf-8"), "utf-8")
    course = load_course(small_course.root)
    assert check_manifest(course, course.exercises[0]) is None


def test_a_target_is_a_name_of_the_stub(small_course):
    small_course.edit("targets: [half]", "targets: [hlaf]")
    course = load_course(small_course.root)
    with pytest.raises(CourseError, match="test_half: the stub has no 'hlaf'; did you mean half"):
        check_manifest(course, course.exercises[0])


def test_our_own_course_is_in_order():
    course = load_course(content_root())
    for exercise in course.exercises:
        check_manifest(course, exercise)
    assert len(course.exercises) == 6


def test_the_course_lies_in_the_package_or_in_the_checkout_around_it(tmp_path, monkeypatch):
    package = tmp_path / "grader" / "nngrade"
    (package / "_content").mkdir(parents=True)
    monkeypatch.setattr("nngrade.__file__", str(package / "__init__.py"))
    with pytest.raises(SetupError, match="install nngrade again"):
        content_root()
    (tmp_path / "course.yaml").touch()
    assert content_root() == tmp_path.resolve()
    (package / "_content" / "course.yaml").touch()
    assert content_root() == (package / "_content").resolve()


def test_reading_a_course_imports_neither_numpy_nor_pytest():
    code = "import sys; from nngrade.course.load import load_course; from nngrade.course.content import content_root\n"
    code += "load_course(content_root()); sys.exit(bool({'numpy', 'pytest', 'rich', 'sklearn'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
