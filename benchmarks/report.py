"""How figures are told: a ratio, the bar it is held against, and what it was made from."""

import argparse
import json
import os
import platform
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """One result. `bar` is a limit with its direction (">= 0.55"), or "" where there is none."""

    what: str
    ratio: float
    bar: str = ""
    made_of: str = ""

    def verdict(self) -> str:
        if not self.bar:
            return ""
        sign, _, limit = self.bar.partition(" ")
        held = self.ratio >= float(limit) if sign == ">=" else self.ratio <= float(limit)
        return "held" if held else "MISSED"


def parser(about: str | None, rounds: int) -> argparse.ArgumentParser:
    """The options that every benchmark has."""
    made = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--rounds", type=int, default=rounds, help="rounds; every contender runs in each")
    made.add_argument("--folder", type=Path, help="where files go: the disk that is measured")
    made.add_argument("--json", action="store_true", help="machine-readable")
    return made


def interleaved(ways: dict[str, Callable[[], T]], rounds: int) -> dict[str, list[T]]:
    """Run ABCABC, so that a machine whose speed drifts slows all of them."""
    found: dict[str, list[T]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            found[name].append(way())
    return found


def middle(told: Iterable[dict[str, Any]], key: str) -> float:
    return median(each[key] for each in told)


def ratio(one: list[dict[str, Any]], other: list[dict[str, Any]], key: str, below: str = "") -> float:
    """The median of the ratios round by round: what drifts between rounds cancels out."""
    return median(a[key] / b[below or key] for a, b in zip(one, other, strict=True))


def show(lines: list[Line], arguments: argparse.Namespace) -> None:
    """Print the results, ratios first."""
    if arguments.json:
        print(json.dumps({"machine": machine(), "lines": [asdict(line) for line in lines]}))
        return
    width = max(len(line.what) for line in lines)
    for line in lines:
        told = f"{line.what:{width}}  {line.ratio:8.2f}"
        print(f"{told}  {line.bar and 'bar ' + line.bar:12} {line.verdict():6}  {line.made_of}".rstrip())
    print(f"[{machine()}; {arguments.rounds} rounds]", flush=True)


def machine() -> str:
    """The processor, how many of it, and how busy it was: figures from a busy machine are noisy."""
    load = "/".join(f"{x:.1f}" for x in os.getloadavg())
    return f"{_processor()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    return next(
        (x.partition(":")[2].strip() for x in lines if x.startswith("model name")), platform.machine()
    )
