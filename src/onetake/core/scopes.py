"""What a key may do: a small closed list of scopes, and the one that each operation asks for (threat T12).

Operations are those of the dialects' tables, so that one row speaks for every contract, and the few of our
own paths that need a key. A door whose operation stands nowhere in here cannot be built.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from onetake.core.problem import Offence, Problem

SCOPES: Mapping[str, str] = {
    "read": "Look at tasks, files, models and prices.",
    "create": "Create videos.",
    "cancel": "Cancel and delete tasks.",
    "upload": "Store input files.",
    "webhooks": "See and change where messages go.",
    "account": "See balance and spending.",
    "metrics": "Read the metrics of the whole server.",
    "admin": "Change projects, keys, credentials and credit, and read the audit log.",
}
"""Every scope with what it opens. None contains another."""

CUSTOMER = frozenset({"read", "create", "cancel", "upload", "webhooks", "account"})
"""What a key may do unless its maker says otherwise."""
EVERY = frozenset(SCOPES)
OPERATOR = frozenset({"metrics", "admin"})
"""What reaches beyond a project: only keys of the operator's own project may have these."""

OPS: Mapping[str, str] = {
    **dict.fromkeys(("get", "status", "list", "events", "content", "ledger", "models", "routes"), "read"),
    **dict.fromkeys(("estimate", "explain", "lint"), "read"),
    **dict.fromkeys(("create", "run", "remix", "edit", "extend"), "create"),
    **dict.fromkeys(("cancel", "delete", "withdraw"), "cancel"),
    **dict.fromkeys(("upload", "upload_base64", "upload_stream", "upload_url", "presign"), "upload"),
    **dict.fromkeys(("webhook.list", "webhook.get", "webhook.resend", "webhook.test"), "webhooks"),
    **dict.fromkeys(("webhook.places", "webhook.register", "webhook.unregister"), "webhooks"),
    **dict.fromkeys(("webhook.enable", "webhook.secret", "webhook.rotate"), "webhooks"),
    **dict.fromkeys(("account", "balance"), "account"),
    "metrics": "metrics",
    **dict.fromkeys(("limits", "limit", "audit"), "admin"),
    **dict.fromkeys(("project.list", "project.create", "project.rename", "project.archive"), "admin"),
    **dict.fromkeys(("key.list", "key.create", "key.get"), "admin"),
    **dict.fromkeys(("key.rotate", "key.grant", "key.revoke"), "admin"),
    **dict.fromkeys(("credential.list", "credential.add"), "admin"),
    **dict.fromkeys(("credential.rotate", "credential.remove"), "admin"),
}
"""The scope that an operation asks for, whatever dialect it is asked in."""


def scope_of(op: str) -> str:
    """The scope of an operation. Raises KeyError for one that nobody has thought about."""
    return OPS[op]


@cache
def read(text: str) -> frozenset[str]:
    """Scopes as they are stored, in one text with spaces between. One that is no longer known opens
    nothing."""
    return EVERY.intersection(text.split())


def write(scopes: Iterable[str]) -> str:
    """The reverse, in the order of the alphabet."""
    return " ".join(sorted(scopes))


def chosen(words: Iterable[str]) -> frozenset[str]:
    """The scopes that somebody names; `all` is every one. Raises Problem with each that there is not, and for
    none at all."""
    told = tuple(words)
    found = EVERY if "all" in told else frozenset(told)
    limit = f"any of {', '.join(SCOPES)}"
    wrong = [Offence("scopes", word[:40], limit, "Name scopes of the list") for word in sorted(found - EVERY)]
    if not found:
        wrong = [Offence("scopes", "", limit, "Name one at least", "missing_parameter")]
    if wrong:
        raise Problem.of(wrong)
    return found
