"""Scenarios of the sandbox: scripted provider behaviour, one for every documented failure.

Data: catalogue/scenarios.toml, a table for each scenario (errors-and-faults §7.3, and the faults of §3.1
that no document names). A scenario is a few acts (core.acts) and what a careful client makes of them.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from onetake.core.acts import CREATE, TASK, Act, Fail, Refuse, act_of
from onetake.core.catalogue import catalogue
from onetake.core.problem import Offence, Problem, kinds

REACTIONS = ("retry", "reconcile", "release", "absorb", "none", "refuse-before-send")
ENDS = ("succeeded", "failed", "expired", "cancelled", "")
PERFECT = "ok"
"""The scenario without an act: a provider that does everything right."""
DRAWN = "drawn:"
"""Before the name of a scenario that chaos has drawn for one task: it strikes that task, whatever came
before."""
HEADER = "X-Onetake-Scenario"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A request that is at fault by itself: `post` (or `get`) is its path, as documented."""

    post: str = ""
    get: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One scenario.

    row: the row of errors-and-faults §7.3 ("S0-11") or the fault of §3.1 ("F19"). routes: whose documents
    tell of it. code: what it is called here. reaction: what a careful client does about it, one of
    REACTIONS; ends: how its task then ends. charge: what happens to the money. request: where the failure is
    the request's own, one that has it; it is refused before anything is sent. nothing: why nothing is
    produced; test: what shows the row instead.
    """

    name: str
    row: str
    title: str
    routes: tuple[str, ...] = ()
    code: str = ""
    reaction: str = "none"
    ends: str = ""
    charge: str = "none"
    acts: tuple[Act, ...] = ()
    request: Example | None = None
    note: str = ""
    nothing: str = ""
    test: str = ""

    def at(self, place: str) -> tuple[Act, ...]:
        """The acts of one place, in the order in which they happen."""
        return tuple(act for act in self.acts if act.at == place)

    def told_in(self, dialect: str) -> bool:
        """Whether a dialect is that of a document which tells of it: only there a client knows its words, and
        elsewhere the same failure is told in the dialect's own."""
        routes = catalogue().routes
        return any(routes[name].dialect == dialect for name in self.routes if name in routes)


def read(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Scenario]:
    """Scenarios from their tables. Raises ValueError that names the scenario and what is wrong with it."""
    found = {}
    for name, row in rows.items():
        try:
            found[name] = _scenario(name, row)
        except (TypeError, ValueError) as error:
            raise ValueError(f"scenario {name}: {error}") from None
    return found


def _scenario(name: str, row: Mapping[str, Any]) -> Scenario:
    request = Example(**row["request"]) if "request" in row else None
    acts = tuple(act_of(act) for act in row.get("acts", ()))
    more = {k: v for k, v in row.items() if k not in ("acts", "request", "routes")}
    made = Scenario(name=name, acts=acts, request=request, routes=tuple(row.get("routes", ())), **more)
    if made.code and made.code not in kinds():
        raise ValueError(f"{made.code} is not a canonical code")
    if made.reaction not in REACTIONS or made.ends not in ENDS:
        raise ValueError(f"reaction {made.reaction!r}, ends {made.ends!r}")
    if bool(made.nothing) != bool(made.test) or (bool(made.nothing) and bool(acts)):
        raise ValueError("either acts, or why there are none and the test that shows the row")
    return made


@cache
def scenarios() -> Mapping[str, Scenario]:
    """Every scenario by its name: those of the catalogue, and one for every canonical code."""
    rows = tomllib.loads(files("onetake.catalogue").joinpath("scenarios.toml").read_text("utf-8"))
    return {**read(rows), **{code: _of_code(code) for code in kinds()}}


def _of_code(code: str) -> Scenario:
    """Any canonical code on demand: in answer to the create where it has an HTTP status, else of the task."""
    kind = kinds()[code]
    act: Act = Refuse(at=CREATE, code=code) if kind.http else Fail(at=TASK, code=code)
    return Scenario(
        name=code, row="", title=kind.title, code=code, reaction="", charge=kind.money, acts=(act,)
    )


def named(text: str, field_name: str = HEADER) -> Scenario:
    """The scenario of a name, or of several with commas between them, whose acts are added up.

    Raises Problem(invalid_parameter) for an unknown name, with those that are near.
    """
    known = scenarios()
    found: list[Scenario] = []
    for name in text.split(","):
        scenario = known.get(name.strip())
        if scenario is None:
            near = get_close_matches(name.strip(), known, 3, 0.5)
            fix = f"Near it: {', '.join(near)}" if near else "`onetake sandbox list` shows all of them"
            raise Problem.of([Offence(field_name, name.strip()[:60], "there is no such scenario", fix)])
        found.append(scenario)
    if len(found) == 1:
        return found[0]
    together = ",".join(s.name for s in found)
    return Scenario(name=together, row="", title=together, acts=tuple(act for s in found for act in s.acts))


def played(told: str | None) -> Scenario:
    """The scenario of a task, by what its row tells: nothing, or one that a later version no longer has, is
    `ok`."""
    if told is None:
        return scenarios()[PERFECT]
    try:
        return named(told.removeprefix(DRAWN))
    except Problem:
        return scenarios()[PERFECT]
