"""Landlock through its three system calls: no file can be opened any more, no TCP port bound or reached.

Source: Linux, Documentation/userspace-api/landlock.rst. Descriptors that are open already keep working.
"""

import ctypes
import os
import sys

# The same numbers on every architecture.
_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_ASK_VERSION = 1


class _Ruleset(ctypes.Structure):
    _fields_ = [
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),  # since version 4
        ("scoped", ctypes.c_uint64),  # since version 6: abstract unix sockets, signals
    ]


def version() -> int:
    """The kernel's Landlock version, 0 where there is none."""
    if sys.platform != "linux":
        return 0
    found = ctypes.CDLL(None).syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)
    return max(found, 0)


def deny_all() -> int:
    """Handle every access that this kernel knows and allow none. Returns the version used, 0 when it failed.

    Needs no_new_privs. Binds the calling thread.
    """
    abi = version()
    if abi < 1:
        return 0
    fs_bits = 13 if abi < 2 else 14 if abi < 3 else 15 if abi < 5 else 16
    ruleset = _Ruleset((1 << fs_bits) - 1, 0b11 if abi >= 4 else 0, 0b11 if abi >= 6 else 0)
    size = 8 if abi < 4 else 16 if abi < 6 else 24
    libc = ctypes.CDLL(None)
    handle = libc.syscall(_CREATE_RULESET, ctypes.byref(ruleset), ctypes.c_size_t(size), 0)
    if handle < 0:
        return 0
    try:
        return abi if libc.syscall(_RESTRICT_SELF, handle, 0) == 0 else 0
    finally:
        os.close(handle)
