"""Bills of providers beside the books: what is charged and not booked shows, and what is booked in vain."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetake.core import expense
from onetake.testing.simulation import bills
from onetake.testing.simulation.bills import REASONS
from onetake.testing.simulation.provider import Place
from onetake.testing.simulation.world import simulate


@pytest.fixture(autouse=True)
def _silent() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@given(st.sampled_from(("cost", "absorbed", "suspense", "free", None)), st.integers(0, 9), st.integers(0, 9))
def test_l11_only_doubt_may_book_more_and_nothing_may_book_less(
    outcome: str | None, booked: int, charged: int
) -> None:
    more, fault = bills._excess({"outcome": outcome, "amount": booked}, charged)
    allowed = booked == charged or (outcome in REASONS and booked > charged)
    assert (fault == "") == allowed
    assert more == booked - charged


def test_l11_what_the_books_do_not_know_must_cost_nothing() -> None:
    assert bills._excess(None, 0) == (0, "")
    assert bills._excess(None, 1)[1] != ""


@pytest.mark.slow
def test_l11_a_provider_that_charges_one_token_more_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = bills.charge

    def dearer(place: Place, made: Any) -> int:
        return usual(place, made) and usual(place, made) + 1

    assert not any("charge" in told for told in simulate(1, []).violations)
    monkeypatch.setattr(bills, "charge", dearer)
    assert any("charge" in told for told in simulate(1, []).violations)


@pytest.mark.slow
@pytest.mark.parametrize("wrong", [expense.FREE, expense.SUSPENSE])
def test_l11_an_end_in_the_wrong_account_is_noticed(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    usual = expense.fate

    def fate(event: str, phase: str, **rest: Any) -> str:
        return wrong if event == "deliver" else usual(event, phase, **rest)

    monkeypatch.setattr(expense, "fate", fate)
    assert any("charge" in told for told in simulate(1, []).violations)
