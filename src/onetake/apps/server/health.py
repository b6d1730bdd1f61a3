"""`/healthz` for whoever starts and stops us, `/metrics` for whoever watches."""

from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from onetake.apps.server.exchange import Exchange
from onetake.apps.server.house import Tally
from onetake.apps.server.watermark import Watermark
from onetake.services.platform import Platform

_TEXT = (b"content-type", b"text/plain; version=0.0.4; charset=utf-8")


class _Requests:
    """The tally, as prometheus_client wants it."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally

    def collect(self) -> Iterator[Metric]:
        """For prometheus_client."""
        labels = ("dialect", "op", "status")
        found = CounterMetricFamily("onetake_requests", "Requests answered", labels=labels)
        for (dialect, op, status), count in self.tally.requests.items():
            found.add_metric((dialect, op, str(status)), count)
        yield found


class _Tasks:
    """How many tasks there are and who follows them, at the time of the scrape."""

    def __init__(self, p: Platform, counts: Mapping[str, int]) -> None:
        self.p = p
        self.counts = counts

    def collect(self) -> Iterator[Metric]:
        """For prometheus_client."""
        tasks = GaugeMetricFamily("onetake_tasks", "Tasks kept, open or ended", labels=("state",))
        for state in ("open", "ended"):
            tasks.add_metric((state,), self.counts[state])
        yield tasks
        running = len(self.p.progress)
        yield GaugeMetricFamily("onetake_tasks_rendering", "Tasks with measured progress", value=running)
        followed = len(self.p.listeners)
        yield GaugeMetricFamily("onetake_tasks_followed", "Tasks that somebody waits for", value=followed)


class _Disk:
    """Whether intake stands still."""

    def __init__(self, watermark: Watermark) -> None:
        self.watermark = watermark

    def collect(self) -> Iterator[Metric]:
        """For prometheus_client."""
        full = float(self.watermark.full())
        yield GaugeMetricFamily(
            "onetake_disk_full", "Whether the disk is too full to take in more", value=full
        )


async def health(ex: Exchange) -> None:
    """200 when requests are taken, 503 while stopping. `degraded`: what is here is served, and nothing new is
    taken in."""
    if ex.stopping:
        return await ex.answer(503, {"status": "stopping"})
    if ex.house.watermark.full():
        return await ex.answer(200, {"status": "degraded", "reasons": ["storage_full"]})
    return await ex.answer(200, {"status": "ok"})


async def metrics(ex: Exchange) -> None:
    """Counters and gauges in Prometheus' text format."""
    counts = await ex.p.store.read(lambda sql: sql.one("metrics.tasks"))
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Requests(ex.house.tally))
    registry.register(_Disk(ex.house.watermark))
    registry.register(_Tasks(ex.p, counts or {"open": 0, "ended": 0}))
    await ex.whole(200, _TEXT, generate_latest(registry))
