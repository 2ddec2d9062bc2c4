"""The documents: every command in them is run or at least exists, every link leads somewhere, nothing is left out."""

from __future__ import annotations

import html
import inspect
import os
import re
import shutil
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest
import yaml
from nngrade.cli.main import COMMANDS, main
from nngrade.course import model
from nngrade.plugins import hookspecs
from nngrade.sandbox.handles import Implementation

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/*.md", "benchmarks/*.md", "examples/*/README.md", "exercises/*/README.md")
    for path in ROOT.glob(pattern)
)
PARTS = (model.Item, model.Check, model.Split, model.Run, model.Step, model.Band, model.StandIn, model.Threshold)
STRUCTS = (*PARTS, model.Limits, model.Exercise, model.CourseFile)
# Commands that a shell block may hold and that are not run here, and why.
NOT_RUN = {"make": "it would install; the targets are looked up", "pip": "installed offline by the test itself"}


@dataclass
class Block:
    """A fenced block: its language, its text, and the file that the line before it names, if any."""

    language: str
    text: str
    file: str


def blocks(document: Path) -> list[Block]:
    found = []
    text = document.read_text("utf-8")
    for match in re.finditer(r"^( *)```(\w*)\n(.*?)^\1```$", text, re.M | re.S):
        before = text[: match.start()].rstrip().splitlines()[-1]
        file = re.search(r"`([\w./-]+)`$", before)
        found.append(Block(match[2], textwrap.dedent(match[3]), file[1] if file else ""))
    return found


def prose(document: Path) -> str:
    return re.sub(r"^( *)```.*?^\1```$", "", document.read_text("utf-8"), flags=re.M | re.S)


def anchors(document: Path) -> set[str]:
    titles = re.findall(r"^#+ (.*)$", prose(document), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def commands(document: Path) -> list[str]:
    """Return every `nngrade ...` of a document, from its blocks and from the code in its sentences."""
    indented = re.findall(r"^    (.*)$", prose(document), re.M)
    lines = [*"\n".join(block.text for block in blocks(document)).splitlines(), *indented]
    spans = [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", prose(document))]
    return [part for text in [*lines, *spans] for part in re.findall(r"(?:^|[\s|&;(\"])(nngrade [^#;|&)\"]+)", text)]


@pytest.fixture
def shell(tmp_path):
    """Run the lines of a block, one after the other in one shell, and return (line, exit code, what it said)."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "nngrade").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m nngrade "$@"\n')
    (programs / "nngrade").chmod(0o755)
    kept = {key: value for key, value in os.environ.items() if not key.startswith("NNGRADE_")}
    path = os.pathsep.join([str(programs), kept["PATH"]])
    environment = {**kept, "PATH": path, "HOME": str(tmp_path), "NNGRADE_CACHE_DIR": str(tmp_path / "cache")}

    def run(block: str, folder: Path, **variables: str) -> list[tuple[str, int, str]]:
        lines = [line for line in block.splitlines() if line.strip() and line.split()[0] not in NOT_RUN]
        script = "\n".join(f'{line}\necho "@@ $?"' for line in lines)
        done = subprocess.run(
            ["sh", "-c", script], cwd=folder, env=environment | variables, capture_output=True, text=True, timeout=120
        )
        parts = re.split(r"@@ (\d+)\n", done.stdout)
        said = zip(lines, parts[1::2], parts[0::2], strict=False)
        assert len(parts) == 2 * len(lines) + 1, done.stderr
        return [(line, int(code), text + done.stderr) for line, code, text in said]

    return run


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document):
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(document)):
        if target.startswith(("https://", "http://")):
            continue
        path, _, anchor = target.partition("#")
        file = (document.parent / path).resolve() if path else document
        assert file.exists(), f"{document.name}: {target}"
        assert not anchor or anchor in anchors(file), f"{document.name}: {target}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_exists_with_its_options(document):
    context = main.make_context("nngrade", [], resilient_parsing=True)
    for words in (command.split() for command in commands(document)):
        if not re.fullmatch(r"[a-z]+", words[1]) or "nngrade.py" in words:
            continue  # nngrade --help, nngrade COMMAND
        assert words[1] in COMMANDS, f"{document.name}: {' '.join(words)}"
        command = main.get_command(context, words[1])
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        for word in words[2:]:
            option = re.match(r"--[a-z-]+", word)
            assert not option or option[0] in known, f"{document.name}: {' '.join(words)}"


def test_the_readme_names_targets_of_the_makefile():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    named = {name for document in DOCUMENTS for name in re.findall(r"\bmake ([a-z]+)\b`", document.read_text("utf-8"))}
    named |= set(re.findall(r"^make (\w+)", "\n".join(block.text for block in blocks(ROOT / "README.md")), re.M))
    assert {"run", "test", "picture", "benchmark"} <= named <= targets


def test_the_readme_as_a_learner_and_as_a_teacher(shell, tmp_path):
    first, second, third = [block.text for block in blocks(ROOT / "README.md") if block.language == "sh"]
    assert shell(first, tmp_path) == []  # make alone
    said = {line.split("#")[0].strip(): (code, text) for line, code, text in shell(second, tmp_path)}
    assert {line.split()[1]: code for line, (code, _) in said.items()} == {
        "init": 0,
        "show": 0,
        "check": 1,
        "hint": 0,
        "list": 0,
    }
    assert "Hint 1 of 3" in said["nngrade hint 1"][1]

    ada = tmp_path / "handed-in" / "ada"
    shutil.copytree(tmp_path / "nets", ada)
    wrong = (ROOT / "solutions/03_backprop/backprop.py").read_text().replace('"b1": delta1', '"b1": 0 * delta1')
    (ada / "03_backprop" / "backprop.py").write_text(wrong)
    for line, code, text in shell(third.replace("--isolation strict", ""), tmp_path):
        assert code == (0 if "doctor" in line else 1), line + text
    assert msgspec.json.decode((tmp_path / "ada.json").read_bytes())["exercises"][2]["score"] in range(20, 80)


def test_the_workflow_of_the_readme(shell, tmp_path):
    (text,) = [block.text for block in blocks(ROOT / "README.md") if block.language == "yaml"]
    assert len(text.splitlines()) == 10
    steps = yaml.safe_load(text)["jobs"]["check"]["steps"]
    command = steps[-1]["run"].replace("--isolation strict ", "")
    folder = tmp_path / "03_backprop"
    folder.mkdir()
    for source, expected in (("solutions", 0), ("exercises", 1)):
        shutil.copy(ROOT / source / "03_backprop/backprop.py", folder)
        ((_, code, said),) = shell(command, tmp_path, GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"))
        assert code == expected, said
        assert ("::error file=03_backprop/backprop.py" in said) is bool(expected)
    assert "### 03_backprop: 100/100" in html.unescape((tmp_path / "summary.md").read_text())


def test_contributing_step_by_step(shell, tmp_path):
    """Write the files that CONTRIBUTING.md names, in order, and run its commands; `pip` installs from here."""
    packages = tmp_path / "packages"
    path = os.pathsep.join(filter(None, [str(packages), os.environ.get("PYTHONPATH", "")]))
    outcome = {}
    for block in blocks(ROOT / "CONTRIBUTING.md"):
        if block.file:
            file = tmp_path / block.file
            file.parent.mkdir(parents=True, exist_ok=True)
            with open(file, "a") as page:
                page.write(block.text + "\n\n")
        elif block.language == "sh":
            if "pip install ./rings" in block.text:
                install(tmp_path / "rings", packages)
            for line, code, text in shell(block.text, tmp_path, PYTHONPATH=path):
                outcome[line] = (code, text)
    expected = dict.fromkeys(outcome, 0)
    expected |= {f"nngrade check 1 wrong.py {option}--course ./week": 1 for option in ("", "--explain ")}
    assert {line: code for line, (code, _) in outcome.items()} == expected, outcome
    assert "all well" in outcome["nngrade audit --course ./week"][1]
    assert "shape (7,)" in outcome["nngrade check 1 wrong.py --course ./week"][1]
    told = outcome["nngrade check 1 wrong.py --explain --course ./week"][1]
    assert "The numbers of each row are added up; a mean of each column" in " ".join(told.split())
    assert "    mean(X)\n" in told
    assert "2 known mistakes, graded 2 times: 100 % caught" in outcome["nngrade audit 1 --seeds 3 --course ./week"][1]
    assert "1 variant, 5 seeds: full marks" in outcome["nngrade audit 1 --seeds 5 --course ./week"][1]
    assert "200 rows of 2 numbers" in outcome["nngrade data show rings"][1]
    assert "error_rate" in outcome["nngrade plugins"][1]
    assert outcome["nngrade check 1 --solution --format points"][1].startswith("100/100")

    shutil.copytree(tmp_path / "week", packages / "week")
    install(tmp_path / "rings", packages)
    ((_, code, text),) = shell("nngrade init made --course week", tmp_path, PYTHONPATH=path)
    assert code == 0, text
    assert (tmp_path / "made" / "01_mean" / "mean.py").is_file()


def install(source: Path, target: Path) -> None:
    """Install a package, fetching nothing; the second time its module is all that can have changed."""
    if target.exists():
        shutil.copy(source / "nngrade_rings.py", target)
        return
    options = ["--no-index", "--no-deps", "--no-build-isolation", "--no-cache-dir", "--disable-pip-version-check"]
    call = [sys.executable, "-m", "pip", "install", "-q", *options, "--target", str(target), str(source)]
    done = subprocess.run(call, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_every_hook_is_documented():
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    hooks = [name for name, _ in inspect.getmembers(hookspecs, inspect.isfunction) if name.startswith("nngrade_")]
    assert len(hooks) >= 4
    assert [hook for hook in hooks if f"`{hook}`" not in text or f"def {hook}" not in text] == []


def test_every_key_of_the_yaml_is_documented():
    tables = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "exercise.md").read_text("utf-8"), re.M)
    fields = {field for struct in STRUCTS for field in struct.__struct_fields__}
    assert fields == set(tables)


def test_what_a_check_may_ask_is_documented():
    text = (ROOT / "docs" / "checks.md").read_text("utf-8")
    own = {"seeded", "changed_later"}  # for thresholds and for `untouched`, not for checks
    asked = {name for name in vars(Implementation) if not name.startswith("_")} - own
    assert {name for name in asked if f"`impl.{name}(" not in text} == set()


def test_the_picture_is_of_this_report(tmp_path):
    """Whoever changes what the picture shows runs `make picture`; the isolation is the machine's."""
    drawn = tmp_path / "picture.svg"
    subprocess.run([sys.executable, ROOT / "docs" / "picture.py", drawn], check=True, capture_output=True)

    def lines(file: Path) -> list[str]:
        texts = [element for element in ET.parse(file).iter() if element.tag.endswith("text")]
        words = ["".join(element.itertext()).replace("\xa0", " ") for element in texts]
        return [word for word in words if "isolation:" not in word]

    assert lines(drawn) == lines(ROOT / "docs" / "picture.svg"), "the report has changed: make picture"
