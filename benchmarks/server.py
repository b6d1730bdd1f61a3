"""Durable create and get: ours, the floor, and LiteLLM's proxy, in alternating rounds of one run.

    python -m benchmarks.server [--rounds 3] [--seconds 3] [--tasks 65000]

Every server has one core, the load generator has the other. A create of ours is answered after
authentication, strict parsing, validation, price and hold, and a synced COMMIT of all its rows
(synchronous=FULL). The worker is off, so what is accepted stays queued and nothing else uses the core.
LiteLLM: ONETAKE_BENCH_LITELLM=path to an environment that has litellm[proxy] (requirements/bench-litellm.in).
"""

import argparse
import json
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks import contenders
from benchmarks.contenders import Contender
from benchmarks.load import request
from benchmarks.processes import load
from benchmarks.report import Line, interleaved, middle, parser, ratio, show

Told = dict[str, list[dict[str, Any]]]


def once(contender: Contender, op: str, connections: int, seconds: float) -> dict[str, Any]:
    """One round: what the load generator saw, and the server's CPU milliseconds a request."""
    if op == "create":
        requests = [contender.create]
    else:
        requests = contender.gets(load(contender.port, [contender.create], 1, 0.3, keep=200)["bodies"])
    processor = contender.process.processor()
    found = load(contender.port, requests, connections, seconds)
    wrong = {status: n for status, n in found["statuses"].items() if not status.startswith("2")}
    if wrong:
        raise RuntimeError(f"{contender.name} answered {wrong}")
    found["cpu_ms"] = (contender.process.processor() - processor) / found["requests"] * 1e3
    return found


def rounds(all_: list[Contender], op: str, connections: int, arguments: argparse.Namespace) -> Told:
    ways = {c.name: lambda c=c: once(c, op, connections, arguments.seconds) for c in all_}
    return interleaved(ways, arguments.rounds)


def throughput(all_: list[Contender], arguments: argparse.Namespace) -> list[Line]:
    lines = []
    for op, to_floor, to_litellm in (("create", ">= 0.55", ">= 20"), ("get", ">= 0.5", ">= 50")):
        told = rounds(all_, op, 64, arguments)
        for name in ("onetake", "native"):
            what, shown = f"{op} ({'ark' if name == 'onetake' else name})", figures(told, name)
            lines.append(Line(f"{what} / floor", ratio(told[name], told["floor"], "rate"), to_floor, shown))
            cheaper = ratio(told["floor"], told[name], "cpu_ms")
            lines.append(
                Line(f"  {what} / floor, by CPU", cheaper, "", "what others do to the machine left out")
            )
            if "litellm" in told:
                against = ratio(told[name], told["litellm"], "rate")
                lines.append(Line(f"{what} / litellm", against, to_litellm, figures(told, "litellm")))
        lines.append(Line(f"  floor {op}s/s", middle(told["floor"], "rate"), "", figures(told, "floor")))
    return lines


def at_rest(all_: list[Contender], arguments: argparse.Namespace) -> list[Line]:
    """One connection, one request at a time: what a lone caller waits."""
    lines = []
    for op in ("create", "get"):
        told = rounds(all_, op, 1, arguments)
        if "litellm" in told:
            made_of = f"{middle(told['onetake'], 'p50'):.2f} / {middle(told['litellm'], 'p50'):.2f} ms"
            lines.append(
                Line(
                    f"{op} p50 at rest / litellm",
                    ratio(told["onetake"], told["litellm"], "p50"),
                    "<= 0.1",
                    made_of,
                )
            )
        against, floor = ratio(told["onetake"], told["floor"], "p50"), middle(told["floor"], "p50")
        lines.append(Line(f"{op} p50 at rest / floor", against, "", f"floor {floor:.2f} ms"))
    return lines


def weight(all_: list[Contender]) -> list[Line]:
    """Memory at rest and start-up, against LiteLLM."""
    named = {c.name: c for c in all_}
    ours, other = named["onetake"], named.get("litellm")
    lines = [Line("  onetake start, s", ours.ready), Line("  onetake memory at rest, MiB", ours.rest_memory)]
    if other is None:
        return lines
    memory = f"{ours.rest_memory:.0f} / {other.rest_memory:.0f} MiB"
    start = f"{ours.ready:.2f} / {other.ready:.2f} s"
    return [
        Line("memory at rest / litellm", ours.rest_memory / other.rest_memory, "<= 0.333", memory),
        Line("start-up / litellm", ours.ready / other.ready, "<= 0.125", start),
    ]


def stored(ours: Contender, arguments: argparse.Namespace) -> list[Line]:
    """p99 against p50 once many tasks are kept, and what they weigh."""
    before = ours.process.memory()
    while (kept := counted(ours)) < arguments.tasks:
        load(ours.port, [ours.create], 64, 4)
    lines = []
    for op in ("create", "get"):
        told = rounds([ours], op, 64, arguments)
        spread = ratio(told["onetake"], told["onetake"], "p99", "p50")
        lines.append(Line(f"{op} p99 / p50, {kept:,} tasks", spread, "<= 5", figures(told, "onetake")))
    return [*lines, Line("  memory grown meanwhile, MiB", ours.process.memory() - before)]


def counted(ours: Contender) -> int:
    """How many tasks are stored, as the list says."""
    page = request("GET", f"{ours.path}?page_size=1", ours.headers)
    return json.loads(load(ours.port, [page], 1, 0.1, keep=1)["bodies"][0])["total"]


def figures(told: Told, name: str) -> str:
    one = told[name]
    numbers = {key: middle(one, key) for key in ("rate", "cpu_ms", "p50", "p99", "busy")}
    return (
        "{rate:,.0f}/s  {cpu_ms:.2f} ms CPU each  p50 {p50:.1f}  p99 {p99:.1f} ms"
        "  (generator {busy:.0%} of its core)"
    ).format(**numbers)


def main() -> None:
    options = parser(__doc__, 3)
    options.add_argument("--seconds", type=float, default=3.0, help="of each round of each contender")
    options.add_argument(
        "--tasks", type=int, default=65_000, help="stored before the last rounds; 0 skips them"
    )
    arguments = options.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name, ExitStack() as stack:
        folder = Path(name)
        ours, floor = contenders.onetake(stack, folder), contenders.floor(stack, folder)
        other = contenders.litellm(stack, folder)
        compared = [ours, floor, *([other] if other else [])]
        for contender in compared:
            once(contender, "create", 1, 0.5)
            contender.rest_memory = contender.process.memory()
        lines = weight(compared) + at_rest(compared, arguments)
        lines += throughput([ours, contenders.native(ours), *compared[1:]], arguments)
        if arguments.tasks:
            lines += stored(ours, arguments)
    show(lines, arguments)
    if other is None and not arguments.json:
        print(f"LiteLLM left out: set {contenders.LITELLM} to an environment with litellm[proxy].")


if __name__ == "__main__":
    main()
