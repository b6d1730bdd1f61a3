"""Ids cannot be guessed or counted (threat T37): 128 bits, each of them drawn."""

import os
from collections import Counter
from itertools import pairwise
from math import sqrt

from onetake.core.ids import ALPHABET, CORE, new_core

MANY = 20_000


def bits(core: str) -> int:
    number = 0
    for char in core:
        number = number * 32 + ALPHABET.index(char)
    return number >> 2  # 26 characters hold 130 bits; the last two are padding


def test_t37_every_bit_of_an_id_is_the_entropys():
    for n in range(128):
        drawn = (1 << n).to_bytes(16, "big")
        assert bits(new_core(lambda size, drawn=drawn: drawn[:size])) == 1 << n


def test_t37_ids_are_even_in_every_place_and_independent_of_the_last():
    cores = [new_core(os.urandom) for _ in range(MANY)]
    assert len(set(cores)) == MANY and all(CORE.fullmatch(core) for core in cores)
    # Six standard deviations: some 300 counts, once in ten million runs.
    slack = 6 * sqrt(MANY) / 2
    values = [bits(core) for core in cores]
    for place in range(128):
        ones = sum(value >> place & 1 for value in values)
        assert abs(ones - MANY / 2) < slack, place
        changed = sum((a ^ b) >> place & 1 for a, b in pairwise(values))
        assert abs(changed - MANY / 2) < slack, place


def test_t37_letters_of_an_id_are_even():
    counts = Counter(char for _ in range(MANY) for char in new_core(os.urandom)[:25])
    even = MANY * 25 / 32
    assert set(counts) == set(ALPHABET)
    # χ² with 31 degrees of freedom: above 90 once in ten million runs.
    assert sum((n - even) ** 2 / even for n in counts.values()) < 90
