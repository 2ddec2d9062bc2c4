"""A zygote in a container: rootless podman, or docker; no network, read-only, no capabilities, one folder shared.

The image holds Python, NumPy and what the zygote imports (see Containerfile); the zygote's own code is this very
package, mounted read-only. The grader stays outside, and they talk over a socket in the session's folder.
"""

from __future__ import annotations

import os
import resource
import select
import shutil
import socket
import subprocess
import time
from pathlib import Path

import nngrade
from nngrade.sandbox import early, folders
from nngrade.sandbox.folders import SOCKET, near
from nngrade.sandbox.outcome import SandboxFault

ENGINES = ("podman", "docker")
IMAGE = "nngrade-sandbox"
PLACE = "/opt/nngrade"  # in the image: `code/` is where this package is mounted, `packages/` what was installed
PATIENCE = 60.0
MEMORY = "4g"  # for all workers together: each has its own limit beside
PROCESSES = 256
LIMITS = {"nofile": 4096, "nproc": 4096}
BUILD = f"build it in the folder of the Containerfile: podman build -t {IMAGE} ."


def engine() -> str:
    """Return the program that runs containers here: NNGRADE_CONTAINER_ENGINE, else podman, else docker."""
    wanted = os.environ.get("NNGRADE_CONTAINER_ENGINE")
    for name in [wanted] if wanted else ENGINES:
        if found := shutil.which(name):
            return found
    names = wanted or " nor ".join(ENGINES)
    raise SandboxFault(f"--isolation container: there is no {names} here; install podman, or use --isolation strict")


def image() -> str:
    """Return the name of the image: NNGRADE_CONTAINER_IMAGE, else ours."""
    return os.environ.get("NNGRADE_CONTAINER_IMAGE", IMAGE)


def image_is_there(program: str) -> bool:
    """Ask the engine whether it has the image."""
    command = [program, "image", "inspect", image()]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def options(program: str, folder: str) -> list[str]:
    """Return the arguments of `run`: everything off that a worker does not need."""
    package = Path(nngrade.__file__).parent
    code = f"{PLACE}/code/nngrade"
    given = ["run", "--rm", "--pull=never", "--network=none", "--read-only", "--cap-drop=all", "--ipc=private"]
    given += ["--security-opt=no-new-privileges", "--security-opt=label=disable", "--log-driver=none"]
    given += [f"--pids-limit={PROCESSES}", f"--memory={MEMORY}", f"--memory-swap={MEMORY}", "--hostname=sandbox"]
    for name, limit in LIMITS.items():  # an engine asks for more by itself, and than an ordinary user may have
        hard = resource.getrlimit(getattr(resource, f"RLIMIT_{name.upper()}"))[1]
        most = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        given.append(f"--ulimit={name}={most}:{most}")
    if os.getuid() != 0:
        podman = "podman" in os.path.basename(program)
        given.append("--userns=keep-id" if podman else f"--user={os.getuid()}:{os.getgid()}")
    mounts = {
        folder: folder,
        str(package / "sandbox"): f"{code}/sandbox",
        str(package / "__init__.py"): f"{code}/__init__.py",
    }
    given += [f"--volume={source}:{target}{'' if source == folder else ':ro'}" for source, target in mounts.items()]
    variables = {**early.environment(), "TMPDIR": folder, "PATH": "/usr/local/bin:/usr/bin:/bin"}
    given += [f"--env={name}={value}" for name, value in variables.items()]
    return [*given, f"--workdir={folder}", "--entrypoint=python3", image()]


def start() -> early.Started:
    """Run the container and wait until its zygote is there; `SandboxFault` says what the engine said."""
    program = engine()
    path, lock = folders.make()
    folder = str(path)
    told = path / "engine.txt"
    try:
        with socket.socket(socket.AF_UNIX) as listener, told.open("wb") as errors:
            with near(folder) as address:
                listener.bind(address)
            listener.listen(1)
            script = [*early.FLAGS, f"{PLACE}/code/nngrade/sandbox/zygote.py", f"{PLACE}/code:{PLACE}/packages"]
            command = [program, *options(program, folder), *script, folder]
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors, start_new_session=True
            )
            try:
                channel = _accepted(listener, process)
            except BaseException:
                process.kill()
                process.wait()
                raise SandboxFault(_why(program, told)) from None
        os.unlink(path / SOCKET)
        process.returncode = 0  # from here on it is waited for by its number, as a zygote is
        return early.Started(process.pid, channel, folder, lock)
    except BaseException:
        folders.remove(folder)
        os.close(lock)
        raise


def _accepted(listener: socket.socket, process: subprocess.Popen[bytes]) -> socket.socket:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if select.select([listener], [], [], 0.02)[0]:
            return listener.accept()[0]
    raise TimeoutError


def _why(program: str, told: Path) -> str:
    lines = told.read_text("utf-8", "backslashreplace").strip().splitlines() or ["it did not say why"]
    said = lines[-1][:300]
    name = os.path.basename(program)
    missing = any(
        word in said.lower() for word in ("no such image", "image not known", "unable to find image", "not found")
    )
    advice = f"the image {image()} is not there; {BUILD}" if missing else f"{name}: {said}"
    return f"--isolation container: the container did not start ({advice})"
