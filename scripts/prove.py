"""The long proofs, in chunks that can be stopped and taken up again: `make prove`.

    make prove                          every proof, until its target is reached
    make prove ARGS="simulate kills"    these alone
    make prove ARGS="--minutes 30"      no new chunk after that time
    make prove ARGS="--list"            what there is, and how far it has come

What a chunk has shown becomes a row of the table in docs/reliability.md, with its range of seeds, its
figures and its command. The table is also the memory: the next chunk of a proof begins where its last row
ended, and a proof whose rows reach the target is done. A chunk that fails is told, with its output, and ends
the run.
"""

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- proofs: written by scripts/prove.py -->", "<!-- end of proofs -->"
HEAD = "| proof | range | what was seen | seconds | command |\n|---|---|---|---|---|\n"
ROW = re.compile(r"\| ([a-z-]+) \| (\d+)–(\d+) \|")
PYTEST = "python -m pytest -q -s -p no:cacheprovider"


@dataclass(frozen=True)
class Proof:
    """target: units in all; chunk: units of one run. `{count}` and `{first}` stand in command and variables
    for a chunk's units and its first. seen: the line of the output that tells what was seen."""

    about: str
    target: int
    chunk: int
    command: str
    variables: Mapping[str, str] = field(default_factory=dict)
    seen: str = r"(\d+ passed.*)"

    def words(self, first: int, count: int) -> tuple[str, dict[str, str]]:
        """Command and variables of one chunk."""
        filled = {name: value.format(first=first, count=count) for name, value in self.variables.items()}
        return self.command.format(first=first, count=count), filled


PROOFS: Mapping[str, Proof] = {
    "simulate": Proof(
        "seeds of the deterministic simulation",
        50_000, 2_500,
        "python -m onetake.testing.simulation {count} --from {first}",
        seen=r"(\d+ seeds, \d+ violations)",
    ),
    "walks": Proof(
        "random walks over customers, providers and crashes",
        5_000, 500,
        f"{PYTEST} tests/services/test_walks.py",
        {"ONETAKE_WALKS": "{count}", "ONETAKE_SEED": "{first}"},
    ),
    "kills": Proof(
        "kill -9 of a real server under load",
        500, 50,
        f"{PYTEST} tests/process/test_kill_storm.py",
        {"ONETAKE_KILLS": "{count}", "ONETAKE_SEED": "{first}"},
        seen=r"kill storm: (.*)",
    ),
    "stalls": Proof(
        "SIGSTOP of a server or its provider",
        60, 20,
        f"{PYTEST} tests/process/test_stalls.py",
        {"ONETAKE_STALLS": "{count}", "ONETAKE_SEED": "{first}"},
    ),
    "partitions": Proof(
        "cuts of the whole network",
        40, 20,
        f"{PYTEST} tests/process/test_partition.py",
        {"ONETAKE_CUTS": "{count}"},
    ),
    "restores": Proof(
        "backups under load, put back",
        20, 10,
        f"{PYTEST} tests/process/test_backup_drill.py",
        {"ONETAKE_DRILLS": "{count}", "ONETAKE_SEED": "{first}"},
    ),
    "soak": Proof(
        "minutes of creates at half of the most, with 5 % of faults",
        10, 10,
        "python -m benchmarks.soak --minutes {count}",
        seen=r"soak: (.*)",
    ),
    "operations": Proof(
        "the Nth operation fails, every N",
        1, 1,
        f"{PYTEST} tests/services/test_nth_fault.py",
        {"ONETAKE_NTH": "all"},
    ),
    "fuzz": Proof(
        "cases over the OpenAPI of every dialect",
        100_000, 20_000,
        f"{PYTEST} tests/process/test_fuzz.py",
        {"ONETAKE_FUZZ": "{count}", "ONETAKE_SEED": "{first}"},
        seen=r"(\d+ cases over.*)",
    ),
    "slow": Proof(
        "slow clients of seven kinds for a minute",
        500, 500,
        f"{PYTEST} tests/process/test_slow_clients.py",
        {"ONETAKE_SLOW": "{count}x60"},
        seen=r"(\d+ slow clients for .*)",
    ),
    "ledger": Proof(
        "examples of the ledger's state machine, 100 steps each, and as many lists of commands",
        5_000, 500,
        f"{PYTEST} --hypothesis-seed={{first}} tests/services/test_books_machine.py",
        {"ONETAKE_LEDGER_EXAMPLES": "{count}", "ONETAKE_LEDGER_STEPS": "100"},
    ),
    "threads": Proof(
        "operations of 16 threads on one hot account",
        100_000, 100_000,
        f"{PYTEST} tests/services/test_books.py -k sixteen",
        {"ONETAKE_LEDGER_OPERATIONS": "{count}"},
        seen=r"(\d+ operations in .*)",
    ),
    "equal": Proof(
        "rounds of 50 equal creates at once under one key",
        1_000, 1_000,
        f"{PYTEST} tests/apps/server/test_once.py -k f03_fifty",
        {"ONETAKE_IDEMPOTENCY_ROUNDS": "{count}"},
        seen=r"(\d+ rounds of 50 .*)",
    ),
}  # fmt: skip


