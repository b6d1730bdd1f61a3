"""One text for one JSON value, whatever order and spacing it came in."""

import hashlib
import json
from typing import Any


def text(value: Any) -> str:
    """The value as JSON in ASCII: names sorted, no spaces. 5 and 5.0 are two values, as they are on the
    wire."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def digest(value: Any) -> str:
    """SHA-256 of that text, in hex."""
    return hashlib.sha256(text(value).encode()).hexdigest()
