"""`POST /callbacks/{token}`: a provider says that something changed. The path is the permission."""

from onetake.apps.server import body, strictjson
from onetake.apps.server.exchange import Exchange
from onetake.services import callbacks

MOST = 256 * 1024


async def received(ex: Exchange) -> None:
    """Answer at once; the look that follows is the worker's. Raises Problem(not_found, invalid_json)."""
    raw = b"".join([piece async for piece in body.pieces(ex, MOST)])
    await callbacks.receive(ex.p, ex.scope["path_params"]["id"], strictjson.parse(raw))
    await ex.answer(200, {})
