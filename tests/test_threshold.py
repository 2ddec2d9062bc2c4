"""Thresholds: how rows are divided and scaled, what is called with what, bands, the median, and odd predictions."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from nngrade.api import Arrays, Metric
from nngrade.checks.asking import Wrong
from nngrade.checks.threshold import Rows, judge, run_threshold, scale, split
from nngrade.course.model import Band, Run, Threshold
from nngrade.sandbox.local import Local
from nngrade.sandbox.outcome import Raised

RNG = np.random.default_rng(3)
DATA = Arrays(
    RNG.normal(size=(40, 3)), np.arange(40) % 4, RNG.normal(size=(20, 3)) + 5, np.arange(20) % 4, variant="made"
)
RATE = Metric("share_right", "right labels", "higher", lambda true, pred: float((true == pred).mean()))
ERROR = Metric("share_wrong", "wrong labels", "lower", lambda true, pred: float((true != pred).mean()))


def threshold(**changes):
    said = {
        "name": "made_accuracy",
        "title": "so many right",
        "points": 20,
        "targets": ["fit"],
        "hints": ["a", "b", "c"],
        "dataset": "made",
        "metric": "share_right",
        "split": {"given": True},
        "runs": [{"split": 0, "seed": 1}],
        "settings": {"size": 4},
        "steps": [{"call": "fit", "args": ["$X_train", "$y_train"], "kwargs": {"size": "$size"}, "save": "model"}],
        "predict": {"call": "predict", "args": ["$model", "$X_test"]},
        "bands": [{"reach": 0.5, "points": 8}, {"reach": 0.9, "points": 20}],
    }
    return msgspec.convert({**said, **changes}, Threshold)


def run(tmp_path, source, data=DATA, metric=RATE, **changes):
    """Run a threshold on a source in this process; return what it reached and how many modules were made."""
    path = tmp_path / "learner.py"
    path.write_text("import numpy as np\n" + source)
    made = []

    def spawn():
        link = Local(path)
        link.start = lambda seconds: made.append(seconds)
        link.used, link.close = lambda: 0.0, lambda: None
        return link

    return run_threshold(threshold(**changes), data, metric, spawn), made


HALF = """
def fit(X, y, size):
    return {"size": size, "n": len(X)}
def predict(model, X):
    return np.arange(len(X)) % 4 * (np.arange(len(X)) % 2)
"""
ALL = HALF.replace(" * (np.arange(len(X)) % 2)", "")


def test_all_of_the_points(tmp_path):
    reached, made = run(tmp_path, ALL)
    assert reached == (20, "", (1.0,))
    assert made == [60.0]


def test_a_band_and_what_the_next_one_asks(tmp_path):
    reached, _ = run(tmp_path, HALF)
    assert reached.points == 8
    assert reached.sentence == "The share right on the test rows is 0.7500; at least 0.9 gives 20 points."


def test_no_band(tmp_path):
    reached, _ = run(tmp_path, ALL.replace("% 4", "% 1"))
    assert reached.points == 0
    assert reached.sentence == (
        "The share right on the test rows is 0.2500; at least 0.5 gives 8, at least 0.9 gives 20 points."
    )


def test_each_run_has_its_own_module_and_the_median_counts(tmp_path):
    source = """
count = 0
def fit(X, y, size, rng):
    global count
    count += 1
    return count, rng.integers(1000)
def predict(model, X):
    assert model[0] == 1
    right = np.arange(len(X)) % 4
    return right if model[1] % 2 else right + 1
"""
    steps = [{"call": "fit", "args": ["$X_train", "$y_train", 4, "$rng"], "save": "model"}]
    seeds = list(range(5))
    reached, made = run(tmp_path, source, steps=steps, runs=[{"split": 0, "seed": seed} for seed in seeds])
    odd = [float(np.random.default_rng([seed]).integers(1000) % 2) for seed in seeds]
    assert odd == [0, 1, 1, 1, 0]
    assert list(reached.values) == odd[:4]  # three of five have reached the top: the fifth cannot change the median
    assert len(made) == 4
    assert reached.points == 20


@pytest.mark.parametrize(("count", "trained"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3)])
def test_no_more_trainings_than_the_median_needs(tmp_path, count, trained):
    runs = [{"split": 0, "seed": seed} for seed in range(count)]
    assert run(tmp_path, ALL, runs=runs)[0] == (20, "", (1.0,) * trained)
    reached, made = run(tmp_path, HALF, runs=runs)  # below the top the message shows the median of all
    assert (reached.points, len(made)) == (8, count)


@pytest.mark.parametrize(
    ("values", "points"),
    [
        ([0.5], 8),
        ([0.4999], 0),
        ([0.9], 20),
        ([0.8999], 8),
        ([0.2, 0.95, 0.91], 20),
        ([0.2, 0.3, 1.0], 0),
        ([0.8, 1.0], 20),
        ([float("nan"), 0.95, 0.95], 0),
        ([float("nan")], 0),
    ],
)
def test_bands_begin_at_their_edge(values, points):
    bands = (Band(reach=0.5, points=8), Band(reach=0.9, points=20))
    assert judge(values, bands, 20, RATE).points == points


def test_where_lower_is_better():
    bands = (Band(reach=0.5, points=8), Band(reach=0.1, points=20))
    assert [judge([value], bands, 20, ERROR).points for value in (0.6, 0.5, 0.2, 0.1, 0.0, float("nan"))] == [
        0,
        8,
        8,
        20,
        20,
        0,
    ]
    assert "at most 0.1 gives 20 points" in judge([0.2], bands, 20, ERROR).sentence


def test_the_stand_in_has_its_own_bands_settings_and_size(tmp_path):
    source = """
