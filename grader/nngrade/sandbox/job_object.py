"""A Windows job object around a worker: it ends with the grader, starts no programs, and has so much memory.

Written after Microsoft's documentation and tried with a kernel that is none, as the tests run on Linux. Where Windows
refuses one of the steps the worker runs without: the grader watches its limits all the same.
"""

from __future__ import annotations

import ctypes
import subprocess
import sys
from ctypes import c_int64, c_size_t, c_uint32, c_uint64
from typing import Any

EXTENDED_LIMITS = 9  # JobObjectExtendedLimitInformation
ACTIVE_PROCESS, PROCESS_MEMORY, DIE_ON_UNHANDLED_EXCEPTION, KILL_ON_JOB_CLOSE = 0x8, 0x100, 0x400, 0x2000
TICKS = 10_000_000  # of a FILETIME in a second


class Limits(ctypes.Structure):
    """Windows' `JOBOBJECT_EXTENDED_LIMIT_INFORMATION`, flat: 144 bytes where pointers have 8."""

    _fields_ = (
        ("process_time", c_int64),
        ("job_time", c_int64),
        ("flags", c_uint32),
        ("least_working_set", c_size_t),
        ("most_working_set", c_size_t),
        ("active_processes", c_uint32),
        ("affinity", c_size_t),
        ("priority_class", c_uint32),
        ("scheduling_class", c_uint32),
        ("io", c_uint64 * 6),
        ("process_memory", c_size_t),
        ("job_memory", c_size_t),
        ("peak_process_memory", c_size_t),
        ("peak_job_memory", c_size_t),
    )


class JobObject:
    """A job with one process in it; closing the job's handle, as the grader's end does too, kills that process."""

    def __init__(self, kernel: Any, handle: int, process: int) -> None:
        self.kernel = kernel
        self.handle = handle
        self.process = process

    def cpu_seconds(self) -> float:
        """Return the CPU seconds of the process, also when it has ended."""
        times = (c_uint64 * 4)()  # creation, exit, kernel, user
        places = [ctypes.byref(times, 8 * place) for place in range(4)]
        return (times[2] + times[3]) / TICKS if self.kernel.GetProcessTimes(_handle(self.process), *places) else 0.0

    def close(self) -> None:
        """Close the job; who is still in it is killed."""
        self.kernel.CloseHandle(_handle(self.handle))


def around(process: subprocess.Popen[bytes], memory: int) -> JobObject | None:
    """Put a process that waits for its first word into a job of its own; None where there are no jobs."""
    if sys.platform != "win32":
        return None
    kernel = ctypes.WinDLL("kernel32")
    kernel.CreateJobObjectW.restype = ctypes.c_void_p  # else a handle would be cut to 32 bits
    return make(kernel, int(process._handle), memory)


def make(kernel: Any, process: int, memory: int) -> JobObject | None:
    """Do what `around` does, with that kernel32."""
    handle = kernel.CreateJobObjectW(None, None)
    if not handle:
        return None
    job = JobObject(kernel, handle, process)
    flags = ACTIVE_PROCESS | PROCESS_MEMORY | DIE_ON_UNHANDLED_EXCEPTION | KILL_ON_JOB_CLOSE
    limits = Limits(flags=flags, active_processes=1, process_memory=memory)
    told = kernel.SetInformationJobObject(
        _handle(handle), EXTENDED_LIMITS, ctypes.byref(limits), c_uint32(ctypes.sizeof(limits))
    )
    if told and kernel.AssignProcessToJobObject(_handle(handle), _handle(process)):
        return job
    job.close()
    return None


def _handle(number: int) -> ctypes.c_void_p:
    return ctypes.c_void_p(number)
