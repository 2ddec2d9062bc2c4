"""The pytest plugin: the four fixtures, and what one run of one check came to. Loaded into an otherwise bare pytest."""

from __future__ import annotations

import dis
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import numpy as np
import pytest

from nngrade.checks.asking import Asking, CheckFault, Probe
from nngrade.errors import CourseError
from nngrade.sandbox.handles import Implementation

# Everything of pytest's own that a check does not need: each costs start-up time, and some write files.
UNUSED = (
    "cacheprovider capture debugging doctest faulthandler junitxml legacypath logging monkeypatch nose pastebin "
    "recwarn setuponly setupplan stepwise subtests terminal terminalprogress threadexception tmpdir unittest "
    "unraisableexception warnings"
).split()


class CheckPlugin:
    """Collects the checks, then hands control to `loop`, which runs them as often as it likes."""

    def __init__(self, files: list[Path], root: Path, loop: Callable[[CheckPlugin], None]) -> None:
        self.files = files
        self.root = root
        self.loop = loop
        self.items: dict[Path, dict[str, list[pytest.Item]]] = {file: {} for file in files}
        self.asking: Asking | None = None
        self.raised: BaseException | None = None
        self.ran = False
        self.fault: BaseException | None = None
        self.looped = False

    def main(self) -> None:
        """Run pytest in this process: without configuration, conftest, cache, assertion rewriting or other plugins.

        Raises
        ------
        CourseError
            When a file of checks cannot be read. What `loop` raises comes out as it is.
        """
        root = self.root.resolve()
        options = ["-c", os.devnull, f"--rootdir={root}", f"--confcutdir={root}", "--noconftest"]
        options += ["--import-mode=importlib", "--assert=plain"]
        options += [word for name in UNUSED for word in ("-p", "no:" + name)]
        with _without_pytest_variables():
            try:
                code = pytest.main(options, plugins=[self])
            finally:
                self._forget_modules()
        if self.fault:
            raise self.fault
        if code == pytest.ExitCode.INTERRUPTED:  # Ctrl-C while pytest itself was at work
            raise KeyboardInterrupt
        if not self.looped:
            raise CourseError(f"{self.root}: pytest left before the checks were run (exit code {int(code)}).")

    def item(self, file: Path, name: str) -> pytest.Item:
        """Return the one test function of that name; anything else is a course error."""
        found = self.items[file].get(name, [])
        if len(found) != 1:
            raise CourseError(
                f"{file}: {name} is listed in exercise.yaml and collected {len(found)} times; write it once."
            )
        return found[0]

    def agree(self, file: Path, listed: list[str]) -> None:
        """Raise a `CourseError` unless the file holds exactly the listed checks, each written once."""
        written = re.findall(r"^(?:async +)?def +(test\w*)", file.read_text("utf-8"), re.MULTILINE)
        if twice := sorted({name for name in written if written.count(name) > 1}):
            raise CourseError(f"{file}: {', '.join(twice)} is written more than once, and only the last would run.")
        for name in listed:
            self.item(file, name)
        if extra := sorted(set(self.items[file]) - set(listed)):
            raise CourseError(f"{file}: {', '.join(extra)} is written, but not listed in exercise.yaml; list it there.")

    def run(self, item: pytest.Item, asking: Asking) -> BaseException | None:
        """Run one check for one learner; return what it raised, or None."""
        self.asking, self.raised, self.ran = asking, None, False
        if hasattr(item, "_initrequest"):
            item._initrequest()  # fixtures are made anew each time a function is run again
        try:
            item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
            if not self.ran and self.raised is None:
                return CheckFault("it was not run")
            if isinstance(self.raised, pytest.PytestReturnNotNoneWarning):
                return CheckFault("it returns a value; a check compares with `same` or asserts")
            return self.raised
        finally:  # answers may be large: nothing of a run is kept beyond it
            self.asking = self.raised = None
            if isinstance(item, pytest.Function):
                item.funcargs = {}
            for name in ("last_type", "last_value", "last_traceback", "last_exc"):  # pytest's, for debuggers
                vars(sys).pop(name, None)

    def _forget_modules(self) -> None:
        """Take the checks out of `sys.modules`: by name, another course's would be taken for them later on."""
        files = {str(file.resolve()) for file in self.files}
        for name, module in list(sys.modules.items()):
            if getattr(module, "__file__", None) in files:
                del sys.modules[name]

    # Fixtures.

    @pytest.fixture
    def rng(self) -> np.random.Generator:
        """Return a generator for the arguments of probes, seeded from the seed, the exercise and the check."""
        assert self.asking is not None
        return np.random.default_rng(self.asking.seeds)

    @pytest.fixture
    def learner(self) -> Implementation:
        """Return the learner's implementation, for properties."""
        assert self.asking is not None
        return self.asking.learner

    @pytest.fixture
    def same(self) -> Callable[..., Any]:
        """Return `same(probe, kind)`: the learner's answer must be the reference's."""
        assert self.asking is not None
        return self.asking.same

    @pytest.fixture
    def untouched(self) -> Callable[[Probe], None]:
        """Return `untouched(probe)`: no call may change its arguments."""
        assert self.asking is not None
        return self.asking.untouched

    # Hooks.

    def pytest_collection(self, session: pytest.Session) -> bool:
        """Collect the files themselves: as arguments of pytest, a `[` or `::` in their path would be syntax."""
        for file in self.files:
            try:
                for item in session.genitems(pytest.Module.from_parent(session, path=file.resolve())):
                    name = getattr(item, "originalname", item.name)
                    if not isinstance(item.parent, pytest.Module):
                        name = f"{item.parent.name}.{name}"  # type: ignore[union-attr]  # a method of a class
                    self.items[file].setdefault(name, []).append(item)
            except SystemExit as error:
                self.fault = CourseError(f"{file} could not be read: it leaves with exit code {error.code}.")
            except BaseException as error:
                self.fault = error
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Iterator[None]:
        """Keep what went wrong while a file of checks was read."""
        report = yield
        if report.failed and self.fault is None:  # type: ignore[attr-defined]
            last = str(report.longrepr).strip().splitlines()[-1]  # type: ignore[attr-defined]
            self.fault = CourseError(f"{collector.path} could not be read: {last.removeprefix('E').strip()}")
        return report

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Iterator[None]:
        """Make an error of what pytest only warns of: a check that returns its verdict has none.

        What NumPy says of a check's own arithmetic on an answer would show the check's source on standard error.
        """
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", pytest.PytestReturnNotNoneWarning)
            return (yield)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Hand over to the grader."""
        if self.fault is None:
            self.looped = True
            try:
                self.loop(self)
            except BaseException as error:
                self.fault = error
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport | None:
        """Keep what setup, call or teardown raised, the first of them.

        Pytest's own report would show the source of each frame, which takes longer than the check.
        """
        if call.when == "call":
            self.ran = True
        if call.excinfo is None:
            return None
        if self.raised is None:
            self.raised = call.excinfo.value
        return pytest.TestReport(item.nodeid, item.location, {}, "failed", None, call.when)  # type: ignore[arg-type]


def asserts(item: pytest.Item) -> bool:
    """Say whether a check, or a helper of its file that it names, has an assertion that could fail."""
    function = item.function  # type: ignore[attr-defined]
    todo, seen = [getattr(function, "__code__", None)], set()
    while todo:
        code = todo.pop()
        if not isinstance(code, CodeType) or code in seen:
            continue
        seen.add(code)
        # an instruction of its own until Python 3.13, a common constant since
        instructions = dis.get_instructions(code)
        raised = "AssertionError" in code.co_names
        if raised or any("ASSERTION" in one.opname or one.argrepr == "AssertionError" for one in instructions):
            return True
        helpers = (function.__globals__.get(name) for name in code.co_names)
        todo += [*code.co_consts, *(one.__code__ for one in helpers if isinstance(one, FunctionType))]
    return False


@contextmanager
def _without_pytest_variables() -> Iterator[None]:
    """Take PYTEST_ADDOPTS, PYTEST_PLUGINS and the like out of the environment, and plugins that are installed."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("PYTEST_")}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        for name in [name for name in os.environ if name.startswith("PYTEST_")]:
            del os.environ[name]
        os.environ.update(kept)
