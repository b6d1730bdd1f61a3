"""`POST /callbacks/{token}`: a provider says that something changed. The path is the permission."""

from onetake.apps.server import body, strictjson
from onetake.apps.server.exchange import Exchange
from onetake.core.problem import Problem
from onetake.services import callbacks

MOST = 256 * 1024


async def received(ex: Exchange) -> None:
    """Answer at once; the look that follows is the worker's. Raises Problem: not_found before the body is
    read, request_too_large, and invalid_json where the provider's contract has it."""
    token = ex.scope["path_params"]["id"]
    callbacks.check(ex.p, token)
    raw = b"".join([piece async for piece in body.pieces(ex, MOST)])
    try:
        message = strictjson.parse(raw)
    except Problem:
        if await callbacks.refuses_nonsense(ex.p, token):
            raise
        message = None
    await callbacks.receive(ex.p, token, message)
    await ex.answer(200, {})
