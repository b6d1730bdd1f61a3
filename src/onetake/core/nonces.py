"""What we plant in a submit so that a lost one can be found again (errors-and-faults §0 rules 3 and 4).

Two nonces: the seed, which Ark echoes, and the low part of the expiry. A customer who fixed a value keeps it;
what is sent differs from what they asked only where they left room.
"""

from dataclasses import replace

from onetake.core.ids import Entropy
from onetake.core.request import Request
from onetake.core.task import Task

NONCES = 16_384
SHORTEST = 3600
LONGEST = 172_800


def seed_for(task: Task, entropy: Entropy) -> int:
    """The customer's seed, or a random one of 31 bits."""
    if task.request.seed is not None:
        return task.request.seed
    return int.from_bytes(entropy(4), "big") >> 1


def nonce_for(task: Task, entropy: Entropy) -> int:
    """Seconds to take off the expiry, as far as the customer's own leaves room."""
    room = min(task.request.expires_after, LONGEST) - SHORTEST
    return int.from_bytes(entropy(4), "big") % min(NONCES, max(room, 0) + 1)


def sent_between(task: Task, timeout: float) -> tuple[float, float]:
    """When the provider may have taken the task, by our clock: from our send until we stopped waiting.

    A task without a send time that is looked for comes from a backup: it may have been sent at any time from
    its accept to the restore, its last change (F39).
    """
    if task.sent_at is None:
        return task.created_at, max(task.created_at, task.updated_at) + timeout
    return task.sent_at, task.sent_at + timeout


def as_sent(task: Task) -> Request:
    """The request as the provider gets it: adapted to it where that was allowed, seed pinned, expiry with its
    nonce, no callback of the customer's."""
    expires_after = min(task.request.expires_after, LONGEST) - task.nonce
    pinned = {"seed": task.seed, "expires_after": expires_after, "callback_url": None}
    return replace(task.request, **{**task.adapted, **pinned})
