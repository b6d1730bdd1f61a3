"""Signatures of messages to customers: Standard Webhooks 1.0, symmetric (errors-and-faults §1.1, T19).

What is signed is `id.timestamp.body`. A secret is `whsec_` and base64 of 24 to 64 bytes; a message may carry
several signatures, so that a secret can be changed while receivers still know the old one.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence

PREFIX = "whsec_"
TOLERANCE = 300.0
"""Seconds that a message's timestamp may be off, either way."""
_MOST_SIGNATURES = 8
_SECONDS = re.compile(r"[0-9]{1,12}")


class InvalidWebhook(ValueError):
    """A message that must not be believed: not signed with this secret, changed, or too old."""


def spelled(key: bytes) -> str:
    """A secret as people pass it on. Raises ValueError for fewer than 24 bytes or more than 64."""
    if not 24 <= len(key) <= 64:
        raise ValueError("a webhook secret has 24 to 64 bytes")
    return PREFIX + base64.b64encode(key).decode()


def headers(keys: Sequence[bytes], message: str, at: float, body: bytes) -> dict[str, str]:
    """The three headers of a try at `at` (unix seconds): one signature for each key, the newest first.

    Raises ValueError for an id with a full stop, which separates the parts that are signed.
    """
    if "." in message:
        raise ValueError("the id of a message has no full stop")
    moment = str(int(at))
    return {
        "webhook-id": message,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join("v1," + _signature(key, message, moment, body) for key in keys),
    }


def verify(
    secret: str, told: Mapping[str, str], body: bytes, now: float, tolerance: float = TOLERANCE
) -> str:
    """The id of a message once it is proved to come from whoever has the secret, or raise InvalidWebhook.

    told: the request's headers, in any case. now: unix seconds. Every signature is compared in constant
    time, and all are looked at whichever fits. Raises ValueError for what is no secret.
    """
    key = _key(secret)
    lower = {name.lower(): value for name, value in told.items()}
    message, moment, signatures = (lower.get(f"webhook-{n}", "") for n in ("id", "timestamp", "signature"))
    # A full stop in the id could move the border between it and the timestamp.
    if not message or "." in message or not signatures or not _SECONDS.fullmatch(moment):
        raise InvalidWebhook("webhook-id, webhook-timestamp or webhook-signature is missing or malformed")
    expected = _signature(key, message, moment, body).encode()
    given = [part[3:] for part in signatures.split(" ")[:_MOST_SIGNATURES] if part.startswith("v1,")]
    # Compared as text: decoding base64 first would let several spellings pass for one signature.
    fits = [hmac.compare_digest(expected, text.encode(errors="surrogatepass")) for text in given]
    if not any(fits):
        raise InvalidWebhook("no signature fits this secret, id, timestamp and body")
    if not abs(now - int(moment)) <= tolerance:
        raise InvalidWebhook(f"the message is {now - int(moment):.0f} s old, {tolerance:.0f} are allowed")
    return message


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except ValueError:
        key = b""
    if not 24 <= len(key) <= 64:
        raise ValueError("a webhook secret is whsec_ and base64 of 24 to 64 bytes")
    return key


def _signature(key: bytes, message: str, moment: str, body: bytes) -> str:
    signed = f"{message}.{moment}.".encode(errors="surrogatepass") + body
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
