"""Ids: 128 random bits, the same core in every dialect's dress."""

from hypothesis import given
from hypothesis import strategies as st

from onetake.core import ids

ENTROPY = st.binary(min_size=16, max_size=16)
DRESSES = st.sampled_from(["", "cgt-20261121120000-", "task-unified-1764000000-", "video_", "ot_"])


def core(raw: bytes) -> str:
    return ids.new_core(lambda n: raw[:n])


@given(ENTROPY)
def test_a_core_is_26_base32_characters(raw: bytes) -> None:
    assert len(core(raw)) == 26
    assert set(core(raw)) <= set(ids.ALPHABET)


@given(ENTROPY)
def test_a_core_holds_all_128_bits(raw: bytes) -> None:
    number = 0
    for character in core(raw):
        number = number * 32 + ids.ALPHABET.index(character)
    assert number >> 2 == int.from_bytes(raw, "big")
    assert number & 3 == 0


@given(ENTROPY, DRESSES)
def test_a_core_is_found_in_any_dress(raw: bytes, dress: str) -> None:
    assert ids.core_of(dress + core(raw)) == core(raw)


@given(st.text(ids.ALPHABET + "-_", max_size=25))
def test_a_short_text_holds_no_core(text: str) -> None:
    assert ids.core_of(text) is None


def test_a_foreign_alphabet_holds_no_core() -> None:
    good = core(bytes(range(16)))
    for bad in (good.upper(), good[:-1] + "1", good + " ", good + "\n", "cgt-20260606160057-6bbjd"):
        assert ids.core_of(bad) is None


def test_entropy_is_asked_for_16_bytes() -> None:
    asked = []

    def entropy(n: int) -> bytes:
        asked.append(n)
        return b"\xff" * n

    assert ids.new_core(entropy) == "7" * 25 + "4"
    assert asked == [16]
