"""The plugin manager: our own plugins and strangers', good and broken ones."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from nngrade.errors import NngradeError, SetupError
from nngrade.plugins.manager import Plugins, load_plugins, pick

HEAD = """
from nngrade.api import CourseSource, Dataset, Metric, Reporter
from nngrade.plugins.hookspecs import hookimpl
"""
METRIC = HEAD + "@hookimpl\ndef nngrade_metrics():\n    return [Metric('odd', 'odd', 'lower', lambda t, p: 0.5)]\n"

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Return a function that lays a package into a folder on the path, as pip would."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    before = set(sys.modules)

    def lay(module: str, code: str, name: str = "stranger", value: str = "") -> None:
        package = module.replace("_", "-")
        (folder / f"{module}.py").write_text(code)
        metadata = folder / f"{package.replace('-', '_')}-1.5.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.5\n")
        (metadata / "entry_points.txt").write_text(f"[nngrade]\n{name} = {value or module}\n")

    yield lay
    for module in set(sys.modules) - before:
        if (getattr(sys.modules[module], "__file__", None) or "").startswith(str(folder)):
            del sys.modules[module]


def test_what_is_built_in() -> None:
    plugins = load_plugins()
    assert plugins.courses["nngrade"].path.joinpath("course.yaml").is_file()
    assert list(plugins.datasets)[:3] == ["weight_height", "digits", "mnist"]
    assert list(plugins.metrics)[:4] == ["accuracy", "macro_f1", "mean_squared_error", "log_loss"]
    assert "json" in plugins.reporters
    assert plugins.origin("metrics", "accuracy") == "built in"


def test_each_kind_is_collected_once() -> None:
    plugins = load_plugins()
    assert plugins.metrics is plugins.metrics


def test_overview_names_what_each_plugin_gives() -> None:
    overview = {info.name: info for info in load_plugins().overview()}
    assert overview["nngrade_datasets.plugin"].gives["datasets"] == ("weight_height", "digits", "mnist")
    assert overview["nngrade.course.plugin"].gives == {
        "courses": ("nngrade",),
        "datasets": (),
        "metrics": (),
        "reporters": (),
    }


def test_nothing_slow_is_imported_for_names() -> None:
    code = (
        "import sys; from nngrade.plugins.manager import load_plugins; load_plugins().overview(); "
        "print([m for m in ('numpy', 'sklearn', 'pytest', 'rich', 'requests', 'platformdirs') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_strangers_plugin(install: Install) -> None:
    install("odd_metric", METRIC)
    plugins = load_plugins()
    assert plugins.metrics["odd"].compute([], []) == 0.5
    assert plugins.origin("metrics", "odd") == "odd-metric 1.5, odd_metric"
    assert plugins.overview()[-1].name == "stranger"


def test_an_object_may_be_the_plugin(install: Install) -> None:
    code = HEAD + (
        "class Plugin:\n    @hookimpl\n    def nngrade_metrics(self):\n"
        "        return (Metric('odd', 'odd', 'lower', lambda t, p: 0.5),)\nplugin = Plugin()\n"
    )
    install("object_plugin", code, value="object_plugin:plugin")
    assert "odd" in load_plugins().metrics


def _all(plugins: Plugins) -> None:
    plugins.overview()


BROKEN = {
    "raises": ("raise RuntimeError('two\\nlines')", "cannot be imported: RuntimeError: two lines. Uninstall it"),
    "leaves": ("import sys; sys.exit(0)", "cannot be imported: SystemExit: 0."),
    "syntax": ("def", "cannot be imported: SyntaxError: invalid syntax"),
    "no hook": ("x = 1", "implements no hook"),
    "forgotten mark": ("def nngrade_metrics(): return []", "implements no hook"),
    "unknown hook": (HEAD + "@hookimpl\ndef nngrade_metric(): return []", "unknown hook 'nngrade_metric'"),
    "arguments": (HEAD + "@hookimpl\ndef nngrade_metrics(x): return []", "cannot be registered"),
    "hook raises": (HEAD + "@hookimpl\ndef nngrade_metrics(): 1 / 0", "failed in nngrade_metrics(): ZeroDivisionError"),
    "None": (HEAD + "@hookimpl\ndef nngrade_metrics(): pass", "returns None from nngrade_metrics(), and a list"),
    "generator": (HEAD + "@hookimpl\ndef nngrade_metrics(): yield 1", "a value of type generator from nngrade_metrics"),
    "wrong type": (
        HEAD + "@hookimpl\ndef nngrade_metrics(): return [CourseSource('a', 'b')]",
        "returns a value of type CourseSource in place of a Metric from nngrade_metrics()",
    ),
    "no name": (HEAD + "@hookimpl\ndef nngrade_courses(): return [CourseSource('a b', 'b')]", "'a b', which is not"),
    "no function": (
        HEAD + "@hookimpl\ndef nngrade_metrics(): return [Metric('m', '', 'lower', 0.5)]",
        "the metric 'm', whose compute is a value of type float",
    ),
    "twice": (METRIC.replace("[Metric", "2 * [Metric"), "gives the metric 'odd' twice"),
    "taken": (
        METRIC.replace("'odd', 'odd'", "'accuracy', 'odd'"),
        "two plugins give a metric 'accuracy': nngrade_datasets.plugin (built in) and stranger (broken-one 1.5",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_plugin_is_named_and_can_be_left_out(
    case: str, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, expected = BROKEN[case]
    install("broken_one", code)
    with pytest.raises(SetupError) as caught:
        _all(load_plugins())
    message = caught.value.message
    assert expected in message
    assert "stranger (broken-one 1.5, broken_one)" in message
    assert message.endswith("pip uninstall broken-one), or leave it out: NNGRADE_DISABLE_PLUGINS=stranger")
    assert "\n" not in message
    assert caught.value.exit_code == 3
    monkeypatch.setenv("NNGRADE_DISABLE_PLUGINS", " other , stranger")
    _all(load_plugins())


def test_a_missing_module_is_named(install: Install) -> None:
    install("there", METRIC, value="not_there")
    with pytest.raises(SetupError, match="ModuleNotFoundError: No module named 'not_there'"):
        load_plugins()


def test_a_broken_plugin_does_no_harm_to_other_kinds(install: Install) -> None:
    install("broken_metric", HEAD + "@hookimpl\ndef nngrade_metrics(): 1 / 0")
    plugins = load_plugins()
    assert "json" in plugins.reporters
    with pytest.raises(SetupError):
        _ = plugins.metrics


def test_two_packages_with_one_plugin_name(install: Install) -> None:
    install("first_one", METRIC)
    install("second_one", METRIC.replace("'odd'", "'even'"))
    with pytest.raises(SetupError, match=r"second-one 1\.5.*first-one 1\.5"):
        load_plugins()


def test_one_module_under_two_names(install: Install) -> None:
    install("first_one", METRIC, name="a")
    install("second_one", "", name="b", value="first_one")
    with pytest.raises(SetupError, match=r"the plugin b .*cannot be registered"):
        load_plugins()


def test_a_broken_part_of_ours() -> None:
    with pytest.raises(SetupError, match=r"no_such_module.*install nngrade again"):
        load_plugins(("no_such_module",))


def test_pick() -> None:
    names = {"digits": 1, "mnist": 2}
    assert pick("datasets", names, "mnist") == 2
    with pytest.raises(NngradeError, match=r"no data set 'MNITS': did you mean mnist\? There are: digits, mnist\."):
        pick("datasets", names, "MNITS")
    with pytest.raises(NngradeError, match=r"no format ''\. There are: none\."):
        pick("reporters", {}, "")
