"""One upstream by itself, for `onetake doctor --route`."""

from pathlib import Path

from onetake.adapters.backends import capabilities
from onetake.adapters.http.fetch import Fetcher
from onetake.adapters.http.guard import Guard, origin_of
from onetake.apps import credentials, wiring
from onetake.apps.settings import Settings, UpstreamRow
from onetake.core import catalogue
from onetake.core.wire import Call, Reply

Line = tuple[str, bool, str]


async def probed(settings: Settings, row: UpstreamRow) -> list[Line]:
    """What the upstream says of itself; nothing is created there."""
    catalogue.overlay(settings.catalogue)
    route = catalogue.catalogue().routes[row.route]
    origin = row.origin or route.origin
    ca_file = settings["fetch.ca_file"]
    async with Fetcher(Guard(), ca_file=Path(ca_file) if ca_file else None) as fetcher:

        async def send(call: Call) -> Reply:
            return await fetcher.send(
                call, origin=origin, timeout=settings["policy.submit_timeout"], fresh=True
            )

        credential = _credential(settings, row, origin)
        found = [("upstream", True, f"{row.name}: {row.route} at {origin}")]
        return found + [line async for line in capabilities.probed(route, credential, send)]


def _credential(settings: Settings, row: UpstreamRow, origin: str) -> str:
    if not row.credential:
        return credentials.from_file(row).reveal()
    with wiring.SqliteStore.open(settings.data_dir / wiring.DATABASE) as store:
        return credentials.source(row, origin_of(origin), settings, store.read_sync)().reveal()
