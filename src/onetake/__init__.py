"""Onetake: a self-hosted platform for Seedance 2.0 video generation.

    from onetake import Client
    Client().videos.generate("A paper boat drifts down a rain gutter.").save("boat.mp4")

The names below are imported when they are first asked for, so that `import onetake` costs nothing.
"""

TYPE_CHECKING = False  # importing typing would cost more than starting Python does
if TYPE_CHECKING:
    from onetake._sdk.receiving import InvalidWebhook, verify_webhook
    from onetake.client import AsyncClient, Client, Video
    from onetake.core.problem import Problem

__version__ = "0.1.0"
__all__ = ["AsyncClient", "Client", "InvalidWebhook", "Problem", "Video", "verify_webhook"]

_HOMES = {
    "AsyncClient": "onetake.client",
    "Client": "onetake.client",
    "InvalidWebhook": "onetake._sdk.receiving",
    "Problem": "onetake.core.problem",
    "Video": "onetake.client",
    "verify_webhook": "onetake._sdk.receiving",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
