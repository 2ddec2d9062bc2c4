"""The options that every command shares, and which course and exercise are meant."""

from __future__ import annotations

import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from nngrade.cli import options
from nngrade.errors import NngradeError, SetupError
from nngrade.workspace import Workspace


def test_a_report_is_written_whole(tmp_path, capsys):
    target = tmp_path / "report.txt"
    target.write_text("old")
    target.chmod(0o640)
    options.write_output("new\udc80\n", target)
    assert target.read_text("utf-8") == "new\\udc80\n"
    assert target.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [target]
    options.write_output("shown\n", None)
    options.write_output("too\n", Path("-"))
    assert capsys.readouterr().out == "shown\ntoo\n"


def test_a_report_goes_through_a_link_and_into_a_device(tmp_path):
    target, link = tmp_path / "report.txt", tmp_path / "link.txt"
    link.symlink_to(target)
    options.write_output("text", link)
    options.write_output("text", Path("/dev/null"))
    assert target.read_text() == "text"
    assert link.is_symlink()
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("where", ["", "no/such/folder/report.txt", "file/report.txt"])
def test_where_no_report_can_be_written(tmp_path, where):
    (tmp_path / "file").write_text("x")
    with pytest.raises(NngradeError, match=r"--output .* cannot be written") as caught:
        options.write_output("text", tmp_path / where)
    assert caught.value.exit_code == 2


def test_key_and_value():
    command = click.command()(options.option_option(lambda options: click.echo(repr(options))))
    run = CliRunner().invoke
    assert run(command, ["--option", "a=1", "--option", "b=x=y", "--option", "c="]).output == (
        "{'a': '1', 'b': 'x=y', 'c': ''}\n"
    )
    for wrong in ("a", "=a", ""):
        done = run(command, ["--option", wrong])
        assert done.exit_code == 2
        assert "is no KEY=VALUE" in done.output


def test_a_seed_is_a_number_from_0():
    command = click.command()(options.seed_option(lambda seed: click.echo(seed)))
    run = CliRunner().invoke
    assert run(command, []).output == "0\n"
    assert run(command, ["--seed", "7"]).output == "7\n"
    for wrong in ("-1", "x", "1.5", str(2**63)):
        assert run(command, ["--seed", wrong]).exit_code == 2


def test_a_course_is_a_folder_that_was_typed(small_course, tmp_path, monkeypatch):
    assert options.open_course(str(small_course.root), None).name == "small"
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NngradeError, match=r"no installed course of that name; for the folder write \.[/\\]course"):
        options.open_course("course", None)
    assert options.open_course("./course/", None, "2").exercises[0].id == "02_half"
    with pytest.raises(NngradeError, match=r"no course\.yaml in it"):
        options.open_course(str(tmp_path), None)
    with pytest.raises(NngradeError, match=r"no course\.yaml in it"):
        options.open_course("no/such/folder", None)


def test_a_course_by_name_is_an_installed_one():
    assert options.course_folder("nngrade", None) == options.course_folder(None, None)
    with pytest.raises(NngradeError, match="no installed course of that name; did you mean nngrade"):
        options.open_course("nngrad", None)
    with pytest.raises(NngradeError, match="--course is empty"):
        options.open_course("", None)


def test_a_folder_of_the_submission_is_not_the_course_that_was_named(small_course, tmp_path, monkeypatch):
    """Its checks would be run by the grader, and give it any grade: see the workflow in README.md."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(small_course.root, "nngrade")
    assert options.course_folder("nngrade", None) == options.course_folder(None, None)
    assert options.init_course("nngrade")[0] == "nngrade"
    assert options.init_course("./nngrade")[0] == "small"


def test_a_workspace_cannot_bring_its_own_course(small_course, monkeypatch):
    monkeypatch.chdir(small_course.root.parent)
    for name in ("course", "..", "."):
        with pytest.raises(SetupError, match="which is not installed here"):
            options.open_course(None, Workspace(small_course.root.parent, name, "1"))


def test_which_exercise(small_course, tmp_path, monkeypatch):
    workspace = Workspace(tmp_path, "small", "1")
    course = str(small_course.root)
    assert options.choose(course, workspace, "half")[1].id == "02_half"
    (tmp_path / "02_half" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "02_half" / "deep")
    assert options.choose(course, workspace, None)[1].id == "02_half"
    with pytest.raises(NngradeError, match=r"which exercise.*01_double, 02_half"):
        options.choose(course, None, None)


def test_exercises_complete_themselves(nngrade, small_course):
    env = {"_NNGRADE_COMPLETE": "bash_complete", "NNGRADE_COURSE": str(small_course.root)}
    assert nngrade(env={**env, "COMP_WORDS": "nngrade show ha", "COMP_CWORD": "2"}).out.strip() == "plain,02_half"
    assert nngrade(env={**env, "COMP_WORDS": "nngrade show 0", "COMP_CWORD": "2"}).out.split() == [
        "plain,01_double",
        "plain,02_half",
    ]
    spoilt = nngrade(env={**env, "NNGRADE_COURSE": "/no/such", "COMP_WORDS": "nngrade show 0", "COMP_CWORD": "2"})
    assert (spoilt.out.strip(), spoilt.err) == ("", "")


def test_a_submission_that_brings_a_course_of_our_name(nngrade, small_course, tmp_path):
    """The workflow of README.md, on a learner's repository with a folder `nngrade/` whose checks let all pass."""
    here = tmp_path / "here"
    shutil.copytree(small_course.root, here / "nngrade")
    (here / "double.py").write_text("def double(x): return 2 * x\ndef half(x): return x / 2\n")
    assert nngrade("check", "1", "double.py", "--course", "./nngrade").code == 0
    done = nngrade("check", "1", "double.py", "--course", "nngrade")
    assert (done.code, "0/100" in done.out) == (1, True)
    assert nngrade("check", "1", "double.py", env={"NNGRADE_COURSE": "nngrade"}).out == done.out
