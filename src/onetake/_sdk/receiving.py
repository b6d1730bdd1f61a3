"""For those who receive our messages: is this one ours?"""

import json
import time
from collections.abc import Mapping
from typing import Any

from onetake.core.webhook_signing import TOLERANCE, InvalidWebhook, verify

__all__ = ["InvalidWebhook", "verify_webhook"]


def verify_webhook(
    secret: str, headers: Mapping[str, str], body: bytes | str, *, tolerance: float = TOLERANCE
) -> Any:
    """The message in a webhook's body, as JSON, once its signature is proved; or raise InvalidWebhook.

    secret: what `onetake webhooks secret` prints. headers: the request's, in any case. body: the bytes
    exactly as they came, before anything parsed them. tolerance: seconds that clocks may differ. A message
    may come twice with the same `webhook-id`: that is what to tell repeats by. Raises ValueError for what is
    no secret.
    """
    raw = body.encode() if isinstance(body, str) else bytes(body)
    verify(secret, headers, raw, time.time(), tolerance)
    return json.loads(raw) if raw else None
