"""The system calls of a worker: what is allowed, what is refused with EPERM, and why. The rest does not exist (ENOSYS).

An allowlist, because a kernel grows new calls and a learner's NumPy code needs few. The refused ones are named, so
that Python raises `PermissionError` for them, which the report shows as `blocked`; the rest gets ENOSYS, the answer
for which the C library has its fallbacks. Nothing kills: a denied call is an error that the learner can read.
"""

from __future__ import annotations

# Reading and writing what Landlock lets it open; memory; time; threads of its own; signals to itself.
ALLOWED = """
read write readv writev pread64 pwrite64 preadv pwritev lseek _llseek close
open openat openat2 creat stat lstat fstat newfstatat fstatat64 statx access faccessat faccessat2
getdents getdents64 getcwd chdir fchdir mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2
ftruncate fsync fdatasync sendfile copy_file_range statfs fstatfs umask
dup dup2 dup3 pipe pipe2 poll ppoll select pselect6 eventfd2
epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2
brk mmap mmap2 munmap mremap mprotect msync membarrier
set_robust_list get_robust_list rseq set_tid_address sched_yield sched_getaffinity
sched_getscheduler sched_getparam sched_get_priority_max sched_get_priority_min getcpu
exit exit_group restart_syscall wait4 waitid
rt_sigaction rt_sigprocmask rt_sigreturn rt_sigsuspend rt_sigpending rt_sigtimedwait sigaltstack pause alarm
setitimer getitimer
timerfd_create timerfd_settime timerfd_gettime nanosleep gettimeofday time
getpid gettid getppid getpgid getpgrp getsid getuid geteuid getgid getegid getresuid getresgid getgroups getpriority
getrlimit getrusage times sysinfo uname getrandom capget arch_prctl
""".split()

# Signals are sent to itself only; `abort()` needs that. A foreign process id is refused, and so is SIGKILL: what is
# killed was killed from outside, by the grader or for the memory it used. The number says which argument the signal is.
OWN_SIGNALS = {"kill": 1, "tgkill": 2}
# 0 to 64 but 9, as (mask, value): a comparison with 9 itself would let 9 + 2^32 pass, which the kernel takes for 9.
_ALL = 0xFFFFFFFFFFFFFFFF
SIGNALS_BUT_KILL = [
    (_ALL - 7, 0),
    (_ALL, 8),
    (_ALL - 1, 10),
    (_ALL - 3, 12),
    (_ALL - 15, 16),
    (_ALL - 31, 32),
    (_ALL, 64),
]

# fcntl: all that concerns the descriptor; not F_SETOWN, F_SETSIG (they send signals), leases or notifications, and no
# locks: those on a file that others may read are seen by others.
FCNTL_COMMANDS = (0, 1, 2, 3, 4, 1030, 1032)

# The clocks of the machine and of this process; a negative number is the clock of another process.
CLOCK_CALLS = ("clock_gettime", "clock_getres", "clock_nanosleep")
MOST_CLOCKS = 11

# futex: among the threads of one process only. Else a word of any file that two processes may map, a library's say,
# is a bell that each can ring for the other. To wait for such a word fails at once, which `pthread_join` can take.
FUTEX_PRIVATE = 0x80
FUTEX_COMMANDS = 14
FUTEX_WAITS = (0, 9)

# close_range: not CLOSE_RANGE_UNSHARE, which gives a thread descriptors of its own; see `CLONE_THREAD`.
UNSHARE_FILES = 0x2

# madvise: what allocators use. MADV_COLD and MADV_PAGEOUT reach into the page cache that all workers share.
MADVICE = (0, 1, 2, 3, 4, 8, 14, 15, 16, 17)

# ioctl: is it a terminal (TCGETS), how much can be read (FIONREAD), blocking or not, close on exec or not.
IOCTL_REQUESTS = (0x5401, 0x541B, 0x5421, 0x5450, 0x5451)

REFUSED = {
    "no room on the disk that no size shows": "fallocate",
    "no other process": """fork vfork execve execveat ptrace process_vm_readv process_vm_writev process_madvise
        process_mrelease kcmp pidfd_open pidfd_getfd pidfd_send_signal tkill rt_sigqueueinfo rt_tgsigqueueinfo
        setpgid setsid setpriority ioprio_set sched_setaffinity sched_setscheduler sched_setparam sched_setattr
        setrlimit""",
    "no network, no sockets, no channels": """socket socketpair connect bind listen accept accept4 sendto sendmsg
        sendmmsg recvfrom recvmsg recvmmsg shutdown getsockname getpeername getsockopt setsockopt
        mq_open mq_unlink msgget msgsnd msgctl semget semop semctl shmget shmat shmctl memfd_create memfd_secret
        io_uring_setup io_uring_enter io_uring_register io_setup io_submit vmsplice splice tee""",
    "no file by its path alone (Landlock governs that from Linux 6.2 on)": "truncate",
    "no timer that sends any signal": "timer_create",
    "no metadata of files (Landlock does not govern it), no links, no devices": """chmod fchmod fchmodat fchmodat2
        chown fchown lchown fchownat utime utimes utimensat futimesat setxattr lsetxattr fsetxattr setxattrat
        removexattr lremovexattr fremovexattr removexattrat link linkat symlink symlinkat mknod mknodat
        inotify_init inotify_init1 inotify_add_watch fanotify_init fanotify_mark
        name_to_handle_at open_by_handle_at sync syncfs sync_file_range readlink readlinkat""",
    "no traces in what all workers share: locks, the page cache": """flock fadvise64 readahead mincore preadv2 pwritev2
        cachestat""",
    "no privileges": """setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups capset prctl
        personality seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self keyctl add_key
        request_key""",
    "not the machine": """mount umount2 move_mount open_tree fsopen fsconfig fsmount fspick mount_setattr pivot_root
        chroot unshare setns bpf perf_event_open userfaultfd lookup_dcookie sethostname setdomainname clock_settime
        clock_adjtime settimeofday adjtimex reboot kexec_load kexec_file_load init_module finit_module delete_module
        swapon swapoff acct quotactl quotactl_fd syslog iopl ioperm modify_ldt vhangup nfsservctl mlock mlock2
        mlockall munlock munlockall mbind set_mempolicy migrate_pages move_pages""",
}

# CLONE_THREAD and CLONE_FILES: a thread, and one that shares the descriptors, whose number is limited for all together.
CLONE_FLAGS = (0x00010000, 0x00000400)
CLONE_THREAD = sum(CLONE_FLAGS)
