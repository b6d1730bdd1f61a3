"""What a bug of the gallery is, and how its switch is put into the product."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Put = Callable[[Any, str, Any], None]
"""put(where, name, value): what the switch changes."""


@dataclass(frozen=True, slots=True)
class Bug:
    """row: the fault, law or peer that it stands for; about: what is wrong, in a sentence."""

    name: str
    row: str
    about: str
    plant: Callable[[Put], None]


BUGS: dict[str, Bug] = {}


def bug(name: str, row: str, about: str) -> Callable[[Callable[[Put], None]], Callable[[Put], None]]:
    def known(plant: Callable[[Put], None]) -> Callable[[Put], None]:
        BUGS[name] = Bug(name, row, about, plant)
        return plant

    return known
