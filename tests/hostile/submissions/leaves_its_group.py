"""Wants a session and a group of its own, other limits, another priority, another name, another user."""
import os
import resource
import signal
from right import *

for attempt in (
    lambda: os.setpgid(0, os.getppid()),
    lambda: os.nice(-5),
    lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 10),
    lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 40, 1 << 40)),
    lambda: resource.setrlimit(resource.RLIMIT_CPU, (10**6, 10**6)),
    lambda: resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (1, 1)),
    lambda: os.sched_setaffinity(os.getppid(), {0}),
    lambda: signal.pidfd_send_signal(os.pidfd_open(os.getppid()), 0),
    lambda: os.setuid(1),
    lambda: os.setgroups([0]),
):
    try:
        attempt()
        print("BREA" + "CH: changed what is not its own")
    except (OSError, ValueError) as error:
        print(error)