def fit(X, y, size):
    assert size == 7 and len(X) == 10
def predict(model, X):
    return np.arange(len(X)) % 4 * (np.arange(len(X)) % 2)
"""
    stand_in = {"bands": [{"reach": 0.7, "points": 20}], "settings": {"size": 7}, "train": 10}
    data = Arrays(DATA.X_train, DATA.y_train, DATA.X_test, DATA.y_test, variant="stand-in")
    reached, _ = run(tmp_path, source, data=data, stand_in=stand_in)
    assert reached.points == 20
    with pytest.raises(Raised, match="AssertionError"):
        run(tmp_path, source, stand_in=stand_in)


@pytest.mark.parametrize(
    ("returned", "words"),
    [
        ("None", "`predict` returned None (is there a `return`?); one label for each row is expected."),
        ("'text'", "`predict` returned the text 'text'; one label for each row is expected."),
        ("3", "returned an array of shape () for 20 rows; (20,) is expected."),
        ("np.zeros(19)", "returned an array of shape (19,) for 20 rows; (20,) is expected."),
        ("np.zeros((20, 1))", "returned an array of shape (20, 1); labels of shape (20,) are expected."),
        ("np.zeros((20, 4))", "returned an array of shape (20, 4); labels of shape (20,) are expected."),
        ("np.zeros((1, 20))", "returned an array of shape (1, 20) for 20 rows; (20,) is expected."),
        ("np.full(20, np.nan)", "returned numbers that are not finite or not real."),
        ("np.zeros(20, complex)", "returned numbers that are not finite or not real."),
        ("np.array(['a'] * 20)", "returned an array of dtype <U1 and shape (20,); one label for each row is expected."),
        ("[object()] * 20", "returned a list of 20 items; one label for each row is expected."),
        ("(x for x in X)", "returned a generator; one label for each row is expected."),
    ],
)
def test_what_is_no_prediction(tmp_path, returned, words):
    with pytest.raises(Wrong) as caught:
        run(tmp_path, f"def fit(X, y, size): pass\ndef predict(model, X): return {returned}")
    assert words in str(caught.value)


@pytest.mark.parametrize("form", [".tolist()", ".astype(float)", ".astype(np.uint8)", "[:, None][:, 0]"])
def test_labels_in_any_accepted_form(tmp_path, form):
    reached, _ = run(
        tmp_path, ALL.replace("% 4", "% 4").replace("return np", "y = np").rstrip() + f"\n    return y{form}\n"
    )
    assert reached.points == 20


def test_a_metric_that_cannot_judge_the_predictions_says_so_to_the_learner(tmp_path):
    def refuse(true, pred):
        raise ValueError("no probabilities")

    metric = Metric("log_loss", "", "lower", refuse)
    with pytest.raises(Wrong, match=r"`predict` returned what the log_loss cannot judge: no probabilities\."):
        run(tmp_path, ALL, metric=metric)

    def broken(true, pred):
        raise KeyError("a fault of the plugin")

    with pytest.raises(KeyError):
        run(tmp_path, ALL, metric=Metric("log_loss", "", "lower", broken))


def test_arguments_results_and_methods(tmp_path):
    source = """
class Model:
    def __init__(self, sizes, options):
        self.sizes, self.options = sizes, options
    @classmethod
    def of(cls, *sizes):
        return cls(list(sizes), {}), "two"
    def predict(self, X):
        return np.arange(len(X)) % 4
def check(model, word, X_val):
    assert (model.sizes, model.options, word) == ([3, 4, 2.5], {"size": 4, "more": [4]}, "two")
    return lambda X: model.predict(X)
