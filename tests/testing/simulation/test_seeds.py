"""Seeds of the whole simulation: they pass, they repeat to the letter, and they would notice.

`make simulate` runs thousands; here are a few, and those that failed once.
"""

import logging
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.services import listing, once
from onetake.testing.simulation.__main__ import shrunk
from onetake.testing.simulation.bugs import planted
from onetake.testing.simulation.faults import RATES, Faults
from onetake.testing.simulation.store import SimulatedStore
from onetake.testing.simulation.world import Outcome, simulate

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

FAILED_ONCE = (26, 27, 174, 452)
AT_ONCE = {
    "resend-on-timeout": ["lost-answer", "reset-answer"],
    "money-in-its-own-time": ["lost-answer"],
    "unknown-forgotten": ["lost-answer"],
    "output-not-checked": ["bad-file"],
    "refund-at-poll-timeout": ["very-slow"],
    "project-not-asked": ["lost-answer"],
}
"""Bugs of the gallery that the whole simulation has to notice too, and the faults that they need."""


@pytest.fixture(autouse=True)
def _silent() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("seed", [*range(12), *FAILED_ONCE])
def test_a_seed_passes(seed: int) -> None:
    outcome = simulate(seed)
    assert outcome.violations == []
    assert outcome.tasks >= 2


def test_a_seed_is_the_same_in_every_process() -> None:
    def told(seed: int, hashes: str) -> str:
        words = [sys.executable, "-m", "onetake.testing.simulation", "--seed", str(seed)]
        env = {**os.environ, "PYTHONHASHSEED": hashes}
        done = subprocess.run(words, capture_output=True, text=True, env=env, timeout=120)
        return done.stdout

    for seed in (5, 17):
        first, second = told(seed, "1"), told(seed, "2")
        assert "trace" in first and first == second


@pytest.mark.parametrize("name", sorted(AT_ONCE))
def test_a_planted_bug_is_noticed(name: str) -> None:
    for seed in range(60):
        with planted(name):
            if _biased(seed, AT_ONCE[name]).violations:
                return
    raise AssertionError(f"{name} went unnoticed")


def test_f07_a_sleeper_that_nobody_fences_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the store's fence and the row's, two processes do each other's work."""
    monkeypatch.setattr(SimulatedStore, "claim", lambda self: None)
    for seed in range(60):
        with planted("no-compare-and-set"):
            if _biased(seed, ["zombie", "lost-answer"]).violations:
                return
    raise AssertionError("nobody noticed the sleepers")


def _biased(seed: int, names: list[str]) -> Outcome:
    """A world whose only faults are these, and often."""
    usual = Faults.__init__

    def often(self: Faults, seed: int, only: object = None) -> None:
        usual(self, seed)
        self.rates = {name: RATES[name][1] for name in names}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Faults, "__init__", often)
        return simulate(seed)


def test_t16_another_body_under_a_key_that_gets_a_task_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = once.Once.found

    def found(self: once.Once, sql: Any, now: float) -> Any:
        row = sql.one("idempotency.get", scope=self.scope, key=self.key, now=now)
        self.fingerprint = row["fingerprint"] if row else self.fingerprint
        return usual(self, sql, now)

    monkeypatch.setattr(once.Once, "found", found)
    assert any("another body" in told for seed in range(30) for told in simulate(seed, []).violations)


def test_t15_a_list_of_everybody_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = listing.keyed

    async def keyed(p: Any, project: str, query: Any) -> Any:
        return await usual(p, "bob", query)

    monkeypatch.setattr(listing, "keyed", keyed)
    assert any("not theirs" in told for seed in range(30) for told in simulate(seed, []).violations)


@given(st.sets(st.sampled_from(sorted(RATES)), min_size=1), st.integers(2, 9), st.data())
def test_shrinking_leaves_what_it_takes_and_nothing_else(
    drawn: set[str], tasks: int, data: st.DataObject
) -> None:
    needed = data.draw(st.sets(st.sampled_from(sorted(drawn))))
    enough = data.draw(st.integers(1, tasks))

    def play(seed: int, only: Collection[str], wishes: int | None = None) -> Outcome:
        most = tasks if wishes is None else wishes
        wrong = ["so"] if needed <= set(only) and most >= enough else []
        return Outcome(seed, wrong, "", most, 0, 0, faults=tuple(only))

    least = shrunk(play(1, sorted(drawn)), play)
    assert least.violations and set(least.faults) == needed and least.tasks == enough


def test_every_fault_is_drawn_alone_and_with_others() -> None:
    drawn = [tuple(Faults(seed).rates) for seed in range(1200)]
    alone = Counter(names[0] for names in drawn if len(names) == 1)
    assert set(alone) == set(RATES) and max(map(len, drawn)) > 8


def test_what_is_taken_away_does_not_shift_the_rest() -> None:
    whole = Faults(4)
    names = list(whole.rates)
    part = Faults(4, names[:1])
    asked = [names[n % len(names)] for n in range(400)]
    for name in asked:
        struck, alone = whole.strikes(name), part.strikes(name)
        assert alone == (struck and name == names[0])
