"""The kernel's layers around a worker: Landlock, seccomp, capabilities. Built in the zygote, closed in the worker.

Landlock is laid twice: once around the zygote (the interpreter and NumPy file by file, so that no other installed
package is readable, and the session's folder), then around each worker (its own submission and scratch folder only).
Seccomp is explained in `syscalls.py`. What a machine lacks is left out and told: `Layers.names` goes into the report.
"""

from __future__ import annotations

import array
import contextlib
import ctypes
import ctypes.util
import errno
import os
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from nngrade.sandbox import syscalls

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 1, 22, 24, 38, 47
SIGKILL = 9
LOW = 0xFFFFFFFF  # the half of a register that the kernel looks at for an int
PROC = "/proc"
OWN_PID = 0x7FFE4E4E  # no process has this number: the kernel's highest is 0x400000
SONAMES = {"c": "libc.so.6", "seccomp": "libseccomp.so.2"}
LIBRARY_FOLDERS = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib")
SYSTEM_FILES = ("/usr/share/zoneinfo", "/etc/localtime", "/etc/ld.so.cache")
PACKAGE_FOLDERS = ("site-packages", "dist-packages", "__pycache__")
DEVICES = ("/dev/null", "/dev/urandom")


class Layers:
    """What the kernel enforces here: `names` for the report, `problems` in words for what is missing."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.problems: list[str] = []
        self.landlock: Any = None
        self.filter = b""
        self.folders: list[str] = []
        self.limits = True


@contextlib.contextmanager
def _found_by_name() -> Iterator[None]:
    """Find shared libraries by trying their names: ctypes starts programs to look for them, 30 ms and a process each.

    Raises `BlockingIOError` where they are not found so, and there is no room for a process.
    """
    search = ctypes.util.find_library

    def found(name: str) -> str | None:
        with contextlib.suppress(KeyError, OSError):
            ctypes.CDLL(SONAMES[name])
            return SONAMES[name]
        if (pid := os.fork()) == 0:
            os._exit(0)
        os.waitpid(pid, 0)
        return search(name)

    ctypes.util.find_library = found
    try:
        yield
    finally:
        ctypes.util.find_library = search


@_found_by_name()
def prepare(without: Iterable[str] = ()) -> Layers:
    """Import what the layers need and build the system call filter; `without` leaves layers out (for the tests)."""
    layers = Layers()
    layers.limits = "limits" not in without
    if sys.platform != "linux":
        layers.problems.append(f"Landlock and seccomp are Linux's; this is {sys.platform}")
        return layers
    if "landlock" not in without:
        try:
            import landlockpy

            if abi := landlockpy.abi_version():
                layers.landlock = landlockpy
                layers.names.append(f"landlock{abi}")
            else:
                layers.problems.append("this kernel has no Landlock, or it is switched off")
        except (ImportError, OSError) as error:
            layers.problems.append(f"Landlock: {error}")
    if "seccomp" not in without:
        try:
            layers.filter = _filter()
            layers.names.append("seccomp")
        except BlockingIOError:  # no room for a process just now is no missing layer
            raise
        except (ImportError, OSError, RuntimeError) as error:
            layers.problems.append(f"seccomp: {error}")
    return layers


def _filter() -> bytes:
    """Compile the filter of `syscalls.py` once, with `OWN_PID` where the worker's own process id belongs.

    libseccomp takes 3 ms to compile it; a worker only puts its number in and loads the program.
    """
    import pyseccomp as seccomp

    refuse = seccomp.ERRNO(errno.EPERM)
    rules = seccomp.SyscallFilter(seccomp.ERRNO(errno.ENOSYS))
    rules.set_attr(seccomp.Attr.ACT_BADARCH, seccomp.ERRNO(errno.ENOSYS))
    for name in syscalls.ALLOWED:
        _rule(rules, seccomp.ALLOW, name)
    for name in " ".join(syscalls.REFUSED.values()).split():
        _rule(rules, refuse, name)
    for name in ("fcntl", "fcntl64"):
        for command in syscalls.FCNTL_COMMANDS:
            _rule(rules, seccomp.ALLOW, name, seccomp.Arg(1, seccomp.EQ, command))
    for request in syscalls.IOCTL_REQUESTS:
        _rule(rules, seccomp.ALLOW, "ioctl", seccomp.Arg(1, seccomp.EQ, request))
    for advice in syscalls.MADVICE:
        _rule(rules, seccomp.ALLOW, "madvise", seccomp.Arg(2, seccomp.EQ, advice))
    for name in syscalls.CLOCK_CALLS:
        _rule(rules, seccomp.ALLOW, name, seccomp.Arg(0, seccomp.LE, syscalls.MOST_CLOCKS))
        _rule(rules, refuse, name, seccomp.Arg(0, seccomp.GT, syscalls.MOST_CLOCKS))
    private = syscalls.FUTEX_PRIVATE
    _rule(rules, seccomp.ALLOW, "futex", seccomp.Arg(1, seccomp.MASKED_EQ, private, private))
    for command in range(syscalls.FUTEX_COMMANDS):
        again = seccomp.ERRNO(errno.EAGAIN) if command in syscalls.FUTEX_WAITS else refuse
        _rule(rules, again, "futex", seccomp.Arg(1, seccomp.MASKED_EQ, 0xFF, command))
    unshare = syscalls.UNSHARE_FILES
    _rule(rules, seccomp.ALLOW, "close_range", seccomp.Arg(2, seccomp.MASKED_EQ, unshare, 0))
    _rule(rules, refuse, "close_range", seccomp.Arg(2, seccomp.MASKED_EQ, unshare, unshare))
    thread = syscalls.CLONE_THREAD
    _rule(rules, seccomp.ALLOW, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, thread, thread))
    for bit in syscalls.CLONE_FLAGS:
        _rule(rules, refuse, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, bit, 0))
    _rule(rules, seccomp.ALLOW, "prlimit64", seccomp.Arg(0, seccomp.EQ, 0), seccomp.Arg(2, seccomp.EQ, 0))
    _rule(rules, refuse, "prlimit64", seccomp.Arg(0, seccomp.NE, 0))
    _rule(rules, refuse, "prlimit64", seccomp.Arg(2, seccomp.NE, 0))  # lowered, they look as if passed
    for name, place in syscalls.OWN_SIGNALS.items():
        own = seccomp.Arg(0, seccomp.EQ, OWN_PID)
        for mask, value in syscalls.SIGNALS_BUT_KILL:
            _rule(rules, seccomp.ALLOW, name, own, seccomp.Arg(place, seccomp.MASKED_EQ, mask, value))
        _rule(rules, refuse, name, own, seccomp.Arg(place, seccomp.MASKED_EQ, LOW, SIGKILL))
        _rule(rules, refuse, name, seccomp.Arg(0, seccomp.NE, OWN_PID))
    with contextlib.suppress(OSError):
        rules.set_attr(seccomp.Attr.CTL_OPTIMIZE, 2)  # a binary tree: libseccomp 2.5 and newer
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()


def _load_filter(libc: Any, program: bytes) -> None:
    """Put the worker's process id into the program and load it: from here on nothing new can be done."""
    words = array.array("I", program)  # instructions of 8 bytes: code and jumps, then a 32-bit constant
    own = os.getpid()
    for place in range(1, len(words), 2):
        if words[place] == OWN_PID:
            words[place] = own
    code = ctypes.create_string_buffer(words.tobytes(), len(program))
    header = _Program(len(program) // 8, ctypes.addressof(code))
    if libc.prctl(PR_SET_SECCOMP, 2, ctypes.byref(header), 0, 0) != 0:  # 2: SECCOMP_MODE_FILTER
        raise OSError(ctypes.get_errno(), "the system call filter could not be loaded")


class _Program(ctypes.Structure):
    """The kernel's `struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def _rule(rules: Any, action: int, name: str, *conditions: Any) -> None:
    # A name that this libseccomp or this architecture does not know cannot be called by it either: ENOSYS.
    with contextlib.suppress(ValueError, OSError):
        rules.add_rule(action, name, *conditions)


def readable(packages: Iterable[str]) -> list[str]:
    """Return what a worker may read: the standard library and shared libraries entry by entry, and `packages`.

    Entry by entry, because other installed packages, and with them solutions and checks, often lie in between.
    """
    paths = [path for path in (*SYSTEM_FILES, *DEVICES) if os.path.exists(path)]
    for folder in stdlib():
        paths += [entry.path for entry in os.scandir(folder) if entry.name not in PACKAGE_FOLDERS]
    for folder in (*LIBRARY_FOLDERS, os.path.join(sys.base_prefix, "lib")):
        if os.path.isdir(folder) and not os.path.islink(folder):
            paths += [entry.path for entry in os.scandir(folder) if "-linux-" in entry.name or ".so" in entry.name]
    return paths + [path for package in packages for path in (package, package + ".libs") if os.path.exists(path)]


def stdlib() -> set[str]:
    """Return the folders of the standard library."""
    paths = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    return {path for path in paths if os.path.isdir(path)}


def folders(packages: Iterable[str]) -> list[str]:
    """Return the folders that hold what `readable` lists: enough for a worker, as the zygote's layer narrows them."""
    paths = [sys.base_prefix, *LIBRARY_FOLDERS, *SYSTEM_FILES, *DEVICES, *packages]
    paths += [package + ".libs" for package in packages]
    return list(dict.fromkeys(os.path.realpath(path) for path in paths if os.path.exists(path)))


def around_zygote(layers: Layers, packages: list[str], session: Path, cgroup: Path | None = None) -> None:
    """Close the zygote: no capabilities, and Landlock around what workers read, the session's folder and its cgroup."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    _drop_capabilities(libc)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if lock := layers.landlock:
        with lock.Ruleset(scoped=lock.Scope.ABSTRACT_UNIX_SOCKET | lock.Scope.SIGNAL) as rules:
            for path in (*readable(packages), PROC):  # how much workers run and write; theirs is without it
                _allow_reading(lock, rules, path)
            rules.allow_path(PROC, lock.AccessFS.WRITE_FILE)  # a fork's own score: `go_first`
            for folder in (session, cgroup) if cgroup else (session,):
                rules.allow_path(folder, rules.handled_fs)
                rules.allow_path(folder.parent, lock.AccessFS.REMOVE_DIR)  # or it could not remove the folder itself
            rules.restrict()
    layers.folders = folders(packages)


def around_worker(layers: Layers, submission: Path, scratch: Path) -> None:
    """Close the worker, which has lost its capabilities already: Landlock, seccomp. There is no way back."""
    if sys.platform != "linux":
        return
    if lock := layers.landlock:
        with lock.Ruleset(scoped=lock.Scope.ABSTRACT_UNIX_SOCKET | lock.Scope.SIGNAL) as rules:
            for path in layers.folders:
                _allow_reading(lock, rules, path)
            _allow_reading(lock, rules, str(submission))
            rules.allow_path(scratch, _scratch_access(lock))
            rules.restrict()
    if layers.filter:
        _load_filter(ctypes.CDLL(None, use_errno=True), layers.filter)


def _allow_reading(lock: Any, rules: Any, path: str) -> None:
    access = lock.AccessFS.READ_FILE | lock.AccessFS.EXECUTE
    if os.path.isdir(path):
        access |= lock.AccessFS.READ_DIR
    elif path == "/dev/null":
        access |= lock.AccessFS.WRITE_FILE
    with contextlib.suppress(OSError):  # not there, then nothing to read
        rules.allow_path(path, access)


def _scratch_access(lock: Any) -> Any:
    """Files and folders may come and go there; no links, sockets, pipes or devices."""
    fs = lock.AccessFS
    files = fs.READ_FILE | fs.WRITE_FILE | fs.TRUNCATE | fs.MAKE_REG | fs.REMOVE_FILE
    return files | fs.READ_DIR | fs.MAKE_DIR | fs.REMOVE_DIR | fs.REFER


def _drop_capabilities(libc: Any) -> None:
    for capability in range(64):
        if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0 and ctypes.get_errno() == errno.EINVAL:
            break  # past the last capability this kernel has
    libc.prctl(PR_CAP_AMBIENT, 4, 0, 0, 0)  # PR_CAP_AMBIENT_CLEAR_ALL
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3, this process
    libc.capset(header, (ctypes.c_uint32 * 6)())


def die_with_parent(parent: int) -> None:
    """Ask to be killed when the zygote dies; leave at once where it is dead already."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(0)