"""
    steps = [
        {"call": "Model", "args": [[3, "$size", 2.5], {"size": "$size", "more": ["$size"]}], "save": "model"},
        {"call": "Model.of", "args": [1, 2], "save": ["other", "word"]},
        {"call": "check", "args": ["$model", "$word", "$X_train"], "save": "f"},
    ]
    for predict in ("$model.predict", "$other.predict", "$f"):
        reached, _ = run(tmp_path, source, steps=steps, predict={"call": predict, "args": ["$X_test"]})
        assert reached.points == 20


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def fit(X, y, size): return 1", "`fit` must return 2 things here: model and history."),
        ("def fit(X, y, size): return 1, 2, 3", "`fit` must return 2 things here: model and history."),
        ("def fit(X, y, size): pass", "`fit` must return 2 things here: model and history."),
        ("def fit(X, y, size): return 1, 2", "`predict` was to be called on `model`, which is no object of your own."),
    ],
)
def test_results_that_are_not_what_the_steps_need(tmp_path, source, words):
    steps = [{"call": "fit", "args": ["$X_train", "$y_train", 4], "save": ["model", "history"]}]
    with pytest.raises(Wrong) as caught:
        run(tmp_path, source, steps=steps, predict={"call": "$model.predict", "args": ["$X_test"]})
    assert str(caught.value) == words


def divided(seed=0, data=DATA, **how):
    return split(threshold(split=how), data, Run(split=seed, seed=0), how.get("train"))


def rows_of(*parts):
    return sorted(tuple(row) for part in parts for row in part)


@pytest.mark.parametrize("stratify", [True, False])
@pytest.mark.parametrize("train", [0.64, None])
def test_pooled_rows_are_each_in_one_part(train, stratify):
    rows = divided(train=train, validation=0.16, test=0.2, stratify=stratify)
    assert rows_of(rows.X_train, rows.X_val, rows.X_test) == rows_of(DATA.X_train, DATA.X_test)
    everything = np.concatenate([DATA.X_train, DATA.X_test])
    labels = dict(zip(map(tuple, everything), [*DATA.y_train, *DATA.y_test], strict=True))
    for X, y in ((rows.X_train, rows.y_train), (rows.X_val, rows.y_val), (rows.X_test, rows.y_test)):
        assert [labels[tuple(row)] for row in X] == list(y)
    assert (len(rows.y_train), len(rows.y_val), len(rows.y_test)) in [(40, 8, 12), (38, 10, 12)]
    if stratify:
        assert set(np.bincount(rows.y_test)) == {3}


def test_the_seed_of_the_split_decides_and_nothing_else():
    one, same, other = (divided(seed, train=0.8, test=0.2) for seed in (1, 1, 2))
    assert np.array_equal(one.X_test, same.X_test)
    assert not np.array_equal(one.X_test, other.X_test)
    assert len(one.X_val) == 0


def test_given_rows_stay_where_they_are():
    rows = divided(given=True)
    assert np.array_equal(rows.X_train, DATA.X_train) and np.array_equal(rows.X_test, DATA.X_test)
    some = divided(given=True, train=10)
    assert len(some.X_train) == len(some.y_train) == 10
    assert set(map(tuple, some.X_train)) <= set(map(tuple, DATA.X_train))
    held = divided(given=True, validation=0.25)
    assert (len(held.X_train), len(held.X_val), len(held.X_test)) == (30, 10, 20)
    assert rows_of(held.X_train, held.X_val) == rows_of(DATA.X_train)


def test_scaling():
    rows = divided(given=True)
    rows = rows._replace(X_train=rows.X_train * [1, 0, 1] + [0, 3, 0])  # constant where it was learnt
    assert scale(rows, "none") is rows
    scaled = scale(rows, "standardize")
    assert np.allclose(scaled.X_train.mean(axis=0), 0)
    assert np.allclose(scaled.X_train.std(axis=0), [1, 0, 1])
    mean, deviation = rows.X_train.mean(axis=0), rows.X_train.std(axis=0)
    assert np.allclose(scaled.X_test, (rows.X_test - mean) / np.where(deviation == 0, 1, deviation))
    assert np.allclose(scale(rows, 255.0).X_test, rows.X_test / 255)
    assert scale(rows, 255.0).y_test is rows.y_test


def test_a_constant_column_becomes_0_whatever_its_computed_deviation() -> None:
    X, y = np.full((6, 2), 0.1), np.zeros(6, dtype=np.int64)
    X[:, 1] = range(6)
    assert X.std(axis=0)[0] > 0  # of rounding alone
    rows = Rows(X, y, X, y, X, y)
    assert np.abs(scale(rows, "standardize").X_test[:, 0]).max() < 1e-15
