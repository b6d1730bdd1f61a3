"""Public ids: one core of 26 base32 characters (128 random bits) that each dialect dresses its own way."""

import re
from base64 import b32encode
from collections.abc import Callable

ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
CORE = re.compile(r"[a-z2-7]{26}")

Entropy = Callable[[int], bytes]


def new_core(entropy: Entropy) -> str:
    """26 lowercase base32 characters of 128 bits. `entropy(n)` gives n random bytes."""
    return b32encode(entropy(16))[:26].decode().lower()


def core_of(public_id: str) -> str | None:
    """The core at the end of any dialect's id, or None when there is none."""
    tail = public_id[-26:]
    return tail if CORE.fullmatch(tail) else None
