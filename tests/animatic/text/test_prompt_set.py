"""The labelled set: every field is read well enough, and the set is what it is said to be."""

import itertools
import re

import pytest
from benchmarks import prompts

from onetake.animatic.text import lookup, shotlist


@pytest.fixture(scope="module")
def scores() -> dict[str, tuple[float, float, int]]:
    """Of all but what nobody tuned on: its score is a measurement, not a promise."""
    return prompts.score([row for row in prompts.rows() if row["part"] != "unseen"])


@pytest.mark.parametrize("field", prompts.FIELDS)
def test_precision_and_recall_of_every_field(scores: dict[str, tuple[float, float, int]], field: str):
    precision, recall, labels = scores[field]
    assert labels >= 15, "too few labels to say anything"
    assert min(precision, recall) >= prompts.BAR, f"python -m benchmarks.prompts --misses {field}"


def test_a_reader_that_reads_nothing_or_everything_fails():
    """The score can fall: with the labels of the next prompt hardly a field holds."""
    rows = prompts.rows()
    shifted = [{**row, "text": other["text"]} for row, other in itertools.pairwise(rows)]
    held = [field for field, (p, r, _) in prompts.score(shifted).items() if min(p, r) >= prompts.BAR]
    assert not set(held) - {"beats"}


def test_the_set_is_as_large_and_as_mixed_as_it_is_said_to_be():
    rows = prompts.rows()
    chinese = [row for row in rows if re.search(r"[\u4e00-\u9fff]", row["text"])]
    assert len(rows) >= 150
    assert 0.4 <= len(chinese) / len(rows) <= 0.6
    assert sum(row.get("trap", False) for row in rows) >= 25
    assert sum(len(prompts.split(name)) for name in prompts.SPLITS[2:]) >= len(rows) // 3
    assert len({row["text"] for row in rows}) == len(rows)


@pytest.mark.parametrize(
    "piece",
    [
        "A man: ",
        "\n",
        "(",
        '"',
        "0-3s: ",
        "then ",
        "没有",
        "镜头",
        "@Image1 ",
        'says: "',
        "no ",
        "a very ",
        "一只a ",
        "1",
    ],
)
def test_the_work_grows_with_the_length_and_no_faster(piece: str, monkeypatch: pytest.MonkeyPatch):
    """Looks into the lexicon are counted, not seconds: four times the text, about four times the looks."""

    def looks(text: str) -> int:
        count = 0
        real = lookup.Entry.at

        def counted(self: lookup.Entry, at_text: str, start: int) -> lookup.Found | None:
            nonlocal count
            count += 1
            return real(self, at_text, start)

        lookup._found.cache_clear()
        with monkeypatch.context() as patch:
            patch.setattr(lookup.Entry, "at", counted)
            shotlist.read(text)
        return count

    short, long = (piece * (size // len(piece)) for size in (2500, 10000))
    assert looks(long) <= 6 * looks(short) + 500
