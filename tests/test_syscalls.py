"""The lists of system calls: what they hold, and that a worker gets the answer they promise for each."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator

import pytest
from nngrade.sandbox import syscalls
from nngrade.sandbox.handles import Implementation
from nngrade.sandbox.sandbox import Sandbox
from sandbox_helpers import demand, learner

EPERM, EAGAIN, EINVAL, ENOSYS = 1, 11, 22, 38
REFUSED = " ".join(syscalls.REFUSED.values()).split()

CALLER = """
import ctypes, mmap, os
libc = ctypes.CDLL(None, use_errno=True)

def call(number, *arguments):
    ctypes.set_errno(0)
    given = [ctypes.c_long(argument) for argument in arguments]
    return [libc.syscall(ctypes.c_long(number), *given), ctypes.get_errno()]

def machine_code(code):
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(code)
    address = ctypes.addressof(ctypes.c_char.from_buffer(page))
    return ctypes.CFUNCTYPE(ctypes.c_long)(address)()
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="seccomp is Linux's")


@pytest.fixture(scope="module")
def worker() -> Iterator[Implementation]:
    with Sandbox() as sandbox:
        demand(sandbox, "seccomp")
        yield learner(sandbox, CALLER)


def number(name: str) -> int:
    """Return a system call's number on this machine; negative where it has none."""
    seccomp = pytest.importorskip("pyseccomp")
    try:
        return int(seccomp.resolve_syscall(seccomp.system_arch(), name))
    except ValueError:
        return -1


def test_no_call_is_in_two_lists() -> None:
    names = [
        *syscalls.ALLOWED,
        *REFUSED,
        *syscalls.OWN_SIGNALS,
        "fcntl",
        "ioctl",
        "madvise",
        *syscalls.CLOCK_CALLS,
        "clone",
        "clone3",
        "prlimit64",
        "futex",
        "close_range",
    ]
    assert sorted(names) == sorted(set(names))


def test_the_names_are_known() -> None:
    known = [name for name in (*syscalls.ALLOWED, *REFUSED) if number(name) >= 0]
    assert len(known) > 250  # an older libseccomp does not know the newest; another architecture lacks the oldest


@pytest.mark.parametrize("why", syscalls.REFUSED)
def test_a_refused_call_gives_permission_denied(worker: Implementation, why: str) -> None:
    tried = {name: found for name in syscalls.REFUSED[why].split() if (found := number(name)) >= 0}
    assert tried
    answers = {name: worker.call(found, -1, -1, -1, -1, -1, -1) for name, found in tried.items()}
    assert {name: answer for name, answer in answers.items() if answer != [-1, EPERM]} == {}


def test_any_other_call_does_not_exist(worker: Implementation) -> None:
    names = ("clone3", "futex_waitv", "signalfd4", "getxattr", "listxattr", "io_getevents", "ustat")
    for found in (*filter(lambda one: one >= 0, map(number, names)), 9_999):
        assert worker.call(found, -1, -1, -1, -1, -1, -1) == [-1, ENOSYS], found


def test_signals_reach_only_the_worker_itself(worker: Implementation) -> None:
    pid = worker.call(number("getpid"))[0]
    assert worker.call(number("kill"), pid, 0) == [0, 0]
    for other in (os.getpid(), 1, 0, -1, -pid, pid + (1 << 32), pid - (1 << 32)):
        assert worker.call(number("kill"), other, 0) == [-1, EPERM], other
    assert worker.call(number("tgkill"), pid, pid, 0) == [0, 0]
    for high in (0, 1 << 32, -1 << 32):
        assert worker.call(number("kill"), pid, 9 + high) == [-1, EPERM]
        assert worker.call(number("tgkill"), pid, pid, 9 + high) == [-1, EPERM]

    assert worker.call(number("tgkill"), os.getpid(), os.getpid(), 0) == [-1, EPERM]


def test_every_signal_but_the_one_may_be_sent() -> None:
    covered = [value for value in range(65) if any(value & mask == want for mask, want in syscalls.SIGNALS_BUT_KILL)]
    assert covered == [value for value in range(65) if value != 9]


