"""The table of a task's life: closed, without traps, and the only way from phase to phase."""

import pytest

from onetake.core import lifecycle
from onetake.core.lifecycle import ENDS, OPEN, PHASES, STATUS_OF, STATUSES, TABLE, IllegalStep, step

EVENTS = sorted({event for row in TABLE.values() for event in row})


def reachable(start: str) -> set[str]:
    seen, todo = set(), [start]
    while todo:
        phase = todo.pop()
        if phase not in seen:
            seen.add(phase)
            todo += TABLE[phase].values()
    return seen


def test_the_phases_are_those_of_the_design() -> None:
    inner = {
        "accepted",
        "staging",
        "submitting",
        "unknown",
        "submitted",
        "rendering",
        "storing",
        "quarantined",
    }
    assert set(PHASES) == {*inner, "succeeded", "failed", "cancelled", "expired"}
    assert set(OPEN) == inner


def test_the_ends_are_the_four_ends_and_have_no_way_out() -> None:
    assert {"succeeded", "failed", "cancelled", "expired"} == ENDS
    for end in ENDS:
        assert reachable(end) == {end}


@pytest.mark.parametrize("phase", OPEN)
def test_every_open_phase_can_be_reached_and_can_end(phase: str) -> None:
    assert phase in reachable("accepted")
    assert "succeeded" in reachable(phase)
    assert "failed" in reachable(phase)


@pytest.mark.parametrize("phase", PHASES)
def test_a_step_is_the_table_and_nothing_else(phase: str) -> None:
    for event in EVENTS:
        assert lifecycle.allows(phase, event) == (event in TABLE[phase])
        if event in TABLE[phase]:
            assert step(phase, event) == TABLE[phase][event]
            assert step(phase, event) in PHASES
        else:
            with pytest.raises(IllegalStep, match=event):
                step(phase, event)


def test_words_that_nobody_knows_are_illegal_too() -> None:
    for phase, event in (("accepted", "explode"), ("limbo", "stage"), ("", "")):
        with pytest.raises(IllegalStep):
            step(phase, event)


def test_every_phase_shows_as_one_status() -> None:
    assert set(STATUS_OF) == set(PHASES)
    assert set(STATUS_OF.values()) == set(STATUSES)
    for end in ENDS:
        assert STATUS_OF[end] == end
    assert not {STATUS_OF[phase] for phase in OPEN} & ENDS


def test_phases_of_is_the_inverse() -> None:
    assert sorted(p for s in STATUSES for p in lifecycle.phases_of(s)) == sorted(PHASES)
    assert lifecycle.phases_of("running") == ("rendering", "storing")
    assert lifecycle.phases_of("nonsense") == ()


def test_only_evidence_leads_out_of_a_send() -> None:
    # Bytes may be on their way: neither a cancel nor a deadline may decide before the outcome is known.
    for phase in ("submitting", "unknown"):
        assert not {"cancel", "expire", "submit", "stage"} & set(TABLE[phase])
    assert [p for p in PHASES if "submit" in TABLE[p]] == ["accepted"]
    assert [p for p in PHASES if "deliver" in TABLE[p]] == ["storing"]


def test_the_diagram_draws_every_arrow_once() -> None:
    lines = lifecycle.diagram().splitlines()
    assert lines[:2] == ["stateDiagram-v2", "    [*] --> accepted"]
    for phase, row in TABLE.items():
        for event, to in row.items():
            assert lines.count(f"    {phase} --> {to}: {event}") == 1
    assert sum(line.endswith("--> [*]") for line in lines) == len(ENDS)


ARROWS = """
    stage       accepted>staging
    staged      staging>accepted
    submit      accepted>submitting
    not_sent    submitting>accepted
    receipt     submitting>submitted unknown>submitted
    ambiguous   submitting>unknown
    absent      unknown>accepted submitted>accepted rendering>accepted
    again       submitting>accepted submitted>accepted rendering>accepted
    unresolved  unknown>failed
    start       submitted>rendering
    finish      submitted>storing rendering>storing
    refresh     storing>submitted
    deliver     storing>succeeded
    cancel      accepted>cancelled staging>cancelled submitted>cancelled rendering>cancelled
    expire      accepted>expired staging>expired submitted>expired rendering>expired
    fail        accepted>failed staging>failed submitting>failed submitted>failed rendering>failed
    fail        storing>failed quarantined>failed
    restored    accepted>unknown staging>unknown submitting>unknown unknown>unknown quarantined>unknown
    quarantine  accepted>quarantined staging>quarantined submitting>quarantined unknown>quarantined
    quarantine  submitted>quarantined rendering>quarantined storing>quarantined
    resume      quarantined>submitted
"""
"""The table once more, by events: an arrow is added or taken away in two places, on purpose."""


def test_the_arrows_are_these_and_no_others() -> None:
    told = [
        (event, *arrow.split(">"))
        for event, *arrows in map(str.split, ARROWS.split("\n")[1:-1])
        for arrow in arrows
    ]
    assert sorted(told) == sorted((e, phase, to) for phase, row in TABLE.items() for e, to in row.items())


def test_each_phase_shows_as_what_a_customer_may_know() -> None:
    shown = {"rendering": "running", "storing": "running", **{end: end for end in ENDS}}
    assert {phase: shown.get(phase, "queued") for phase in PHASES} == STATUS_OF


def test_the_diagram_is_lines_and_ends_with_one() -> None:
    text = lifecycle.diagram()
    assert text.endswith("--> [*]\n") and not text.endswith("\n\n")
    assert text.count("\n") == 2 + sum(map(len, TABLE.values())) + len(ENDS)


def test_an_illegal_step_names_both_words() -> None:
    with pytest.raises(IllegalStep) as told:
        step("succeeded", "fail")
    assert "'fail'" in str(told.value) and "'succeeded'" in str(told.value)
