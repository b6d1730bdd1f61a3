"""A seccomp filter that refuses the system calls that neither a decoder nor an encoder needs: sockets, exec,
new processes, signals, opening and naming files, mounting, other processes' limits and priorities.

Threads are allowed (libde265 and FFmpeg's filters start some whatever they are told); writing needs nothing
beyond the descriptor that is open. It holds in containers where namespaces are forbidden and on kernels
without Landlock. Numbers are from the kernel's tables (arch/x86/entry/syscalls/syscall_64.tbl;
include/uapi/asm-generic/unistd.h for arm64).
"""

import ctypes
import errno
import os
import struct
import sys

_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_IF_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _ARCH_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_X32 = 0x40000000
_CLONE_THREAD = 0x00010000

_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# name: (x86_64, aarch64); 0 where the architecture lacks the call.
_REFUSED: dict[str, tuple[int, int]] = {
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200),
    "listen": (50, 201), "accept": (43, 202), "accept4": (288, 242), "sendto": (44, 206),
    "sendmsg": (46, 211), "sendmmsg": (307, 269), "execve": (59, 221), "execveat": (322, 281),
    "fork": (57, 0), "vfork": (58, 0), "open": (2, 0), "creat": (85, 0), "openat": (257, 56),
    "openat2": (437, 437), "open_by_handle_at": (304, 265), "unlink": (87, 0), "unlinkat": (263, 35),
    "rename": (82, 0), "renameat": (264, 38), "renameat2": (316, 276), "mkdir": (83, 0),
    "mkdirat": (258, 34), "rmdir": (84, 0), "mknod": (133, 0), "mknodat": (259, 33), "link": (86, 0),
    "linkat": (265, 37), "symlink": (88, 0), "symlinkat": (266, 36), "truncate": (76, 45), "chmod": (90, 0),
    "fchmodat": (268, 53), "chown": (92, 0), "fchownat": (260, 54), "mount": (165, 40),
    "umount2": (166, 39), "chroot": (161, 51), "pivot_root": (155, 41), "unshare": (272, 97),
    "setns": (308, 268), "kill": (62, 129), "ptrace": (101, 117), "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424), "io_uring_setup": (425, 425), "bpf": (321, 280),
    "userfaultfd": (323, 282), "perf_event_open": (298, 241), "memfd_create": (319, 279),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219), "tkill": (200, 130),
    "tgkill": (234, 131), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
    "prlimit64": (302, 261), "setpriority": (141, 140), "ioprio_set": (251, 30), "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119), "sched_setaffinity": (203, 122), "sched_setattr": (314, 274),
    "process_madvise": (440, 440), "migrate_pages": (256, 238), "move_pages": (279, 239), "lchown": (94, 0),
    "fchmodat2": (452, 452), "utime": (132, 0), "utimes": (235, 0), "futimesat": (261, 0),
    "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6), "removexattr": (197, 14),
    "lremovexattr": (198, 15), "setxattrat": (463, 463), "removexattrat": (466, 466), "mq_open": (240, 180),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "fspick": (433, 433),
    "mount_setattr": (442, 442),
}  # fmt: skip
_CLONE, _CLONE3 = (56, 220), (435, 435)


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def refuse_calls() -> bool:
    """Install the filter for the calling thread. Needs no_new_privs. False where it cannot be had."""
    if sys.platform != "linux" or os.uname().machine not in _AUDIT_ARCH:
        return False
    code = _filter(os.uname().machine)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p).value)
    unused = ctypes.c_ulong(0)
    done = ctypes.CDLL(None).prctl(
        _PR_SET_SECCOMP, ctypes.c_ulong(_MODE_FILTER), ctypes.byref(program), unused, unused
    )
    return done == 0


def _filter(machine: str) -> bytes:
    column = list(_AUDIT_ARCH).index(machine)
    numbers = sorted(row[column] for row in _REFUSED.values() if row[column])
    refuse = _step(_RETURN, 0, 0, _ERRNO | errno.EPERM)
    steps = [
        _step(_LOAD, 0, 0, _ARCH_AT),
        _step(_JUMP_EQUAL, 1, 0, _AUDIT_ARCH[machine]),
        _step(_RETURN, 0, 0, _KILL),
        _step(_LOAD, 0, 0, _NUMBER_AT),
        _step(_JUMP_AT_LEAST, 0, 1, _X32),  # the x32 numbers would walk around the list
        refuse,
    ]
    for number in numbers:
        steps += [_step(_JUMP_EQUAL, 0, 1, number), refuse]
    # The flags of clone3 lie in memory, where no filter sees them; without it the C library uses clone.
    steps += [_step(_JUMP_EQUAL, 0, 1, _CLONE3[column]), _step(_RETURN, 0, 0, _ERRNO | errno.ENOSYS)]
    steps += [
        _step(_JUMP_EQUAL, 0, 3, _CLONE[column]),
        _step(_LOAD, 0, 0, _FIRST_ARGUMENT_AT),  # its low half: both architectures are little-endian
        _step(_JUMP_IF_SET, 1, 0, _CLONE_THREAD),
        refuse,
    ]
    return b"".join([*steps, _step(_RETURN, 0, 0, _ALLOW)])


def _step(code: int, if_true: int, if_false: int, value: int) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