def test_arguments_decide_where_they_must(worker: Implementation) -> None:
    for flags in (0, 17, 0x20000000, 0x10000000, syscalls.CLONE_THREAD << 32):
        assert worker.call(number("clone"), flags, 0, 0, 0, 0) == [-1, EPERM], flags
    assert worker.call(number("prlimit64"), 0, 7, 0, 0) == [0, 0]
    for other in (os.getpid(), 1, 1 << 32):
        assert worker.call(number("prlimit64"), other, 7, 0, 0) == [-1, EPERM]
    assert worker.call(number("prlimit64"), 0, 7, 4096, 0) == [-1, EPERM]  # a limit that is lowered looks as if passed
    set_owner, set_signal, get_flags = 8, 10, 3
    assert worker.call(number("fcntl"), 1, get_flags)[1] == 0
    for command in (set_owner, set_signal, 1024, 1026, 1031):
        assert worker.call(number("fcntl"), 1, command, 0) == [-1, ENOSYS]
    for command in (5, 6, 7, 36, 37, 38):  # locks
        assert worker.call(number("fcntl"), 1, command, 0) == [-1, ENOSYS]
    for advice in (20, 21):  # MADV_COLD, MADV_PAGEOUT
        assert worker.call(number("madvise"), 0, 0, advice) == [-1, ENOSYS]
    assert worker.call(number("madvise"), 0, 0, 4) == [0, 0]
    assert worker.call(number("clock_getres"), 1, 0) == [0, 0]
    for clock in (-6, (~os.getpid() << 3) | 6, 12):  # the clock of another process, or none
        assert worker.call(number("clock_getres"), clock, 0) == [-1, EPERM]
    for request in (0x5412, 0x5413, 0x541C):  # TIOCSTI, TIOCGWINSZ, TIOCLINUX
        assert worker.call(number("ioctl"), 0, request, 0) == [-1, ENOSYS]


def test_nothing_is_rung_for_another_process(worker: Implementation) -> None:
    """A futex that is not private is known to every process that has the same file in its memory."""
    wait, wake, requeue, wait_bitset, wake_bitset, private, realtime = 0, 1, 3, 9, 10, 128, 256
    for command in (wake, requeue, wake_bitset, wake | realtime, wake + (1 << 32)):
        assert worker.call(number("futex"), 0, command, 1, 0, 0, 0) == [-1, EPERM], command
    for command in (wait, wait_bitset, wait_bitset | realtime):
        assert worker.call(number("futex"), 0, command, 1, 0, 0, 0) == [-1, EAGAIN], command
    assert worker.call(number("futex"), 0, 15, 1, 0, 0, 0) == [-1, ENOSYS]
    assert worker.call(number("futex"), 1, wake | private, 1, 0, 0, 0) == [-1, EINVAL]  # no address of a word


def test_threads_have_no_descriptors_of_their_own(worker: Implementation) -> None:
    if number("close_range") < 0:
        pytest.skip("this libseccomp does not know close_range")
    unshare, on_exec = 2, 4
    for flags in (unshare, unshare | on_exec):
        assert worker.call(number("close_range"), 900, 901, flags) == [-1, EPERM]
    assert worker.call(number("close_range"), 900, 901, 0) == [0, 0]


def test_the_filter_cannot_be_gone_around_by_another_abi(worker: Implementation) -> None:
    if platform.machine() != "x86_64":
        pytest.skip(f"{platform.machine()} has no second ABI that is tried here")
    x32 = 0x40000000
    assert worker.call(x32 + number("getpid")) == [-1, ENOSYS]
    assert worker.call(x32 + number("socket"), 2, 1, 0) == [-1, ENOSYS]
    getpid_of_i386 = b"\xb8\x14\x00\x00\x00\xcd\x80\x48\x98\xc3"  # mov eax, 20; int 0x80; cdqe; ret
    assert worker.machine_code(getpid_of_i386) == -ENOSYS
    assert worker.call(number("getpid"))[0] > 0
