import threading
import time
from collections.abc import Iterator
from itertools import count

import pytest

from onetake.animatic.given.ahead import Ahead


def running() -> int:
    return sum(thread.name == "ahead" for thread in threading.enumerate())


def settled() -> bool:
    for _ in range(200):
        if not running():
            return True
        time.sleep(0.01)
    return False


def test_everything_arrives_once_and_in_order():
    assert list(Ahead(iter(range(50)))) == list(range(50))
    assert settled()


def test_what_the_source_raises_comes_in_its_place():
    def source() -> Iterator[int]:
        yield 1
        raise ValueError("torn")

    read = Ahead(source())
    assert next(read) == 1
    with pytest.raises(ValueError, match="torn"):
        next(read)
    assert settled()


def test_it_reads_on_while_nobody_asks_but_not_far():
    taken: list[int] = []
    read = Ahead(taken.append(i) or i for i in count())
    assert next(read) == 0
    for _ in range(200):
        if len(taken) >= 4:
            break
        time.sleep(0.01)
    time.sleep(0.05)
    assert 4 <= len(taken) <= 6
    del read
    assert settled()


def test_one_that_nobody_reads_ends_too():
    Ahead(iter(range(100)))
    assert settled()


def test_after_the_end_comes_the_end():
    read = Ahead(iter([1]))
    assert next(read) == 1
    for _ in range(3):
        assert next(read, None) is None
