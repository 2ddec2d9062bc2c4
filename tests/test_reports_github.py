"""GitHub Actions: what the runner would do with the log, line by line, and what it would show of the summary."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nngrade.reports import github, summary
from nngrade.reports.feedback import view
from nngrade.reports.options import GithubOptions
from report_samples import NASTY, check, context, exercise, golden, ordinary, pages, perfect, result, rich, stub

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)
KNOWN = {"error", "warning", "notice", "group", "endgroup", "add-mask", "set-output", "add-path", "set-env", "debug"}


def runner(log: str) -> list[tuple[str, dict[str, str], str]]:
    """Return the commands that the runner's parser finds in `log`: (name, properties, message)."""
    found: list[tuple[str, dict[str, str], str]] = []
    stopped = ""
    for line in re.split(r"\r\n|\r|\n", log):
        match = re.match(r"\s*::([^ ]*?)(?: (.*?))?::(.*)$", line, re.DOTALL)
        name = match[1].lower() if match else ""
        if stopped:
            stopped = "" if name == stopped else stopped
        elif match and name == "stop-commands":
            stopped = match[3].lower()
        elif match and name in KNOWN:
            pairs = [pair.split("=", 1) for pair in (match[2] or "").strip().split(",") if "=" in pair]
            found.append((name, {key: decode(value, True) for key, value in pairs}, decode(match[3])))
        else:
            old = re.search(r"##\[([^\] ]+)", line)  # the old syntax counts anywhere in a line
            if old and old[1].lower() in KNOWN:
                found.append((old[1].lower(), {}, line))
    assert not stopped, "commands were never turned on again"
    return found


def decode(text: str, prop: bool = False) -> str:
    text = text.replace("%0D", "\r").replace("%0A", "\n")
    if prop:
        text = text.replace("%3A", ":").replace("%2C", ",")
    return text.replace("%25", "%")


@pytest.fixture(autouse=True)
def no_summary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)


def test_commands_are_ours_alone() -> None:
    found = runner(github.report(rich(), context()))
    assert [name for name, _, _ in found] == ["group", "endgroup", *["error"] * 8]
    shown = (
        "]]> \\x1b[31mred\\x1b[0m ::error::x ##[error]y <script>alert(1)</script> \\ud800 \\u202eevil a,b\\r%0A & |*`_"
    )
    assert found[2][2] == f"first line\n{shown}"
    assert found[4][1]["title"] == f"03_backprop: {shown} (0/10)"
    assert found[4][2] == "`train` took more than 10 s of CPU."


def test_the_plain_report_is_in_the_log() -> None:
    log = github.report(ordinary(), context())
    assert "40/100   repair gradients first, then: nngrade check 3" in log
    assert log.index("::stop-commands::") < log.index("40/100") < log.index("::error")


def test_no_token_comes_twice() -> None:
    logs = [github.report(rich(), context()) for _ in range(2)]
    tokens = re.findall(r"::stop-commands::([0-9a-f]{32})\n", "".join(logs))
    assert len(tokens) == len(set(tokens)) == 4


@pytest.mark.parametrize("typed", ["work/03_backprop/backprop.py", "work/03_backprop", "work", "./work"])
def test_file_and_line_are_found_however_the_path_was_typed(typed: str, tmp_path: Path) -> None:
    file = tmp_path / "work" / "03_backprop" / "backprop.py"
    file.parent.mkdir(parents=True)
    file.touch()
    document = result(ordinary().exercises[0], path=typed)
    (_, _, (_, properties, _)) = runner(github.report(document, context()))
    assert (properties["file"], properties["line"]) == ("work/03_backprop/backprop.py", "41")


def test_file_is_relative_to_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "week1").mkdir()
    (tmp_path / "week1" / "backprop.py").touch()
    monkeypatch.chdir(tmp_path / "week1")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    document = result(ordinary().exercises[0], path="backprop.py")
    assert "file=week1/backprop.py,line=41,title=" in github.report(document, context())
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "elsewhere"))
    assert "file=" not in github.report(document, context())


@pytest.mark.parametrize("typed", ["nowhere", "\0", "x" * 5000, NASTY, "solution"])
def test_no_place_where_there_is_no_file(typed: str) -> None:
    assert "::error title=" in github.report(result(ordinary().exercises[0], path=typed), context())


def test_one_reason_is_one_annotation() -> None:
    errors = [message for name, _, message in runner(github.report(stub(), context())) if name == "error"]
    assert errors == ["`backprop.py` is not written yet: every function still raises NotImplementedError."]


def test_full_marks_annotate_nothing() -> None:
    assert runner(github.report(perfect(), context())) == []


def test_weak_isolation_is_a_warning() -> None:
    document = result(exercise("03_x", check("test_f", score=10)), isolation="process")
    ((name, _, message),) = runner(github.report(document, context()))
    assert name == "warning"
    assert "the kernel did not confine" in message


@settings(derandomize=True, database=None, deadline=None, max_examples=60)
@given(ANY_TEXT)
def test_any_text_comes_back_as_it_was_made_visible(text: str) -> None:
    item = check("test_f", "failed", title="t" + text, message="m" + text, output=text)
    found = [entry for entry in runner(github.report(result(exercise("03_x", item)), context())) if entry[0] == "error"]
    assert len(found) == 1
    assert found[0][2] == github.visible("m" + text)


def test_summary_is_appended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "summary.md"
    path.write_text("# before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    github.report(ordinary(), context())
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# before\n## nngrade: 40&#47;100\n")
    assert "repair gradients first, then: nngrade check 3" in html.unescape(text)
    github.report(ordinary(), context(options=GithubOptions(summary=False)))
    assert path.read_text(encoding="utf-8") == text


def test_summary_that_cannot_be_written_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    found = runner(github.report(perfect(), context()))
    assert [name for name, _, _ in found] == ["warning"]
    assert "GITHUB_STEP_SUMMARY" in found[0][2]


def test_summary_has_no_markup_of_a_learner() -> None:
    message = "[x](http://y) <img src=z> @all #1 ada@example.org"
    item = check("test_f", "failed", title="a|b <b> **c**", message=message, output="</pre>\n\n# h")
    text = summary.markdown(view(result(exercise("03_x", item)), "student"), context())
    assert not re.search(r"<(?!pre>|/pre>|!-- -->)", text)
    assert text.count("</pre>") == 1
    assert "[x]" not in text
    assert "@all" not in text
    assert "ada&#64;<!-- -->example&#46;org" in text  # no address to a reader that decodes entities first
    assert "a&#124;b &#60;b&#62; &#42;&#42;c&#42;&#42; |" in text


def test_summary_stays_under_a_mebibyte(tmp_path: Path) -> None:
    items = [check(f"test_{n}", "failed", message="*" * 60000) for n in range(80)]
    document = result(exercise("03_x", *items))
    path = tmp_path / "summary.md"
    for _ in range(3):
        assert summary.append_summary(document, context(), path) == ""
    text = path.read_text(encoding="utf-8")
    assert 512 * 1024 < len(text.encode()) < 1024 * 1024
    assert text.endswith("The rest does not fit here; the log has the whole report.\n\n")


def test_golden() -> None:
    assert golden("rich-summary.md", pages()["rich-summary.md"])


def test_reports_of_all_kinds_parse() -> None:
    def names(document: Any) -> set[str]:
        return {name for name, _, _ in runner(github.report(document, context(feedback="staff")))}

    assert names(rich()) == {"group", "endgroup", "error"}
