"""Calls by number what no learner needs: each answer but "refused" and "not there" is a breach. Arguments are harmless."""
import ctypes
import errno
from right import *

libc = ctypes.CDLL(None, use_errno=True)
zeros = ctypes.create_string_buffer(256)
refused = (errno.EPERM, errno.ENOSYS, errno.EACCES)
for name, number, arguments in (
    ("ptrace", 101, (0xFFFF, -1, 0, 0)),
    ("keyctl", 250, (0, -3, 0)),
    ("add_key", 248, (b"user", b"x", b"y", 1, -3)),
    ("request_key", 249, (b"user", b"x", None, -3)),
    ("unshare", 272, (0x10000000,)),
    ("setns", 308, (-1, 0)),
    ("bpf", 321, (0, zeros, 8)),
    ("mount", 165, (b"none", b"/nonexistent", b"tmpfs", 0, None)),
    ("umount2", 166, (b"/nonexistent", 0)),
    ("pivot_root", 155, (b"/nonexistent", b"/nonexistent")),
    ("chroot", 161, (b"/nonexistent",)),
    ("io_uring_setup", 425, (1, zeros)),
    ("io_setup", 206, (1, zeros)),
    ("perf_event_open", 298, (zeros, 0, -1, -1, 0)),
    ("userfaultfd", 323, (1,)),
    ("memfd_create", 319, (b"x", 0)),
    ("memfd_secret", 447, (0,)),
    ("pidfd_open", 434, (1, 0)),
    ("pidfd_getfd", 438, (-1, 0, 0)),
    ("process_vm_readv", 310, (1, zeros, 0, zeros, 0, 0)),
    ("process_vm_writev", 311, (1, zeros, 0, zeros, 0, 0)),
    ("process_madvise", 440, (-1, None, 0, 0, 0)),
    ("kcmp", 312, (1, 1, 0, 0, 0)),
    ("name_to_handle_at", 303, (-100, b"/", zeros, zeros, 0)),
    ("open_by_handle_at", 304, (-1, zeros, 0)),
    ("prctl", 157, (4, 1, 0, 0, 0)),
    ("seccomp", 317, (2, 0, zeros)),
    ("landlock_create_ruleset", 444, (None, 0, 1)),
    ("personality", 135, (0xFFFFFFFF,)),
    ("syslog", 103, (10, None, 0)),
    ("sethostname", 170, (zeros, -1)),
    ("kexec_load", 246, (0, -1, None, 0)),
    ("init_module", 175, (None, 0, b"")),
    ("delete_module", 176, (b"nonexistent", 0)),
    ("swapon", 167, (b"/nonexistent", 0)),
    ("acct", 163, (b"/nonexistent",)),
    ("quotactl", 179, (-1, None, 0, None)),
    ("iopl", 172, (0,)),
    ("modify_ldt", 154, (0, zeros, 8)),
    ("shmget", 29, (0, 8, 0)),
    ("msgget", 68, (0, 0)),
    ("semget", 64, (0, 1, 0)),
    ("mq_open", 240, (b"x", 0, 0, None)),
    ("inotify_init", 253, ()),
    ("fanotify_init", 300, (0, 0)),
    ("splice", 275, (-1, None, -1, None, 0, 0)),
    ("vmsplice", 278, (-1, None, 0, 0)),
    ("mknod", 133, (b"node", 0o10600, 0)),
    ("fsopen", 430, (b"tmpfs", 0)),
    ("open_tree", 428, (-100, b"/", 0)),
    ("mount_setattr", 442, (-100, b"/nonexistent", 0, zeros, 32)),
    ("setuid", 105, (0,)),
    ("capset", 126, (zeros, zeros)),
    ("tkill", 200, (1, 0)),
    ("kill", 62, (1, 0)),
    ("tgkill", 234, (1, 1, 0)),
    ("rt_sigqueueinfo", 129, (1, 0, zeros)),
    ("move_pages", 279, (1, 0, None, None, None, 0)),
    ("a call to come", 999, ()),
):
    ctypes.set_errno(0)
    answer = libc.syscall(number, *arguments)
    if answer != -1 or ctypes.get_errno() not in refused:
        print("BREA" + "CH:", name, answer, errno.errorcode.get(ctypes.get_errno()))
