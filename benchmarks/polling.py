"""The learned schedule against a poll every ten seconds, on traces of the documented ranges, in virtual time.

No server and no sleep: each task's end is drawn, and both ways of looking are played over the same ends, the
learned one as services.timing drives it: the documents' advice is kept, an end is known as between two looks.
A trace mixes every documented range (catalogue/timing.toml); one task in twenty stalls and takes two to six
times as long. Where a route lists, the requests of one holder are counted as services.looks makes them.
"""

import argparse
import json
import math
import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

from onetake.core.expected import least_gap, range_for
from onetake.core.schedule import Learned

Kind = tuple[str, str, int]
KINDS: tuple[Kind, ...] = (
    ("evolink", "480p", 4), ("evolink", "720p", 5), ("evolink", "720p", 10), ("evolink", "1080p", 15),
    ("apiyi", "720p", 5), ("apiyi", "1080p", 5), ("apiyi", "720p", 15), ("movie", "480p", 5),
    ("movie", "1080p", 15), ("segmind", "720p", 5), ("segmind", "720p", 12),
)  # fmt: skip
FIXED, STALLED = 10.0, 0.05
PRICES = (0.1, 0.6, 0.8)
IN_FLIGHT = (1_000, 10_000, 100_000)
PAGE, NAMED, RHYTHM = 500, 150, 10.0


@dataclass(frozen=True)
class Figures:
    """Looks a task, and delays in seconds."""

    looks: float
    median: float
    p90: float
    p99: float


def ends(count: int, seed: int) -> Iterator[tuple[Kind, float]]:
    """When each task ends, in seconds from its create."""
    chance = random.Random(seed)
    for n in range(count):
        kind = KINDS[n % len(KINDS)]
        low, high = range_for(*kind)
        took = math.exp(chance.gauss(math.log(low * high) / 2, math.log(high / low) / 2.5632))
        yield kind, took * (chance.uniform(2, 6) if chance.random() < STALLED else 1)


def figures(looks: int, delays: list[float]) -> Figures:
    delays.sort()
    cut = statistics.quantiles(delays, n=100)
    return Figures(looks / len(delays), cut[49], cut[89], cut[98])


def fixed(count: int) -> Figures:
    """A look every ten seconds, the first one after ten."""
    looks, delays = 0, []
    for _, end in ends(count, 5):
        number = math.ceil(end / FIXED)
        looks += number
        delays.append(number * FIXED - end)
    return figures(looks, delays)


def learned(count: int, price: float, taught: int) -> Figures:
    """The schedule, after `taught` tasks of each kind were seen; it goes on learning."""
    known = {kind: Learned.expecting(*range_for(*kind)) for kind in KINDS}
    chance, looks, delays = random.Random(7), 0, []
    lessons = taught * len(KINDS)
    for n, (kind, end) in enumerate([*ends(lessons, 6), *ends(count, 5)]):
        at, before, asked = 0.0, 0.0, 0
        while at < end:
            before, least = at, least_gap(kind[0], asked, at)
            at += known[kind].next_look(at, chance.random, least, price)
            asked += 1
        known[kind].observe(at, before)
        if n >= lessons:
            looks += asked
            delays.append(at - end)
    return figures(looks, delays)


def requests_a_second(in_flight: int) -> tuple[float, float]:
    """Requests a second on a route that lists: (one look a task every ten seconds, one holder for all)."""
    by_pages = math.ceil(in_flight / PAGE) + 1
    by_names = math.ceil(in_flight / NAMED)
    return in_flight / RHYTHM, min(by_pages, by_names) / RHYTHM


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--rounds", type=int, default=1, help="taken for symmetry: the trace is seeded")
    asked = parser.parse_args()
    rows = []
    for count in IN_FLIGHT:
        base = fixed(count)
        for taught in (0, 200):
            for price in PRICES:
                began = time.perf_counter()
                got = learned(count, price, taught)
                spent = (time.perf_counter() - began) / (got.looks * count) * 1e6
                rows.append((count, taught, price, got, base, spent))
    if asked.json:
        print(json.dumps([
            {"tasks": c, "taught": t, "price": p, **vars(g), "fixed": vars(b), "us_a_look": round(s, 2)}
            for c, t, p, g, b, s in rows
        ]))  # fmt: skip
        return
    head = f"{'tasks':>8} {'taught':>6} {'price':>5} {'looks':>6} {'×fixed':>6} {'median':>7} {'×fixed':>6}"
    print(f"{head} {'p90':>6} {'×fixed':>6} {'p99':>7} {'×fixed':>6}")
    for count, taught, price, got, base, _ in rows:
        line = f"{count:>8} {taught:>6} {price:>5} {got.looks:>6.1f} {got.looks / base.looks:>6.2f}"
        line += f" {got.median:>6.1f}s {got.median / base.median:>6.2f}"
        line += f" {got.p90:>5.1f}s {got.p90 / base.p90:>6.2f}"
        print(f"{line} {got.p99:>6.1f}s {got.p99 / base.p99:>6.2f}")
    for count in IN_FLIGHT:
        single, listed = requests_a_second(count)
        print(f"{count:>8} in flight, every 10 s: {single:>7.0f} requests/s singly, {listed:>5.1f} by list")


if __name__ == "__main__":
    main()
