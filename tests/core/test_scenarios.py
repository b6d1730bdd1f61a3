"""Every row of the error tables has its scenario, and every scenario is sound."""

import re
from collections import Counter
from pathlib import Path

import pytest

from onetake.core.acts import CREATE, TASK, Answer, Fail, Hang, Refuse, Reset
from onetake.core.catalogue import catalogue
from onetake.core.problem import Problem, kinds
from onetake.core.scenarios import DRAWN, PERFECT, Scenario, named, played, read, scenarios

ROOT = Path(__file__).resolve().parents[2]
ROWS = {"S0": 21, "S1": 28, "S2": 19, "S3": 25, "S4": 18}
"""Rows of each document's table (errors-and-faults §7.3)."""
DOCUMENTS = {"S0": {"segmind"}, "S1": {"evolink"}, "S2": {"byteplus"}, "S3": {"movie"}, "S4": {"apiyi"}}
TOLD = [s for s in scenarios().values() if s.row]


def test_every_row_has_a_scenario():
    wanted = {f"{document}-{row}" for document, rows in ROWS.items() for row in range(1, rows + 1)}
    assert {s.row for s in TOLD if s.row.startswith("S")} == wanted


@pytest.mark.parametrize("scenario", TOLD, ids=lambda s: s.name)
def test_a_name_says_where_it_comes_from(scenario: Scenario):
    document, _, row = scenario.row.partition("-")
    start = f"{document.lower()}-{int(row):02}-" if row else f"f{int(scenario.row[1:]):02}-"
    assert re.fullmatch(re.escape(start) + r"[a-z0-9-]+", scenario.name)
    if document in DOCUMENTS:
        assert DOCUMENTS[document] <= set(scenario.routes) <= set(catalogue().routes)


@pytest.mark.parametrize("scenario", TOLD, ids=lambda s: s.name)
def test_something_is_produced_or_a_test_shows_it(scenario: Scenario):
    assert bool(scenario.acts or scenario.request) != bool(scenario.nothing)
    if scenario.nothing:
        assert (ROOT / scenario.test.partition("::")[0]).is_file()


@pytest.mark.parametrize("scenario", [s for s in TOLD if s.acts], ids=lambda s: s.name)
def test_the_reaction_fits_what_is_done(scenario: Scenario):
    creates = scenario.at(CREATE)
    unclear = [a for a in creates if isinstance(a, Reset | Hang) or (isinstance(a, Answer) and a.accepted)]
    if unclear:
        assert scenario.reaction == "reconcile", "whether it was carried out is not known"
    if scenario.reaction == "refuse-before-send":
        assert scenario.request is not None
        assert scenario.code
    if scenario.reaction in ("release", "absorb") and scenario.ends:
        assert scenario.ends in ("failed", "expired", "cancelled")
        assert not any(act.times for act in scenario.acts), "what passes the next time is no end"
    if scenario.reaction in ("retry", "reconcile") and creates and scenario.ends == "succeeded":
        sure = [a for a in creates if not getattr(a, "accepted", True)]
        assert all(act.times for act in sure), "what is never carried out never succeeds"


def test_every_code_can_be_produced_by_its_name():
    for code, kind in kinds().items():
        (act,) = named(code).acts
        assert isinstance(act, Refuse if kind.http else Fail)
        assert act.code == code


def test_perfect_does_nothing():
    assert named(PERFECT).acts == ()
    assert played(None) is named(PERFECT)


def test_several_scenarios_are_added_up():
    both = named(" s0-14-copyright, s1-26-callback-lost")
    assert both.acts == named("s0-14-copyright").acts + named("s1-26-callback-lost").acts
    assert both.name == "s0-14-copyright,s1-26-callback-lost"
    assert played(both.name).acts == both.acts


@pytest.mark.parametrize("told", ["s1-14-bad-gatway", "", "ok,nonsense", "../etc", DRAWN + "ok"])
def test_an_unknown_name_is_refused_with_those_near_it(told: str):
    with pytest.raises(Problem) as refused:
        named(told)
    assert refused.value.code == "invalid_parameter"
    (offence,) = refused.value.offences
    assert offence.field == "X-Onetake-Scenario"
    if "gatway" in told:
        assert "s1-14-bad-gateway" in offence.fix


def test_what_a_task_plays_outlives_its_scenario():
    assert played("gone-in-a-later-version") is named(PERFECT)
    assert played(DRAWN + "s0-14-copyright") is named("s0-14-copyright")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"code": "nope"}, "not a canonical code"),
        ({"reaction": "panic"}, "reaction 'panic'"),
        ({"ends": "eventually"}, "ends 'eventually'"),
        ({"nothing": "no way"}, "either acts"),
        ({"acts": [{"at": "task", "do": "fail"}]}, "code"),
        ({"color": "red"}, "color"),
    ],
)
def test_a_bad_table_is_refused_by_name(row: dict, fault: str):
    with pytest.raises(ValueError, match=rf"scenario odd: .*{fault}"):
        read({"odd": {"row": "S0-1", "title": "Odd", **row}})


def test_texts_of_providers_stand_in_one_place_each():
    """The same act under two names would be one scenario too many, unless two documents tell of it."""
    seen = Counter((s.row[:2], s.acts) for s in TOLD if s.acts)
    assert {where for (where, _), count in seen.items() if count > 1} == set()


def test_a_task_act_never_meets_an_act_that_keeps_the_task_away():
    for s in TOLD:
        away = [a for a in s.at(CREATE) if not getattr(a, "accepted", True) and not a.times]
        assert not (away and (s.at(TASK) or s.at("look") or s.at("content"))), s.name
