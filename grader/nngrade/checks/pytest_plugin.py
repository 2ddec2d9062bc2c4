"""The pytest plugin: the four fixtures, and what one run of one check came to. Loaded into an otherwise bare pytest."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nngrade.checks.asking import Asking, Probe
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

    def main(self) -> None:
        """Run pytest in this process: without configuration, conftest, cache, assertion rewriting or other plugins."""
        options = ["-c", "/dev/null", f"--rootdir={self.root}", f"--confcutdir={self.root}", "--noconftest"]
        options += ["--import-mode=importlib", "--assert=plain", "-p", "no:" + UNUSED[0]]
        options += [word for name in UNUSED[1:] for word in ("-p", "no:" + name)]
        try:
            pytest.main([*options, *map(str, self.files)], plugins=[self])
        finally:
            self._forget_modules()
        if self.fault:
            raise self.fault

    def item(self, file: Path, name: str) -> pytest.Item:
        """Return the one test function of that name; anything else is a course error."""
        found = self.items[file].get(name, [])
        if len(found) != 1:
            raise CourseError(
                f"{file}: {name} is listed in exercise.yaml and collected {len(found)} times; write it once."
            )
        return found[0]

    def agree(self, file: Path, listed: list[str]) -> None:
        """Raise a `CourseError` unless the file holds exactly the listed checks."""
        for name in listed:
            self.item(file, name)
        if extra := sorted(set(self.items[file]) - set(listed)):
            raise CourseError(f"{file}: {', '.join(extra)} is written, but not listed in exercise.yaml; list it there.")

    def run(self, item: pytest.Item, asking: Asking) -> BaseException | None:
        """Run one check for one learner; return what it raised, or None."""
        self.asking, self.raised, self.ran = asking, None, False
        if hasattr(item, "_initrequest"):
            item._initrequest()  # fixtures are made anew each time a function is run again
        item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
        if not self.ran and self.raised is None:
            return RuntimeError("the check was not run")
        return self.raised

    def _forget_modules(self) -> None:
        """Take the checks out of `sys.modules`: by name, another course's would be taken for them later on."""
        files = {str(file) for file in self.files}
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

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Sort the collected functions by file and name."""
        for item in items:
            name = getattr(item, "originalname", item.name)
            self.items[item.path].setdefault(name, []).append(item)

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Iterator[None]:
        """Keep what went wrong while a file of checks was read."""
        report = yield
        if report.failed and self.fault is None:  # type: ignore[attr-defined]
            last = str(report.longrepr).strip().splitlines()[-1]  # type: ignore[attr-defined]
            self.fault = CourseError(f"{collector.path} could not be read: {last}")
        return report

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Hand over to the grader."""
        if self.fault is None:
            try:
                self.loop(self)
            except BaseException as error:
                self.fault = error
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
        """Keep what setup, call or teardown raised, the first of them."""
        if call.when == "call":
            self.ran = True
        if call.excinfo is not None and self.raised is None:
            self.raised = call.excinfo.value
        return (yield)