def rows(page: str) -> list[str]:
    """The table's rows."""
    table = page.partition(BEGIN)[2].partition(END)[0]
    return [line for line in table.splitlines() if ROW.match(line)]


def reached(lines: Iterable[str], name: str) -> int:
    """How many units of a proof have been shown: its rows follow each other without a gap."""
    ranges = sorted((int(m[2]), int(m[3])) for m in map(ROW.match, lines) if m and m[1] == name)
    end = 0
    for first, last in ranges:
        if first <= end:
            end = max(end, last + 1)
    return end


def written(page: str, lines: list[str]) -> str:
    """The page with these rows, in the order of PROOFS."""
    order = list(PROOFS)

    def place(line: str) -> tuple[int, int]:
        found = ROW.match(line)
        assert found is not None
        return (order.index(found[1]) if found[1] in order else len(order), int(found[2]))

    table = HEAD + "".join(f"{line}\n" for line in sorted(lines, key=place))
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n{table}{END}{rest.partition(END)[2]}"


def run(name: str, first: int, count: int) -> str | None:
    """Run one chunk; its row, or None when it failed (its output has been shown)."""
    proof = PROOFS[name]
    command, variables = proof.words(first, count)
    shown = " ".join([*(f"{k}={v}" for k, v in variables.items()), command])
    print(f"{name} {first}–{first + count - 1}: {shown}", flush=True)
    began = time.monotonic()
    words = [sys.executable, *command.split()[1:]]
    done = subprocess.run(words, cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True)
    took = time.monotonic() - began
    seen = re.findall(proof.seen, done.stdout)
    if done.returncode or not seen:
        print(done.stdout[-6000:], done.stderr[-2000:], sep="\n", file=sys.stderr)
        return None
    told = seen[-1].strip().replace("|", "/")
    print(f"  {told} ({took:.0f} s)", flush=True)
    return f"| {name} | {first}–{first + count - 1} | {told} | {took:.0f} | `{shown}` |"


def main() -> int:
    """Run what is asked for; 1 when a chunk failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("proofs", nargs="*", metavar="PROOF", help=f"of {', '.join(PROOFS)}")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="no new chunk after that time")
    parser.add_argument("--list", action="store_true", help="what there is, and how far it has come")
    asked = parser.parse_args()
    if unknown := set(asked.proofs) - set(PROOFS):
        parser.error(f"no such proof: {', '.join(sorted(unknown))}")
    names = asked.proofs or list(PROOFS)
    if asked.list:
        for name in names:
            proof, so_far = PROOFS[name], reached(rows(PAGE.read_text("utf-8")), name)
            print(f"{name:12} {so_far:>7,} of {proof.target:>7,}  {proof.about}")
        return 0
    stop = time.monotonic() + 60 * asked.minutes
    return max((_proved(name, stop) for name in names), default=0)


def _proved(name: str, stop: float) -> int:
    """Chunk after chunk of one proof, until its target or the time is reached."""
    proof = PROOFS[name]
    while time.monotonic() < stop:
        page = PAGE.read_text("utf-8")
        first = reached(rows(page), name)
        if first >= proof.target:
            return 0
        row = run(name, first, min(proof.chunk, proof.target - first))
        if row is None:
            return 1
        page = PAGE.read_text("utf-8")  # a chunk takes minutes: somebody may have edited the page
        PAGE.write_text(written(page, [*rows(page), row]), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
