"""What glibc does with memory that is let go: kept for the next picture, given back at a cut.

Both do nothing where the C library is another.
"""

import ctypes
import sys

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3


def keep() -> None:
    """Keep what is let go: fresh pages for every picture were a tenth of a render's time."""
    mallopt = _known("mallopt")
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, 2**25)
        mallopt(_M_TRIM_THRESHOLD, 2**30)


def give_back() -> None:
    """Give the pages back that nothing lies on: between the layers of two shots a third of them."""
    trim = _known("malloc_trim")
    if trim is not None:
        trim(0)


def _known(name: str):
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
