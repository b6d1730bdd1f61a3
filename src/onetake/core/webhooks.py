"""What a customer is told by webhook, and how often it is tried: data of each contract
(catalogue/webhooks.toml)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Rule:
    """tells: our statuses; gaps: seconds before each repeat; timeout: seconds for an answer."""

    tells: frozenset[str]
    gaps: tuple[float, ...]
    timeout: float


@cache
def _rules() -> Mapping[str, Rule]:
    rows = tomllib.loads(files("onetake.catalogue").joinpath("webhooks.toml").read_text("utf-8"))
    return {
        name: Rule(frozenset(row["tells"]), tuple(map(float, row["gaps"])), float(row["timeout"]))
        for name, row in rows.items()
    }


def rule_of(dialect: str) -> Rule:
    """The rule of a contract; one without webhooks of its own has native's."""
    return _rules().get(dialect) or _rules()["native"]
