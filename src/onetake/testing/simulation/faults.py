"""Which faults a seed's world has, how often they strike, and who decides (swarm testing).

Every decision is asked for by name. A seed draws first which names are on at all, many seeds but one, so that
each kind of trouble is also met alone. `only` takes names away again: how a failing seed is made smaller.
"""

import random
from collections import Counter
from collections.abc import Collection, Mapping

RATES: Mapping[str, tuple[float, float]] = {
    # what happens to a request on its way to a provider, and to its answer
    "refused": (0.02, 0.2), "lost-request": (0.02, 0.25), "lost-answer": (0.02, 0.35),
    "reset-answer": (0.02, 0.25), "error-before": (0.02, 0.2), "error-after": (0.01, 0.2),
    "empty-answer": (0.01, 0.2), "limited": (0.01, 0.2), "slow-answer": (0.02, 0.3),
    # what a provider does
    "list-lags": (0.2, 1.0), "young-404": (0.05, 0.5), "status-back": (0.05, 0.3), "fails": (0.05, 0.4),
    "no-link": (0.05, 0.5), "bad-file": (0.05, 0.4), "cut-file": (0.05, 0.5), "very-slow": (0.1, 0.6),
    "expires": (0.02, 0.2),
    # what becomes of its callbacks
    "callback-lost": (0.1, 1.0), "callback-twice": (0.1, 1.0), "callback-late": (0.1, 1.0),
    "callback-forged": (0.1, 1.0),
    # what happens to us
    "crash-at-point": (0.002, 0.02), "crash-at-statement": (0.0002, 0.002), "crash-at-commit": (0.001, 0.01),
    "crash-at-start": (0.1, 0.5), "stall": (0.001, 0.01), "store-fails": (0.0005, 0.01),
    "clock-jumps": (0.2, 1.0), "partition": (0.2, 1.0), "zombie": (0.001, 0.01),
    "disk-full": (0.2, 1.0),
    # what customers do and suffer
    "answer-lost-to-customer": (0.02, 0.2), "customer-cancels": (0.05, 0.3), "customer-deletes": (0.02, 0.2),
    "receiver-fails": (0.05, 0.6),
}  # fmt: skip
"""Each fault with the range that its probability is drawn from."""


class Faults:
    """The faults of one world. `hits` counts how often each one struck; `stop` ends them all."""

    def __init__(self, seed: int, only: Collection[str] | None = None) -> None:
        draw = random.Random(f"faults {seed}")
        many = draw.random() < 0.7
        names = [name for name in RATES if draw.random() < (0.35 if many else 0.0)]
        if not names:
            names = [draw.choice(list(RATES))]
        rates = {name: draw.uniform(*RATES[name]) for name in RATES}
        self.rates = {name: rates[name] for name in names if only is None or name in only}
        self.dice = random.Random(f"decisions {seed}")
        self.hits: Counter[str] = Counter()
        self.stopped = False

    def strikes(self, name: str) -> bool:
        """Whether the fault strikes this time. Dice are rolled for every question: what is taken away does
        not shift what is left."""
        rolled = self.dice.random()
        if self.stopped or rolled >= self.rates.get(name, 0.0):
            return False
        self.hits[name] += 1
        return True

    def stop(self) -> None:
        """From now on nothing fails."""
        self.stopped = True
