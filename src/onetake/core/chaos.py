"""Chaos profiles: which create plays which scenario, drawn from a seed.

Data: catalogue/chaos.toml. A scenario's name is a profile too, which every create then plays.
"""

import random
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from importlib.resources import files

from onetake.core.scenarios import PERFECT, scenarios


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """failures of calls: the share of creates that fail. draw: scenario → word of frequency; words: what a
    word weighs. source: whose figures these are; assumption: what of them is ours."""

    name: str
    title: str
    failures: int
    calls: int
    source: str = ""
    assumption: str = ""
    words: Mapping[str, int] = field(default_factory=dict)
    draw: Mapping[str, str] = field(default_factory=dict)

    @property
    def shares(self) -> dict[str, Fraction]:
        """How often each scenario is drawn, of all creates; exact."""
        whole = sum(self.words[word] for word in self.draw.values())
        failing = Fraction(self.failures, self.calls)
        return {name: failing * self.words[word] / whole for name, word in self.draw.items()}

    def drawn(self, seed: int, number: int) -> str:
        """The scenario of the create `number`, by the seed alone; `ok` for one that does not fail."""
        dice = random.Random(f"{seed}/{number}")
        if dice.randrange(self.calls) >= self.failures:
            return PERFECT
        point = dice.randrange(sum(self.words[word] for word in self.draw.values()))
        for name, word in self.draw.items():
            point -= self.words[word]
            if point < 0:
                return name
        raise AssertionError("the weights do not add up")


def read(rows: Mapping[str, Mapping[str, object]]) -> dict[str, Profile]:
    """Profiles from their tables. Raises ValueError that names the profile and what is wrong with it."""
    found = {}
    for name, row in rows.items():
        try:
            profile = found[name] = Profile(name=name, **row)  # type: ignore[arg-type]
        except TypeError as error:
            raise ValueError(f"chaos profile {name}: {error}") from None
        unknown = set(profile.draw) - set(scenarios()), set(profile.draw.values()) - set(profile.words)
        if (
            any(unknown)
            or not 0 <= profile.failures <= profile.calls
            or bool(profile.failures) != bool(profile.draw)
        ):
            raise ValueError(f"chaos profile {name}: {[sorted(u) for u in unknown]}, or its shares")
    return found


@cache
def profiles() -> Mapping[str, Profile]:
    """Every profile of the catalogue by its name."""
    return read(tomllib.loads(files("onetake.catalogue").joinpath("chaos.toml").read_text("utf-8")))


def profile(name: str) -> Profile:
    """A profile, or the one that plays a single scenario for every create. Raises KeyError."""
    if name in profiles():
        return profiles()[name]
    scenario = scenarios()[name]
    only = {name: "always"}
    return Profile(name=name, title=scenario.title, failures=1, calls=1, words={"always": 1}, draw=only)
