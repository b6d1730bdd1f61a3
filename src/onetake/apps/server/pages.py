"""The pages that need no key: what runs here, its documentation, and the document that generates it.

Everything is a file of ours: no page loads a byte from elsewhere, and none runs a script that is not a file.
"""

import html
from functools import cache
from importlib.resources import files

from onetake import __version__
from onetake.apps.server.exchange import Exchange, encode
from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem
from onetake.dialects import DIALECTS
from onetake.dialects._openapi import document

POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    b"object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
NO_REFERRER = (b"referrer-policy", b"no-referrer")
_HTML = (b"content-type", b"text/html; charset=utf-8")
_TYPES = {"css": b"text/css; charset=utf-8", "js": b"text/javascript; charset=utf-8"}
STATIC = ("docs.js", "pages.css")


@cache
def _read(name: str) -> bytes:
    return files("onetake.apps.server").joinpath("static", name).read_bytes()


async def home(ex: Exchange) -> None:
    """What runs here and where to go on."""
    await _page(ex, _read("home.html"))


async def docs(ex: Exchange) -> None:
    """The OpenAPI document, readable."""
    await _page(ex, _read("docs.html"))


async def static(ex: Exchange) -> None:
    """A script or style of these pages."""
    name = ex.scope["path_params"]["name"]
    if name not in STATIC:
        raise Problem("not_found")
    kind = (b"content-type", _TYPES[name.rpartition(".")[2]])
    await ex.whole(200, kind, _read(name))


async def openapi(ex: Exchange) -> None:
    """OpenAPI 3.1 of everything that is spoken here."""
    await ex.whole(200, (b"content-type", b"application/json"), _document(ex.p.policy.public_url))


@cache
def _document(public_url: str) -> bytes:
    told = document(DIALECTS, catalogue().routes, __version__)
    return encode({**told, "servers": [{"url": public_url}]})


async def html_page(ex: Exchange, title: str, body: str) -> None:
    """A small page around `body`, which the caller has escaped."""
    text = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/static/pages.css">'
        f"<main>{body}</main></html>"
    )
    await _page(ex, text.encode())


async def _page(ex: Exchange, text: bytes) -> None:
    ex.policy = POLICY
    await ex.whole(200, _HTML, text, [NO_REFERRER])
