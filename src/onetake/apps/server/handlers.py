"""Which handler answers for an operation: the dialect's own where it has one, else the shared one."""

from collections.abc import Mapping

from onetake.apps.server import (
    admin_desk,
    credentials_desk,
    evolink_desk,
    ledger_desk,
    limits_desk,
    movie_desk,
    openai_desk,
    operations,
    segmind,
    webhooks_desk,
)
from onetake.apps.server.operations import Handler

OWN: Mapping[str, Mapping[str, Handler]] = {
    "evolink": evolink_desk.HANDLERS,
    "movie": movie_desk.HANDLERS,
    "native": {
        **admin_desk.HANDLERS,
        **credentials_desk.HANDLERS,
        **ledger_desk.HANDLERS,
        **limits_desk.HANDLERS,
        **webhooks_desk.HANDLERS,
    },
    "openai": openai_desk.HANDLERS,
    "segmind": segmind.HANDLERS,
}
"""Handlers of one dialect, by its name and the operation."""


def handler_of(dialect: str, op: str) -> Handler:
    """The handler. Raises KeyError for an operation that nothing answers."""
    return OWN.get(dialect, {}).get(op) or operations.HANDLERS[op]
