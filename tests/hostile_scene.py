"""One run's own small world: a home, a class with a neighbour, a course with canaries, and the traps around them."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path

import nngrade
from hostile_traps import BREACH, SHARED, WATCHED, Canaries, Census, Listeners, environment, labels_in, snapshot

HERE = Path(__file__).parent
OURS = HERE / "hostile" / "course"
REAL = HERE.parent
REPORTER = HERE / "hostile" / "reporter"


class Scene:
    """The folders of one run below `root`, filled with what there is to steal and to spoil."""

    def __init__(self, exercise: str, cache: Path | None = None, labels: bytes = b"") -> None:
        self.root = Path(tempfile.mkdtemp(prefix="hx-"))
        self.exercise = exercise
        self.labels = labels
        self.canaries = Canaries()
        self.token = f"hx{secrets.token_hex(8)}"
        for name in ("home/.ssh", "handed-in/ada", "handed-in/bob", *"outside cwd temporary formats sockets".split()):
            (self.root / name).mkdir(parents=True)
        self.listeners = Listeners(self.root / "sockets", self.token)
        self._home()
        self._course()
        (self.root / "handed-in" / "secret.txt").write_text(self.canaries.words["beside"])
        shutil.copytree(cache, self.root / "cache") if cache else (self.root / "cache").mkdir()
        self.baits = [folder / f"bait-{self.token}" for folder in SHARED if os.access(folder, os.W_OK)]
        for bait in self.baits:
            bait.write_text("left here by a test of nngrade, which removes it")
        self.target = self.root / "handed-in" / "ada"

    def _home(self) -> None:
        home, word = self.root / "home", self.canaries.words["home"]
        (home / ".ssh" / "id_ed25519").write_text(f"-----BEGIN OPENSSH PRIVATE KEY-----\n{word}\n")
        (home / ".netrc").write_text(f"machine example.org login ada password {word}\n")
        (home / "notes.txt").write_text(word)
        neighbour = self.root / "handed-in" / "bob" / self.module
        neighbour.write_text(f"ANSWER = '{self.canaries.words['neighbour']}'\n")

    @property
    def module(self) -> str:
        return {"01_hostile": "hostile.py", "03_backprop": "backprop.py"}[self.exercise]

    def _course(self) -> None:
        """Copy the course, a canary in each hidden file. The project's own exercise is copied here, and only here."""
        course, words = self.root / "course", self.canaries.words
        course.mkdir()
        source = OURS if self.exercise == "01_hostile" else REAL
        for kind in ("exercises", "solutions"):
            ignore = shutil.ignore_patterns("__pycache__", "variants")
            shutil.copytree(source / kind / self.exercise, course / kind / self.exercise, ignore=ignore)
        (course / "course.yaml").write_text(f"name: hostile\ntitle: A copy\nexercises: [{self.exercise}]\n")
        folder, solution = course / "exercises" / self.exercise, course / "solutions" / self.exercise / self.module
        self.right = "".join(line for line in solution.read_text().splitlines(keepends=True) if "{{" not in line)
        manifest = folder / "exercise.yaml"
        manifest.write_text(re.sub(r"^requires:.*\n", "", manifest.read_text(), flags=re.MULTILINE))
        for file, name in ((folder / "checks.py", "checks"), (solution, "solution"), (manifest, "manifest")):
            text = file.read_text().replace("{{" + name.upper() + "}}", words[name])
            file.write_text(text if words[name] in text else text + _hidden(file, words[name]))

    def fill(self, data: bytes) -> bytes:
        """Put into a case what it is to be tempted with."""
        places = {
            **self.listeners.places,
            **{name.upper(): str(self.root / name) for name in ("home", "course", "outside")},
            "CLASS": str(self.root / "handed-in"),
            "NEIGHBOUR": str(self.root / "handed-in" / "bob" / self.module),
            "SUBMISSION": str(self.target),
            "RIGHT": self.right,
            "TOKEN": self.token,
            "SITE": sysconfig.get_path("purelib"),
            "PACKAGE": str(Path(nngrade.__file__).parent),
        }
        for name, place in places.items():
            data = data.replace(("{{" + name + "}}").encode(), place.encode())
        return data

    def environment(self) -> dict[str, str]:
        """Return the grader's environment: nothing of the caller's, and secrets as a CI service has them."""
        own = {"HOME": "home", "TMPDIR": "temporary", "NNGRADE_CACHE_DIR": "cache", "XDG_CACHE_HOME": "home/.cache"}
        own |= {"XDG_CONFIG_HOME": "home/.config", "XDG_DATA_HOME": "home/.local"}
        kept = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "COLUMNS": "80"}
        kept |= {name: str(self.root / folder) for name, folder in own.items()}
        return {**kept, "PYTHONPATH": str(REPORTER), **environment(self.canaries)}

    def arm(self) -> None:
        """Remember how everything is before the run."""
        self.before = self._watched()

    def _watched(self) -> dict[str, dict[str, tuple[object, ...]]]:
        seen = {name: snapshot(self.root / name) for name in WATCHED if name != "shared"}
        return {**seen, "shared": {str(bait): _about(bait) for bait in self.baits}}

    def sprung(self, outputs: list[bytes], census: Census) -> list[str]:
        """Return every trap that was sprung, with what is known about it."""
        left = census.left()  # first: whoever still runs may still write
        found = [*self.canaries.found(outputs), *self.listeners.sprung()]
        if self.labels and labels_in(outputs, self.labels):
            found.append("labels")
        if any(BREACH.encode() in output for output in outputs):
            found.append("breach")
        now = self._watched()
        for name in WATCHED:
            different = {key for key, value in self.before[name].items() ^ now[name].items()}
            found += [f"changed: {name} ({one})" for one in sorted(different)[:3]]
        ours = {bait.name for bait in self.baits}
        for folder in SHARED:
            found += [
                f"left in a shared folder ({folder / name})"
                for name in os.listdir(folder)
                if self.token in name and name not in ours
            ]
        found += [f"left in the folder for temporary files ({name})" for name in os.listdir(self.root / "temporary")]
        return found + [f"a process that is left ({pid})" for pid in left]

    def close(self) -> None:
        """Remove everything, also what a case has left under the run's token."""
        self.listeners.close()
        for folder in SHARED:
            for name in os.listdir(folder):
                if self.token in name:
                    with contextlib.suppress(OSError):
                        (folder / name).unlink()
        for here, _, _ in os.walk(self.root):
            os.chmod(here, 0o700)
        shutil.rmtree(self.root, ignore_errors=True)


def _hidden(file: Path, word: str) -> str:
    return f"\n# {word}\n" if file.suffix == ".yaml" else f'\nCANARY = "{word}"\n'


def _about(path: Path) -> tuple[object, ...]:
    """Return what can be told of a file that others may have removed."""
    try:
        about = path.lstat()
        return about.st_mode, about.st_uid, about.st_mtime_ns, path.read_bytes()
    except OSError as error:
        return (type(error).__name__,)


def python() -> list[str]:
    """Return the command of an interpreter that writes no bytecode beside the courses."""
    return [sys.executable, "-B"]
