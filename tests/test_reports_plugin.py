"""What holds for every built-in report."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from nngrade.api import Reporter
from nngrade.reports.plugin import nngrade_reporters
from report_samples import context, exercise, ordinary, perfect, result, rich, stub

REPORTERS = {reporter.name: reporter for reporter in nngrade_reporters()}
EVERY = pytest.mark.parametrize("reporter", REPORTERS.values(), ids=REPORTERS)


@pytest.fixture(autouse=True)
def no_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)


def test_names() -> None:
    assert list(REPORTERS) == ["terminal", "plain", "json", "junit", "github", "gradescope"]


@EVERY
@pytest.mark.parametrize("make", [ordinary, stub, perfect, rich], ids=lambda make: make.__name__)
def test_safe_text_for_every_result(reporter: Reporter, make: Any) -> None:
    text = reporter.report(make(), context())
    assert text.encode("utf-8").endswith(b"\n")
    assert not set(text) & set(map(chr, [*range(9), *range(11, 32), 127, 0x202E]))


@EVERY
def test_a_result_that_was_never_viewed_leaks_nothing_to_students(reporter: Reporter) -> None:
    text = reporter.report(rich(), context(feedback="student"))
    assert "SECRET" not in text
    assert "HIDDEN" not in text
    assert "test_hidden" not in text


@EVERY
def test_staff_sees_everything(reporter: Reporter) -> None:
    text = reporter.report(rich(), context(feedback="staff"))
    for secret in ("expected SECRET", "LATER SECRET", "HIDDEN SECRET"):
        assert secret in text


@EVERY
@pytest.mark.parametrize("document", [result(), result(exercise("03_x"))], ids=["no exercise", "no check"])
def test_an_empty_result_is_a_report_too(reporter: Reporter, document: Any) -> None:
    broken = msgspec.structs.replace(document, status="infra")
    assert reporter.report(broken, context()).strip()


@EVERY
def test_options_have_defaults(reporter: Reporter) -> None:
    assert reporter.options is None or reporter.report(ordinary(), context(options=reporter.options())).strip()
    assert (reporter.accepts, reporter.writes) == (("result",), "text")
    assert len(reporter.description) < 60
