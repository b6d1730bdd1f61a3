"""`python -m onetake.testing.simulation SEEDS [--from N] [--jobs N]`, or `--seed N [--faults A,B]`.

The last line is `N seeds, M violations`; exits with 1 when there is one. A seed that fails is told with the
line that plays it again.
"""

import argparse
import logging
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from onetake.testing.simulation.world import Outcome, simulate

Play = Callable[..., Outcome]
AGAIN = "python -m onetake.testing.simulation --seed"


def main() -> int:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(prog="onetake.testing.simulation")
    parser.add_argument("seeds", nargs="?", type=int, default=0, help="how many")
    parser.add_argument("--from", dest="first", type=int, default=0, help="the first one")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--seed", type=int, help="this one alone, with what it did")
    parser.add_argument("--faults", help="of its faults only these, by commas; or none")
    parser.add_argument("--wishes", type=int, help="of its creates only so many")
    parser.add_argument("--shrink", action="store_true", help="take away what it fails without")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    if asked.seed is not None:
        return _one(asked.seed, _names(asked.faults), asked.wishes, asked.shrink)
    return _many(range(asked.first, asked.first + asked.seeds), asked.jobs)


def _names(text: str | None) -> list[str] | None:
    """`none` is no fault at all; nothing said, all that the seed drew."""
    return [name for name in text.split(",") if name != "none"] if text else None


def _one(seed: int, only: list[str] | None, wishes: int | None, shrink: bool) -> int:
    outcome = simulate(seed, only, wishes)
    if shrink and outcome.violations:
        outcome = shrunk(outcome)
    print(f"seed {seed}: {outcome.tasks} tasks, {outcome.deaths} deaths, {outcome.steps} steps")
    print(f"trace {outcome.trace}")
    print(f"faults {','.join(outcome.faults)}")
    print(f"struck {dict(sorted(outcome.hits.items()))}")
    for violation in outcome.violations:
        print(f"  {violation}")
    if outcome.violations:
        print(f"{AGAIN} {seed} --faults {','.join(outcome.faults) or 'none'} --wishes {outcome.tasks}")
    print(f"1 seeds, {len(outcome.violations)} violations")
    return 1 if outcome.violations else 0


def shrunk(outcome: Outcome, play: Play = simulate) -> Outcome:
    """The same seed with as few faults as it still fails with, by halves and ever smaller parts, then with as
    few wishes."""
    left, parts = list(outcome.faults), 2
    while left:
        size = -(-len(left) // parts)
        for start in range(0, len(left), size):
            fewer = left[:start] + left[start + size :]
            found = play(outcome.seed, fewer)
            if found.violations:
                left, outcome, parts = fewer, found, max(parts - 1, 2)
                break
        else:
            if size == 1:
                break
            parts *= 2
    for wishes in range(1, outcome.tasks):
        found = play(outcome.seed, left, wishes)
        if found.violations:
            return found
    return outcome


def _many(seeds: range, jobs: int) -> int:
    began, hits, tasks, deaths, wrong = time.monotonic(), Counter[str](), 0, 0, 0
    with ProcessPoolExecutor(jobs) as pool:
        for outcome in pool.map(simulate, seeds, chunksize=5):
            hits.update(outcome.hits)
            tasks, deaths = tasks + outcome.tasks, deaths + outcome.deaths
            if outcome.violations:
                wrong += len(outcome.violations)
                print(f"seed {outcome.seed}: {outcome.violations[0]}")
                print(f"  {AGAIN} {outcome.seed} --shrink", flush=True)
    took = time.monotonic() - began
    rate = 60 * len(seeds) / took if took else 0.0
    print(f"{tasks} tasks, {deaths} deaths, {took:.0f} s, {rate:.0f} seeds a minute")
    print(f"struck: {', '.join(f'{name} {count}' for name, count in sorted(hits.items()))}")
    print(f"{len(seeds)} seeds, {wrong} violations")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
