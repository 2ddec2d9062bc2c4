"""Draw `docs/picture.svg` from a real run: a workspace, a file with one mistake, `nngrade check` in a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import tempfile
import termios
from pathlib import Path

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "picture.svg"
FILE = "03_backprop/backprop.py"
COLUMNS = 80
# The mistake: the hidden layer's biases never learn.
RIGHT, WRONG = '"b1": delta1', '"b1": np.zeros_like(delta1)'
COMMAND = ("check", "3")


def main(target: Path = TARGET) -> None:
    """Make the workspace, check it, and write the picture to `target`."""
    nngrade = [sys.executable, "-m", "nngrade"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("NNGRADE_")}
    environment.pop("NO_COLOR", None)
    with tempfile.TemporaryDirectory(prefix="nngrade-picture-") as folder:
        workspace = Path(folder, "nets")
        subprocess.run([*nngrade, "init", workspace], env=environment, check=True, stdout=subprocess.DEVNULL)
        text = (ROOT / "solutions" / FILE).read_text("utf-8")
        if text.count(RIGHT) != 1:
            raise SystemExit(f"solutions/{FILE} does not hold {RIGHT!r} once; adapt docs/picture.py to it.")
        (workspace / FILE).write_text(text.replace(RIGHT, WRONG), "utf-8")
        shown = in_terminal([*nngrade, *COMMAND], workspace, environment)
        if "FAIL" not in shown or '["b1"]' not in shown:
            raise SystemExit(f"the report does not name the mistake:\n{shown}")
        ansi = Path(folder, "terminal.ansi")
        ansi.write_text(shown, "utf-8")
        subprocess.run([sys.executable, "-m", "nngrade.reports.picture", ansi, target], env=environment, check=True)
    print(f"{target}: nngrade {' '.join(COMMAND)}, exit code 1 as it should be")


def in_terminal(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    """Run a command whose standard output is a terminal of 80 columns, and return what it wrote."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (40, COLUMNS))
    process = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=theirs)
    os.close(theirs)
    data = b""
    try:
        while chunk := os.read(ours, 1 << 16):
            data += chunk
    except OSError:  # Linux says so when the other end of a terminal is closed
        pass
    os.close(ours)
    if process.wait() != 1:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}; 1 was expected.\n{data.decode()}")
    return data.decode("utf-8").replace("\r\n", "\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
