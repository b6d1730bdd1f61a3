"""AES-256-GCM for what has to be readable again: credentials of providers at rest (threat T28).

A sealed value is bound to a text that says where it belongs (its row, its field, its origin): under another
text it does not open. Layout: 12 bytes of nonce, the ciphertext, 16 bytes of tag.
"""

import hashlib
import hmac
from collections.abc import Callable, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from onetake.core.secret import Secret

NONCE = 12
KEY = 32


class SealBroken(ValueError):
    """What was sealed does not open here: with no key of ours, for another place, or it was changed."""


class Keyring:
    """The key that seals, and further ones that still open. Keys are 32 bytes; an id tells them apart and
    says nothing of them."""

    def __init__(
        self, current: bytes, others: Sequence[bytes] = (), *, entropy: Callable[[int], bytes]
    ) -> None:
        self.id = id_of(current)
        self._keys = {id_of(key): AESGCM(key) for key in (*others, current)}
        self._entropy = entropy

    def __repr__(self) -> str:
        return f"Keyring({self.id})"

    def seal(self, value: Secret, bound: str) -> bytes:
        """Seal a value to the place that `bound` names, with the current key."""
        nonce = self._entropy(NONCE)
        return nonce + self._keys[self.id].encrypt(nonce, value.reveal().encode(), bound.encode())

    def open(self, sealed: bytes, key_id: str, bound: str) -> Secret:
        """The value, with the key that sealed it. Raises SealBroken."""
        key = self._keys.get(key_id)
        if key is None:
            raise SealBroken(f"it was sealed with the key {key_id}, which is not here")
        try:
            return Secret(key.decrypt(sealed[:NONCE], sealed[NONCE:], bound.encode()).decode())
        except (InvalidTag, ValueError):
            raise SealBroken("it was changed, or belongs to another place") from None


def id_of(key: bytes) -> str:
    """A name for a key, from a keyed hash of it. Raises ValueError for what is no key."""
    if len(key) != KEY:
        raise ValueError(f"a sealing key has {KEY} bytes")
    return hmac.digest(key, b"onetake sealing key", hashlib.sha256).hex()[:16]
