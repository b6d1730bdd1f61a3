"""What becomes of an attempt's cost: one of four ends for every way out of every phase."""

from itertools import product

import pytest

from onetake.core import expense, lifecycle
from onetake.core.expense import ABSORBED, COST, FREE, SUSPENSE, fate

WAYS = [
    (phase, event)
    for phase, events in lifecycle.TABLE.items()
    for event, to in events.items()
    if to in lifecycle.ENDS or event in ("absent", "again")
]


@pytest.mark.parametrize(("phase", "event"), WAYS)
@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("failed_free", [False, True])
def test_every_way_out_of_every_phase_has_its_end(
    phase: str, event: str, known: bool, failed_free: bool
) -> None:
    end = fate(event, phase, known=known, problem="generation_failed", failed_free=failed_free)
    assert end in (COST, ABSORBED, SUSPENSE, FREE)
    assert (end == COST) == (event == "deliver")
    if event in ("absent", "again") or phase in ("accepted", "staging"):
        assert end == FREE
    elif phase == "storing" and event != "deliver" and known:
        assert end == ABSORBED  # the provider made it, whatever it says of failures
    elif known and not failed_free and event != "deliver" and event != "unresolved":
        assert end == ABSORBED


@pytest.mark.parametrize(
    ("event", "phase", "known", "problem", "failed_free", "end"),
    [
        ("surplus", "unknown", True, None, True, ABSORBED),
        ("unresolved", "unknown", False, "submit_outcome_unknown", True, SUSPENSE),
        ("fail", "quarantined", False, "internal", False, SUSPENSE),
        ("fail", "quarantined", True, "internal", True, ABSORBED),
        ("fail", "submitting", False, "moderation_input_text", False, FREE),
        ("fail", "submitting", False, "moderation_output_video", False, ABSORBED),
        ("fail", "submitting", False, "moderation_output_audio", True, FREE),
        ("fail", "submitting", False, "moderation_output_audio", False, ABSORBED),
        ("fail", "submitting", False, "generation_failed", False, ABSORBED),
        ("fail", "submitting", False, "provider_stale", False, ABSORBED),
        ("fail", "submitting", False, "provider_error_unmapped", False, ABSORBED),
        ("fail", "submitting", False, "provider_result_missing", True, ABSORBED),
        ("fail", "rendering", True, "generation_failed", True, FREE),
        ("fail", "rendering", True, "generation_failed", False, ABSORBED),
        ("fail", "rendering", True, None, True, FREE),
        ("fail", "rendering", True, "deadline_exceeded", True, ABSORBED),
        ("fail", "submitted", True, "provider_result_missing", True, ABSORBED),
        ("fail", "submitted", True, "provider_unavailable", True, ABSORBED),
        ("fail", "rendering", True, "internal", True, ABSORBED),
        ("fail", "rendering", True, "quarantined", True, ABSORBED),
        ("cancel", "submitted", True, None, True, FREE),
        ("cancel", "submitted", True, None, False, ABSORBED),
        ("expire", "rendering", True, None, True, FREE),
        ("expire", "rendering", True, "deadline_exceeded", True, FREE),
        ("fail", "storing", True, "output_invalid", True, ABSORBED),
    ],
)
def test_ends(event: str, phase: str, known: bool, problem: str | None, failed_free: bool, end: str) -> None:
    assert fate(event, phase, known=known, problem=problem, failed_free=failed_free) == end


def test_every_end_is_paid_by_its_account() -> None:
    assert expense.postings(COST, "movie") == ("cost:movie", "payable:movie")
    assert expense.postings(ABSORBED, "movie") == ("absorbed:movie", "payable:movie")
    assert expense.postings(SUSPENSE, "movie") == ("suspense:movie", "payable:movie")
    assert expense.postings(FREE, "movie") is None


def test_later_evidence_moves_what_is_in_doubt_and_nothing_else() -> None:
    assert expense.resettled(SUSPENSE, True, "r") == ("absorbed:r", "suspense:r")
    assert expense.resettled(SUSPENSE, False, "r") == ("payable:r", "suspense:r")
    assert expense.resettled(ABSORBED, False, "r") == ("payable:r", "absorbed:r")
    assert expense.resettled(ABSORBED, True, "r") is None
    for end in (COST, FREE):
        with pytest.raises(ValueError):
            expense.resettled(end, True, "r")


def test_the_words_that_the_books_are_kept_in() -> None:
    assert (COST, ABSORBED, SUSPENSE, FREE) == ("cost", "absorbed", "suspense", "free")


@pytest.mark.parametrize(("event", "end"), [("surplus", ABSORBED), ("unresolved", SUSPENSE)])
def test_what_a_second_task_or_an_unknown_one_costs_depends_on_nothing_else(event: str, end: str) -> None:
    codes = (None, *expense.WORK, *expense.OUR_WORD)
    for phase, known, code, free in product(lifecycle.PHASES, (False, True), codes, (False, True)):
        assert fate(event, phase, known=known, problem=code, failed_free=free) == end


@pytest.mark.parametrize("phase", ["submitted", "rendering"])
def test_where_nobody_says_that_failures_are_free_they_are_not(phase: str) -> None:
    for event in ("fail", "cancel", "expire"):
        assert fate(event, phase, known=True) == ABSORBED


@pytest.mark.parametrize("code", sorted(expense.OUR_WORD))
def test_what_we_declare_ourselves_is_never_free_once_the_provider_has_the_task(code: str) -> None:
    for phase, free in product(("submitted", "rendering", "storing"), (False, True)):
        assert fate("fail", phase, known=True, problem=code, failed_free=free) == ABSORBED
