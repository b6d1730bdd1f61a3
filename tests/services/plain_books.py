"""The ledger of one key, counted on fingers: what the real one must agree with after every command."""

from dataclasses import dataclass, field

ROOM = 2**63 - 1


@dataclass
class PlainBooks:
    """Commands answer with a word: what became of them. Nothing here knows a database, a chain or SQL."""

    rate: int = 10
    revoked: bool = False
    grants: dict[str, int] = field(default_factory=dict)
    holds: dict[str, tuple[int, int]] = field(default_factory=dict)
    """(amount, rate at accept) by task, from its accept on."""
    taken: dict[str, int] = field(default_factory=dict)
    """By closed task."""
    lost: int = 0

    @property
    def posted(self) -> int:
        return sum(self.grants.values()) - sum(self.taken.values())

    @property
    def pending(self) -> int:
        return sum(amount for task, (amount, _) in self.holds.items() if task not in self.taken)

    def grant(self, id: str, amount: int) -> str:
        if id in self.grants:
            return "same" if self.grants[id] == amount else "broken"
        if not 0 < amount <= ROOM:
            return "broken"
        self.grants[id] = amount
        return "granted"

    def submit(self, task: str, units: int) -> str:
        if self.revoked:
            return "refused"
        if task in self.holds:
            return "same"
        if self.posted - self.pending < self.rate * units:
            return "refused"
        self.holds[task] = self.rate * units, self.rate
        return "held"

    def settle(self, task: str, units: int) -> str:
        if task not in self.holds or task in self.taken:
            return "broken"
        amount, rate = self.holds[task]
        self.taken[task] = min(amount, rate * units)
        self.lost += max(0, rate * units - amount)
        return f"took {self.taken[task]}"

    def release(self, task: str) -> str:
        return self.settle(task, 0)
