"""How the child locks itself in, before it reads a byte of media. Linux in full; elsewhere what there is.

The locks overlap on purpose (errors-and-faults T06): a container may forbid namespaces, an old kernel lacks
Landlock, and each alone leaves a gap. Every function says whether its lock closed and never raises.
"""

import ctypes
import os
import select
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWNS = 0x00020000
_CLONE_NEWUTS = 0x04000000
_CLONE_NEWIPC = 0x08000000
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWPID = 0x20000000
_CLONE_NEWNET = 0x40000000
_READ_ONLY_AND_NOTHING_RUNS = 0b1111  # MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC
_TOLD = (signal.SIGTERM, signal.SIGALRM, signal.SIGCHLD)
_FILES = 32


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one piece of work may use: bytes of address space, seconds of CPU, seconds in all where nothing
    else ends it, and bytes that a file may grow to."""

    memory: int
    cpu_seconds: int
    seconds: int
    file_bytes: int


class Own(NamedTuple):
    """What this process has to itself: a network, a list of mounts, a list of processes."""

    network: bool
    mounts: bool
    processes: bool


LOOK = Allowance(2**30, 5, 30, 0)
REPAIR = Allowance(3 * 2**29, 120, 200, 64 * 2**20)
"""The largest result is a video (50 MB, contract §1.6). 15 s of 4K at 60 frames a second, read on one thread
and written again as 1080p, takes about a minute."""


def die_with_parent() -> bool:
    """Ask the kernel to kill this process when its parent dies."""
    return _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def enter_namespaces() -> Own:
    """Move to an empty network, to a list of mounts of our own, and to a list of processes of our own, which
    holds from `be_first` on; says which of them.

    Only a process with one thread can make its own user namespace, and mounts are left alone without one: as
    root's, ours would show outside.
    """
    if sys.platform != "linux":
        return Own(False, False, False)
    libc = ctypes.CDLL(None)
    network = _CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWIPC | _CLONE_NEWUTS
    for mounts, processes in ((True, True), (True, False), (False, True), (False, False)):
        more = _CLONE_NEWNS * mounts | _CLONE_NEWPID * processes
        if libc.unshare(network | more) == 0:
            return Own(True, mounts, processes)
    return Own(libc.unshare(_CLONE_NEWNET) == 0, False, False)


def be_first() -> None:
    """Go on as the first process of the list that is our own, which can see and signal nobody else.

    Who called waits outside, is what our parent knows, and ends as we end. When either is killed the other
    goes too; SIGTERM and an alarm outside end us first, so that who waits takes us off the list of processes:
    an orphan would stay on it where a server is the first process of a container. Call it with one thread,
    and after `die_with_parent`.
    """
    watch, held = os.pipe()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # ignored, it would never come
    signal.pthread_sigmask(signal.SIG_BLOCK, _TOLD)
    child = os.fork()
    if child:
        if signal.sigwait(_TOLD) != signal.SIGCHLD:
            os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
        if os.WIFSIGNALED(status):
            os.kill(os.getpid(), os.WTERMSIG(status))
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _TOLD)
    os.close(held)
    die_with_parent()
    # Who was killed before that call sends no signal any more; only its end of the pipe tells, since no
    # number names it here. No alarm of ours would do: the first of a list is not ended by one.
    gone = select.poll()
    gone.register(watch, 0)
    if gone.poll(0):
        os._exit(1)
    os.close(watch)


def empty_root() -> bool:
    """Make an empty folder that cannot be written the root of all paths. Only where mounts are our own."""
    libc = ctypes.CDLL(None)
    if libc.mount(b"none", b"/tmp", b"tmpfs", ctypes.c_ulong(_READ_ONLY_AND_NOTHING_RUNS), b"size=4k"):
        return False
    if libc.chroot(b"/tmp"):
        return False
    os.chdir("/")
    return True


def forbid_new_privileges() -> bool:
    return _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def limit_resources(allowance: Allowance) -> bool:
    """Cap memory, CPU, open files and how far a file may grow; allow no core dump."""
    import resource  # absent on Windows, where the server does not run

    wanted = (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, allowance.file_bytes),
        (resource.RLIMIT_NOFILE, _FILES),
        (resource.RLIMIT_CPU, allowance.cpu_seconds),
        (resource.RLIMIT_AS, allowance.memory),
    )
    closed = True
    for kind, value in wanted:
        try:
            resource.setrlimit(kind, (value, value))
        except (ValueError, OSError):  # macOS refuses RLIMIT_AS
            closed = False
    return closed


def threads() -> int:
    """Threads of this process; Landlock and seccomp bind the calling one only. 0 where it cannot be told."""
    try:
        return sum(1 for _ in Path("/proc/self/task").iterdir())
    except OSError:
        return 0


def _prctl(option: int, value: int) -> bool:
    if sys.platform != "linux":
        return False
    unused = ctypes.c_ulong(0)
    return ctypes.CDLL(None).prctl(option, ctypes.c_ulong(value), unused, unused, unused) == 0
